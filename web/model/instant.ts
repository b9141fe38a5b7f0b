// A moment as the page needs it: one clock to show, one to measure with. The model never reads a clock itself;
// whoever calls it hands a moment in, so that tests can make time.

/** One moment, read from two clocks. */
export interface Instant {
  /** Milliseconds since the Unix epoch, for showing. May jump when the machine's clock is set. */
  readonly wallMs: number;
  /** Milliseconds since an arbitrary start, for measuring. Never goes back. */
  readonly monotonicMs: number;
}

/** Milliseconds from one moment to a later one, by the clock that never goes back. */
export function elapsedMs(from: Instant, to: Instant): number {
  return Math.max(0, to.monotonicMs - from.monotonicMs);
}
