// The latest messages of one client, to be read again at any offset of their stream. A generated one is a function of
// its seed and costs nothing; of typed ones a bounded number of bytes is held, and the oldest are forgotten first.

import type { Payload } from './payload.ts';

/** Messages of one client that can be read again; the oldest make room. */
export const MAX_HELD_MESSAGES = 1000;

/** Bytes of typed messages of one client that are held, apart from those that wait for their echo. */
export const MAX_HELD_TYPED_BYTES = 512 * 1024;

interface SentMessage {
  readonly connection: number;
  readonly offset: number;
  readonly payload: Payload;
}

export class SentMessages {
  /** In the order of connections and offsets. */
  readonly #messages: SentMessage[] = [];
  #typedBytes = 0;

  /** Holds a message that begins at `offset` of its connection's stream. */
  add(connection: number, offset: number, payload: Payload): void {
    this.#messages.push({ connection, offset, payload });
    this.#typedBytes += typedBytes(payload);
    if (this.#messages.length > MAX_HELD_MESSAGES) this.#forget(0);
    while (this.#typedBytes > MAX_HELD_TYPED_BYTES) {
      this.#forget(this.#messages.findIndex((message) => typedBytes(message.payload) > 0));
    }
  }

  /** Fills `target` with the bytes from offset `from` on, and returns how many are held without a gap. */
  read(connection: number, from: number, target: Uint8Array): number {
    let filled = 0;
    for (const message of this.#messages) {
      if (filled === target.length) break;
      const start = from + filled - message.offset;
      if (message.connection !== connection || start < 0 || start >= message.payload.length) continue;
      const length = Math.min(target.length - filled, message.payload.length - start);
      message.payload.read(start, target.subarray(filled, filled + length));
      filled += length;
    }
    return filled;
  }

  #forget(index: number): void {
    for (const { payload } of this.#messages.splice(index, 1)) this.#typedBytes -= typedBytes(payload);
  }
}

function typedBytes({ kind, length }: Payload): number {
  return kind === 'generated' ? 0 : length;
}
