// The observatory's record: what the gateway and the built-in echo server did, bounded, for any number of watchers, each
// of whom sees its own room. Begin here; each file beside this one keeps one part of it.
//
//   echo server ──EchoObserver──────►┌─────────────┐──snapshot(room)────► a watcher that has just come
//   gateway ──sessionStarted, …─────►│ Observatory │──takeDelta(room)───► all watchers of the room
//   sessions' taps ──────trace.ts───►└─────────────┘──takeTraces()──────► those who look
//
// It is long because each thing that either side tells touches the same few maps.
//
// While nobody watches, a chunk costs two additions. While somebody does, chunks are summed up per connection and become
// one `transfer` event a delta, however many there were. Time is handed in.

import { type Endpoint, formatEndpoint } from '../../protocol/endpoint.ts';
import {
  MAX_CHANGES_PER_DELTA,
  MAX_ENDED_SESSIONS,
  MAX_RECORDED_EVENTS,
  MAX_SNAPSHOT_EVENTS,
  MAX_TRANSFERS_PER_DELTA,
} from '../../protocol/limits.ts';
import {
  type ObserveDelta,
  type ObserveSnapshot,
  type ServerView,
  type Subject,
  subjectKey,
} from '../../protocol/observe.ts';
import type { ServerEvent } from '../../protocol/server-event.ts';
import type { ConnectionEnd, EchoConnection, EchoObserver } from '../echo-observer.ts';
import { Attribution } from './attribution.ts';
import { byTime, EventLog, type Scope } from './event-log.ts';
import { Recent } from './recent.ts';
import { Room, takeSome } from './room.ts';
import { connectionOf, type Sight, Tracing } from './tracing.ts';
import {
  type EventDraft,
  remainsOf,
  type SessionSource,
  TrackedConnection,
  type TrackedSession,
  viewSession,
} from './tracked.ts';
import { sumTransfers } from './transfers.ts';

export interface ObservatoryOptions {
  /** Name of the built-in server, as a target. */
  readonly name: string;
  /** Milliseconds since the Unix epoch, with fractions. */
  readonly now: () => number;
  /** Whether every room sees native clients, as when nobody but this machine can connect; else none does. */
  readonly showsNative: boolean;
}

export class Observatory implements EchoObserver {
  /** What gateway and server do step by step, for those who look. */
  readonly tracing: Tracing;
  readonly #name: string;
  readonly #now: () => number;
  readonly #showsNative: boolean;
  readonly #events = new EventLog(MAX_RECORDED_EVENTS);
  readonly #rooms = new Map<string, Room>();
  readonly #sessions = new Map<string, TrackedSession>();
  readonly #connections = new Map<number, TrackedConnection>();
  /** Open connections by their peers' address and port. */
  readonly #byPeer = new Map<string, TrackedConnection>();
  /** Each of its own, so that a session is not remembered the shorter for having had a connection. */
  readonly #goneSessions = new Recent<Sight>(MAX_ENDED_SESSIONS);
  readonly #goneConnections = new Recent<Sight>(MAX_ENDED_SESSIONS);
  readonly #attribution = new Attribution<TrackedSession, TrackedConnection>();

  #listening: Endpoint | null = null;
  #accepted = 0;
  #refused = 0;
  #bytesReceived = 0;
  #bytesSent = 0;

  constructor({ name, now, showsNative }: ObservatoryOptions) {
    this.#name = name;
    this.#now = now;
    this.#showsNative = showsNative;
    this.tracing = new Tracing(now);
  }

  // ── for watchers ────────────────────────────────────────────────────────────────────────────────────────

  /** The server's time, in milliseconds since the Unix epoch. */
  get now(): number {
    return this.#now();
  }

