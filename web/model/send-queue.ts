// What a client still has to hand to its WebSocket, in order: payloads slice by slice, then perhaps a FIN.
//
//   add(payload) ─┐
//   addFin() ─────┴─► [ payload 3, payload 4, FIN ] ──take(maxBytes)──► slice of ≤ maxBytes, or the FIN

import type { Payload } from './payload.ts';

/** Messages that may wait; one more is refused rather than held. */
export const MAX_QUEUED_MESSAGES = 1000;

/** The next thing to hand over. `last` says that the message ends with this slice. */
export type Departure =
  | {
      readonly kind: 'bytes';
      readonly message: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly last: boolean;
    }
  | { readonly kind: 'fin' };

export class SendQueue {
  readonly #waiting: { readonly message: number; readonly payload: Payload }[] = [];
  #offset = 0;
  #pendingBytes = 0;
  #fin = false;

  /** Bytes not handed over yet. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && !this.#fin;
  }

  get isFull(): boolean {
    return this.#waiting.length >= MAX_QUEUED_MESSAGES;
  }

  /** A FIN waits or was taken: nothing may be added any more. */
  get isClosed(): boolean {
    return this.#closed;
  }
  #closed = false;

  /** Puts a payload at the end. Throws when a FIN was added or the queue is full; ask first. */
  add(message: number, payload: Payload): void {
    if (this.#closed)
      throw new Error('Cannot queue a message: the stream was closed with FIN; it must be open.');
    if (this.isFull) throw new Error(`Cannot queue a message: ${MAX_QUEUED_MESSAGES} wait; fewer must.`);
    this.#waiting.push({ message, payload });
    this.#pendingBytes += payload.length;
  }

  /** Puts a FIN behind everything that waits. */
  addFin(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#fin = true;
  }

  /** Takes up to `maxBytes` of the first message, or the FIN once no message waits. */
  take(maxBytes: number): Departure | undefined {
    const first = this.#waiting[0];
    if (first === undefined) {
      if (!this.#fin) return undefined;
      this.#fin = false;
      return { kind: 'fin' };
    }
    const length = Math.min(maxBytes, first.payload.length - this.#offset);
    const bytes = new Uint8Array(length);
    first.payload.read(this.#offset, bytes);
    this.#offset += length;
    this.#pendingBytes -= length;
    const last = this.#offset === first.payload.length;
    if (last) {
      this.#waiting.shift();
      this.#offset = 0;
    }
    return { kind: 'bytes', message: first.message, bytes, last };
  }

  /** Forgets everything, FIN included: the connection is gone or to be reset. */
  clear(): void {
    this.#waiting.length = 0;
    this.#offset = 0;
    this.#pendingBytes = 0;
    this.#fin = false;
    this.#closed = true;
  }
}
