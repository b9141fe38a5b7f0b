// Theme, size and layout: read once, kept in this browser, and shown on the document's root element.
//
//   set({ theme: 'dark' }) ──► <html class="wa-dark">, localStorage, other tabs

import { type Preferences, parsePreferences } from '../model/saved-page.ts';
import { ChangeSignal } from './change-signal.ts';

const STORAGE_KEY = 'echo-bridge.preferences.v1';

export class PreferencesStore {
  readonly changes = new ChangeSignal();
  readonly #systemDark = matchMedia('(prefers-color-scheme: dark)');
  #current: Preferences;

  constructor() {
    this.#current = parsePreferences(readStorage(localStorage, STORAGE_KEY));
    this.#systemDark.addEventListener('change', this.#onSystemTheme);
    addEventListener('storage', this.#onStorage);
    this.#show();
  }

  get current(): Preferences {
    return this.#current;
  }

  /** Whether the page is dark now, by the switch or by the system. */
  get isDark(): boolean {
    return this.#current.theme === 'system' ? this.#systemDark.matches : this.#current.theme === 'dark';
  }

  set(changed: Partial<Preferences>): void {
    this.#current = { ...this.#current, ...changed };
    writeStorage(localStorage, STORAGE_KEY, JSON.stringify(this.#current));
    this.#show();
    this.changes.notify();
  }

  #show(): void {
    const { classList } = document.documentElement;
    classList.toggle('wa-dark', this.isDark);
    classList.toggle('wa-light', !this.isDark);
    classList.toggle('presentation', this.#current.presentation);
  }

  readonly #onSystemTheme = (): void => {
    this.#show();
    this.changes.notify();
  };

  readonly #onStorage = (event: StorageEvent): void => {
    if (event.key !== STORAGE_KEY) return;
    this.#current = parsePreferences(event.newValue);
    this.#show();
    this.changes.notify();
  };
}

/** What is stored under `key`; null where storage is forbidden, as in some private windows. */
export function readStorage(storage: Storage, key: string): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

/** Stores what it can: a full or forbidden storage costs the memory of a reload, not the page. */
export function writeStorage(storage: Storage, key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    console.info(`Echo Bridge cannot store ${key}: the browser’s storage is full or forbidden.`);
  }
}
