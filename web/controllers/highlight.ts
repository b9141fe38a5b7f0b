// Which client is pointed at, by mouse or by focus: its card, its row and its log lines light up together.
//
//   point(key) ─┐
//   focus(key) ─┴─► current: what is pointed at, or else what has the focus

import { ChangeSignal } from './change-signal.ts';

/** A client of this page by its key, or a connection of the server that is none of this page's. */
export type HighlightKey = `client:${number}` | `connection:${number}`;

export class Highlight {
  /** Another client is lit, or none. */
  readonly changes = new ChangeSignal();
  #pointed: HighlightKey | undefined;
  #focused: HighlightKey | undefined;

  get current(): HighlightKey | undefined {
    return this.#pointed ?? this.#focused;
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
