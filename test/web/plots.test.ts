// What the plots over time are drawn from: round trips with their moments, and counts of open connections.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectionsWindow } from '../../web/model/connections-window.ts';
import { MAX_BUCKET_SAMPLES, RttSeries, type TimedRtt } from '../../web/model/rtt-series.ts';
import { BUCKET_MS, BUCKETS } from '../../web/model/throughput-window.ts';

const MINUTE_MS = BUCKET_MS * BUCKETS;

describe('round trips over time', () => {
  it('keep their moment and their client', () => {
    const series = new RttSeries();
    const samples: TimedRtt[] = [
      { atMs: 10, rttMs: 0.8, client: 1 },
      { atMs: 700, rttMs: 1.2, client: 2 },
    ];
    for (const sample of samples) series.add(sample);
    expect(series.samples(1000)).toEqual(samples);
  });

  it('are those of the last minute', () => {
    const series = new RttSeries();
    series.add({ atMs: 0, rttMs: 1, client: 1 });
    series.add({ atMs: MINUTE_MS, rttMs: 2, client: 1 });
    expect(series.samples(MINUTE_MS).map(({ rttMs }) => rttMs)).toEqual([1, 2]);
    expect(series.samples(MINUTE_MS + 1).map(({ rttMs }) => rttMs)).toEqual([2]);
  });

  it('are thinned out evenly where many come, and the slowest of each bucket stays', () => {
    const many = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), {
      minLength: 1,
      maxLength: 1000,
      size: 'max',
    });
    fc.assert(
      fc.property(many, (rtts) => {
        const series = new RttSeries();
        for (const [index, rttMs] of rtts.entries()) {
          series.add({ atMs: (index * BUCKET_MS) / rtts.length, rttMs, client: 1 });
        }
        const kept = series.samples(BUCKET_MS);
        expect(kept.length).toBeLessThanOrEqual(MAX_BUCKET_SAMPLES + 1);
        expect(Math.max(...kept.map(({ rttMs }) => rttMs))).toBe(Math.max(...rtts));
        const moments = kept.map(({ atMs }) => atMs);
        expect(moments).toEqual([...moments].sort((one, other) => one - other));
        if (rtts.length <= MAX_BUCKET_SAMPLES) expect(kept).toHaveLength(rtts.length);
        // From the first half of the bucket as from the second.
        else
          for (const isLate of [false, true])
            expect(moments.filter((atMs) => atMs >= BUCKET_MS / 2 === isLate).length).toBeGreaterThanOrEqual(
              4,
            );
      }),
    );
  });

  it('keep a bounded number, however long it goes on', () => {
    const series = new RttSeries();
    for (let atMs = 0; atMs < 3 * MINUTE_MS; atMs += 5) series.add({ atMs, rttMs: 1, client: 1 });
    expect(series.samples(3 * MINUTE_MS).length).toBeLessThanOrEqual(BUCKETS * (MAX_BUCKET_SAMPLES + 1));
  });
});

describe('open connections over time', () => {
  it('hold until another count is noted', () => {
    const window = new ConnectionsWindow();
    window.note(2, 0);
    window.note(5, 2 * BUCKET_MS);
    expect(window.points(4 * BUCKET_MS).slice(-5)).toEqual([2, 2, 5, 5, 5]);
  });

  it('show the most at once, so that a short one is seen', () => {
    const window = new ConnectionsWindow();
    window.note(2, 0);
    window.note(3, BUCKET_MS + 1);
    window.note(2, BUCKET_MS + 2);
    expect(window.points(2 * BUCKET_MS).slice(-3)).toEqual([2, 3, 2]);
    window.note(0, 3 * BUCKET_MS);
    // At its beginning two were still open.
    expect(window.points(4 * BUCKET_MS).slice(-2)).toEqual([2, 0]);
  });

  it('have a gap where nobody can tell', () => {
    const window = new ConnectionsWindow();
    expect(window.points(MINUTE_MS)).toEqual(Array.from({ length: BUCKETS }, () => undefined));
    window.note(1, 0);
    window.note(undefined, 1);
    window.note(4, 3 * BUCKET_MS);
    expect(window.points(4 * BUCKET_MS).slice(-5)).toEqual([1, undefined, undefined, 4, 4]);
  });

  it('remember what held before the minute', () => {
    const window = new ConnectionsWindow();
    window.note(7, 0);
    expect(window.points(9 * MINUTE_MS)).toEqual(Array.from({ length: BUCKETS }, () => 7));
  });

  it('are what a look at each moment would give', () => {
    const steps = fc.array(
      fc.tuple(fc.nat(3 * BUCKET_MS), fc.option(fc.nat(9), { nil: undefined, freq: 5 })),
      { maxLength: 400, size: 'max' },
    );
    fc.assert(
      fc.property(steps, (notes) => {
        const window = new ConnectionsWindow();
        const moments: [number, number | undefined][] = [[0, undefined]];
        let atMs = 0;
        for (const [later, count] of notes) {
          atMs += later;
          window.note(count, atMs);
          moments.push([atMs, count]);
        }
        const current = Math.floor(atMs / BUCKET_MS);
        const points = window.points(atMs);
        for (const position of [0, 1, BUCKETS / 2, BUCKETS - 2, BUCKETS - 1]) {
          const fromMs = (current - BUCKETS + 1 + position) * BUCKET_MS;
          const before = moments.filter(([ms]) => ms < fromMs).at(-1)?.[1];
          const within = moments
            .filter(([ms]) => ms >= fromMs && ms < fromMs + BUCKET_MS)
            .map(([, count]) => count);
          const known = [before, ...within].filter((count) => count !== undefined);
          expect(points[position]).toBe(known.length > 0 ? Math.max(...known) : undefined);
        }
      }),
    );
  });
});
