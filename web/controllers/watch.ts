// Binds an element to what it shows: it is drawn anew after a change, and listens only while it is on the page. One that
// costs much to draw may rest in between:
//
//   changes   | ||| ||||||| |||  |
//   drawn     |    |    |    |       restMs apart, the last change included

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Changes, Unsubscribe } from './change-signal.ts';
import { readClock } from './clock.ts';

/**
 * `new Watch(this, () => [this.client.changes])`. The list is asked for again before each update, so that it may
 * depend on properties; undefined entries are left out. `restMs`: least time from one drawing of the element to the next
 * that a change brings about, in milliseconds; by default each frame may bring one.
 */
export class Watch implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #list: () => readonly (Changes | undefined)[];
  readonly #restMs: number;
  readonly #subscriptions = new Map<Changes, Unsubscribe>();
  #isConnected = false;
  #restsUntilMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, list: () => readonly (Changes | undefined)[], restMs = 0) {
    this.#host = host;
    this.#list = list;
    this.#restMs = restMs;
    host.addController(this);
  }

  /** An update that was due when the host left the page comes after it has. */
  hostUpdate(): void {
    if (!this.#isConnected) return;
    const wanted = new Set(this.#list().filter((changes) => changes !== undefined));
    for (const [changes, unsubscribe] of this.#subscriptions) {
      if (wanted.has(changes)) continue;
      unsubscribe();
      this.#subscriptions.delete(changes);
    }
    for (const changes of wanted) {
      if (!this.#subscriptions.has(changes))
        this.#subscriptions.set(changes, changes.subscribe(this.#onChange));
    }
  }

  hostUpdated(): void {
    this.#restsUntilMs = readClock().monotonicMs + this.#restMs;
    this.#endRest();
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    for (const unsubscribe of this.#subscriptions.values()) unsubscribe();
    this.#subscriptions.clear();
    this.#endRest();
  }

  #endRest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #draw = (): void => {
    this.#host.requestUpdate();
  };

  readonly #onChange = (): void => {
    const waitMs = this.#restMs > 0 ? this.#restsUntilMs - readClock().monotonicMs : 0;
    if (waitMs <= 0) this.#draw();
    else this.#timer ??= setTimeout(this.#draw, waitMs);
  };
}
