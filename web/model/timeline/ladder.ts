// What the ladder draws of a stretch of time: chunks on their lanes, and links that tie the same bytes from one lane to
// the next. Positions along the axis are in CSS pixels from the left edge of the stretch; the view adds the heights.
//
//   browser  ──●──────────────          a chunk: one event, or several in one place ("38 chunks, 2.4 MB")
//               ╲                       a link: the bytes that two chunks have in common
//   gateway  ────●●───────────
//
// However much is in view, it draws a bounded number of things: above MERGE_ABOVE events they are merged per MERGE_PX.
// A link may begin and end far outside, so chunks there are taken along, and the more merged the farther they are.

import type { Lane } from '../../../server/protocol/trace.ts';
import { carrying, endOf, type Journey, reachedBefore, reachedBy, stopsOf } from './journeys.ts';
import { type ArrowItem, drawArrows, drawMarks, type MarkItem } from './ladder-marks.ts';
import { createPlacer, isVisible, type LadderView, MERGE_PX, type Placer } from './ladder-view.ts';
import type { LaneSet } from './lane-set.ts';
import { type BytesEvent, type Direction, type Station, stations, type Timeline } from './timeline.ts';

/** Chunks in view that are drawn one by one; above it they are merged. */
export const MERGE_ABOVE = 400;

/** One chunk at one station, a run of several, or several events in one place. */
export interface ChunkItem extends Station {
  readonly kind: 'chunk';
  readonly connection: number;
  /** Number in {@link stations}. */
  readonly station: number;
  /** Offsets of the first byte, and of the byte after the last. */
  readonly from: number;
  readonly to: number;
  /** Chunks. */
  readonly count: number;
  readonly atMs: number;
  readonly untilMs: number;
  readonly x1: number;
  readonly x2: number;
}

/** The bytes `from` … `to` on their way from `x1` … `x2` on one lane to `x3` … `x4` on another. */
export interface LinkItem {
  readonly direction: Direction;
  /** Number in {@link stations} of where it comes from; it leads to the next. */
  readonly station: number;
  readonly fromLane: Lane;
  readonly toLane: Lane;
  readonly connection: number;
  readonly from: number;
  readonly to: number;
  readonly x1: number;
  readonly x2: number;
  readonly x3: number;
  readonly x4: number;
  /** From the first byte's leaving to its arrival. */
  readonly tookMs: number;
}

/** Bytes that a station was not told about. */
export interface GapItem {
  /** Number in {@link stations}. */
  readonly station: number;
  readonly bytes: number;
  readonly x1: number;
  readonly x2: number;
}

export interface Ladder {
  readonly view: LadderView;
  readonly widthPx: number;
  readonly chunks: readonly ChunkItem[];
  readonly links: readonly LinkItem[];
  readonly gaps: readonly GapItem[];
  readonly marks: readonly MarkItem[];
  readonly arrows: readonly ArrowItem[];
  readonly talker: LaneSet['talker'];
  /** Whether events were merged because there are too many. */
  readonly isMerged: boolean;
}

/** Draws what `journeys`, which are the timeline's, hold of the view. */
export function drawLadder(timeline: Timeline, journeys: readonly Journey[], view: LadderView): Ladder {
  const x = createPlacer(view);
  const widthPx = x(view.toMs);
  const touched = journeys.filter(({ startMs, endMs }) => startMs <= view.toMs && endMs >= view.fromMs);
  const carried = touched.flatMap((journey) =>
    (['up', 'down'] as const).flatMap((direction) => carriedIn(timeline, journey, direction, view)),
  );
  const isMerged = areTooMany(carried, timeline, view);
  const chunks: ChunkItem[] = [];
  const links: LinkItem[] = [];
  const gaps: GapItem[] = [];
  let before: { readonly carried: Carried; readonly items: readonly ChunkItem[] } | undefined;
  for (const stop of carried) {
    const merger = new Merger(stop, isMerged ? MERGE_PX : 0, widthPx);
    for (const event of stop.events) merger.add(event, timeline, x);
    for (const item of merger.items) if (isVisible(item, widthPx)) chunks.push(item);
    for (const gap of merger.gaps) if (isVisible(gap, widthPx)) gaps.push(gap);
    if (before && follows(stop, before.carried)) link(before.items, merger.items, widthPx, links);
    before = { carried: stop, items: merger.items };
  }
  const marks = drawMarks(timeline, touched, view, x);
  const arrows = drawArrows(timeline, touched, x, widthPx);
  const { talker } = timeline.lanes;
  return { view, widthPx, chunks, links, gaps, marks, arrows, talker, isMerged };
}

/** What one station did with the bytes that are in view anywhere. */
interface Carried {
  readonly connection: number;
  readonly station: number;
  readonly events: readonly BytesEvent[];
}

