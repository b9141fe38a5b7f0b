// What the observe stream has told so far: the server's totals, its open connections and its life-cycle log.
//
//   snapshot ──► replaces all          delta n+1 ──► adds to it          any other delta ──► a gap: subscribe again

import type {
  ConnectionView,
  ObserveDelta,
  ObserveSnapshot,
  ServerView,
  SessionView,
} from '../../server/protocol/observe.ts';
import type { ServerEvent } from '../../server/protocol/server-event.ts';
import { Ring } from './ring.ts';

/** Events that the page keeps. */
export const MAX_LOG_EVENTS = 5000;

/** `ignored`: a delta before any snapshot, as in the moment of a reconnect. `gap`: one or more deltas are missing. */
export type ApplyResult = 'applied' | 'ignored' | 'gap';

export class ObserveRecord {
  #server: ServerView | undefined;
  #sessions = new Map<string, SessionView>();
  #connections = new Map<number, ConnectionView>();
  #sorted: readonly ConnectionView[] | undefined;
  #events = new Ring<ServerEvent>(MAX_LOG_EVENTS);
  #sequence = 0;
  #droppedByServer = 0;
  #serverTimeMs = 0;
  #eventCount = 0;
  #lastEventId = 0;

  /** The server's totals; undefined until the first snapshot. */
  get server(): ServerView | undefined {
    return this.#server;
  }

  /** Bridge sessions of the room, by their id. */
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
        this.#sessions = new Map(message.sessions.map((session) => [session.id, session]));
        this.#connections = new Map(message.connections.map((connection) => [connection.id, connection]));
        this.#events = new Ring(MAX_LOG_EVENTS);
        this.#droppedByServer = message.eventsDropped;
        break;
      case 'delta':
        if (this.#server === undefined) return 'ignored';
        if (message.sequence !== this.#sequence + 1) return 'gap';
        for (const session of message.sessions) this.#sessions.set(session.id, session);
        for (const id of message.ended) this.#sessions.delete(id);
        for (const connection of message.connections) this.#connections.set(connection.id, connection);
        for (const id of message.closed) this.#connections.delete(id);
        break;
    }
    this.#server = message.server;
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
    this.#server = undefined;
    this.#sessions.clear();
    this.#connections.clear();
    this.#sorted = undefined;
  }
}
