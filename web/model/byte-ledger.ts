// The account of one connection's bytes: what was sent at which offset of the stream, and whether the same byte came
// back at the same offset. TCP is a byte stream (RFC 9293 §3.4): chunks and messages have no relation, offsets do.
//
//   sent      0 ├── message 1 ──┼──── message 2 ────┼─ 3 ─┤
//   received  0 ├───── chunk ─────┼── chunk ──┤            compared byte by byte, message by message

import { elapsedMs, type Instant } from './instant.ts';
import type { Payload } from './payload.ts';

/** One byte that came back as another. */
export interface Difference {
  /** Absolute offset in the stream, from 0. */
  readonly offset: number;
  readonly sent: number;
  readonly received: number;
}

/** How far the echo of one message has come. */
export interface MessageEcho {
  readonly message: number;
  /** Offset of its first byte in the stream. */
  readonly offset: number;
  /** Bytes of the message, how many of them have been sent, and how many echoed. */
  readonly bytes: number;
  readonly sentBytes: number;
  readonly echoedBytes: number;
  /** Bytes of the echo that the latest chunk brought. */
  readonly chunkBytes: number;
  /** Chunks that carried a part of the echo. */
  readonly chunks: number;
  /** From handing over the first byte to the arrival of the last, in milliseconds; once complete. */
  readonly durationMs: number | undefined;
  /** The first byte that differs, if any. */
  readonly difference: Difference | undefined;
}

/** What one received chunk meant. */
export interface Receipt {
  /** Each message that this chunk echoed a part of, in order. */
  readonly echoes: readonly MessageEcho[];
  /** Bytes that answer nothing: beyond everything sent. They begin at `unexpectedOffset`. */
  readonly unexpectedBytes: number;
  readonly unexpectedOffset: number;
  /** Round-trip times of the slices whose last byte this chunk brought back, in milliseconds. */
  readonly rttsMs: readonly number[];
}

interface Outstanding {
  readonly message: number;
  readonly offset: number;
  readonly payload: Payload;
  startedAt: Instant | undefined;
  echoedBytes: number;
  chunkBytes: number;
  chunks: number;
  difference: Difference | undefined;
}

interface SliceMark {
  readonly endOffset: number;
  readonly at: Instant;
}

/** Bytes regenerated at a time for comparing. */
const COMPARE_BYTES = 16 * 1024;

export class ByteLedger {
  readonly #outstanding: Outstanding[] = [];
  readonly #marks: SliceMark[] = [];
  readonly #scratch = new Uint8Array(COMPARE_BYTES);
  #acceptedBytes = 0;
  #sentBytes = 0;
  #receivedBytes = 0;
  /** Received bytes that answer something sent. */
  #echoedBytes = 0;

  /** Bytes handed to the WebSocket. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  /** Received bytes that answered something sent. */
  get echoedBytes(): number {
    return this.#echoedBytes;
  }

  /** Bytes received. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** Messages whose echo is not complete, oldest first. */
  get outstanding(): readonly MessageEcho[] {
    return this.#outstanding.map((entry) => this.#describe(entry, undefined));
  }

  /** Enters a message that is going to be sent after all those before it. Returns its offset in the stream. */
  enter(message: number, payload: Payload): number {
    const offset = this.#acceptedBytes;
    this.#outstanding.push({
      message,
      offset,
      payload,
      startedAt: undefined,
      echoedBytes: 0,
      chunkBytes: 0,
      chunks: 0,
      difference: undefined,
    });
    this.#acceptedBytes += payload.length;
    return offset;
  }

  /** Notes that the next `bytes` of what was entered have been handed to the WebSocket. */
  noteSent(bytes: number, at: Instant): void {
    const from = this.#sentBytes;
    this.#sentBytes += bytes;
    for (let index = this.#outstanding.length - 1; index >= 0; index -= 1) {
      const entry = this.#outstanding[index] as Outstanding;
      if (entry.offset >= from && entry.offset < this.#sentBytes) entry.startedAt ??= at;
      if (entry.offset < from) break;
    }
    this.#marks.push({ endOffset: this.#sentBytes, at });
  }

  /** Compares a received chunk with what was sent at its offset. */
  receive(chunk: Uint8Array, at: Instant): Receipt {
    const echoes: MessageEcho[] = [];
    let position = 0;
    while (position < chunk.length) {
      const entry = this.#outstanding[0];
      if (entry === undefined || entry.offset >= this.#sentBytes) break;
      const length = Math.min(chunk.length - position, this.#sentOf(entry) - entry.echoedBytes);
      if (length === 0) break;
      this.#compare(entry, chunk.subarray(position, position + length));
      position += length;
      const complete = entry.echoedBytes === entry.payload.length;
      if (complete) this.#outstanding.shift();
      echoes.push(
        this.#describe(entry, complete && entry.startedAt ? elapsedMs(entry.startedAt, at) : undefined),
      );
    }
    const unexpectedOffset = this.#receivedBytes + position;
    this.#receivedBytes += chunk.length;
    this.#echoedBytes += position;
    return { echoes, unexpectedBytes: chunk.length - position, unexpectedOffset, rttsMs: this.#takeRtts(at) };
  }

  #compare(entry: Outstanding, echoed: Uint8Array): void {
    entry.chunks += 1;
    entry.chunkBytes = echoed.length;
    for (let start = 0; start < echoed.length; start += COMPARE_BYTES) {
      const part = echoed.subarray(start, start + COMPARE_BYTES);
      if (entry.difference === undefined) {
        const expected = this.#scratch.subarray(0, part.length);
        entry.payload.read(entry.echoedBytes, expected);
        const index = firstDifference(expected, part);
        if (index >= 0) {
          entry.difference = {
            offset: entry.offset + entry.echoedBytes + index,
            sent: expected[index] as number,
            received: part[index] as number,
          };
        }
      }
      entry.echoedBytes += part.length;
    }
  }

  #takeRtts(at: Instant): number[] {
    const rttsMs: number[] = [];
    let taken = 0;
    for (const mark of this.#marks) {
      if (mark.endOffset > this.#echoedBytes) break;
      rttsMs.push(elapsedMs(mark.at, at));
      taken += 1;
    }
    this.#marks.splice(0, taken);
    return rttsMs;
  }

  #sentOf({ offset, payload }: Outstanding): number {
    return Math.min(payload.length, Math.max(0, this.#sentBytes - offset));
  }

  #describe(entry: Outstanding, durationMs: number | undefined): MessageEcho {
    return {
      message: entry.message,
      offset: entry.offset,
      bytes: entry.payload.length,
      sentBytes: this.#sentOf(entry),
      echoedBytes: entry.echoedBytes,
      chunkBytes: entry.chunkBytes,
      chunks: entry.chunks,
      durationMs,
      difference: entry.difference,
    };
  }
}

function firstDifference(expected: Uint8Array, received: Uint8Array): number {
  for (let index = 0; index < expected.length; index += 1) {
    if (expected[index] !== received[index]) return index;
  }
  return -1;
}
