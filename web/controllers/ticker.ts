// A slow, shared beat for what changes by itself: ages, and TIME_WAIT running out. It beats only while somebody looks.

import { ChangeSignal, type Changes, type Unsubscribe } from './change-signal.ts';

export class Ticker implements Changes {
  readonly #signal = new ChangeSignal();
  readonly #intervalMs: number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #listeners = 0;

  /** `intervalMs`: time between two beats. */
  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  subscribe(listener: () => void): Unsubscribe {
    const unsubscribe = this.#signal.subscribe(listener);
    this.#listeners += 1;
    this.#timer ??= setInterval(() => this.#signal.notify(), this.#intervalMs);
    return () => {
      unsubscribe();
      this.#listeners -= 1;
      if (this.#listeners > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }
}

/** Once a second. */
export const everySecond = new Ticker(1000);
