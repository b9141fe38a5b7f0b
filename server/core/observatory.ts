// The observatory's record: what the built-in echo server saw, bounded, for any number of watchers.
//
//   echo server ──EchoObserver──►┌─────────────┐──snapshot()───► a watcher that has just come
//   gateway ──sessionConnected──►│ Observatory │──takeDelta()──► all watchers, about ten times a second
//                                └─────────────┘
//
// While nobody watches, a chunk costs two additions. While somebody does, chunks are summed up per connection
// and become one `transfer` event a delta, however many there were. Time is handed in.

import { type Endpoint, formatEndpoint } from '../protocol/endpoint.ts';
import { MAX_CHANGES_PER_DELTA, MAX_RECORDED_EVENTS, MAX_TRANSFERS_PER_DELTA } from '../protocol/limits.ts';
import type {
  ConnectionView,
  ObserveDelta,
  ObserveSnapshot,
  ServerEvent,
  ServerView,
} from '../protocol/observe.ts';
import { inferTcpState, type TcpHistory } from '../protocol/tcp-state.ts';
import { BoundedLog } from './bounded-log.ts';
import type { ConnectionEnd, EchoConnection, EchoObserver } from './echo-observer.ts';

/** The counters of a connection at its last `transfer` event. */
interface Reported {
  bytesReceived: number;
  bytesSent: number;
  reads: number;
  writes: number;
}

interface Tracked {
  readonly connection: EchoConnection;
  readonly acceptedAt: number;
  /** Amended when the bridge session at the other end becomes known. */
  readonly acceptEvent: { session?: string | undefined };
  readonly reported: Reported;
  session: string | undefined;
  /** When the first chunk moved that no `transfer` event has told of; known while somebody watches. */
  movedAt: number | undefined;
  /** Which end sent its FIN first, once one did. */
  closedFirst: TcpHistory['closedFirst'];
}

export class Observatory implements EchoObserver {
  readonly #name: string;
  readonly #now: () => number;
  readonly #events = new BoundedLog<ServerEvent>(MAX_RECORDED_EVENTS);
  readonly #open = new Map<number, Tracked>();
  readonly #openByPeer = new Map<string, Tracked>();
  readonly #sessionsByLocal = new Map<string, string>();

  #listening: Endpoint | null = null;
  #accepted = 0;
  #refused = 0;
  #bytesReceived = 0;
  #bytesSent = 0;

  #watched = false;
  #sequence = 0;
  #deliveredEventId = 0;
  #serverChanged = false;
  readonly #changed = new Set<Tracked>();
  #closed: number[] = [];

  /** `name` is the server's as a target; `now` gives milliseconds since the Unix epoch. */
  constructor(name: string, now: () => number) {
    this.#name = name;
    this.#now = now;
  }

