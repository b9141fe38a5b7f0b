// The one place of the page that reads the clock; everything below is handed moments.

import type { Instant } from '../model/instant.ts';

/** This moment, by both clocks. */
export function readClock(): Instant {
  return { wallMs: Date.now(), monotonicMs: performance.now() };
}
