// The bytes that the page can show again: of what it sent as long as the payload is at hand, of what came back because
// it was compared byte by byte, or because it was kept. What is not held is said, and never made up.
//
//   ClientRecord ──entered, sent, received──► HeldBytes ──read──► inspector, record
//                                                └─ answers ────► comparison

import type { Difference, Receipt } from './byte-ledger.ts';
import type { Payload } from './payload.ts';
import { ReceivedStretches, type Stretch } from './received-stretches.ts';
import { SentMessages } from './sent-messages.ts';
import type { Direction } from './timeline/timeline.ts';

/** Whoever can show the bytes of a client's connections. */
export interface ByteSource {
  /**
   * At most `length` bytes from offset `from` on of one direction of a connection (numbered as in the client's
   * timeline); fewer where the rest is not held, and undefined when not even the first byte is.
   */
  read(connection: number, direction: Direction, from: number, length: number): Uint8Array | undefined;
}

/** Connections of one client whose counts are remembered; the oldest make room. */
export const MAX_HELD_CONNECTIONS = 100;

/** How far a connection has come, in bytes. */
export interface ConnectionCounts {
  /** Handed to the WebSocket. */
  readonly sentBytes: number;
  /** Of those, answered. */
  readonly answeredBytes: number;
  /** The connection has ended: what did not come will not. */
  readonly isOver: boolean;
}

/** Sent bytes that were answered by bytes of one kind. */
export interface Answer {
  readonly kind: 'same' | 'different';
  /** Offsets of the first byte in what was sent, and in what was received. */
  readonly from: number;
  readonly receivedFrom: number;
  readonly bytes: number;
  /** Different ones: what came instead, as far as it is kept. */
  readonly kept: Uint8Array | undefined;
  /** Different ones: the first difference of the message, which may lie before `from`. */
  readonly difference: Difference | undefined;
}

export class HeldBytes implements ByteSource {
  readonly #sent = new SentMessages();
  readonly #received = new ReceivedStretches();
  readonly #counts = new Map<number, { sentBytes: number; answeredBytes: number; isOver: boolean }>();

  /** A connection begins; `connection` is its number. */
  begin(connection: number): void {
    this.#counts.set(connection, { sentBytes: 0, answeredBytes: 0, isOver: false });
    if (this.#counts.size <= MAX_HELD_CONNECTIONS) return;
    const oldest = this.#counts.keys().next();
    if (!oldest.done) this.#counts.delete(oldest.value);
  }

  /** A message was entered for sending at `offset`. */
  entered(connection: number, offset: number, payload: Payload): void {
    this.#sent.add(connection, offset, payload);
  }

  /** The next `bytes` have been handed to the WebSocket. */
  sent(connection: number, bytes: number): void {
    const counts = this.#counts.get(connection);
    if (counts) counts.sentBytes += bytes;
  }

  /** `chunk` arrived at offset `from`, and the ledger found this of it. */
  received(connection: number, from: number, { echoes, unexpectedBytes }: Receipt, chunk: Uint8Array): void {
    let position = 0;
    for (const { message, offset, echoedBytes, chunkBytes, difference } of echoes) {
      const answers = offset + echoedBytes - chunkBytes;
      const same = difference ? clamp(difference.offset - answers, chunkBytes) : chunkBytes;
      if (same > 0) this.#received.addSame(connection, from + position, same, answers);
      if (difference && same < chunkBytes) {
        const rest = chunk.subarray(position + same, position + chunkBytes);
        const what = { answers: answers + same, message, difference };
        this.#received.addDifferent(connection, from + position + same, rest, what);
      }
      position += chunkBytes;
    }
    const counts = this.#counts.get(connection);
    if (counts) counts.answeredBytes += position;
    if (unexpectedBytes > 0) {
      this.#received.addUnexpected(connection, from + position, chunk.subarray(position));
    }
  }

  /** The connection has ended. */
  ended(connection: number): void {
    const counts = this.#counts.get(connection);
    if (counts) counts.isOver = true;
  }

  read(connection: number, direction: Direction, from: number, length: number): Uint8Array | undefined {
    const target = new Uint8Array(length);
    const filled =
      direction === 'up'
        ? this.#sent.read(connection, from, target)
        : this.#readReceived(connection, from, target);
    return filled === 0 ? undefined : target.subarray(0, filled);
  }

  /** How far a connection has come; undefined when it is no longer remembered. */
  counts(connection: number): ConnectionCounts | undefined {
    return this.#counts.get(connection);
  }

  /** What is remembered of the answers to the sent bytes `from` … `from + bytes`, in order; gaps are not. */
  answers(connection: number, from: number, bytes: number): Answer[] {
    const found: Answer[] = [];
    for (const stretch of this.#received.of(connection)) {
      if (stretch.kind === 'unexpected') continue;
      const start = Math.max(from, stretch.answers);
      const end = Math.min(from + bytes, stretch.answers + stretch.bytes);
      if (start >= end) continue;
      const skipped = start - stretch.answers;
      const isDifferent = stretch.kind === 'different';
      found.push({
        kind: stretch.kind,
        from: start,
        receivedFrom: stretch.from + skipped,
        bytes: end - start,
        kept: isDifferent ? stretch.kept.bytes.subarray(skipped, skipped + end - start) : undefined,
        difference: isDifferent ? stretch.difference : undefined,
      });
    }
    return found;
  }

  /**
   * Which sent bytes the received ones `from` … `from + bytes` answer: the offset of the first, and how many. Bytes
   * that answer nothing are not counted; undefined when none of them does, or none is remembered.
   */
  answered(
    connection: number,
    from: number,
    bytes: number,
  ): { readonly from: number; readonly bytes: number } | undefined {
    let first: number | undefined;
    let count = 0;
    for (const stretch of this.#received.of(connection)) {
      const start = Math.max(from, stretch.from);
      const end = Math.min(from + bytes, stretch.from + stretch.bytes);
      if (stretch.kind === 'unexpected' || start >= end) continue;
      first ??= stretch.answers + start - stretch.from;
      count += end - start;
    }
    return first === undefined ? undefined : { from: first, bytes: count };
  }

  #readReceived(connection: number, from: number, target: Uint8Array): number {
    let filled = 0;
    for (const stretch of this.#received.of(connection)) {
      if (filled === target.length) break;
      const start = from + filled - stretch.from;
      if (start < 0 || start >= stretch.bytes) continue;
      const length = Math.min(target.length - filled, stretch.bytes - start);
      // What is not held of it leaves a gap, behind which no other stretch begins.
      filled += this.#readStretch(stretch, start, target.subarray(filled, filled + length));
    }
    return filled;
  }

  #readStretch(stretch: Stretch, start: number, target: Uint8Array): number {
    if (stretch.kind === 'same') return this.#sent.read(stretch.connection, stretch.answers + start, target);
    const part = stretch.kept.bytes.subarray(start, start + target.length);
    target.set(part);
    return part.length;
  }
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
