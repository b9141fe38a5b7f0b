// Round-trip times: percentiles, bins, and a bounded window; throughput over time.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RttWindow } from '../../web/model/rtt-window.ts';
import { BUCKET_MS, BUCKETS, ThroughputWindow } from '../../web/model/throughput-window.ts';

describe('a window of round-trip times', () => {
  it('has no summary before the first sample', () => {
    expect(new RttWindow().summarise()).toBeUndefined();
    expect(new RttWindow().histogram()).toEqual([]);
  });

  it('gives percentiles by nearest rank', () => {
    const window = new RttWindow();
    for (let sample = 100; sample >= 1; sample -= 1) window.add(sample);
    expect(window.summarise()).toEqual({ count: 100, p50Ms: 50, p95Ms: 95, p99Ms: 99, maxMs: 100 });
    expect(window.lastMs).toBe(1);
  });

  it('keeps the latest samples only', () => {
    const window = new RttWindow(3);
    for (const sample of [1, 2, 3, 4, 5, 6, 7]) window.add(sample);
    expect(window.latest()).toEqual([5, 6, 7]);
    expect(window.latest(2)).toEqual([6, 7]);
    expect(window.total).toBe(7);
  });

  it('puts every sample into exactly one bin, and bins join without a gap', () => {
    const samples = fc.array(fc.double({ min: 0, max: 10_000, noNaN: true }), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(samples, (values) => {
        const window = new RttWindow();
        for (const value of values) window.add(value);
        const bins = window.histogram();
        expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(values.length);
        for (const [index, bin] of bins.slice(1).entries()) {
          expect(bin.fromMs).toBe(bins[index]?.toMs);
        }
      }),
    );
  });
});

describe('a window of throughput', () => {
  it('shows finished buckets only, as bytes a second', () => {
    const window = new ThroughputWindow();
    window.add(100, 50, 0);
    window.add(100, 0, BUCKET_MS - 1);
    expect(window.points(0).at(-1)?.upBytesPerSecond).toBe(0);
    expect(window.points(BUCKET_MS).at(-1)).toEqual({
      atMs: 0,
      upBytesPerSecond: 400,
      downBytesPerSecond: 100,
    });
  });

  it('forgets what is older than a minute', () => {
    const window = new ThroughputWindow();
    window.add(1, 1, 0);
    for (let bucket = 1; bucket <= BUCKETS * 2; bucket += 1) window.add(10, 10, bucket * BUCKET_MS);
    const points = window.points((BUCKETS * 2 + 1) * BUCKET_MS);
    expect(points).toHaveLength(BUCKETS);
    expect(points.every((point) => point.upBytesPerSecond === 20)).toBe(true);
  });

  it('gives the mean rate of the last seconds', () => {
    const window = new ThroughputWindow();
    window.add(1000, 2000, 0);
    expect(window.rate(BUCKET_MS, 2)).toEqual({ upBytesPerSecond: 500, downBytesPerSecond: 1000 });
  });
});
