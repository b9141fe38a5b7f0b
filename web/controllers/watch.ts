// Binds an element to what it shows: it is drawn anew after a change, and listens only while it is on the page.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Changes, Unsubscribe } from './change-signal.ts';

/**
 * `new Watch(this, () => [this.client.changes])`. The list is asked for again before each update, so that it may
 * depend on properties; undefined entries are left out.
 */
export class Watch implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #list: () => readonly (Changes | undefined)[];
  readonly #subscriptions = new Map<Changes, Unsubscribe>();

  constructor(host: ReactiveControllerHost, list: () => readonly (Changes | undefined)[]) {
    this.#host = host;
    this.#list = list;
    host.addController(this);
  }

  hostUpdate(): void {
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

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    for (const unsubscribe of this.#subscriptions.values()) unsubscribe();
    this.#subscriptions.clear();
  }

  readonly #onChange = (): void => {
    this.#host.requestUpdate();
  };
}
