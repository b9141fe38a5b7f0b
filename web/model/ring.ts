// A list of bounded length: when it is full, the oldest item makes room, and the ring counts what it dropped.
//
//   push ──► [ d e f g h i ]   dropped: 3 (a, b, c)

export class Ring<T> {
  #items: T[] = [];
  #capacity: number;
  #start = 0;
  #dropped = 0;

  /** `capacity`: items kept at most; at least 1. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#items.length;
  }

  /** Items that made room for newer ones since the start or the last {@link clear}. */
  get dropped(): number {
    return this.#dropped;
  }

  push(item: T): void {
    if (this.#items.length < this.#capacity) {
      this.#items.push(item);
      return;
    }
    this.#items[this.#start] = item;
    this.#start = (this.#start + 1) % this.#capacity;
    this.#dropped += 1;
  }

  /** Keeps at most `capacity` items from now on, at least 1: of more, the oldest are dropped. */
  resize(capacity: number): void {
    if (capacity === this.#capacity) return;
    const items = this.toArray();
    this.#items = items.slice(-capacity);
    this.#dropped += items.length - this.#items.length;
    this.#start = 0;
    this.#capacity = capacity;
  }

  /** The item at `index`, 0 being the oldest kept; undefined outside. */
  at(index: number): T | undefined {
    if (index < 0 || index >= this.#items.length) return undefined;
    return this.#items[(this.#start + index) % this.#items.length];
  }

  /** Puts `item` in the place of the one at `index`; does nothing outside. */
  replace(index: number, item: T): void {
    if (index < 0 || index >= this.#items.length) return;
    this.#items[(this.#start + index) % this.#items.length] = item;
  }

  clear(): void {
    this.#items.length = 0;
    this.#start = 0;
    this.#dropped = 0;
  }

  /** A copy, oldest first. */
  toArray(): T[] {
    return [...this.#items.slice(this.#start), ...this.#items.slice(0, this.#start)];
  }
}
