// Which bridge sessions a crowd of this page opened: they have no card, and are not another page's either.

/** Sessions that are remembered; the oldest make room. */
const MAX_CROWD_SESSIONS = 5000;

export class CrowdSessions {
  readonly #sessions = new Set<string>();

  has(session: string | undefined): boolean {
    return session !== undefined && this.#sessions.has(session);
  }

  add(session: string): void {
    this.#sessions.add(session);
    if (this.#sessions.size <= MAX_CROWD_SESSIONS) return;
    const oldest = this.#sessions.values().next();
    if (!oldest.done) this.#sessions.delete(oldest.value);
  }
}
