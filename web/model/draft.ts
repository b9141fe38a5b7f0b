// What stands in one client's composer: a text for each mode, and the messages sent before, which ↑ recalls.

import type { PayloadMode } from './payload-source.ts';

/** What a composer holds; the text of every mode is kept while another is shown. */
export interface Draft {
  readonly mode: PayloadMode;
  readonly texts: Readonly<Record<PayloadMode, string>>;
}

export const EMPTY_DRAFT: Draft = { mode: 'text', texts: { text: '', hex: '', generate: '' } };

/** Messages that ↑ can recall. */
export const MAX_HISTORY = 50;

/** Sent messages, newest last, and where ↑ and ↓ stand among them. */
export class History {
  readonly #entries: { readonly mode: PayloadMode; readonly text: string }[] = [];
  #position = 0;
  #unsent: { readonly mode: PayloadMode; readonly text: string } | undefined;

  /** Notes a sent message; the same one twice in a row is kept once. */
  add(mode: PayloadMode, text: string): void {
    const last = this.#entries.at(-1);
    if (last?.mode !== mode || last.text !== text) this.#entries.push({ mode, text });
    if (this.#entries.length > MAX_HISTORY) this.#entries.shift();
    this.#position = this.#entries.length;
    this.#unsent = undefined;
  }

  /** The message before the one shown; `current` is what ↓ brings back in the end. Undefined at the oldest. */
  older(current: {
    readonly mode: PayloadMode;
    readonly text: string;
  }): { mode: PayloadMode; text: string } | undefined {
    if (this.#position === 0) return undefined;
    if (this.#position === this.#entries.length) this.#unsent = current;
    this.#position -= 1;
    return this.#entries[this.#position];
  }

  /** The message after the one shown, and last of all the unsent one. Undefined when that is shown already. */
  newer(): { mode: PayloadMode; text: string } | undefined {
    if (this.#position >= this.#entries.length) return undefined;
    this.#position += 1;
    return this.#position === this.#entries.length ? this.#unsent : this.#entries[this.#position];
  }
}
