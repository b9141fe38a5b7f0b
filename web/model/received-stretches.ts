// What came back on one client's connections, stretch by stretch. Where the comparison found the same bytes, nothing
// has to be kept to show them again; of the rest a bounded window is.
//
//   sent      0 ├──────── message 1 ────────┼─ message 2 ─┤
//   received  0 ├─── same ───┼── different ─┼─── same ────┼─ unexpected ─┤
//                             └ kept: the first 16 KiB      └ kept: the first 4 KiB
//
// Offsets of the two directions part ways behind unexpected bytes, so each stretch says which sent bytes it answers.

import { BoundedBytes } from './bounded-bytes.ts';
import type { Difference } from './byte-ledger.ts';

/** Stretches of one client that are remembered; the oldest make room. */
export const MAX_HELD_STRETCHES = 1000;

/** Bytes kept of one echo from its first difference on. */
export const MAX_DIFFERING_BYTES = 16 * 1024;

/** Bytes kept of one chunk, or its end, that nobody asked for. */
export const MAX_UNEXPECTED_BYTES = 4096;

/** Bytes kept of all stretches of one client; the oldest are forgotten first. */
export const MAX_KEPT_BYTES = 128 * 1024;

interface StretchBase {
  readonly connection: number;
  /** Offset of the first byte in what was received. */
  readonly from: number;
  bytes: number;
}

/** Bytes that are the same as those sent from offset `answers` on. */
export interface SameStretch extends StretchBase {
  readonly kind: 'same';
  readonly answers: number;
}

/** The rest of a message's echo, from its first difference on. */
export interface DifferentStretch extends StretchBase {
  readonly kind: 'different';
  readonly answers: number;
  readonly message: number;
  readonly difference: Difference;
  kept: BoundedBytes;
}

/** Bytes that answer nothing. */
export interface UnexpectedStretch extends StretchBase {
  readonly kind: 'unexpected';
  kept: BoundedBytes;
}

export type Stretch = SameStretch | DifferentStretch | UnexpectedStretch;

export class ReceivedStretches {
  /** In the order of connections and offsets. */
  readonly #stretches: Stretch[] = [];
  /** Those of them that keep bytes. */
  readonly #keeping: (DifferentStretch | UnexpectedStretch)[] = [];
  #keptBytes = 0;

  /** The stretches of a connection that are remembered, in order. */
  of(connection: number): Stretch[] {
    return this.#stretches.filter((stretch) => stretch.connection === connection);
  }

  addSame(connection: number, from: number, bytes: number, answers: number): void {
    const last = this.#stretches.at(-1);
    const goesOn =
      last?.kind === 'same' && follows(last, connection, from) && last.answers + last.bytes === answers;
    if (goesOn) last.bytes += bytes;
    else this.#add({ kind: 'same', connection, from, bytes, answers });
  }

  addDifferent(
    connection: number,
    from: number,
    bytes: Uint8Array,
    { answers, message, difference }: Pick<DifferentStretch, 'answers' | 'message' | 'difference'>,
  ): void {
    let stretch = this.#stretches.at(-1);
    const goesOn =
      stretch?.kind === 'different' && stretch.message === message && follows(stretch, connection, from);
    if (!goesOn) {
      const kept = new BoundedBytes(MAX_DIFFERING_BYTES);
      stretch = { kind: 'different', connection, from, bytes: 0, answers, message, difference, kept };
      this.#add(stretch);
      this.#keeping.push(stretch);
    }
    this.#keep(stretch as DifferentStretch, bytes);
  }

  addUnexpected(connection: number, from: number, bytes: Uint8Array): void {
    const kept = new BoundedBytes(MAX_UNEXPECTED_BYTES);
    const stretch: Stretch = { kind: 'unexpected', connection, from, bytes: 0, kept };
    this.#add(stretch);
    this.#keeping.push(stretch);
    this.#keep(stretch, bytes);
  }

  #add(stretch: Stretch): void {
    this.#stretches.push(stretch);
    if (this.#stretches.length <= MAX_HELD_STRETCHES) return;
    const [oldest] = this.#stretches.splice(0, 1);
    if (oldest === this.#keeping[0]) this.#letGo();
  }

  #keep(stretch: DifferentStretch | UnexpectedStretch, bytes: Uint8Array): void {
    this.#keptBytes += stretch.kept.append(bytes);
    stretch.bytes += bytes.length;
    while (this.#keptBytes > MAX_KEPT_BYTES) this.#letGo();
  }

  /** Forgets the bytes of the oldest stretch that keeps some. */
  #letGo(): void {
    const stretch = this.#keeping.shift();
    if (stretch === undefined) return;
    this.#keptBytes -= stretch.kept.length;
    // Without room, so that bytes to come do not take the place of those forgotten.
    stretch.kept = new BoundedBytes(0);
  }
}

function follows(last: Stretch, connection: number, from: number): boolean {
  return last.connection === connection && last.from + last.bytes === from;
}
