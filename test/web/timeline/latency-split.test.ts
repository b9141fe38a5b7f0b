// The latency split: the browser's total, the gateway's two round trips in it, and what is left.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceEntry } from '../../../server/protocol/trace.ts';
import { ClockOffset } from '../../../web/model/timeline/clock-offset.ts';
import { SPLIT_SAMPLES, splitLatency } from '../../../web/model/timeline/latency-split.ts';
import { Timeline } from '../../../web/model/timeline/timeline.ts';

/** The server's clock stands this far ahead of the page's, in milliseconds. */
const AHEAD_MS = 1_000_000;

function begun(): Timeline {
  const clocks = new ClockOffset();
  clocks.noteDown(AHEAD_MS, 0);
  const timeline = new Timeline(clocks);
  timeline.begin();
  return timeline;
}

function send(timeline: Timeline, from: number, bytes: number, atMs: number): void {
  timeline.noteBytes('send', from, bytes, { wallMs: 0, monotonicMs: atMs });
}

function receive(timeline: Timeline, from: number, bytes: number, atMs: number): void {
  timeline.noteBytes('receive', from, bytes, { wallMs: 0, monotonicMs: atMs });
}

function tell(timeline: Timeline, entry: TraceEntry): void {
  timeline.addTrace(timeline.connection, 'gateway', [entry]);
}

function tcpRtt(timeline: Timeline, to: number, rttMs: number): void {
  tell(timeline, { step: 'tcpRtt', at: AHEAD_MS, to, rttMs });
}

function ping(timeline: Timeline, atMs: number, rttMs: number): void {
  tell(timeline, { step: 'webSocketRtt', at: AHEAD_MS + atMs, rttMs });
}

describe('the latency split', () => {
  it('is there after the first round trip', () => {
    const timeline = begun();
    expect(splitLatency(timeline)).toBeUndefined();
    send(timeline, 0, 10, 100);
    expect(splitLatency(timeline)).toBeUndefined();
    receive(timeline, 0, 9, 104);
    expect(splitLatency(timeline)).toBeUndefined();
    receive(timeline, 9, 1, 110);
    expect(splitLatency(timeline)?.latest).toEqual({
      totalMs: 10,
      tcpMs: undefined,
      webSocketMs: undefined,
      restMs: undefined,
      isOver: false,
    });
  });

  it('leaves what neither TCP nor the WebSocket took', () => {
    const timeline = begun();
    send(timeline, 0, 10, 100);
    receive(timeline, 0, 10, 110);
    tcpRtt(timeline, 10, 3);
    ping(timeline, 90, 2);
    expect(splitLatency(timeline)).toEqual({
      latest: { totalMs: 10, tcpMs: 3, webSocketMs: 2, restMs: 5, isOver: false },
      median: { totalMs: 10, tcpMs: 3, webSocketMs: 2, restMs: 5, isOver: false },
      samples: 1,
      isSameBytes: true,
    });
  });

  it('says so when the parts are longer than the whole, and leaves nothing rather than less', () => {
    const timeline = begun();
    send(timeline, 0, 10, 100);
    receive(timeline, 0, 10, 104);
    tcpRtt(timeline, 10, 3);
    ping(timeline, 90, 2);
    expect(splitLatency(timeline)?.latest).toMatchObject({ totalMs: 4, restMs: 0, isOver: true });
  });

  it('takes for several slices in flight the one that the gateway timed', () => {
    const timeline = begun();
    for (const from of [0, 10, 20]) send(timeline, from, 10, 100);
    receive(timeline, 0, 15, 107);
    receive(timeline, 15, 15, 120);
    tcpRtt(timeline, 10, 2);
    expect(splitLatency(timeline)).toMatchObject({ latest: { totalMs: 7, tcpMs: 2 }, isSameBytes: true });
  });

  it('does not take a round trip of long ago for the latest', () => {
    const timeline = begun();
    send(timeline, 0, 10, 100);
    receive(timeline, 0, 10, 107);
    tcpRtt(timeline, 10, 2);
    send(timeline, 10, 10, 200);
    receive(timeline, 10, 10, 205);
    expect(splitLatency(timeline)).toMatchObject({ latest: { totalMs: 5, tcpMs: 2 }, isSameBytes: false });
  });

  it('takes the nearest ping, and no TCP round trip of another connection', () => {
    const timeline = begun();
    tcpRtt(timeline, 10, 99);
    ping(timeline, 50, 1);
    ping(timeline, 108, 2);
    ping(timeline, 190, 3);
    timeline.begin();
    send(timeline, 0, 10, 100);
    receive(timeline, 0, 10, 110);
    expect(splitLatency(timeline)?.latest).toMatchObject({ tcpMs: undefined, webSocketMs: 2 });
  });

  it('forgets the connection before once the latest has moved bytes', () => {
    const timeline = begun();
    send(timeline, 0, 10, 100);
    receive(timeline, 0, 10, 110);
    timeline.begin();
    expect(splitLatency(timeline)?.latest.totalMs).toBe(10);
    send(timeline, 0, 10, 200);
    expect(splitLatency(timeline)).toBeUndefined();
  });

  it('takes medians of the latest round trips', () => {
    const timeline = begun();
    for (let trip = 0; trip < SPLIT_SAMPLES * 2; trip += 1) {
      const slow = trip < SPLIT_SAMPLES ? 1000 : 0;
      send(timeline, trip * 10, 10, trip * 5000);
      receive(timeline, trip * 10, 10, trip * 5000 + slow + (trip % 3) + 4);
      tcpRtt(timeline, trip * 10 + 10, 2);
    }
    ping(timeline, 0, 1);
    expect(splitLatency(timeline)).toMatchObject({
      median: { totalMs: 5, tcpMs: 2, webSocketMs: 1, restMs: 2 },
      samples: SPLIT_SAMPLES,
    });
  });

  it('finds the arrival of each slice’s last byte, however the echo is cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(cuts, cuts, (sends, echoes) => {
        const timeline = begun();
        let length = 0;
        const sliceEnds: number[] = [];
        for (const bytes of sends) {
          send(timeline, length, bytes, 0);
          length += bytes;
          sliceEnds.push(length);
        }
        const arrivals: number[] = [];
        for (let from = 0, turn = 0; from < length; turn += 1) {
          const bytes = Math.min(length - from, echoes[turn % echoes.length] as number);
          receive(timeline, from, bytes, 1 + turn);
          from += bytes;
          arrivals.push(from);
        }
        const totals = sliceEnds.map((end) => 1 + arrivals.findIndex((arrived) => arrived >= end));
        const split = splitLatency(timeline);
        expect(split?.samples).toBe(totals.length);
        expect(split?.latest.totalMs).toBe(totals.at(-1));
        const sorted = totals.sort((one, other) => one - other);
        expect(split?.median.totalMs).toBe(sorted[Math.ceil(sorted.length / 2) - 1]);
      }),
    );
  });
});
