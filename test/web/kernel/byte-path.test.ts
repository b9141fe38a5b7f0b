// The kernel's view as a model: where the bytes are, when a zero window holds, the gauges' scale, the curves and the
// table's figures.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KernelEnd, KernelSample } from '../../../server/protocol/kernel.ts';
import { TCP_STATES } from '../../../server/protocol/tcp-state.ts';
import { mostHeld, wireOf } from '../../../web/model/kernel/byte-path.ts';
import { ABSENT, describeTimer, figureRows, figuresOf } from '../../../web/model/kernel/end-figures.ts';
import { GaugeScale, MIN_SCALE_BYTES } from '../../../web/model/kernel/gauge-scale.ts';
import {
  CURVE_GAP_MS,
  CURVE_MS,
  queueCurve,
  zeroWindowSpans,
} from '../../../web/model/kernel/queue-curve.ts';
import { KernelHistory } from '../../../web/model/kernel-history.ts';

function end(parts: Partial<KernelEnd> = {}): KernelEnd {
  return { state: 'ESTABLISHED', receiveQueue: 0, sendQueue: 0, timer: 'none', unanswered: 0, ...parts };
}

function sample(client?: Partial<KernelEnd>, server?: Partial<KernelEnd>): KernelSample {
  return {
    subject: 'session:1',
    process: {},
    ...(client && { clientEnd: end(client) }),
    ...(server && { serverEnd: end(server) }),
  };
}

/** A history of samples, each a quarter of a second after the one before. */
function history(...samples: readonly KernelSample[]): KernelHistory {
  const kernel = new KernelHistory();
  for (const [index, one] of samples.entries()) kernel.add(1000 + index * 250, one, {});
  return kernel;
}

describe('the wire of a direction', () => {
  const both = sample(
    { sendQueue: 1, receiveQueue: 2, details: { peerWindowBytes: 10 } },
    { sendQueue: 3, receiveQueue: 4, details: { peerWindowBytes: 20 } },
  );

  it('leads up from the client’s send queue to the server’s receive queue', () => {
    expect(wireOf(both, 'up')).toEqual({
      sendQueue: 1,
      receiveQueue: 4,
      windowBytes: 10,
      zeroWindow: undefined,
    });
  });

  it('leads down from the server’s send queue to the client’s receive queue', () => {
    expect(wireOf(both, 'down')).toEqual({
      sendQueue: 3,
      receiveQueue: 2,
      windowBytes: 20,
      zeroWindow: undefined,
    });
  });

  it('knows nothing without a sample, and half of it where one end is another machine’s', () => {
    const nothing = {
      sendQueue: undefined,
      receiveQueue: undefined,
      windowBytes: undefined,
      zeroWindow: undefined,
    };
    expect(wireOf(undefined, 'up')).toEqual(nothing);
    expect(wireOf(sample({ sendQueue: 7 }), 'up')).toEqual({ ...nothing, sendQueue: 7 });
    expect(wireOf(sample(undefined, { receiveQueue: 7 }), 'up')).toEqual({ ...nothing, receiveQueue: 7 });
  });

  it('takes later details than the sample’s for the window', () => {
    expect(wireOf(sample({}, {}), 'up', { peerWindowBytes: 5 }).windowBytes).toBe(5);
  });
});

describe('a zero window', () => {
  const probing = { timer: 'zeroWindowProbe', timerMs: 376, unanswered: 3, sendQueue: 9 } as const;

  it('holds while the sender runs the probe timer', () => {
    const shut = sample(probing, { receiveQueue: 100 });
    expect(wireOf(shut, 'up').zeroWindow).toEqual({ probeInMs: 376, unanswered: 3 });
    expect(wireOf(shut, 'down').zeroWindow).toBeUndefined();
  });

  it('holds while the peer’s window is 0 and bytes wait for it, though no probe is due yet', () => {
    const details = { peerWindowBytes: 0 };
    const held = { probeInMs: undefined, unanswered: 0 };
    const retransmits = { timer: 'retransmit', timerMs: 200, unanswered: 2 } as const;
    expect(wireOf(sample({ details, sendQueue: 1, ...retransmits }), 'up').zeroWindow).toEqual(held);
    expect(wireOf(sample({ details }, { receiveQueue: 1 }), 'up').zeroWindow).toEqual(held);
    expect(wireOf(sample({ details }, {}), 'up').zeroWindow).toBeUndefined();
  });

  it('holds a FIN as well, and nobody who has nothing to send any more', () => {
    const holding = TCP_STATES.filter(
      (state) => wireOf(sample({ ...probing, state }), 'up').zeroWindow !== undefined,
    );
    expect(holding).toEqual(['ESTABLISHED', 'FIN_WAIT_1', 'CLOSING', 'CLOSE_WAIT', 'LAST_ACK']);
  });
});

