// One built-in server as the observatory sees it: its connections, its totals, and whose each connection is.
//
//   echo server ──EchoObserver──► ObservedServer ──tell, touch──► Audience
//   gateway's dials ──dialling, connected, disconnected──┘ attribution
//
// While nobody watches, a chunk costs an addition and a note that the totals changed.

import { type Endpoint, formatEndpoint } from '../../protocol/endpoint.ts';
import { subjectKey } from '../../protocol/observe.ts';
import type { ConnectionEnd, EchoConnection, EchoObserver } from '../echo-observer.ts';
import { Attribution } from './attribution.ts';
import type { Audience } from './audience.ts';
import type { Recent } from './recent.ts';
import type { TargetEntry } from './target-board.ts';
import type { Sight, Tracing } from './tracing.ts';
import { TrackedConnection, type TrackedSession } from './tracked.ts';

/** What all observed servers of an observatory share. */
export interface ServerSurroundings {
  /** Milliseconds since the Unix epoch, with fractions. */
  readonly now: () => number;
  readonly audience: Audience;
  readonly tracing: Tracing;
  /** Open connections of all servers by their number in the observatory, and those that are gone. */
  readonly connections: Map<number, TrackedConnection>;
  readonly goneConnections: Recent<Sight>;
  /** Numbers a new connection. */
  readonly nextId: () => number;
}

export class ObservedServer implements EchoObserver {
  readonly name: string;
  readonly #entry: TargetEntry;
  readonly #surroundings: ServerSurroundings;
  readonly #connections = new Map<EchoConnection, TrackedConnection>();
  /** Open connections by their peers' address and port. */
  readonly #byPeer = new Map<string, TrackedConnection>();
  readonly #attribution = new Attribution<TrackedSession, TrackedConnection>();
  readonly #totals = { open: 0, accepted: 0, refused: 0, bytesReceived: 0, bytesSent: 0 };
  #listening: Endpoint | null = null;

  constructor(name: string, entry: TargetEntry, surroundings: ServerSurroundings) {
    this.name = name;
    this.#entry = entry;
    this.#surroundings = surroundings;
    entry.totals = this.#totals;
  }

  /** Port on which it listens; undefined while it does not. */
  get port(): number | undefined {
    return this.#listening?.port;
  }

  // ── from the gateway ────────────────────────────────────────────────────────────────────────────────────

  /** A session dials it. */
  dialling(session: TrackedSession): void {
    this.#attribution.dialling(session);
  }

  /** A session that has dialled it is connected from `local`. */
  connected(session: TrackedSession, local: Endpoint): void {
    const tracked = this.#attribution.connected(session, local);
    if (tracked) this.#attribute(tracked, session);
  }

  /** The TCP connection of a session that dialled it is gone, whether it was ever established or not. */
  disconnected(session: TrackedSession): void {
    this.#attribution.disconnected(session, session.local, this.#surroundings.now());
  }