  /** Deltas are gathered only while this is on. */
  setWatched(watched: boolean): void {
    this.#watched = watched;
    this.#changed.clear();
    this.#closed = [];
    this.#deliveredEventId = this.#events.lastId;
    for (const tracked of this.#open.values()) newsOf(tracked);
  }

  /** All there is. What the next delta carries comes on top of it. */
  snapshot(): ObserveSnapshot {
    return {
      type: 'snapshot',
      sequence: this.#sequence,
      at: this.#now(),
      server: this.#serverView(),
      connections: Array.from(this.#open.values(), viewOf),
      events: this.#events.since(0).sort(byTime),
      eventsDropped: this.#events.dropped,
    };
  }

  /** What changed since the last delta, and `undefined` when nothing did. */
  takeDelta(): ObserveDelta | undefined {
    const connections = this.#takeChanged();
    const events = this.#events.since(this.#deliveredEventId, MAX_CHANGES_PER_DELTA);
    const closed = this.#closed;
    if (!this.#serverChanged && connections.length + events.length + closed.length === 0) return undefined;
    this.#closed = [];
    this.#serverChanged = false;
    this.#deliveredEventId = events.at(-1)?.id ?? this.#deliveredEventId;
    this.#sequence += 1;
    return {
      type: 'delta',
      sequence: this.#sequence,
      at: this.#now(),
      server: this.#serverView(),
      connections,
      closed,
      events: events.sort(byTime),
      eventsDropped: this.#events.dropped,
    };
  }

  /** A bridge session's TCP connection from `local` to `remote` is established. */
  sessionConnected(session: string, local: Endpoint, remote: Endpoint): void {
    if (remote.port !== this.#listening?.port) return;
    const key = formatEndpoint(local);
    this.#sessionsByLocal.set(key, session);
    const tracked = this.#openByPeer.get(key);
    if (tracked) this.#attribute(tracked, session);
  }

  /** The TCP connection of a bridge session is gone. */
  sessionClosed(session: string, local: Endpoint): void {
    const key = formatEndpoint(local);
    if (this.#sessionsByLocal.get(key) === session) this.#sessionsByLocal.delete(key);
  }

  listening(endpoint: Endpoint): void {
    this.#listening = endpoint;
    this.#record((id, at) => ({ id, at, kind: 'listen', endpoint }));
  }

  accepted(connection: EchoConnection): void {
    const { id: connectionId, peer } = connection;
    const key = formatEndpoint(peer);
    const session = this.#sessionsByLocal.get(key);
    const acceptEvent = this.#record((id, at) => ({
      id,
      at,
      kind: 'accept' as const,
      connection: connectionId,
      peer,
      session,
    }));
    const reported = { bytesReceived: 0, bytesSent: 0, reads: 0, writes: 0 };
    const tracked: Tracked = {
      connection,
      acceptedAt: acceptEvent.at,
      acceptEvent,
      reported,
      session,
      movedAt: undefined,
      closedFirst: undefined,
    };
    this.#accepted += 1;
    this.#open.set(connectionId, tracked);
    this.#openByPeer.set(key, tracked);
    this.#touch(tracked);
  }

  received(connection: EchoConnection, bytes: number): void {
    this.#bytesReceived += bytes;
    if (this.#watched) this.#noteMoved(connection);
  }

  sent(connection: EchoConnection, bytes: number): void {
    this.#bytesSent += bytes;
    if (this.#watched) this.#noteMoved(connection);
  }

  finReceived(connection: EchoConnection): void {
    const tracked = this.#open.get(connection.id);
    if (!tracked) return;
    tracked.closedFirst ??= 'peer';
    this.#recordTransfer(tracked);
    this.#record((id, at) => ({ id, at, kind: 'fin', ...subjectOf(tracked) }));
    this.#touch(tracked);
  }

  finSent(connection: EchoConnection): void {
    const tracked = this.#open.get(connection.id);
    if (!tracked) return;
    tracked.closedFirst ??= 'here';
    this.#touch(tracked);
  }

  closed(connection: EchoConnection, end: ConnectionEnd): void {
    const tracked = this.#open.get(connection.id);
    if (!tracked) return;
    this.#recordTransfer(tracked);
    const { bytesReceived, bytesSent } = connection;
    this.#record((id, at) => ({
      id,
      at,
      kind: 'close',
      ...subjectOf(tracked),
      ...end,
      bytesReceived,
      bytesSent,
      durationMs: at - tracked.acceptedAt,
    }));
    this.#open.delete(connection.id);
    this.#forgetPeer(tracked);
    this.#changed.delete(tracked);
    if (this.#watched) this.#closed.push(connection.id);
  }

  refused(peer: Endpoint): void {
    this.#refused += 1;
    this.#record((id, at) => ({ id, at, kind: 'refuse', peer }));
  }

  stopped(): void {
    this.#listening = null;
    this.#record((id, at) => ({ id, at, kind: 'stop' }));
  }

  #record<E extends ServerEvent>(create: (id: number, at: number) => E): E {
    this.#serverChanged = true;
    const at = this.#now();
    return this.#events.append((id) => create(id, at));
  }

  #touch(tracked: Tracked): void {
    this.#serverChanged = true;
    if (this.#watched) this.#changed.add(tracked);
  }

  #noteMoved(connection: EchoConnection): void {
    const tracked = this.#open.get(connection.id);
    if (!tracked) return;
    tracked.movedAt ??= this.#now();
    this.#touch(tracked);
  }

