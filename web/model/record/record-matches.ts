// The entries that a filter leaves, kept up with the record: a change of the record costs a look at what changed, and a
// new filter does a bounded amount of work a call, so that the page stays fluent while a long record is searched.
//
//   RecordMerge.update() ──change──► apply      advance() advance() … ──► matches

import type { TimelineEvent } from '../timeline/timeline.ts';
import type { RecordEntry } from './record-entry.ts';
import type { RecordChange } from './record-merge.ts';

/** Work that one call of {@link RecordMatches.advance} does: a look at an entry, or at 1 KiB of its payload, is one. */
export const WORK_PER_ADVANCE = 2000;

export class RecordMatches {
  #matches: RecordEntry[] = [];
  /** Place of each match in the record, those counted that were taken away at its front. */
  #places: number[] = [];
  #removed = 0;
  #dropped = 0;
  /** Entries of the record that were looked at. */
  #tested = 0;
  /** Verdicts outlive a change of order. */
  #verdicts = new WeakMap<TimelineEvent, boolean>();

  /** The oldest first, as far as the record has been looked at. */
  get matches(): readonly RecordEntry[] {
    return this.#matches;
  }

  /** Matches that were taken away at the front since the last {@link restart}. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Entries of the record that were looked at. */
  get tested(): number {
    return this.#tested;
  }

  /** The filter, or what it looks at, is another. */
  restart(): void {
    this.#forgetFrom(0);
    this.#verdicts = new WeakMap();
    this.#dropped = 0;
    this.#removed = 0;
    this.#tested = 0;
  }

  /** The record changed. */
  apply({ removed, from }: RecordChange): void {
    this.#removed += removed;
    this.#tested = Math.min(Math.max(0, this.#tested - removed), from);
    const gone = firstFrom(this.#places, this.#removed);
    this.#matches.splice(0, gone);
    this.#places.splice(0, gone);
    this.#dropped += gone;
    this.#forgetFrom(this.#removed + from);
  }

  /**
   * Looks on until {@link WORK_PER_ADVANCE} is done; true once it has seen all. An entry whose verdict is known costs
   * nothing, any other `workOf` it.
   */
  advance(
    entries: readonly RecordEntry[],
    isMatch: (entry: RecordEntry) => boolean,
    workOf: (entry: RecordEntry) => number = () => 1,
  ): boolean {
    let left = WORK_PER_ADVANCE;
    for (; this.#tested < entries.length; this.#tested += 1) {
      const entry = entries[this.#tested] as RecordEntry;
      let verdict = this.#verdicts.get(entry.event);
      if (verdict === undefined) {
        if (left <= 0) return false;
        left -= workOf(entry);
        verdict = isMatch(entry);
        this.#verdicts.set(entry.event, verdict);
      }
      if (!verdict) continue;
      this.#matches.push(entry);
      this.#places.push(this.#removed + this.#tested);
    }
    return true;
  }

  #forgetFrom(place: number): void {
    const kept = firstFrom(this.#places, place);
    this.#matches.length = kept;
    this.#places.length = kept;
  }
}

/** Index of the first of `places` that is not before `place`. */
function firstFrom(places: readonly number[], place: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as number) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
