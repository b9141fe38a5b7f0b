// The first bytes of what arrives in chunks of any size, up to a bound; what is beyond is not kept.
//
//   append ──► [ 48 65 6c 6c 6f ]   room for 3 more

/** Bytes that the first array has room for; it grows twofold from there. */
const FIRST_BYTES = 64;

export class BoundedBytes {
  readonly #capacity: number;
  #held = new Uint8Array();
  #length = 0;

  /** `capacity`: bytes kept at most. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Bytes kept. */
  get length(): number {
    return this.#length;
  }

  /** What is kept; it must not be changed, and holds until the next {@link append}. */
  get bytes(): Uint8Array {
    return this.#held.subarray(0, this.#length);
  }

  /** Copies as much of `bytes` as there is room for, and returns how many those are. */
  append(bytes: Uint8Array): number {
    const part = bytes.subarray(0, this.#capacity - this.#length);
    const wanted = this.#length + part.length;
    if (wanted > this.#held.length) this.#grow(wanted);
    this.#held.set(part, this.#length);
    this.#length = wanted;
    return part.length;
  }

  #grow(wanted: number): void {
    const larger = new Uint8Array(
      Math.min(this.#capacity, Math.max(wanted, FIRST_BYTES, 2 * this.#held.length)),
    );
    larger.set(this.#held);
    this.#held = larger;
  }
}
