// The bytes' journeys: a timeline's events sorted by connection and station, so that the same bytes are found at every
// stop by their offsets, and what was under way at a moment is known without looking at everything before it.
//
//   station 0  send      ├── 0 … 199,999 ─────────────────┤
//   station 3  read      ├─ 0 … ─┼─ 65,536 … ─┼─ 131,072 … ┤      one array a station, in the order of offsets

import { LANES, type Lane, type MarkStep } from '../../../server/protocol/trace.ts';
import {
  type BytesEvent,
  type Direction,
  isBytesEvent,
  type MarkEvent,
  stations,
  type Timeline,
  type TimelineEvent,
} from './timeline.ts';

/** The events of one connection. */
export interface Journey {
  readonly connection: number;
  /** First and last moment of it, by the page's monotonic clock. */
  readonly startMs: number;
  readonly endMs: number;
  /** By station, in the order of {@link stations}; each in the order of its offsets. */
  readonly chunks: readonly (readonly BytesEvent[])[];
  /** Everything that moved no bytes, by lane and step; each in the order of time. */
  readonly marks: ReadonlyMap<MarkKey, readonly MarkEvent[]>;
}

/** Where something happened, and what. */
export type MarkKey = `${Lane} ${MarkStep}`;

/** Numbers in {@link stations} of a direction's stops, in the order in which bytes come by. */
export const stopsOf: Record<Direction, readonly number[]> = {
  up: stationNumbers('up'),
  down: stationNumbers('down'),
};

/** Numbers in {@link stations}, by lane and step. */
const numbers: Record<Lane, Partial<Record<BytesEvent['step'], number>>> = {
  browser: {},
  gateway: {},
  server: {},
};
for (const [number, { lane, step }] of stations.entries()) numbers[lane][step] = number;

/** Sorts all that `timeline` holds by connection, the first one first; one pass over its events. */
export function sortJourneys(timeline: Timeline): readonly Journey[] {
  const drafts = new Map<number, Draft>();
  let draft: Draft | undefined;
  let connection: number | undefined;
  for (const lane of LANES) {
    const ring = timeline.lane(lane);
    for (let index = 0; index < ring.length; index += 1) {
      const event = ring.at(index) as TimelineEvent;
      if (draft === undefined || event.connection !== connection) {
        connection = event.connection;
        draft = drafts.get(connection) ?? { chunks: stations.map(() => []), marks: new Map() };
        drafts.set(connection, draft);
      }
      if (isBytesEvent(event)) draft.chunks[stationNumber(lane, event.step)]?.push(event);
      else append(draft.marks, `${lane} ${event.step}`, event);
    }
  }
  return [...drafts]
    .sort(([one], [other]) => one - other)
    .map(([connection, draft]) => ({ connection, ...draft, ...spanOf(draft, timeline) }));
}

interface Draft {
  readonly chunks: BytesEvent[][];
  readonly marks: Map<MarkKey, MarkEvent[]>;
}

function append(marks: Map<MarkKey, MarkEvent[]>, key: MarkKey, mark: MarkEvent): void {
  const known = marks.get(key);
  if (known) known.push(mark);
  else marks.set(key, [mark]);
}

function spanOf({ chunks, marks }: Draft, timeline: Timeline): Pick<Journey, 'startMs' | 'endMs'> {
  let startMs = Number.POSITIVE_INFINITY;
  let endMs = Number.NEGATIVE_INFINITY;
  for (const events of [...chunks, ...marks.values()]) {
    const [first] = events;
    const last = events.at(-1);
    if (first) startMs = Math.min(startMs, timeline.timeMs(first));
    if (last) endMs = Math.max(endMs, timeline.untilMs(last));
  }
  return { startMs, endMs };
}

/** Number in {@link stations} of a lane's step; -1 when no byte comes by there. */
export function stationNumber(lane: Lane, step: BytesEvent['step']): number {
  return numbers[lane][step] ?? -1;
}

/** The events among `chunks` (in the order of offsets) that carried a part of the bytes `from` … `to` (exclusive). */
export function carrying(chunks: readonly BytesEvent[], from: number, to: number): readonly BytesEvent[] {
  const first = firstIndex(chunks, (chunk) => endOf(chunk) > from);
  const end = firstIndex(chunks, (chunk) => chunk.from >= to);
  return chunks.slice(first, Math.max(first, end));
}

/** Offset that a station had reached when it began what it did last before `ms`; 0 before its first event. */
export function reachedBefore(chunks: readonly BytesEvent[], ms: number, timeline: Timeline): number {
  const next = firstIndex(chunks, (chunk) => timeline.timeMs(chunk) >= ms);
  const chunk = chunks[next - 1];
  if (chunk === undefined) return chunks[0]?.from ?? 0;
  // A run that goes on beyond the moment counts as not yet done.
  return timeline.untilMs(chunk) >= ms ? chunk.from : endOf(chunk);
}

/** Offset that a station had reached with all that it began up to `ms`. */
export function reachedBy(chunks: readonly BytesEvent[], ms: number, timeline: Timeline): number {
  const chunk = chunks[firstIndex(chunks, (other) => timeline.timeMs(other) > ms) - 1];
  return chunk === undefined ? (chunks[0]?.from ?? 0) : endOf(chunk);
}

/** What happened of this kind on a lane, in the order of time. */
export function marksOf({ marks }: Journey, lane: Lane, step: MarkStep): readonly MarkEvent[] {
  return marks.get(`${lane} ${step}`) ?? [];
}

/** Offset of the byte after the last one. */
export function endOf({ from, bytes }: { readonly from: number; readonly bytes: number }): number {
  return from + bytes;
}

function stationNumbers(direction: Direction): readonly number[] {
  return stations.flatMap((station, index) => (station.direction === direction ? [index] : []));
}

/** Index of the first item that `holds`, as do all after it; the length when none does. */
export function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