describe('the gauges’ scale', () => {
  it('is the most that was held, rounded up to 1, 2 or 5', () => {
    const scale = new GaugeScale();
    expect(scale.topBytes).toBe(MIN_SCALE_BYTES);
    for (const [bytes, top] of [
      [MIN_SCALE_BYTES, 100_000],
      [MIN_SCALE_BYTES + 1, 200_000],
      [200_001, 500_000],
      [4_200_000, 5_000_000],
      [5_000_001, 10_000_000],
    ] as const) {
      scale.include(bytes);
      expect(scale.topBytes).toBe(top);
    }
  });

  it('never shrinks, and every bar fits', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2 ** 40 }), { minLength: 1 }), (values) => {
        const scale = new GaugeScale();
        let before = scale.topBytes;
        for (const value of values) {
          scale.include(value);
          expect(scale.topBytes).toBeGreaterThanOrEqual(Math.max(before, value));
          expect(scale.topBytes).toBeLessThanOrEqual(Math.max(before, 2.5 * value));
          expect(scale.share(value)).toBeLessThanOrEqual(1);
          before = scale.topBytes;
        }
      }),
    );
  });

  it('covers the queues of both ends and what the processes hold', () => {
    expect(mostHeld(history())).toBe(0);
    expect(
      mostHeld(history(sample({ sendQueue: 1 }, { receiveQueue: 5 }), sample({ receiveQueue: 3 }))),
    ).toBe(5);
    expect(mostHeld(history({ subject: 'session:1', process: { upstream: 7, server: 9 } }))).toBe(9);
  });
});

describe('the curve of the queues', () => {
  it('goes back from the latest sample', () => {
    const kernel = history(sample({ sendQueue: 1 }, { receiveQueue: 2 }), sample({ sendQueue: 3 }, {}));
    expect(queueCurve(kernel, 'up')).toEqual([
      [
        { agoMs: 250, sendQueue: 1, receiveQueue: 2, isZeroWindow: false },
        { agoMs: 0, sendQueue: 3, receiveQueue: 0, isZeroWindow: false },
      ],
    ]);
  });

  it('is cut where nobody looked, and where the kernel told nothing', () => {
    const kernel = history(sample({}, {}), sample(), sample({}, {}));
    expect(queueCurve(kernel, 'up').map((stretch) => stretch.length)).toEqual([2]);
    kernel.add(1500 + CURVE_GAP_MS + 1, sample({}, {}), {});
    expect(queueCurve(kernel, 'up').map((stretch) => stretch.length)).toEqual([2, 1]);
    expect(queueCurve(history(sample()), 'up')).toEqual([]);
  });

  it('leaves out what is older than a minute', () => {
    const kernel = history(sample({}, {}));
    kernel.add(1000 + CURVE_MS, sample({}, {}), {});
    expect(queueCurve(kernel, 'up').flat()).toHaveLength(2);
    kernel.add(1001 + CURVE_MS, sample({}, {}), {});
    expect(queueCurve(kernel, 'up').flat()).toHaveLength(2);
  });

  it('knows when a zero window held, until the first sample without it', () => {
    const shut = sample({ timer: 'zeroWindowProbe' }, {});
    const open = sample({}, {});
    const kernel = history(open, shut, shut, open, open, shut);
    expect(zeroWindowSpans(queueCurve(kernel, 'up'))).toEqual([
      { fromAgoMs: 1000, toAgoMs: 500 },
      { fromAgoMs: 0, toAgoMs: 0 },
    ]);
    expect(zeroWindowSpans(queueCurve(kernel, 'down'))).toEqual([]);
  });
});

describe('the figures of an end', () => {
  const show = (kernel: KernelHistory, name: 'client' | 'server' = 'client'): Record<string, string> =>
    Object.fromEntries(figureRows.map(({ word, show }) => [word, show(figuresOf(kernel, name))]));

  it('are a dash each while nothing is known', () => {
    expect(new Set(Object.values(show(history())))).toEqual(new Set([ABSENT]));
    expect(new Set(Object.values(show(history(sample({})), 'server')))).toEqual(new Set([ABSENT]));
  });

  it('say that a timer is due when the kernel counts no more time', () => {
    const due = sample({ timer: 'zeroWindowProbe', timerMs: 0, unanswered: 1 });
    expect(show(history(due))).toMatchObject({ kernelTimer: 'probe due, 1 unanswered' });
  });

  it('are the kernel’s own', () => {
    const details = {
      rttMs: 0.014,
      rttVariationMs: 0.007,
      congestionWindow: 10,
      segmentBytes: 32_741,
      peerWindowBytes: 0,
      retransmissions: 2,
      bytesAcknowledged: 8_388_608,
      windowLimitedMs: 1900,
    };
    const timer = { timer: 'zeroWindowProbe', timerMs: 376, unanswered: 3 } as const;
    expect(show(history(sample({ receiveQueue: 130_000, sendQueue: 12, ...timer, details })))).toEqual({
      receiveQueue: '130 kB',
      sendQueue: '12 B',
      kernelTimer: 'probe in 376 ms, 3 unanswered',
      RTT: '0.014 ± 0.007 ms',
      peerWindow: '0 B',
      cwnd: '10 × 32.7 kB',
      retransmissions: '2',
      acknowledged: '8.4 MB',
      windowLimited: '1.9 s',
    });
  });

  it('keep the latest details over samples that came without', () => {
    const detailed = sample({ details: { rttMs: 12.34 } });
    expect(show(history(detailed, sample({}), sample({})))).toMatchObject({ RTT: '12.3 ms', cwnd: ABSENT });
    const others = Array.from({ length: 8 }, () => sample({}));
    expect(show(history(detailed, ...others)).RTT).toBe(ABSENT);
  });

  it.each([
    [{ timer: 'none' }, 'none'],
    [{ timer: 'retransmit', timerMs: 204, unanswered: 1 }, 'retransmit in 204 ms, 1 unanswered'],
    [{ timer: 'keepalive', timerMs: 58_600 }, 'keep-alive in 58.6 s'],
    [{ timer: 'timeWait', timerMs: 58_600 }, 'over in 58.6 s'],
    [{ timer: 'zeroWindowProbe' }, 'probe'],
  ] as const)('tell the timer of %j as %s', (parts, text) => {
    expect(describeTimer(end(parts))).toBe(text);
  });
});
