// Sentences for screen readers: polite, and never more than one in a while, however much happens.
//
//   announce ×5 within the interval ──► the last one, when the interval is over

import { ChangeSignal } from './change-signal.ts';

/** Least time between two announcements. */
const INTERVAL_MS = 1000;

export class Announcer {
  readonly changes = new ChangeSignal();
  #text = '';
  #waiting: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What the live region says now. */
  get text(): string {
    return this.#text;
  }

  announce(text: string): void {
    this.#waiting.push(text);
    this.#timer ??= setTimeout(this.#say, this.#text === '' ? 0 : INTERVAL_MS);
  }

  readonly #say = (): void => {
    this.#timer = undefined;
    const last = this.#waiting.at(-1);
    if (last === undefined) return;
    const others = this.#waiting.length - 1;
    const next = others > 0 ? `${last} (and ${others} more)` : last;
    // Text that does not change is not read out, so the same sentence comes back with a space more or less.
    this.#text = next === this.#text ? `${next}\u00a0` : next;
    this.#waiting = [];
    this.changes.notify();
  };
}
