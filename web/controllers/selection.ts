// What the panels at the bottom show: one client of this page, or one connection that is none of its own. The client
// whose card has the focus is selected, until somebody chooses another.
//
//   card focused, picker, row of the server's table ──► Selection.current ──► timeline, chunks, kernel, states

import type { ConnectionView, Subject } from '../../server/protocol/observe.ts';
import type { ClientLabel } from '../model/client-label.ts';
import type { ClientRecord } from '../model/client-record.ts';
import { formatPort } from '../model/format.ts';
import { KernelHistory } from '../model/kernel-history.ts';
import { Timeline } from '../model/timeline/timeline.ts';
import { ChangeSignal } from './change-signal.ts';
import type { Client } from './client.ts';
import type { ClientCollection } from './client-collection.ts';
import type { HighlightKey } from './highlight.ts';

/** What a panel can show: a {@link Client}, or a {@link Stranger}. */
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

/** A connection of the server that is none of this page's: a native client's, or another page's. */
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
    this.timeline = new Timeline(clients.clocks);
    this.timeline.begin();
    this.subject = session === undefined ? { of: 'connection', id } : { of: 'session', id: session };
  }
}

export class Selection {
  /** Another one is selected. */
  readonly changes = new ChangeSignal();
  readonly #clients: ClientCollection;
  #chosen: Client | Stranger | undefined;

  constructor(clients: ClientCollection) {
    this.#clients = clients;
  }

  /** The chosen one, else the first client; undefined while there is none. */
  get current(): Client | Stranger | undefined {
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
}
