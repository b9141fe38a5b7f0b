// The time axis. Seconds pass between exchanges of milliseconds, so idle time is folded to a short stretch of fixed
// width with the real length written on it; what is left is drawn true to scale.
//
//   time   ├─ 3 ms ─┤·········· 2.3 s ··········├─ 2 ms ─┤
//   axis   ├────────┤◇ 2.3 s ◇├──────┤                          x = busy time · pixels a millisecond + folds
//
// While bytes are under way, or a handshake, time is latency and not idleness: it is folded only when it is long.

import { LANES, type Lane } from '../../../server/protocol/trace.ts';
import { isBytesEvent, type Timeline, type TimelineEvent } from './timeline.ts';

/** Idle time longer than this is folded, in milliseconds. */
export const IDLE_CAP_MS = 20;

/** The same while something is under way. */
export const UNDER_WAY_CAP_MS = 1000;

/** Width of a fold in CSS pixels where nothing else is asked for. */
export const FOLD_PX = 72;

/** A stretch of time that is folded. */
export interface Fold {
  readonly fromMs: number;
  readonly toMs: number;
  /** Time between the scale's start and this fold that is not folded, in milliseconds. */
  readonly busyMs: number;
}

/** Where times stand on the axis; positions are in CSS pixels from the scale's start, at so many pixels a millisecond. */
export class TimeScale {
  /** First and last moment of what was recorded, by the page's monotonic clock. */
  readonly startMs: number;
  readonly endMs: number;
  readonly folds: readonly Fold[];
  /** Widest that a fold is drawn, in CSS pixels. */
  readonly foldPx: number;

  /** `folds` stand in order of time and do not touch. */
  constructor(startMs: number, endMs: number, folds: readonly Fold[], foldPx = FOLD_PX) {
    this.startMs = startMs;
    this.endMs = endMs;
    this.folds = folds;
    this.foldPx = foldPx;
  }

  /** Width of each fold in CSS pixels: folding never makes idle time wider than it would be. */
  foldWidth(pxPerMs: number): number {
    return Math.max(0, Math.min(this.foldPx, IDLE_CAP_MS * pxPerMs));
  }

  x(ms: number, pxPerMs: number): number {
    const index = lastIndex(this.folds, ({ fromMs }) => fromMs <= ms);
    const fold = this.folds[index];
    if (fold === undefined) return (ms - this.startMs) * pxPerMs;
    const foldPx = this.foldWidth(pxPerMs);
    const before = fold.busyMs * pxPerMs + index * foldPx;
    if (ms < fold.toMs) return before + ((ms - fold.fromMs) / (fold.toMs - fold.fromMs)) * foldPx;
    return before + foldPx + (ms - fold.toMs) * pxPerMs;
  }

  /** The moment at a position: the inverse of {@link x}. */
  ms(x: number, pxPerMs: number): number {
    const foldPx = this.foldWidth(pxPerMs);
    const index = lastIndex(this.folds, ({ busyMs }, order) => busyMs * pxPerMs + order * foldPx <= x);
    const fold = this.folds[index];
    if (fold === undefined) return this.startMs + x / pxPerMs;
    const within = x - (fold.busyMs * pxPerMs + index * foldPx);
    if (within < foldPx) return fold.fromMs + (within / foldPx) * (fold.toMs - fold.fromMs);
    return fold.toMs + (within - foldPx) / pxPerMs;
  }

  /** Pixels a millisecond at which `fromMs` … `toMs` is as wide as `widthPx`. */
  fit(fromMs: number, toMs: number, widthPx: number): number {
    const inside = this.foldsBetween(fromMs, toMs);
    const folded = inside.reduce((sum, fold) => sum + fold.toMs - fold.fromMs, 0);
    const busyMs = Math.max(Number.MIN_VALUE, toMs - fromMs - folded);
    const pxPerMs = (widthPx - inside.length * this.foldPx) / busyMs;
    if (this.foldWidth(pxPerMs) === this.foldPx) return pxPerMs;
    return widthPx / (busyMs + inside.length * IDLE_CAP_MS);
  }

