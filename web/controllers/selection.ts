// What the panels at the bottom show: one client of this page, one connection that is none of its own, or what is left of
// a connection of an Echo Check. The client whose card has the focus is selected, until somebody chooses another.
//
//   card focused, picker, row of the server's table, case of a check ──► Selection.current ──► timeline, chunks, kernel …

import { isCheckSession } from '../../server/protocol/check.ts';
import type { ConnectionView, Subject } from '../../server/protocol/observe.ts';
import type { ClientLabel } from '../model/client-label.ts';
import type { ClientRecord } from '../model/client-record.ts';
import { formatPort } from '../model/format.ts';
import { KernelHistory } from '../model/kernel-history.ts';
import { CHECK_LANES, type LaneSet, NATIVE_LANES, OTHER_PAGE_LANES } from '../model/timeline/lane-set.ts';
import { Timeline } from '../model/timeline/timeline.ts';
import { ChangeSignal } from './change-signal.ts';
import type { CheckTrail } from './check-trail.ts';
import type { Client } from './client.ts';
import type { ClientCollection } from './client-collection.ts';
import type { HighlightKey } from './highlight.ts';

/** What a panel can show: a {@link Client}, a {@link Stranger} or a {@link CheckTrail}. */
export interface Selected {
  readonly highlightKey: HighlightKey;
  /** `Client A`, or `:40112`. */
  readonly title: string;
  /** Whose letter and colour it has; undefined for somebody else's connection. */
  readonly label: ClientLabel | undefined;
  /** It learnt something. */
  readonly changes: ChangeSignal;
  readonly timeline: Timeline;
  readonly kernel: KernelHistory;
  /** What the page itself sent and received; undefined for somebody else's connection. */
  readonly record: ClientRecord | undefined;
}

/** A connection of the server that is none of this page's: a native client's, another page's, or an Echo Check's. */
export class Stranger implements Selected {
  readonly highlightKey: HighlightKey;
  readonly title: string;
  readonly label = undefined;
  readonly changes = new ChangeSignal();
  readonly timeline: Timeline;
  readonly kernel = new KernelHistory();
  readonly record = undefined;
  readonly subject: Subject;

  constructor({ id, peer, session }: ConnectionView, clients: ClientCollection) {
    this.highlightKey = `connection:${id}`;
    this.title = formatPort(peer.port);
    this.timeline = new Timeline(clients.clocks, lanesOf(session));
    this.timeline.begin();
    this.subject = session === undefined ? { of: 'connection', id } : { of: 'session', id: session };
  }
}

/** What is seen of the connection that belongs to `session`, if to any. */
function lanesOf(session: string | undefined): LaneSet {
  if (session === undefined) return NATIVE_LANES;
  return isCheckSession(session) ? CHECK_LANES : OTHER_PAGE_LANES;
}

export class Selection {
  /** Another one is selected. */
  readonly changes = new ChangeSignal();
  readonly #clients: ClientCollection;
  #chosen: Client | Stranger | CheckTrail | undefined;

  constructor(clients: ClientCollection) {
    this.#clients = clients;
  }

  /** The chosen one, else the first client; undefined while there is none. */
  get current(): Client | Stranger | CheckTrail | undefined {
    const chosen = this.#chosen;
    const isThere = chosen && (chosen.label === undefined || this.#clients.has(chosen.label));
    return isThere ? chosen : this.#clients.clients[0];
  }

  /** Selects a client of this page. */
  selectClient(client: Client): void {
    if (this.#chosen === client) return;
    this.#chosen = client;
    this.changes.notify();
  }

  /** Selects a connection of the server that is none of this page's. */
  selectConnection(connection: ConnectionView): void {
    if (this.#chosen?.highlightKey === `connection:${connection.id}`) return;
    this.#chosen = new Stranger(connection, this.#clients);
    this.changes.notify();
  }

  /** Selects what is left of a connection of an Echo Check. */
  selectTrail(trail: CheckTrail): void {
    if (this.#chosen?.highlightKey === trail.highlightKey) return;
    this.#chosen = trail;
    this.changes.notify();
  }
}