/** Of all bytes that moved, or were under way, within the view: the events of each station that carried them. */
function carriedIn(
  timeline: Timeline,
  { connection, chunks }: Journey,
  direction: Direction,
  { fromMs, toMs }: LadderView,
): Carried[] {
  const known = stopsOf[direction].flatMap((station) => {
    const events = chunks[station] ?? [];
    return events.length > 0 ? [{ connection, station, events }] : [];
  });
  const from = Math.min(...known.map(({ events }) => reachedBefore(events, fromMs, timeline)));
  const to = Math.max(...known.map(({ events }) => reachedBy(events, toMs, timeline)));
  return known.map((stop) => ({ ...stop, events: carrying(stop.events, from, to) }));
}

/** Whether more than {@link MERGE_ABOVE} of them are in view. */
function areTooMany(carried: readonly Carried[], timeline: Timeline, { fromMs, toMs }: LadderView): boolean {
  let count = 0;
  for (const { events } of carried) {
    for (const event of events) {
      if (timeline.timeMs(event) <= toMs && timeline.untilMs(event) >= fromMs) count += 1;
      if (count > MERGE_ABOVE) return true;
    }
  }
  return false;
}

/** Bytes come to `next` from `stop`, and from nowhere else. */
function follows(next: Carried, stop: Carried): boolean {
  const [from, to] = [stations[stop.station], stations[next.station]];
  return (
    next.connection === stop.connection &&
    next.station === stop.station + 1 &&
    from?.direction === to?.direction
  );
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Puts a station's events, in their order, into as few items as there have to be. */
class Merger {
  readonly gaps: GapItem[] = [];
  /** Grown in place: with everything in view, thousands of events are merged for one drawing. */
  readonly #items: Mutable<ChunkItem>[] = [];
  readonly #stop: Carried;
  readonly #mergePx: number;
  readonly #widthPx: number;

  constructor(stop: Carried, mergePx: number, widthPx: number) {
    this.#stop = stop;
    this.#mergePx = mergePx;
    this.#widthPx = widthPx;
  }

  get items(): readonly ChunkItem[] {
    return this.#items;
  }

  add(event: BytesEvent, timeline: Timeline, x: Placer): void {
    const atMs = timeline.timeMs(event);
    const untilMs = Math.max(atMs, timeline.untilMs(event));
    const x1 = x(atMs);
    const x2 = untilMs === atMs ? x1 : x(untilMs);
    const { from, count } = event;
    const to = endOf(event);
    const before = this.#items.at(-1);
    if (before && from > before.to) this.#addGap(before, from, x1);
    if (before && x1 - before.x1 < this.#reach(before.x1)) {
      before.to = Math.max(before.to, to);
      before.count += count;
      before.untilMs = Math.max(before.untilMs, untilMs);
      before.x2 = Math.max(before.x2, x2);
      return;
    }
    const { station, connection } = this.#stop;
    const { lane, step, direction } = event;
    this.#items.push({
      kind: 'chunk',
      lane,
      step,
      direction,
      connection,
      station,
      from,
      to,
      count,
      atMs,
      untilMs,
      x1,
      x2,
    });
  }

  /** How wide an item that begins at `x` may become: any width far outside. */
  #reach(x: number): number {
    const outside = Math.max(0, -x, x - this.#widthPx);
    return Math.max(this.#mergePx, outside / 2);
  }

  #addGap(before: ChunkItem, to: number, x2: number): void {
    const { station } = this.#stop;
    const bytes = to - before.to;
    const last = this.gaps.at(-1);
    if (last && before.x2 - last.x1 < Math.max(1, this.#mergePx)) {
      this.gaps[this.gaps.length - 1] = { ...last, x2, bytes: last.bytes + bytes };
    } else this.gaps.push({ station, bytes, x1: before.x2, x2 });
  }
}

/** Ties the items of two neighbouring stations by the bytes that they have in common. */
function link(
  left: readonly ChunkItem[],
  right: readonly ChunkItem[],
  widthPx: number,
  links: LinkItem[],
): void {
  let [one, other] = [0, 0];
  while (one < left.length && other < right.length) {
    const a = left[one] as ChunkItem;
    const b = right[other] as ChunkItem;
    const from = Math.max(a.from, b.from);
    const to = Math.min(a.to, b.to);
    if (from < to) {
      const [x1, x2, x3, x4] = [along(a, from), along(a, to), along(b, from), along(b, to)];
      const span = { x1: Math.min(x1, x3), x2: Math.max(x2, x4) };
      if (isVisible(span, widthPx)) {
        links.push({
          direction: a.direction,
          station: a.station,
          fromLane: a.lane,
          toLane: b.lane,
          connection: a.connection,
          from,
          to,
          x1,
          x2,
          x3,
          x4,
          tookMs: b.atMs - a.atMs,
        });
      }
    }
    if (a.to <= b.to) one += 1;
    else other += 1;
  }
}

/** Where an offset within an item stands: bytes of a run are taken to flow evenly. */
function along({ from, to, x1, x2 }: ChunkItem, offset: number): number {
  return to === from ? x1 : x1 + ((x2 - x1) * (offset - from)) / (to - from);
}
