// The life-cycle events of all rooms in one bounded record: the oldest makes room, whoever it belonged to, and each room
// can be told how many of its own are gone.
//
//   append(room, …) ──► [ … 41 ada · 42 everyone · 43 lobby … ] ──read(room, cursor)──► 41, 42

import type { ServerEvent } from '../../protocol/server-event.ts';

/** Whose event it is: one room's, or everybody's (`null`). */
export type Scope = string | null;

interface Entry {
  readonly scope: Scope;
  readonly event: ServerEvent;
}

interface Tally {
  held: number;
  dropped: number;
}

export class EventLog {
  readonly #capacity: number;
  /** A ring once it is full: the event numbered `id` is at `(id - 1) % capacity`. */
  readonly #entries: Entry[] = [];
  /** Bounded as the entries are: a scope of which none is held any more is forgotten. */
  readonly #tallies = new Map<Scope, Tally>();
  #lastId = 0;

  /** `capacity` is the number of events held, over all rooms. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Number of the latest event, 0 before the first. */
  get lastId(): number {
    return this.#lastId;
  }

  /** Appends what `create` makes of the next number. */
  append<E extends ServerEvent>(scope: Scope, create: (id: number) => E): E {
    this.#lastId += 1;
    const event = create(this.#lastId);
    const index = (this.#lastId - 1) % this.#capacity;
    const oldest = this.#entries[index];
    if (oldest) this.#drop(oldest.scope);
    this.#entries[index] = { scope, event };
    const tally = this.#tallies.get(scope) ?? { held: 0, dropped: 0 };
    tally.held += 1;
    this.#tallies.set(scope, tally);
    return event;
  }

  /** Events of `room` and of everybody that the log no longer holds, as far as it remembers the room. */
  dropped(room: string): number {
    return (this.#tallies.get(room)?.dropped ?? 0) + (this.#tallies.get(null)?.dropped ?? 0);
  }

  /** The latest events that `room` may see, oldest first, at most `limit`; and how many of its held ones that leaves out. */
  latest(room: string, limit: number): { readonly events: ServerEvent[]; readonly omitted: number } {
    const all = this.read(room, 0, this.#capacity).events;
    return { events: all.slice(-limit), omitted: Math.max(0, all.length - limit) };
  }

  /**
   * At most `limit` held events numbered above `cursor` that `room` may see, oldest first; and the number to go on
   * from, which may be of an event of another room.
   */
  read(
    room: string,
    cursor: number,
    limit: number,
  ): { readonly events: ServerEvent[]; readonly cursor: number } {
    const events: ServerEvent[] = [];
    const firstHeld = this.#lastId - this.#entries.length + 1;
    let next = Math.max(cursor + 1, firstHeld);
    for (; next <= this.#lastId && events.length < limit; next += 1) {
      const { scope, event } = this.#entries[(next - 1) % this.#capacity] as Entry;
      if (scope === null || scope === room) events.push(event);
    }
    return { events, cursor: next - 1 };
  }

  #drop(scope: Scope): void {
    const tally = this.#tallies.get(scope);
    if (tally === undefined) return;
    tally.held -= 1;
    tally.dropped += 1;
    if (tally.held === 0 && scope !== null) this.#tallies.delete(scope);
  }
}

/** A `transfer` is recorded after what it tells of; whoever reads the log wants it where it happened. */
export function byTime(one: ServerEvent, other: ServerEvent): number {
  return one.at - other.at || one.id - other.id;
}
