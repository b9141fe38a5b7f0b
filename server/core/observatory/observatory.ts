// The observatory's record: what the gateway and the built-in servers did, bounded, for any number of watchers, each
// of whom sees its own room. Begin here; each file beside this one keeps one part of it.
//
//   each server ──EchoObserver──► ObservedServer ─┐  ┌─snapshot(room)────► a watcher that has just come
//   gateway, checks ──sessionStarted, …──► Observatory──takeDelta(room)──► all watchers of the room
//   sessions' taps ────────────────────────► Tracing ──take()────────────► those who look
//   who runs or probes a target ────────► TargetBoard
//
// While somebody watches, chunks are summed up per connection and become one `transfer` event a delta, however many there
// were. Time is handed in.

import type { Endpoint } from '../../protocol/endpoint.ts';
import {
  MAX_CHANGES_PER_DELTA,
  MAX_ENDED_SESSIONS,
  MAX_SNAPSHOT_EVENTS,
  MAX_TRANSFERS_PER_DELTA,
} from '../../protocol/limits.ts';
import { type ObserveDelta, type ObserveSnapshot, type Subject, subjectKey } from '../../protocol/observe.ts';
import type { TraceEntry } from '../../protocol/trace.ts';
import type { EchoObserver } from '../echo-observer.ts';
import { Audience } from './audience.ts';
import { byTime } from './event-log.ts';
import { ObservedServer, type ServerSurroundings } from './observed-server.ts';
import { Recent } from './recent.ts';
import { Room, takeSome } from './room.ts';
import { TargetBoard, type TargetInfo } from './target-board.ts';
import { connectionOf, type Sight, Tracing } from './tracing.ts';
import {
  remainsOf,
  type SessionSource,
  type TrackedConnection,
  type TrackedSession,
  viewSession,
} from './tracked.ts';
import { sumTransfers } from './transfers.ts';

export interface ObservatoryOptions {
  /** The operator's list, the default target first. */
  readonly targets: readonly TargetInfo[];
  /** Milliseconds since the Unix epoch, with fractions. */
  readonly now: () => number;
  /** Whether every room sees native clients, as when nobody but this machine can connect; else none does. */
  readonly showsNative: boolean;
}

export class Observatory {
  /** What gateway and servers do step by step, for those who look. */
  readonly tracing: Tracing;
  /** How the targets are. */
  readonly targets: TargetBoard;
  readonly #now: () => number;
  readonly #audience: Audience;
  readonly #servers: ObservedServer[] = [];
  readonly #sessions = new Map<string, TrackedSession>();
  readonly #connections = new Map<number, TrackedConnection>();
  /** Each of its own, so that a session is not remembered the shorter for having had a connection. */
  readonly #goneSessions = new Recent<Sight>(MAX_ENDED_SESSIONS);
  readonly #goneConnections = new Recent<Sight>(MAX_ENDED_SESSIONS);
  #lastConnection = 0;

  constructor({ targets, now, showsNative }: ObservatoryOptions) {
    this.targets = new TargetBoard(targets);
    this.#now = now;
    this.#audience = new Audience(showsNative);
    this.tracing = new Tracing(now);
  }

  /**
   * Whom the server behind a target tells what it does; once a target.
   * @throws {RangeError} when there is no target of that name
   */
  observe(target: string): EchoObserver {
    const surroundings: ServerSurroundings = {
      now: this.#now,
      audience: this.#audience,
      tracing: this.tracing,
      connections: this.#connections,
      goneConnections: this.#goneConnections,
      nextId: () => {
        this.#lastConnection += 1;
        return this.#lastConnection;
      },
    };
    const server = new ObservedServer(target, this.targets.entry(target), surroundings);
    this.#servers.push(server);
    return server;
  }

  // ── for watchers ────────────────────────────────────────────────────────────────────────────────────────

  /** The server's time, in milliseconds since the Unix epoch. */
  get now(): number {
    return this.#now();
  }

  /** Whether anybody watches. */
  get isWatched(): boolean {
    return this.#audience.isThere;
  }

  /** A page watches `room`: its deltas are gathered from now on, until as many have left. */
  watch(room: string): void {
    const { rooms, events } = this.#audience;
    const watched = rooms.get(room) ?? new Room(room, events.lastId, this.targets.version);
    rooms.set(room, watched);
    watched.watchers += 1;
    if (watched.watchers > 1) return;
    // What was before is in the first snapshot, and told by no delta.
    const others = rooms.size > 1;
    for (const tracked of this.#connections.values()) {
      const scope = this.#audience.scopeOf(tracked);
      // A native client's is still to be told to the other rooms.
      if (scope === room || (scope === null && !others)) tracked.takeTransfer(0);
    }
  }

  unwatch(room: string): void {
    const { rooms } = this.#audience;
    const watched = rooms.get(room);
    if (watched === undefined) return;
    watched.watchers -= 1;
    if (watched.watchers === 0) rooms.delete(room);
  }

