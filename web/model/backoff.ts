// How long to wait before the next attempt: longer each time, up to a bound, and never the same for everybody, so that
// a hundred pages do not come back in the same instant.

export const FIRST_DELAY_MS = 400;
export const MAX_DELAY_MS = 8000;

/** Milliseconds before attempt number `attempt` (from 0); `random` is from 0 to 1. */
export function backoffDelayMs(attempt: number, random: number): number {
  const ceiling = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + random * 0.5));
}
