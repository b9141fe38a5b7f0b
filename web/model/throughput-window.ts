// Bytes a second over the last minute, in buckets of equal length, for the throughput plot and the header's rate.
//
//   add(up, down) ──► │ 55 s │ 56 s │ 57 s │ 58 s │ now │   the bucket that is still filling is never shown

/** Length of a bucket, and how many the window keeps. */
export const BUCKET_MS = 500;
export const BUCKETS = 120;

/** One finished bucket. */
export interface ThroughputPoint {
  /** Start of the bucket by the monotonic clock, in milliseconds. */
  readonly atMs: number;
  readonly upBytesPerSecond: number;
  readonly downBytesPerSecond: number;
}

interface Bucket {
  readonly index: number;
  upBytes: number;
  downBytes: number;
}

export class ThroughputWindow {
  readonly #buckets: Bucket[] = [];

  /** Notes bytes that were sent and received at `monotonicMs`. */
  add(upBytes: number, downBytes: number, monotonicMs: number): void {
    const index = Math.floor(monotonicMs / BUCKET_MS);
    let bucket = this.#buckets.at(-1);
    if (bucket === undefined || bucket.index !== index) {
      bucket = { index, upBytes: 0, downBytes: 0 };
      this.#buckets.push(bucket);
      while (this.#buckets.length > BUCKETS + 1) this.#buckets.shift();
    }
    bucket.upBytes += upBytes;
    bucket.downBytes += downBytes;
  }

  /** The last {@link BUCKETS} finished buckets, oldest first; those without traffic are zero. */
  points(monotonicMs: number): readonly ThroughputPoint[] {
    const current = Math.floor(monotonicMs / BUCKET_MS);
    const byIndex = new Map(this.#buckets.map((bucket) => [bucket.index, bucket]));
    const perSecond = 1000 / BUCKET_MS;
    return Array.from({ length: BUCKETS }, (_, position) => {
      const index = current - BUCKETS + position;
      const bucket = byIndex.get(index);
      return {
        atMs: index * BUCKET_MS,
        upBytesPerSecond: (bucket?.upBytes ?? 0) * perSecond,
        downBytesPerSecond: (bucket?.downBytes ?? 0) * perSecond,
      };
    });
  }

  /** Mean of the last `seconds` (in both directions apart), in bytes a second. */
  rate(
    monotonicMs: number,
    seconds = 2,
  ): { readonly upBytesPerSecond: number; readonly downBytesPerSecond: number } {
    const count = Math.max(1, Math.round((seconds * 1000) / BUCKET_MS));
    const latest = this.points(monotonicMs).slice(-count);
    const mean = (pick: (point: ThroughputPoint) => number): number =>
      latest.reduce((sum, point) => sum + pick(point), 0) / count;
    return {
      upBytesPerSecond: mean((point) => point.upBytesPerSecond),
      downBytesPerSecond: mean((point) => point.downBytesPerSecond),
    };
  }
}
