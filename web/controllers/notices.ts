// One short notice at a time at the foot of the page: what was done, and perhaps a way to undo it.

import { ChangeSignal } from './change-signal.ts';

/** How long a notice stays unless somebody points at it. */
const SHOWN_MS = 10_000;

export interface Notice {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Called when the notice goes without its action having been used. */
  readonly onGone?: () => void;
}

export class Notices {
  readonly changes = new ChangeSignal();
  #current: Notice | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get current(): Notice | undefined {
    return this.#current;
  }

  show(notice: Notice): void {
    this.dismiss();
    this.#current = notice;
    this.release();
    this.changes.notify();
  }

  /** Runs the notice's action and takes it away. */
  act(): void {
    const notice = this.#current;
    this.#clear();
    notice?.action?.run();
  }

  dismiss(): void {
    const notice = this.#current;
    this.#clear();
    notice?.onGone?.();
  }

  /** Somebody points at the notice or has the focus in it: it stays. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.dismiss(), SHOWN_MS);
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#current = undefined;
    this.changes.notify();
  }
}
