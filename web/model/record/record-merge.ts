// All lanes of all clients in one list, in the order of the page's time, of which the latest are kept. Each lane is in
// order by itself, so the first look takes the latest from the lanes' ends, and every further one only what is new.
//
//   A browser ─┐
//   A gateway ─┼─ what is new, merged from the back ──► its place near the end of the list ──► the oldest drop out
//   B browser ─┘
//
// What gateway and server did is told some hundred milliseconds late and goes where it belongs by its time.

import { LANES, type Lane } from '../../../server/protocol/trace.ts';
import type { Ring } from '../ring.ts';
import type { ClockOffset } from '../timeline/clock-offset.ts';
import type { TimelineEvent } from '../timeline/timeline.ts';
import type { RecordEntry, RecordSource } from './record-entry.ts';

/** Entries that the list holds; older ones make room and are counted. */
export const MAX_RECORD_ENTRIES = 20_000;

/** When the server's clock turns out to stand otherwise by more, in milliseconds, everything is put in order anew. */
export const REORDER_MS = 0.2;

/** What {@link RecordMerge.update} changed. */
export interface RecordChange {
  /** Entries taken away at the front. */
  readonly removed: number;
  /** Entries from this index on (after the removal) are new, or stand in another place. */
  readonly from: number;
}

interface SourceState {
  readonly version: number;
  /** Events of each lane that are known, those that were dropped included. */
  readonly seen: Readonly<Record<Lane, number>>;
}

/** The new events of one lane, of which those before `end` are still to be taken. */
interface LaneTail {
  readonly source: RecordSource;
  readonly lane: Ring<TimelineEvent>;
  readonly start: number;
  end: number;
  /** Time of the event before `end`. */
  atMs: number;
}

export class RecordMerge {
  readonly #clocks: ClockOffset;
  readonly #limit: number;
  readonly #known = new Map<RecordSource, SourceState>();
  #entries: RecordEntry[] = [];
  #offsetMs = 0;
  #total = 0;

  /** `clocks`: those of the sources' timelines. */
  constructor(clocks: ClockOffset, limit = MAX_RECORD_ENTRIES) {
    this.#clocks = clocks;
    this.#limit = limit;
  }

  /** The oldest first. The same array until the next {@link update}. */
  get entries(): readonly RecordEntry[] {
    return this.#entries;
  }

  /** Older events of the sources that are not in the list: dropped here or by the timelines. */
  get dropped(): number {
    return this.#total - this.#entries.length;
  }

  /** Takes in what `sources` learnt since the last call; undefined when that is nothing. */
  update(sources: readonly RecordSource[]): RecordChange | undefined {
    const isAfresh = this.#mustReorder(sources);
    if (isAfresh) {
      this.#known.clear();
      this.#entries = [];
    }
    const tails = sources.flatMap((source) => this.#tailsOf(source));
    this.#total = sources.reduce((sum, source) => sum + eventsOf(source), 0);
    if (tails.length === 0) return isAfresh ? { removed: 0, from: 0 } : undefined;
    return this.#insert(takeLatest(tails, this.#limit));
  }

  #mustReorder(sources: readonly RecordSource[]): boolean {
    const present = new Set(sources);
    const isGone = [...this.#known.keys()].some((source) => !present.has(source));
    const { offsetMs } = this.#clocks;
    const isMoved = Math.abs(offsetMs - this.#offsetMs) > REORDER_MS;
    if (isMoved || isGone) this.#offsetMs = offsetMs;
    return isGone || (isMoved && this.#known.size > 0);
  }

  #tailsOf(source: RecordSource): LaneTail[] {
    const { timeline } = source;
    const known = this.#known.get(source);
    if (known?.version === timeline.version) return [];
    const seen = { browser: 0, gateway: 0, server: 0 };
    const tails: LaneTail[] = [];
    for (const name of LANES) {
      const lane = timeline.lane(name);
      const end = lane.length;
      seen[name] = lane.dropped + end;
      const start = Math.max(0, end - (seen[name] - (known?.seen[name] ?? 0)));
      if (start < end) tails.push({ source, lane, start, end, atMs: timeBefore(source, lane, end) });
    }
    this.#known.set(source, { version: timeline.version, seen });
    return tails;
  }

  #insert(news: RecordEntry[]): RecordChange {
    const entries = this.#entries;
    const from = firstAfter(entries, news[0] as RecordEntry);
    const moved = entries.splice(from);
    let next = 0;
    for (const entry of news) {
      for (; next < moved.length && compare(moved[next] as RecordEntry, entry) <= 0; next += 1) {
        entries.push(moved[next] as RecordEntry);
      }
      entries.push(entry);
    }
    for (; next < moved.length; next += 1) entries.push(moved[next] as RecordEntry);
    const removed = Math.max(0, entries.length - this.#limit);
    entries.splice(0, removed);
    return { removed, from: Math.max(0, from - removed) };
  }
}

/** The latest events of all tails together, at most `limit`, the oldest first. */
function takeLatest(tails: LaneTail[], limit: number): RecordEntry[] {
  const taken: RecordEntry[] = [];
  // A heap: no tail ends later than the one at half its place, so that the first ends latest of all.
  for (let index = (tails.length >> 1) - 1; index >= 0; index -= 1) sink(tails, index);
  while (tails.length > 0 && taken.length < limit) {
    const latest = tails[0] as LaneTail;
    latest.end -= 1;
    taken.push({
      source: latest.source,
      event: latest.lane.at(latest.end) as TimelineEvent,
      atMs: latest.atMs,
    });
    if (latest.end > latest.start) {
      latest.atMs = timeBefore(latest.source, latest.lane, latest.end);
    } else {
      const last = tails.pop() as LaneTail;
      if (last === latest) break;
      tails[0] = last;
    }
    sink(tails, 0);
  }
  // Summed-up runs overlap, so that a lane is in order only almost; to sort what is almost sorted costs little.
  return taken.reverse().sort(compare);
}

/** Moves the tail at `index` down the heap to where it belongs. */
function sink(heap: LaneTail[], index: number): void {
  const tail = heap[index] as LaneTail;
  for (;;) {
    let child = 2 * index + 1;
    if (child + 1 < heap.length && endsLater(heap, child + 1, child)) child += 1;
    const below = heap[child];
    if (below === undefined || below.atMs <= tail.atMs) break;
    heap[index] = below;
    index = child;
  }
  heap[index] = tail;
}

function endsLater(heap: readonly LaneTail[], one: number, other: number): boolean {
  return (heap[one] as LaneTail).atMs > (heap[other] as LaneTail).atMs;
}

function timeBefore({ timeline }: RecordSource, lane: Ring<TimelineEvent>, end: number): number {
  return timeline.timeMs(lane.at(end - 1) as TimelineEvent);
}

function eventsOf({ timeline }: RecordSource): number {
  return LANES.reduce((sum, lane) => sum + timeline.lane(lane).length, timeline.dropped);
}

/** At the same moment, what the page learnt of first stands first. */
function compare(one: RecordEntry, other: RecordEntry): number {
  return one.atMs - other.atMs || one.event.id - other.event.id;
}

/** Index of the first of `entries` that stands after `entry`. */
function firstAfter(entries: readonly RecordEntry[], entry: RecordEntry): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(entries[middle] as RecordEntry, entry) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
