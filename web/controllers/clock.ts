// The one place of the page that reads the clock; everything below is handed moments.

import type { Instant } from '../model/instant.ts';

/** This moment, by both clocks. */
export function readClock(): Instant {
  return { wallMs: Date.now(), monotonicMs: performance.now() };
}

/** A moment of the monotonic clock in milliseconds since the Unix epoch, as the wall clock stood when the page began. */
export function toWallMs(monotonicMs: number): number {
  return performance.timeOrigin + monotonicMs;
}
