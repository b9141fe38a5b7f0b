// Whose is an accepted connection: the other end of one of the gateway's own dials, or a native client's? The kernel
// tells the two ends apart by address and port, but either end may hear of the connection first.
//
//   dialling ─► connected(local) ─┐
//                                 ├─ same address and port: the session's
//   accepted(peer) ───────────────┘
//   accepted soon after the session's end, of which no connection was accepted: the session's all the same
//   accepted, and every dial that was under way has ended: nobody's, a native client

import { type Endpoint, formatEndpoint } from '../../protocol/endpoint.ts';
import { MAX_ENDED_SESSIONS } from '../../protocol/limits.ts';
import { Recent } from './recent.ts';

/**
 * How long after the end of a session its connection may still be accepted, in milliseconds: a server of another process
 * takes it out of the kernel's queue when it comes to it.
 */
export const LATE_ACCEPT_MS = 1000;

interface Waiting<C> {
  readonly connection: C;
  /** Number of the latest dial when it was accepted. */
  readonly dial: number;
}

interface Connected<S> {
  readonly session: S;
  /** Its accepted connection is known. */
  isAccepted: boolean;
}

interface Gone<S> {
  readonly session: S;
  /** When its connection was gone, in milliseconds. */
  readonly at: number;
}

/** `S` stands for a session, `C` for an accepted connection. */
export class Attribution<S, C> {
  /** Dials under way with their numbers, the oldest first. */
  readonly #dials = new Map<S, number>();
  /** Sessions whose connection is established, by its local end. */
  readonly #sessions = new Map<string, Connected<S>>();
  /** The latest whose connection is gone and was not accepted yet, in the same way. */
  readonly #gone = new Recent<Gone<S>>(MAX_ENDED_SESSIONS);
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
    const waiting = this.#waiting.get(key);
    this.#sessions.set(key, { session, isAccepted: waiting !== undefined });
    this.#waiting.delete(key);
    return waiting?.connection;
  }

  /** Its TCP connection is gone at `at`, or never came about; `local` is undefined then. */
  disconnected(session: S, local: Endpoint | undefined, at: number): void {
    this.#dials.delete(session);
    if (local === undefined) return;
    const key = formatEndpoint(local);
    const connected = this.#sessions.get(key);
    // The same address and port may already belong to a younger session.
    if (connected?.session !== session) return;
    this.#sessions.delete(key);
    if (!connected.isAccepted) this.#gone.add(key, { session, at });
  }

  /**
   * A connection was accepted at `at`; returns its session if that is known already, else it waits for {@link connected} or
   * {@link takeNative}.
   */
  accepted(connection: C, peer: Endpoint, at: number): S | undefined {
    const key = formatEndpoint(peer);
    const connected = this.#sessions.get(key);
    if (connected) {
      connected.isAccepted = true;
      return connected.session;
    }
    const gone = this.#gone.take(key);
    if (gone && at - gone.at <= LATE_ACCEPT_MS) return gone.session;
    this.#waiting.set(key, { connection, dial: this.#lastDial });
    return undefined;
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