  /** Connections that no session can have made are native clients'. */
  settleNative(): void {
    for (const tracked of this.#attribution.takeNative()) this.#surroundings.audience.own(tracked, 'native');
  }

  /** Whether a connection from `peer` is open. */
  hasPeer(peer: Endpoint): boolean {
    return this.#byPeer.has(formatEndpoint(peer));
  }

  // ── from the server ─────────────────────────────────────────────────────────────────────────────────────

  listening(endpoint: Endpoint): void {
    this.#listening = endpoint;
    const { audience, now } = this.#surroundings;
    audience.record(null, { at: now(), server: this.name, kind: 'listen', endpoint });
  }

  accepted(connection: EchoConnection, at = this.#surroundings.now()): void {
    const { audience, tracing, connections, nextId } = this.#surroundings;
    const tracked = new TrackedConnection(connection, { id: nextId(), server: this.name, acceptedAt: at });
    this.#totals.accepted += 1;
    this.#connections.set(connection, tracked);
    this.#byPeer.set(formatEndpoint(connection.peer), tracked);
    connections.set(tracked.id, tracked);
    this.#countOpen();
    if (audience.isThere) tracing.ofConnection(tracked).mark('accept', undefined, at);
    audience.tell(tracked, { at, kind: 'accept', ...tracked.subject, servedBy: connection.servedBy });
    const session = this.#attribution.accepted(tracked, connection.peer, at);
    if (session) this.#attribute(tracked, session);
    else this.settleNative();
  }

  served(connection: EchoConnection, at = this.#surroundings.now()): void {
    const tracked = this.#connections.get(connection);
    const { servedBy } = connection;
    if (tracked === undefined || servedBy === undefined) return;
    tracked.trace?.mark('serve', undefined, at);
    const { audience } = this.#surroundings;
    const waitedMs = at - tracked.acceptedAt;
    audience.tell(tracked, { at, kind: 'serve', ...tracked.subject, servedBy, waitedMs });
    audience.touch(tracked);
  }

  received(connection: EchoConnection, bytes: number, chunk: Uint8Array | undefined, at?: number): void {
    this.#totals.bytesReceived += bytes;
    this.#entry.touch();
    if (!this.#surroundings.audience.isThere) return;
    const tracked = this.#connections.get(connection);
    if (tracked === undefined) return;
    tracked.trace?.bytes('read', connection.bytesReceived - bytes, bytes, at);
    this.#noteMoved(tracked, at);
    if (chunk) tracked.keepPreview(chunk);
  }

  sent(connection: EchoConnection, bytes: number, at?: number): void {
    this.#totals.bytesSent += bytes;
    this.#entry.touch();
    if (!this.#surroundings.audience.isThere) return;
    const tracked = this.#connections.get(connection);
    if (tracked === undefined) return;
    tracked.trace?.bytes('write', connection.bytesSent - bytes, bytes, at);
    this.#noteMoved(tracked, at);
  }

  finReceived(connection: EchoConnection, at = this.#surroundings.now()): void {
    const tracked = this.#connections.get(connection);
    if (tracked === undefined) return;
    tracked.closedFirst ??= 'peer';
    tracked.trace?.mark('finReceived', undefined, at);
    const { audience } = this.#surroundings;
    audience.tellTransfer(tracked, at);
    audience.tell(tracked, { at, kind: 'fin', ...tracked.subject });
    audience.touch(tracked);
  }

  finSent(connection: EchoConnection, at = this.#surroundings.now()): void {
    const tracked = this.#connections.get(connection);
    if (tracked === undefined) return;
    tracked.trace?.mark('finSent', undefined, at);
    const { audience } = this.#surroundings;
    if (tracked.closedFirst === undefined) {
      tracked.closedFirst = 'here';
      audience.tellTransfer(tracked, at);
      audience.tell(tracked, { at, kind: 'finSent', ...tracked.subject });
    }
    audience.touch(tracked);
  }

  closed(connection: EchoConnection, end: ConnectionEnd, at = this.#surroundings.now()): void {
    const tracked = this.#connections.get(connection);
    if (tracked === undefined) return;
    if (connection.rstSent) tracked.trace?.mark('rstSent', undefined, at);
    if (end.how === 'reset') tracked.trace?.mark('rstReceived', end.code, at);
    if (end.how === 'error') tracked.trace?.mark('error', end.code, at);
    tracked.trace?.mark('close', end.how, at);
    const { audience, connections, goneConnections } = this.#surroundings;
    const { id, subject } = tracked;
    audience.tellTransfer(tracked, at);
    const { bytesReceived, bytesSent } = connection;
    const figures = { bytesReceived, bytesSent, durationMs: at - tracked.acceptedAt };
    audience.tell(tracked, { at, kind: 'close', ...subject, ...end, ...figures });
    tracked.end();
    this.#connections.delete(connection);
    connections.delete(id);
    const peer = formatEndpoint(connection.peer);
    if (this.#byPeer.get(peer) === tracked) this.#byPeer.delete(peer);
    this.#countOpen();
    goneConnections.add(subjectKey({ of: 'connection', id }), { connection: tracked });
    for (const room of audience.roomsOf(tracked)) room.noteClosed(tracked);
  }

  refused(peer: Endpoint): void {
    this.#totals.refused += 1;
    this.#entry.touch();
    const { audience, now } = this.#surroundings;
    // Whose it would have been is not known: its port may belong to a session of any room.
    if (audience.showsNative) audience.record(null, { at: now(), server: this.name, kind: 'refuse', peer });
  }

  stopped(): void {
    this.#listening = null;
    const { audience, now } = this.#surroundings;
    audience.record(null, { at: now(), server: this.name, kind: 'stop' });
  }

  #attribute(tracked: TrackedConnection, session: TrackedSession): void {
    session.connection = tracked;
    this.#surroundings.tracing.join(tracked, session);
    this.#surroundings.audience.own(tracked, session);
  }

  #noteMoved(tracked: TrackedConnection, at: number | undefined): void {
    if (tracked.noteMoved(this.#surroundings.now, at)) this.#surroundings.audience.touch(tracked);
  }

  #countOpen(): void {
    this.#totals.open = this.#connections.size;
    this.#entry.touch();
  }
}
