// What a session tells of its own steps, and the round trips that follow from them. Without a tap, which is while nobody
// could see it, a chunk costs a comparison each time.
//
//   browser ──receive──►┐ write ──► target        written … read as many back: tcpRtt
//           ◄────send───┘ read ◄───               pinged … ponged: webSocketRtt

import type { Tap } from '../../core/observatory/trace.ts';
import type { MarkStep } from '../../protocol/trace.ts';

export class SessionSteps {
  tap: Tap | undefined;
  /** The write whose echo is being waited for: offset of its end, and when it was made. */
  #timedWrite: { readonly to: number; readonly atMs: number } | undefined;
  /** Bytes read from the target so far. */
  #bytesRead = 0;
  #isHeld = false;
  /** When the ping left whose pong has not come. */
  #pingedAtMs: number | undefined;

  mark(step: MarkStep, detail?: string): void {
    this.tap?.mark(step, detail);
  }

  /** The WebSocket is no longer read, because the target takes no more. */
  held(): void {
    this.#isHeld = true;
    this.mark('hold', 'backPressure');
  }

  /** It is read; that counts once after each time that it was held. */
  released(): void {
    if (this.#isHeld) this.mark('release');
    this.#isHeld = false;
  }

  /** A message from the browser was written to the target. */
  written(from: number, bytes: number): void {
    if (this.tap === undefined) return;
    this.tap.bytes('receive', from, bytes);
    this.tap.bytes('write', from, bytes);
    // A target that has sent more than it was sent is no echo: how long its answer takes would not show.
    if (this.#bytesRead < from + bytes) this.#timedWrite ??= { to: from + bytes, atMs: performance.now() };
  }

  /** A chunk was read from the target. */
  read(from: number, bytes: number): void {
    this.#bytesRead = from + bytes;
    if (this.tap === undefined) return;
    this.tap.bytes('read', from, bytes);
    const timed = this.#timedWrite;
    if (timed === undefined || from + bytes < timed.to) return;
    this.#timedWrite = undefined;
    this.tap.tcpRtt(timed.to, performance.now() - timed.atMs);
  }

  /** A chunk was sent to the browser. */
  sent(from: number, bytes: number): void {
    this.tap?.bytes('send', from, bytes);
  }

  /** Notes that a ping leaves now; false when one is on its way already. */
  pinged(): boolean {
    if (this.#pingedAtMs !== undefined) return false;
    this.#pingedAtMs = performance.now();
    return true;
  }

  /** Its pong is here. */
  ponged(): void {
    if (this.#pingedAtMs === undefined) return;
    this.tap?.webSocketRtt(performance.now() - this.#pingedAtMs);
    this.#pingedAtMs = undefined;
  }
}
