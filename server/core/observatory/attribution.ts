// Whose is an accepted connection: the other end of one of the gateway's own dials, or a native client's? The kernel
// tells the two ends apart by address and port, but either end may hear of the connection first.
//
//   dialling ─► connected(local) ─┐
//                                 ├─ same address and port: the session's
//   accepted(peer) ───────────────┘
//   accepted, and every dial that was under way has ended: nobody's, a native client

import { type Endpoint, formatEndpoint } from '../../protocol/endpoint.ts';

interface Waiting<C> {
  readonly connection: C;
  /** Number of the latest dial when it was accepted. */
  readonly dial: number;
}

/** `S` stands for a session, `C` for an accepted connection. */
export class Attribution<S, C> {
  /** Dials under way with their numbers, the oldest first. */
  readonly #dials = new Map<S, number>();
  /** Sessions whose connection is established, by its local end. */
  readonly #sessions = new Map<string, S>();
  readonly #waiting = new Map<string, Waiting<C>>();
  #lastDial = 0;

  /** A session dials the server whose connections are accepted here. */
  dialling(session: S): void {
    this.#lastDial += 1;
    this.#dials.set(session, this.#lastDial);
  }

  /** It is connected; returns the accepted connection if that is known already. */
  connected(session: S, local: Endpoint): C | undefined {
    this.#dials.delete(session);
    const key = formatEndpoint(local);
    this.#sessions.set(key, session);
    const waiting = this.#waiting.get(key);
    this.#waiting.delete(key);
    return waiting?.connection;
  }

  /** Its TCP connection is gone, or never came about; `local` is undefined then. */
  disconnected(session: S, local: Endpoint | undefined): void {
    this.#dials.delete(session);
    if (local === undefined) return;
    const key = formatEndpoint(local);
    // The same address and port may already belong to a younger session.
    if (this.#sessions.get(key) === session) this.#sessions.delete(key);
  }

  /** A connection was accepted; returns its session if that is known already, else it waits for {@link connected} or {@link takeNative}. */
  accepted(connection: C, peer: Endpoint): S | undefined {
    const key = formatEndpoint(peer);
    const session = this.#sessions.get(key);
    if (session === undefined) this.#waiting.set(key, { connection, dial: this.#lastDial });
    return session;
  }

  /** The waiting connections that no dial can have made. */
  takeNative(): C[] {
    if (this.#waiting.size === 0) return [];
    const oldest = this.#dials.values().next();
    const native: C[] = [];
    for (const [key, { connection, dial }] of this.#waiting) {
      // Those behind were accepted later, when as many dials or more were under way.
      if (!oldest.done && oldest.value <= dial) break;
      this.#waiting.delete(key);
      native.push(connection);
    }
    return native;
  }
}
