// How many connections were open over the last minute: for each bucket the most at once, so that one that opens and
// closes within it is seen, too. A count holds until another is noted.
//
//   note(2) ─── note(3) note(2) ──── note(undefined) ───►  │ 2 │ 2 │ 3 │ 2 │ 2 │ – │ – │

import { BUCKET_MS, BUCKETS } from './throughput-window.ts';

/** A count; undefined where it is not known. */
type Count = number | undefined;

interface Bucket {
  readonly index: number;
  most: Count;
  last: Count;
}

export class ConnectionsWindow {
  /** The latest in which a count was noted: as many as are shown, so that none of them lacks what held before it. */
  readonly #buckets: Bucket[] = [];

  /** So many are open from `monotonicMs` on; undefined while nobody can tell. */
  note(count: Count, monotonicMs: number): void {
    const index = Math.floor(monotonicMs / BUCKET_MS);
    const latest = this.#buckets.at(-1);
    if (latest?.index === index) {
      latest.most = larger(latest.most, count);
      latest.last = count;
      return;
    }
    this.#buckets.push({ index, most: larger(latest?.last, count), last: count });
    if (this.#buckets.length > BUCKETS) this.#buckets.shift();
  }

  /** The most at once in each of the last {@link BUCKETS} buckets, the oldest first; the last one is still going on. */
  points(monotonicMs: number): readonly Count[] {
    const first = Math.floor(monotonicMs / BUCKET_MS) - BUCKETS + 1;
    let count: Count;
    let next = 0;
    for (; (this.#buckets[next]?.index ?? first) < first; next += 1) count = this.#buckets[next]?.last;
    return Array.from({ length: BUCKETS }, (_, position) => {
      const bucket = this.#buckets[next];
      if (bucket?.index !== first + position) return count;
      next += 1;
      count = bucket.last;
      return bucket.most;
    });
  }
}

function larger(one: Count, other: Count): Count {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}