  /** All that `room`, which must be watched, may see. What its next delta carries comes on top of it. */
  snapshot(room: string): ObserveSnapshot {
    this.#settleNative();
    const { rooms, events: log } = this.#audience;
    const { events, omitted } = log.latest(room, MAX_SNAPSHOT_EVENTS);
    const sessions = [...this.#sessions.values()].filter(({ source }) => source.room === room);
    const connections = [...this.#connections.values()].filter((tracked) =>
      this.#audience.sees(room, tracked),
    );
    return {
      type: 'snapshot',
      sequence: rooms.get(room)?.sequence ?? 0,
      at: this.#now(),
      targets: this.targets.views(),
      sessions: sessions.map(viewSession),
      connections: connections.map((tracked) => tracked.view()),
      events: events.sort(byTime),
      eventsDropped: log.dropped(room) + omitted,
    };
  }

  /** What changed in `room` since its last delta, and `undefined` when nothing did or nobody watches it. */
  takeDelta(room: string): ObserveDelta | undefined {
    const { rooms, events: log } = this.#audience;
    const watched = rooms.get(room);
    if (watched === undefined) return undefined;
    this.#settleNative();
    const connections = takeSome(watched.changedConnections);
    this.#recordTransfers(connections);
    const sessions = takeSome(watched.changedSessions);
    const closed = watched.takeClosed();
    const ended = watched.takeEnded();
    const { events, cursor } = log.read(room, watched.cursor, MAX_CHANGES_PER_DELTA);
    watched.cursor = cursor;
    const targets = this.targets.views(watched.toldTargets);
    watched.toldTargets = this.targets.version;
    const changes = [targets, connections, sessions, closed, ended, events];
    if (changes.every(({ length }) => length === 0)) return undefined;
    watched.sequence += 1;
    return {
      type: 'delta',
      sequence: watched.sequence,
      at: this.#now(),
      targets,
      sessions: sessions.map(viewSession),
      ended,
      connections: connections.map((tracked) => tracked.view()),
      closed,
      events: events.sort(byTime),
      eventsDropped: log.dropped(room),
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
    return sight?.connection && this.#audience.sees(room, sight.connection) ? sight : undefined;
  }

  /**
   * Whether what was looked at is over and a younger connection has or had its address and port: what the kernel says of
   * them is of that one, and may be another room's. To be asked now and then, as only who is asked about is noted.
   */
  isSucceeded(sight: Sight): boolean {
    const tracked = connectionOf(sight);
    if (!tracked?.isOver) return false;
    const server = this.#servers.find(({ name }) => name === tracked.server);
    tracked.isSucceeded ||= server?.hasPeer(tracked.connection.peer) === true;
    return tracked.isSucceeded;
  }

  /** What the built-in server did on the connection of a session, from its beginning; it is handed out once. */
  takeTrail(session: string): TraceEntry[] {
    const sight = this.#goneSessions.get(subjectKey({ of: 'session', id: session }));
    const tracked = this.#sessions.get(session)?.connection ?? sight?.connection;
    return tracked?.trace?.take() ?? [];
  }

  // ── from whoever dials ──────────────────────────────────────────────────────────────────────────────────

  /** A session begins and dials `target`; `undefined` when there is none of that name. */
  sessionStarted(source: SessionSource, target: Endpoint | undefined): void {
    const server = this.#servers.find(({ port }) => port !== undefined && port === target?.port);
    const session: TrackedSession = { source, startedAt: this.#now(), server, isOver: false };
    this.#sessions.set(source.id, session);
    server?.dialling(session);
    const room = this.#audience.rooms.get(source.room);
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
    this.#audience.rooms.get(session.source.room)?.changedSessions.add(session);
    session.server?.connected(session, local);
  }

  /** The TCP connection of a session is gone, whether it was ever established or not. */
  sessionDisconnected(id: string): void {
    const session = this.#sessions.get(id);
    session?.server?.disconnected(session);
  }

  /** Nothing of a session is left. */
  sessionEnded(id: string): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    session.isOver = true;
    session.source = remainsOf(session.source);
    this.#sessions.delete(id);
    this.#goneSessions.add(subjectKey({ of: 'session', id }), { session, connection: session.connection });
    this.#audience.rooms.get(session.source.room)?.noteEnded(session);
  }

  #settleNative(): void {
    for (const server of this.#servers) server.settleNative();
  }

  /** A line for each connection that a delta has room for; the others share one, for each who sees them. */
  #recordTransfers(connections: readonly TrackedConnection[]): void {
    const now = this.#now();
    for (const tracked of connections.slice(0, MAX_TRANSFERS_PER_DELTA))
      this.#audience.tellTransfer(tracked, now);
    const crowd = connections.slice(MAX_TRANSFERS_PER_DELTA);
    const transfers = sumTransfers(crowd, now, (tracked) => this.#audience.scopeOf(tracked));
    for (const { scope, sum } of transfers)
      this.#audience.record(scope, { at: now, kind: 'transfers', ...sum });
  }
}
