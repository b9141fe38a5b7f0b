// Which client is pointed at, by mouse or by focus: its card, its row and its log lines light up together. And which of
// its bytes: they light up in the transcript, in the server's log and in the timeline.
//
//   point(key) ─┐
//   focus(key) ─┴─► current: what is pointed at, or else what has the focus
//   pointRange ───► range: bytes of one direction of one connection

import type { Direction } from '../model/timeline/timeline.ts';
import { ChangeSignal } from './change-signal.ts';

/** A client of this page by its key, a connection of the server that is none of this page's, or a trail of a check. */
export type HighlightKey = `client:${number}` | `connection:${number}` | `check:${string}`;

/** Bytes of one of a client's connections, which its timeline numbers from 1. */
export interface ByteRange {
  readonly key: HighlightKey;
  readonly connection: number;
  readonly direction: Direction;
  /** Offsets of the first byte, and of the byte after the last. */
  readonly from: number;
  readonly to: number;
}

export class Highlight {
  /** Another client is lit, or none. */
  readonly changes = new ChangeSignal();
  /** Other bytes are lit, or none. */
  readonly rangeChanges = new ChangeSignal();
  #range: ByteRange | undefined;
  #pointed: HighlightKey | undefined;
  #focused: HighlightKey | undefined;

  get current(): HighlightKey | undefined {
    return this.#pointed ?? this.#focused;
  }

  /** The bytes that are pointed at. */
  get range(): ByteRange | undefined {
    return this.#range;
  }

  /** Somebody points at these bytes, or at none. */
  pointRange(range: ByteRange | undefined): void {
    if (isSame(this.#range, range)) return;
    this.#range = range;
    this.rangeChanges.notify();
  }

  /** Nobody points at these bytes any more; somebody may already point at others. */
  releaseRange(range: ByteRange | undefined): void {
    if (isSame(this.#range, range)) this.pointRange(undefined);
  }

  /** The pointer is over `key`, or over nothing. */
  point(key: HighlightKey | undefined): void {
    const before = this.current;
    this.#pointed = key;
    this.#tell(before);
  }

  /** `key` has the focus within, or nothing has. */
  focus(key: HighlightKey | undefined): void {
    const before = this.current;
    this.#focused = key;
    this.#tell(before);
  }

  /** What stood for `key` has left the page, which no pointer or focus event tells. */
  release(key: HighlightKey): void {
    const before = this.current;
    if (this.#pointed === key) this.#pointed = undefined;
    if (this.#focused === key) this.#focused = undefined;
    this.#tell(before);
  }

  #tell(before: HighlightKey | undefined): void {
    if (before !== this.current) this.changes.notify();
  }
}

/** Whether two ranges of one connection have bytes in common. */
export function overlaps(one: Span, other: Span): boolean {
  return one.direction === other.direction && one.from < other.to && one.to > other.from;
}

type Span = Pick<ByteRange, 'direction' | 'from' | 'to'>;

function isSame(one: ByteRange | undefined, other: ByteRange | undefined): boolean {
  return (
    one === other ||
    (one?.key === other?.key &&
      one?.connection === other?.connection &&
      one?.direction === other?.direction &&
      one?.from === other?.from &&
      one?.to === other?.to)
  );
}
