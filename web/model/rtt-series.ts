// Round-trip times of the last minute with their moments, for the plot over time. However many come, a bucket keeps a
// bounded number: it thins them out evenly, and never loses its slowest, which is what one looks for.
//
//   add(rtt, client) ──► │ · ·  · │ ·: ·· : │ ·   · │ now │      each bucket half a second

import { BUCKET_MS, BUCKETS } from './throughput-window.ts';

/** Samples that one bucket keeps besides its slowest. */
export const MAX_BUCKET_SAMPLES = 32;

/** One round trip. */
export interface TimedRtt {
  /** When its last byte arrived, by the page's monotonic clock, in milliseconds. */
  readonly atMs: number;
  readonly rttMs: number;
  /** Key of the client that measured it. */
  readonly client: number;
}

interface Bucket {
  readonly index: number;
  samples: TimedRtt[];
  slowest: TimedRtt;
  seen: number;
  /** Of so many samples one is kept. */
  stride: number;
}

export class RttSeries {
  readonly #buckets: Bucket[] = [];

  add(sample: TimedRtt): void {
    const index = Math.floor(sample.atMs / BUCKET_MS);
    let bucket = this.#buckets.at(-1);
    if (bucket === undefined || bucket.index !== index) {
      bucket = { index, samples: [], slowest: sample, seen: 0, stride: 1 };
      this.#buckets.push(bucket);
      if (this.#buckets.length > BUCKETS) this.#buckets.shift();
    }
    if (sample.rttMs > bucket.slowest.rttMs) bucket.slowest = sample;
    if (bucket.seen % bucket.stride === 0) bucket.samples.push(sample);
    bucket.seen += 1;
    if (bucket.samples.length <= MAX_BUCKET_SAMPLES) return;
    bucket.samples = bucket.samples.filter((_sample, position) => position % 2 === 0);
    bucket.stride *= 2;
  }

  /** The samples of the minute before `nowMs` that are kept, the oldest first. */
  samples(nowMs: number): readonly TimedRtt[] {
    const fromMs = nowMs - BUCKETS * BUCKET_MS;
    return this.#buckets
      .flatMap(({ samples, slowest }) => (samples.includes(slowest) ? samples : [...samples, slowest]))
      .filter(({ atMs }) => atMs >= fromMs)
      .sort((one, other) => one.atMs - other.atMs);
  }
}
