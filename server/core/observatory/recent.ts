// The latest of what is gone, by key: a bounded memory for whoever still asks.

export class Recent<T> {
  readonly #capacity: number;
  /** In the order in which they were added. */
  readonly #items = new Map<string, T>();

  /** `capacity` is the number of items held. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(key: string, item: T): void {
    this.#items.delete(key);
    this.#items.set(key, item);
    if (this.#items.size <= this.#capacity) return;
    const oldest = this.#items.keys().next();
    if (!oldest.done) this.#items.delete(oldest.value);
  }

  get(key: string): T | undefined {
    return this.#items.get(key);
  }

  /** Takes it out. */
  take(key: string): T | undefined {
    const item = this.#items.get(key);
    this.#items.delete(key);
    return item;
  }
}
