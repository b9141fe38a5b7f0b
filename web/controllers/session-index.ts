// Which client a bridge session is or was, for the server's log, which speaks of sessions only.

import type { Client } from './client.ts';

/** Sessions that are remembered; the oldest make room. */
const MAX_KNOWN_SESSIONS = 5000;

export class SessionIndex {
  readonly #clients = new Map<string, Client>();

  /** The client of `session`, its card closed or not; undefined for another page's. */
  get(session: string | undefined): Client | undefined {
    return session === undefined ? undefined : this.#clients.get(session);
  }

  add(session: string, client: Client): void {
    this.#clients.set(session, client);
    if (this.#clients.size <= MAX_KNOWN_SESSIONS) return;
    const oldest = this.#clients.keys().next();
    if (!oldest.done) this.#clients.delete(oldest.value);
  }
}
