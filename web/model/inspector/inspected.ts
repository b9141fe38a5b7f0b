// What the inspector shows of one line: a run of bytes of one direction, read page by page, and the comparison that it
// belongs to.
//
//   BytesOfConnection   a client's own: read from what the page holds, compared with the other direction
//   BytesAtHand         the first bytes of a native client's, as the server told them

import type { HeldBytes } from '../held-bytes.ts';
import type { Direction } from '../timeline/timeline.ts';
import { type BytePair, type Comparison, compareEcho, pairsAround } from './comparison.ts';

/** A run of bytes that can be shown. */
export interface Inspected {
  /** Offset of the first byte in its direction, and how many there are. */
  readonly from: number;
  readonly bytes: number;
  /** The bytes `start` … `end`, counted from the run's first one; as many of them as are held, perhaps none. */
  read(start: number, end: number): Uint8Array;
  /** The comparison with the other direction; undefined where there is none. */
  compare(): InspectedComparison | undefined;
}

/** A comparison as it concerns the run. */
export interface InspectedComparison {
  readonly comparison: Comparison;
  /** Bytes of the run that answer nothing that was sent. */
  readonly unexpected: number;
  /** Offset in the run's own direction of the first difference. */
  readonly marked: number | undefined;
  /** What stands around the first difference on both sides. */
  readonly pairs: readonly BytePair[];
}

export class BytesOfConnection implements Inspected {
  readonly from: number;
  readonly bytes: number;
  readonly #held: HeldBytes;
  readonly #connection: number;
  readonly #direction: Direction;

  constructor(held: HeldBytes, connection: number, direction: Direction, from: number, bytes: number) {
    this.#held = held;
    this.#connection = connection;
    this.#direction = direction;
    this.from = from;
    this.bytes = bytes;
  }

  read(start: number, end: number): Uint8Array {
    const length = Math.max(0, Math.min(end, this.bytes) - start);
    return this.#held.read(this.#connection, this.#direction, this.from + start, length) ?? new Uint8Array();
  }

  compare(): InspectedComparison | undefined {
    const isUp = this.#direction === 'up';
    const run = { from: this.from, bytes: this.bytes };
    const sent = isUp ? run : this.#held.answered(this.#connection, run.from, run.bytes);
    if (sent === undefined) return undefined;
    const comparison = compareEcho(this.#held, this.#connection, sent.from, sent.bytes);
    if (comparison === undefined) return undefined;
    const { difference } = comparison;
    return {
      comparison,
      unexpected: isUp ? 0 : this.bytes - sent.bytes,
      marked: isUp ? difference?.offset : difference?.receivedOffset,
      pairs: difference ? pairsAround(this.#held, this.#connection, difference) : [],
    };
  }
}

export class BytesAtHand implements Inspected {
  readonly from: number;
  readonly bytes: number;
  readonly #bytes: Uint8Array;

  /** `bytes` begin at offset `from` of their stream. */
  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.from = from;
    this.bytes = bytes.length;
  }

  read(start: number, end: number): Uint8Array {
    return this.#bytes.subarray(start, end);
  }

  compare(): undefined {}
}
