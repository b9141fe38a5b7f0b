// Says "something changed" to whoever draws it, at most once a frame however often it happens.
//
//   notify() notify() notify() ──► next animation frame ──► each listener once
//
// A hidden page gets no frames: it goes on receiving and draws once when it is looked at again.

export type Unsubscribe = () => void;

/** What can be subscribed to: the drawing side's view of a {@link ChangeSignal}. */
export interface Changes {
  /** Calls `listener` after each change, once a frame. */
  subscribe(listener: () => void): Unsubscribe;
}

const dirty = new Set<ChangeSignal>();
let isFrameDue = false;

export class ChangeSignal implements Changes {
  readonly #listeners = new Set<() => void>();

  subscribe(listener: () => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  notify(): void {
    if (this.#listeners.size === 0) return;
    dirty.add(this);
    if (isFrameDue) return;
    isFrameDue = true;
    requestAnimationFrame(deliver);
  }

  /** Calls the listeners now; for the frame that delivers. */
  deliver(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function deliver(): void {
  isFrameDue = false;
  const signals = [...dirty];
  dirty.clear();
  for (const signal of signals) signal.deliver();
}