  #attribute(tracked: Tracked, session: string): void {
    tracked.session = session;
    tracked.acceptEvent.session = session;
    this.#touch(tracked);
  }

  /** The same peer address and port may already belong to a younger connection. */
  #forgetPeer(tracked: Tracked): void {
    const key = formatEndpoint(tracked.connection.peer);
    if (this.#openByPeer.get(key) === tracked) this.#openByPeer.delete(key);
  }

  /** Takes the connections that a delta has room for, and turns their new bytes into events. */
  #takeChanged(): ConnectionView[] {
    const views: ConnectionView[] = [];
    const crowd: Tracked[] = [];
    for (const tracked of this.#changed) {
      if (views.length === MAX_CHANGES_PER_DELTA) break;
      this.#changed.delete(tracked);
      views.push(viewOf(tracked));
      if (views.length <= MAX_TRANSFERS_PER_DELTA) this.#recordTransfer(tracked);
      else crowd.push(tracked);
    }
    this.#recordTransfers(crowd);
    return views;
  }

  #recordTransfer(tracked: Tracked): void {
    const { movedAt } = tracked;
    const news = newsOf(tracked);
    if (news.reads + news.writes === 0) return;
    this.#record((id, now) => ({
      id,
      at: movedAt ?? now,
      kind: 'transfer',
      ...subjectOf(tracked),
      ...news,
    }));
  }

  #recordTransfers(crowd: readonly Tracked[]): void {
    const sum = { connections: 0, bytesReceived: 0, bytesSent: 0, reads: 0, writes: 0 };
    for (const tracked of crowd) {
      const news = newsOf(tracked);
      if (news.reads + news.writes === 0) continue;
      sum.connections += 1;
      sum.bytesReceived += news.bytesReceived;
      sum.bytesSent += news.bytesSent;
      sum.reads += news.reads;
      sum.writes += news.writes;
    }
    if (sum.connections > 0) this.#record((id, at) => ({ id, at, kind: 'transfers', ...sum }));
  }

  #serverView(): ServerView {
    return {
      name: this.#name,
      listening: this.#listening,
      open: this.#open.size,
      accepted: this.#accepted,
      refused: this.#refused,
      bytesReceived: this.#bytesReceived,
      bytesSent: this.#bytesSent,
    };
  }
}

/** A `transfer` is recorded after what it tells of; whoever reads the log wants it where it happened. */
function byTime(one: ServerEvent, other: ServerEvent): number {
  return one.at - other.at || one.id - other.id;
}

function subjectOf({ connection, session }: Tracked) {
  return { connection: connection.id, peer: connection.peer, session };
}

function viewOf({ connection, acceptedAt, session, closedFirst }: Tracked): ConnectionView {
  const { id, peer, bytesReceived, bytesSent, finSent, finReceived } = connection;
  const state = inferTcpState({ established: true, finSent, finReceived, closedFirst, gone: false });
  return { id, peer, state, bytesReceived, bytesSent, acceptedAt, session };
}

/** What moved since the last event of this connection, which thereby becomes now. */
function newsOf(tracked: Tracked): Reported {
  const { connection, reported } = tracked;
  tracked.movedAt = undefined;
  const news = {
    bytesReceived: connection.bytesReceived - reported.bytesReceived,
    bytesSent: connection.bytesSent - reported.bytesSent,
    reads: connection.reads - reported.reads,
    writes: connection.writes - reported.writes,
  };
  reported.bytesReceived = connection.bytesReceived;
  reported.bytesSent = connection.bytesSent;
  reported.reads = connection.reads;
  reported.writes = connection.writes;
  return news;
}