  /** The folds that lie within a stretch of time, or reach into it. */
  foldsBetween(fromMs: number, toMs: number): readonly Fold[] {
    const first = lastIndex(this.folds, (fold) => fold.toMs <= fromMs) + 1;
    const end = lastIndex(this.folds, (fold) => fold.fromMs < toMs) + 1;
    return this.folds.slice(first, end);
  }

  /** Where the stretch that `ms` belongs to began: at the end of the fold before it, or at the scale's start. */
  stretchStart(ms: number): number {
    return this.folds[lastIndex(this.folds, (fold) => fold.toMs <= ms)]?.toMs ?? this.startMs;
  }
}

/**
 * The axis for all that `timeline` holds; one pass over its events. Undefined while there are none.
 * With `folded` off nothing is folded.
 */
export function createTimeScale(
  timeline: Timeline,
  folded: boolean,
  foldPx = FOLD_PX,
): TimeScale | undefined {
  const folds: Fold[] = [];
  const underWay = new UnderWay(timeline.lanes.talker);
  let startMs: number | undefined;
  let endMs = 0;
  let foldedMs = 0;
  forEachInOrder(timeline, (event, atMs) => {
    if (startMs === undefined) {
      startMs = atMs;
      endMs = atMs;
    }
    const capMs = underWay.isAny ? UNDER_WAY_CAP_MS : IDLE_CAP_MS;
    if (folded && atMs - endMs > capMs) {
      folds.push({ fromMs: endMs, toMs: atMs, busyMs: endMs - startMs - foldedMs });
      foldedMs += atMs - endMs;
    }
    endMs = Math.max(endMs, atMs, timeline.untilMs(event));
    underWay.note(event);
  });
  return startMs === undefined ? undefined : new TimeScale(startMs, endMs, folds, foldPx);
}

/** Whether the one who talks to the server waits for something: an echo or a connection. */
class UnderWay {
  readonly #talker: Lane | undefined;
  #connection = 0;
  #sentBytes = 0;
  #receivedBytes = 0;
  #isDialling = false;

  constructor(talker: Lane | undefined) {
    this.#talker = talker;
  }

  get isAny(): boolean {
    return this.#isDialling || this.#sentBytes > this.#receivedBytes;
  }

  note(event: TimelineEvent): void {
    if (event.lane !== this.#talker) return;
    if (event.connection !== this.#connection) {
      this.#connection = event.connection;
      this.#sentBytes = 0;
      this.#receivedBytes = 0;
    }
    if (isBytesEvent(event)) {
      if (event.direction === 'up') this.#sentBytes = event.from + event.bytes;
      else this.#receivedBytes = event.from + event.bytes;
      return;
    }
    this.#isDialling = event.step === 'dial';
    if (event.step === 'close') this.#receivedBytes = this.#sentBytes;
  }
}

/** Calls back with the events of all lanes and the moment each began, in the order of time. */
function forEachInOrder(timeline: Timeline, call: (event: TimelineEvent, atMs: number) => void): void {
  const heads = LANES.map((lane) => {
    const ring = timeline.lane(lane);
    const event = ring.at(0);
    return { ring, next: 0, event, atMs: event ? timeline.timeMs(event) : Number.POSITIVE_INFINITY };
  });
  for (;;) {
    let head = heads[0];
    for (const other of heads) if (head === undefined || other.atMs < head.atMs) head = other;
    if (head?.event === undefined) return;
    call(head.event, head.atMs);
    head.next += 1;
    head.event = head.ring.at(head.next);
    head.atMs = head.event ? timeline.timeMs(head.event) : Number.POSITIVE_INFINITY;
  }
}

/** Index of the last item that `holds`, which all before it do as well; -1 when none does. */
function lastIndex<T>(items: readonly T[], holds: (item: T, index: number) => boolean): number {
  let low = -1;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(items[middle] as T, middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
