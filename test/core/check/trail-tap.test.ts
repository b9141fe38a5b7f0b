// The trail of one connection of a check: all of a short one, and a bounded account of a long one with its end.

import { describe, expect, it } from 'vitest';
import { TrailTap } from '../../../server/core/check/trail-tap.ts';
import { MAX_CHECK_TRAIL_ENTRIES } from '../../../server/protocol/limits.ts';
import { isByteRun, type TraceEntry } from '../../../server/protocol/trace.ts';

function createTap(isKept = true): TrailTap {
  let now = 0;
  return new TrailTap('session', () => now++, isKept);
}

function bytesOf(entries: readonly TraceEntry[], step: string): number {
  return entries.filter(isByteRun).reduce((sum, run) => sum + (run.step === step ? run.bytes : 0), 0);
}

describe('a trail', () => {
  it('tells each step of a short connection', () => {
    const tap = createTap();
    tap.mark('dial');
    tap.mark('connect');
    tap.bytes('write', 0, 5);
    tap.bytes('read', 0, 3);
    tap.bytes('read', 3, 2);
    tap.mark('finSent');
    tap.mark('error', 'ECONNRESET');
    expect(tap.take()).toEqual([
      { step: 'dial', at: 0 },
      { step: 'connect', at: 1 },
      { step: 'write', at: 2, from: 0, bytes: 5 },
      { step: 'read', at: 3, from: 0, bytes: 3 },
      { step: 'read', at: 4, from: 3, bytes: 2 },
      { step: 'finSent', at: 5 },
      { step: 'error', at: 6, detail: 'ECONNRESET' },
    ]);
  });

  it('tells when something happened, where that is known better', () => {
    const tap = createTap();
    tap.mark('dial', undefined, 70);
    tap.bytes('write', 0, 5, 71);
    expect(tap.take().map(({ at }) => at)).toEqual([70, 71]);
  });

  it('is bounded however many chunks there were, and neither loses a byte nor the end', () => {
    const tap = createTap();
    tap.mark('dial');
    tap.mark('connect');
    for (let at = 0; at < 10_000; at += 1) {
      tap.bytes('write', at, 1);
      tap.bytes('read', at, 1);
      tap.mark(at % 2 === 0 ? 'pause' : 'resume');
      tap.tcpRtt(at, 1);
    }
    for (const step of ['finSent', 'finReceived', 'rstSent', 'rstReceived', 'error', 'close'] as const) {
      tap.mark(step);
    }
    const entries = tap.take();
    expect(entries.length).toBeLessThanOrEqual(MAX_CHECK_TRAIL_ENTRIES);
    expect(bytesOf(entries, 'write')).toBe(10_000);
    expect(bytesOf(entries, 'read')).toBe(10_000);
    expect(entries.at(-1)?.step).toBe('close');
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort((a, b) => a - b));
  });

  it('is bounded also where no chunk continues the one before', () => {
    const tap = createTap();
    for (let at = 0; at < 10_000; at += 1) tap.bytes('read', 2 * at, 1);
    expect(tap.take()).toHaveLength(MAX_CHECK_TRAIL_ENTRIES);
  });

  it('is not kept where there is to be none, and is told to the observatory all the same', () => {
    const tap = createTap(false);
    const told: string[] = [];
    tap.mark('dial');
    tap.observer = {
      bytes: (step, from, bytes) => told.push(`${step} ${from} ${bytes}`),
      mark: (step, detail) => told.push(`${step} ${detail}`),
      tcpRtt: (to, rttMs) => told.push(`tcpRtt ${to} ${rttMs}`),
      webSocketRtt: (rttMs) => told.push(`webSocketRtt ${rttMs}`),
    };
    tap.bytes('write', 0, 5);
    tap.mark('pause', 'backPressure');
    tap.tcpRtt(5, 1);
    tap.webSocketRtt(2);
    expect(told).toEqual(['write 0 5', 'pause backPressure', 'tcpRtt 5 1', 'webSocketRtt 2']);
    expect(tap.take()).toEqual([]);
  });
});
