// A record that holds the latest entries and counts those it let go. Entries are numbered from 1 as they come,
// so that a reader can ask for what is new since the last one it saw.

export interface Numbered {
  readonly id: number;
}

export class BoundedLog<T extends Numbered> {
  readonly #capacity: number;
  /** A ring once it is full: the entry numbered `id` is at `(id - 1) % capacity`. */
  readonly #entries: T[] = [];
  #lastId = 0;

  /** `capacity` is the number of entries held. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Number of the latest entry, 0 before the first. */
  get lastId(): number {
    return this.#lastId;
  }

  /** How many entries are no longer held. */
  get dropped(): number {
    return this.#lastId - this.#entries.length;
  }

  /** Appends what `create` makes of the next number. */
  append<E extends T>(create: (id: number) => E): E {
    this.#lastId += 1;
    const entry = create(this.#lastId);
    this.#entries[(this.#lastId - 1) % this.#capacity] = entry;
    return entry;
  }

  /** At most `limit` held entries numbered above `id`, oldest first. */
  since(id: number, limit = this.#capacity): T[] {
    const first = Math.max(id, this.dropped) + 1;
    const last = Math.min(this.#lastId, first + limit - 1);
    const found: T[] = [];
    for (let next = first; next <= last; next += 1) {
      found.push(this.#entries[(next - 1) % this.#capacity] as T);
    }
    return found;
  }
}
