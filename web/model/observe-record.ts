// What the observe stream has told so far: the targets and how they are, the built-in servers' open connections and their
// life-cycle log.
//
//   snapshot ──► replaces all          delta n+1 ──► adds to it          any other delta ──► a gap: subscribe again

import type {
  ConnectionView,
  ObserveDelta,
  ObserveSnapshot,
  ServerTotals,
  SessionView,
  TargetView,
} from '../../server/protocol/observe.ts';
import type { ServerEvent } from '../../server/protocol/server-event.ts';
import { Ring } from './ring.ts';

/** Events that the page keeps. */
export const MAX_LOG_EVENTS = 5000;

/** `ignored`: a delta before any snapshot, as in the moment of a reconnect. `gap`: one or more deltas are missing. */
export type ApplyResult = 'applied' | 'ignored' | 'gap';

const NO_TARGETS: ReadonlyMap<string, TargetView> = new Map();

export class ObserveRecord {
  #isLive = false;
  #targets = NO_TARGETS;
  #totals: ServerTotals | undefined;
  #sessions = new Map<string, SessionView>();
  #connections = new Map<number, ConnectionView>();
  #sorted: readonly ConnectionView[] | undefined;
  #events = new Ring<ServerEvent>(MAX_LOG_EVENTS);
  #sequence = 0;
  #droppedByServer = 0;
  #serverTimeMs = 0;
  #eventCount = 0;
  #lastEventId = 0;

  /** Whether there has been a snapshot since the stream began. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /**
   * The operator's list by name, the default one first; empty until the first snapshot, and as it was last while the stream
   * is away. A new map after each change.
   */
  get targets(): ReadonlyMap<string, TargetView> {
    return this.#targets;
  }

  /** The target that is dialled unless another is chosen; undefined until the first snapshot. */
  get defaultTarget(): TargetView | undefined {
    return this.targets.values().next().value;
  }

  /** The built-in servers' totals together; undefined until the first snapshot. */
  get totals(): ServerTotals | undefined {
    return this.#totals;
  }

  /** Sessions of the room, by their id. */
  get sessions(): ReadonlyMap<string, SessionView> {
    return this.#sessions;
  }

  /** Open connections, the oldest first. */
  get connections(): readonly ConnectionView[] {
    this.#sorted ??= [...this.#connections.values()].sort((a, b) => a.id - b.id);
    return this.#sorted;
  }

  /** The log, oldest first; bounded. */
  get events(): Ring<ServerEvent> {
    return this.#events;
  }

  /** Older lines that neither the server nor the page holds any more. */
  get eventsDropped(): number {
    return this.#droppedByServer + this.#events.dropped;
  }

  /** Events ever added here: it changes exactly when the log does. */
  get eventCount(): number {
    return this.#eventCount;
  }

  /** The server's clock at the last message, in milliseconds since the Unix epoch. */
  get serverTimeMs(): number {
    return this.#serverTimeMs;
  }

  apply(message: ObserveSnapshot | ObserveDelta): ApplyResult {
    switch (message.type) {
      case 'snapshot':
        this.#isLive = true;
        this.#targets = new Map(message.targets.map((target) => [target.name, target]));
        this.#sessions = new Map();
        this.#noteSessions(message.sessions);
        this.#connections = new Map(message.connections.map((connection) => [connection.id, connection]));
        this.#events = new Ring(MAX_LOG_EVENTS);
        this.#droppedByServer = message.eventsDropped;
        break;
      case 'delta':
        if (!this.#isLive) return 'ignored';
        if (message.sequence !== this.#sequence + 1) return 'gap';
        if (message.targets.length > 0) {
          this.#targets = new Map([
            ...this.#targets,
            ...message.targets.map((target) => [target.name, target] as const),
          ]);
        }
        this.#noteSessions(message.sessions);
        for (const id of message.ended) this.#sessions.delete(id);
        for (const connection of message.connections) this.#connections.set(connection.id, connection);
        for (const id of message.closed) this.#connections.delete(id);
        break;
    }
    this.#totals = sumTotals(this.targets.values());
    this.#sequence = message.sequence;
    this.#serverTimeMs = message.at;
    this.#sorted = undefined;
    this.#add(message);
    return 'applied';
  }

  /** A snapshot can hold events that the next delta tells again. */
  #add({ type, events }: ObserveSnapshot | ObserveDelta): void {
    const known = type === 'snapshot' ? 0 : this.#lastEventId;
    const news = events.filter(({ id }) => id > known);
    for (const event of news) this.#events.push(event);
    this.#lastEventId = news.reduce((last, { id }) => Math.max(last, id), known);
    this.#eventCount += news.length + (type === 'snapshot' ? 1 : 0);
  }

  /** Forgets that there was a snapshot, so that deltas are ignored until the next one. The log stays readable. */
  disconnected(): void {
    this.#isLive = false;
    this.#totals = undefined;
    this.#sessions.clear();
    this.#connections.clear();
    this.#sorted = undefined;
  }

  #noteSessions(sessions: readonly SessionView[]): void {
    for (const session of sessions) {
      this.#sessions.set(session.id, session);
    }
  }
}

function sumTotals(targets: Iterable<TargetView>): ServerTotals {
  const sum = { open: 0, accepted: 0, refused: 0, bytesReceived: 0, bytesSent: 0 };
  for (const { totals } of targets) {
    if (totals === undefined) continue;
    sum.open += totals.open;
    sum.accepted += totals.accepted;
    sum.refused += totals.refused;
    sum.bytesReceived += totals.bytesReceived;
    sum.bytesSent += totals.bytesSent;
  }
  return sum;
}
