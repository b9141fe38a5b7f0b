// Keeps the cards of this tab over a reload. Each tab has clients of its own, so they lie in sessionStorage: two tabs
// never take each other's cards, and a restored or duplicated one gets them with new connections.

import { parseCards, type SavedClient } from '../model/saved-page.ts';
import { readStorage, writeStorage } from './preferences-store.ts';

const STORAGE_KEY = 'echo-bridge.cards.v1';

/** Writing waits this long for further changes, so that typing costs nothing. */
const DEBOUNCE_MS = 250;

export class CardStorage {
  readonly #collect: () => readonly SavedClient[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `collect` gives what is to be stored. */
  constructor(collect: () => readonly SavedClient[]) {
    this.#collect = collect;
    addEventListener('pagehide', this.#onPageHide);
  }

  /** What an earlier load of this tab left; undefined when there is nothing of use. */
  read(): readonly SavedClient[] | undefined {
    const cards = parseCards(readStorage(sessionStorage, STORAGE_KEY));
    // A duplicated tab has a copy of the original's storage, whose sessions are the original's and live on there.
    return isReload() ? cards : cards?.map((card) => ({ ...card, sessions: [] }));
  }

  /** Writes soon. */
  schedule(): void {
    this.#timer ??= setTimeout(this.#write, DEBOUNCE_MS);
  }

  readonly #write = (): void => {
    this.#timer = undefined;
    writeStorage(sessionStorage, STORAGE_KEY, JSON.stringify(this.#collect()));
  };

  readonly #onPageHide = (): void => {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#write();
  };
}

/** Whether this page is the same tab's as the one before it. */
function isReload(): boolean {
  return performance
    .getEntriesByType('navigation')
    .some((entry) => (entry as PerformanceNavigationTiming).type === 'reload');
}
