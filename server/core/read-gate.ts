// Whether a socket may be read, when several parties may want it not to be: it is read only while nobody holds
// it. Each party holds and releases under its own name, any number of times.
//
//   browser asked to pause ──┐
//   browser's buffer full  ──┴── held? ──► socket.pause() / socket.resume()

/** Who can hold the target's socket. */
export type Holder = 'browser' | 'backPressure';

export class ReadGate {
  readonly #holders = new Set<Holder>();
  readonly #apply: (reading: boolean) => void;

  /** `apply` is called on each change between read and not read; reading is the initial state. */
  constructor(apply: (reading: boolean) => void) {
    this.#apply = apply;
  }

  get isHeld(): boolean {
    return this.#holders.size > 0;
  }

  isHeldBy(holder: Holder): boolean {
    return this.#holders.has(holder);
  }

  hold(holder: Holder): void {
    if (this.#holders.has(holder)) return;
    this.#holders.add(holder);
    if (this.#holders.size === 1) this.#apply(false);
  }

  release(holder: Holder): void {
    if (this.#holders.delete(holder) && this.#holders.size === 0) this.#apply(true);
  }
}