  /** A page watches `room`: its deltas are gathered from now on, until as many have left. */
  watch(room: string): void {
    const watched = this.#rooms.get(room) ?? new Room(room, this.#events.lastId);
    this.#rooms.set(room, watched);
    watched.watchers += 1;
    if (watched.watchers > 1) return;
    // What was before is in the first snapshot, and told by no delta.
    watched.takeTotals(this.#serverView());
    const others = this.#rooms.size > 1;
    for (const tracked of this.#connections.values()) {
      const scope = this.#scopeOf(tracked);
      // A native client's is still to be told to the other rooms.
      if (scope === room || (scope === null && !others)) tracked.takeTransfer(0);
    }
  }

  unwatch(room: string): void {
    const watched = this.#rooms.get(room);
    if (watched === undefined) return;
    watched.watchers -= 1;
    if (watched.watchers === 0) this.#rooms.delete(room);
  }

  /** All that `room`, which must be watched, may see. What its next delta carries comes on top of it. */
  snapshot(room: string): ObserveSnapshot {
    this.#settleNative();
    const { events, omitted } = this.#events.latest(room, MAX_SNAPSHOT_EVENTS);
    const sessions = [...this.#sessions.values()].filter(({ source }) => source.room === room);
    const connections = [...this.#connections.values()].filter((tracked) => this.#sees(room, tracked));
    return {
      type: 'snapshot',
      sequence: this.#rooms.get(room)?.sequence ?? 0,
      at: this.#now(),
      server: this.#serverView(),
      sessions: sessions.map(viewSession),
      connections: connections.map((tracked) => tracked.view()),
      events: events.sort(byTime),
      eventsDropped: this.#events.dropped(room) + omitted,
    };
  }

  /** What changed in `room` since its last delta, and `undefined` when nothing did or nobody watches it. */
  takeDelta(room: string): ObserveDelta | undefined {
    const watched = this.#rooms.get(room);
    if (watched === undefined) return undefined;
    this.#settleNative();
    const connections = takeSome(watched.changedConnections);
    this.#recordTransfers(connections);
    const sessions = takeSome(watched.changedSessions);
    const closed = watched.takeClosed();
    const ended = watched.takeEnded();
    const { events, cursor } = this.#events.read(room, watched.cursor, MAX_CHANGES_PER_DELTA);
    watched.cursor = cursor;
    const server = this.#serverView();
    const hasNews = connections.length + sessions.length + closed.length + ended.length + events.length > 0;
    if (!watched.takeTotals(server) && !hasNews) return undefined;
    watched.sequence += 1;
    return {
      type: 'delta',
      sequence: watched.sequence,
      at: this.#now(),
      server,
      sessions: sessions.map(viewSession),
      ended,
      connections: connections.map((tracked) => tracked.view()),
      closed,
      events: events.sort(byTime),
      eventsDropped: this.#events.dropped(room),
    };
  }

  /** Has the WebSockets timed of all sessions that somebody looks at. */
  timeWebSockets(): void {
    for (const { source, trace } of this.#sessions.values()) {
      if (trace?.isLookedAt) source.timeWebSocket();
    }
  }

  /** What `subject` is, if `room` may see it; also some time after its end. */
  sight(room: string, subject: Subject): Sight | undefined {
    const session = subject.of === 'session' ? this.#sessions.get(subject.id) : undefined;
    const connection = subject.of === 'connection' ? this.#connections.get(subject.id) : session?.connection;
    const gone = subject.of === 'session' ? this.#goneSessions : this.#goneConnections;
    const sight = session || connection ? { session, connection } : gone.get(subjectKey(subject));
    if (sight?.session) return sight.session.source.room === room ? sight : undefined;
    return sight?.connection && this.#sees(room, sight.connection) ? sight : undefined;
  }

  /**
   * Whether what was looked at is over and a younger connection has or had its address and port: what the kernel says of
   * them is of that one, and may be another room's. To be asked now and then, as only who is asked about is noted.
   */
  isSucceeded(sight: Sight): boolean {
    const tracked = connectionOf(sight);
    if (!tracked?.isOver) return false;
    tracked.isSucceeded ||= this.#byPeer.has(formatEndpoint(tracked.connection.peer));
    return tracked.isSucceeded;
  }

  // ── from the gateway ────────────────────────────────────────────────────────────────────────────────────

  /** A session begins and dials `target`; `undefined` when there is none of that name. */
  sessionStarted(source: SessionSource, target: Endpoint | undefined): void {
    const session: TrackedSession = { source, startedAt: this.#now(), isOver: false };
    this.#sessions.set(source.id, session);
    if (target && target.port === this.#listening?.port) this.#attribution.dialling(session);
    const room = this.#rooms.get(source.room);
    if (room === undefined) return;
    this.tracing.ofSession(session);
    room.changedSessions.add(session);
  }

  /** A session's TCP connection from `local` to `remote` is established. */
  sessionConnected(id: string, local: Endpoint, remote: Endpoint): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    session.local = local;
    session.remote = remote;
    this.#rooms.get(session.source.room)?.changedSessions.add(session);
    if (remote.port !== this.#listening?.port) return;
    const connection = this.#attribution.connected(session, local);
    if (connection) this.#attribute(connection, session);
  }

  /** The TCP connection of a session is gone, whether it was ever established or not. */
  sessionDisconnected(id: string): void {
    const session = this.#sessions.get(id);
    if (session) this.#attribution.disconnected(session, session.local);
  }

  /** Nothing of a session is left. */
  sessionEnded(id: string): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    session.isOver = true;
    session.source = remainsOf(session.source);
    this.#sessions.delete(id);
    this.#goneSessions.add(subjectKey({ of: 'session', id }), { session, connection: session.connection });
    this.#rooms.get(session.source.room)?.noteEnded(session);
  }

  // ── from the echo server ────────────────────────────────────────────────────────────────────────────────

  listening(endpoint: Endpoint): void {
    this.#listening = endpoint;
    this.#record(null, { at: this.#now(), kind: 'listen', endpoint });
  }

  accepted(connection: EchoConnection): void {
    const tracked = new TrackedConnection(connection, this.#now());
    this.#accepted += 1;
    this.#connections.set(connection.id, tracked);
    this.#byPeer.set(formatEndpoint(connection.peer), tracked);
    if (this.#rooms.size > 0) this.tracing.ofConnection(tracked).mark('accept');
    this.#tell(tracked, { at: tracked.acceptedAt, kind: 'accept', ...tracked.subject });
    const session = this.#attribution.accepted(tracked, connection.peer);
    if (session) this.#attribute(tracked, session);
    else this.#settleNative();
  }

  received(connection: EchoConnection, chunk: Uint8Array): void {
    this.#bytesReceived += chunk.length;
    if (this.#rooms.size === 0) return;
    const tracked = this.#connections.get(connection.id);
    if (tracked === undefined) return;
    tracked.trace?.bytes('read', connection.bytesReceived - chunk.length, chunk.length);
    this.#noteMoved(tracked);
    tracked.keepPreview(chunk);
  }

  sent(connection: EchoConnection, bytes: number): void {
    this.#bytesSent += bytes;
    if (this.#rooms.size === 0) return;
    const tracked = this.#connections.get(connection.id);
    if (tracked === undefined) return;
    tracked.trace?.bytes('write', connection.bytesSent - bytes, bytes);
    this.#noteMoved(tracked);
  }

  finReceived(connection: EchoConnection): void {
    const tracked = this.#connections.get(connection.id);
    if (tracked === undefined) return;
    tracked.closedFirst ??= 'peer';
    tracked.trace?.mark('finReceived');
    this.#recordTransfer(tracked);
    this.#tell(tracked, { at: this.#now(), kind: 'fin', ...tracked.subject });
    this.#touch(tracked);
  }

  finSent(connection: EchoConnection): void {
    const tracked = this.#connections.get(connection.id);
    if (tracked === undefined) return;
    tracked.trace?.mark('finSent');
    if (tracked.closedFirst === undefined) {
      tracked.closedFirst = 'here';
      this.#recordTransfer(tracked);
      this.#tell(tracked, { at: this.#now(), kind: 'finSent', ...tracked.subject });
    }
    this.#touch(tracked);
  }

  closed(connection: EchoConnection, end: ConnectionEnd): void {
    const { id, bytesReceived, bytesSent } = connection;
    const tracked = this.#connections.get(id);
    if (tracked === undefined) return;
    if (connection.rstSent) tracked.trace?.mark('rstSent');
    if (end.how === 'reset') tracked.trace?.mark('rstReceived', end.code);
    if (end.how === 'error') tracked.trace?.mark('error', end.code);
    tracked.trace?.mark('close', end.how);
    this.#recordTransfer(tracked);
    const at = this.#now();
    const durationMs = at - tracked.acceptedAt;
    this.#tell(tracked, {
      at,
      kind: 'close',
      ...tracked.subject,
      ...end,
      bytesReceived,
      bytesSent,
      durationMs,
    });
    tracked.end();
    this.#connections.delete(id);
    const peer = formatEndpoint(connection.peer);
    if (this.#byPeer.get(peer) === tracked) this.#byPeer.delete(peer);
    this.#goneConnections.add(subjectKey({ of: 'connection', id }), { connection: tracked });
    for (const room of this.#roomsOf(tracked)) room.noteClosed(tracked);
  }

  refused(peer: Endpoint): void {
    this.#refused += 1;
    // Whose it would have been is not known: its port may belong to a session of any room.
    if (this.#showsNative) this.#record(null, { at: this.#now(), kind: 'refuse', peer });
  }

  stopped(): void {
    this.#listening = null;
    this.#record(null, { at: this.#now(), kind: 'stop' });
  }

  // ── whose it is ─────────────────────────────────────────────────────────────────────────────────────────

  #attribute(tracked: TrackedConnection, session: TrackedSession): void {
    session.connection = tracked;
    this.tracing.join(tracked, session);
    this.#own(tracked, session);
  }

  #settleNative(): void {
    for (const tracked of this.#attribution.takeNative()) this.#own(tracked, 'native');
  }

  /** Now it is known who may see the connection: what waited for it is told. */
  #own(tracked: TrackedConnection, owner: TrackedSession | 'native'): void {
    tracked.owner = owner;
    for (const draft of tracked.drafts.splice(0)) this.#tell(tracked, { ...draft, ...tracked.subject });
    if (this.#connections.has(tracked.connection.id)) this.#touch(tracked);
  }

  #scopeOf({ owner }: TrackedConnection): Scope | undefined {
    if (owner === undefined) return undefined;
    if (owner === 'native') return this.#showsNative ? null : undefined;
    return owner.source.room;
  }

  #sees(room: string, tracked: TrackedConnection): boolean {
    const scope = this.#scopeOf(tracked);
    return scope === null || scope === room;
  }

  /** The watched rooms that see a connection. */
  #roomsOf(tracked: TrackedConnection): Iterable<Room> {
    const scope = this.#scopeOf(tracked);
    if (scope === null) return this.#rooms.values();
    const room = scope === undefined ? undefined : this.#rooms.get(scope);
    return room ? [room] : [];
  }

  // ── what is told ────────────────────────────────────────────────────────────────────────────────────────

  /** An event of one connection: recorded for those who see it, or kept until it is known who does. */
  #tell(tracked: TrackedConnection, draft: EventDraft): void {
    if (tracked.owner === undefined) {
      tracked.drafts.push(draft);
      return;
    }
    const scope = this.#scopeOf(tracked);
    if (scope !== undefined) this.#record(scope, draft);
  }

  #record(scope: Scope, draft: EventDraft): void {
    this.#events.append(scope, (id) => ({ id, ...draft }) as ServerEvent);
  }

  #touch(tracked: TrackedConnection): void {
    if (this.#rooms.size === 0) return;
    for (const room of this.#roomsOf(tracked)) room.changedConnections.add(tracked);
  }

  #noteMoved(tracked: TrackedConnection): void {
    if (tracked.noteMoved(this.#now)) this.#touch(tracked);
  }

  #recordTransfer(tracked: TrackedConnection): void {
    const transfer = tracked.takeTransfer(this.#now());
    if (transfer) this.#tell(tracked, { kind: 'transfer', ...tracked.subject, ...transfer });
  }

  /** A line for each connection that a delta has room for; the others share one, for each who sees them. */
  #recordTransfers(connections: readonly TrackedConnection[]): void {
    for (const tracked of connections.slice(0, MAX_TRANSFERS_PER_DELTA)) this.#recordTransfer(tracked);
    const crowd = connections.slice(MAX_TRANSFERS_PER_DELTA);
    const sums = sumTransfers(crowd, this.#now(), (tracked) => this.#scopeOf(tracked));
    for (const [scope, sum] of sums) this.#record(scope, { at: this.#now(), kind: 'transfers', ...sum });
  }

  #serverView(): ServerView {
    return {
      name: this.#name,
      listening: this.#listening,
      open: this.#connections.size,
      accepted: this.#accepted,
      refused: this.#refused,
      bytesReceived: this.#bytesReceived,
      bytesSent: this.#bytesSent,
    };
  }
}
