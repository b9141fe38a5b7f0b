// Which client a bridge session is or was, for the server's log, which speaks of sessions only.

import type { ClientLabel } from '../model/client-label.ts';

/** Sessions that are remembered; the oldest make room. */
const MAX_KNOWN_SESSIONS = 5000;

export class SessionIndex {
  readonly #labels = new Map<string, ClientLabel>();

  /** The client of `session`, its card closed or not; undefined for another page's. */
  get(session: string | undefined): ClientLabel | undefined {
    return session === undefined ? undefined : this.#labels.get(session);
  }

  add(session: string, label: ClientLabel): void {
    this.#labels.set(session, label);
    if (this.#labels.size <= MAX_KNOWN_SESSIONS) return;
    const oldest = this.#labels.keys().next();
    if (!oldest.done) this.#labels.delete(oldest.value);
  }
}
