// Round offsets for an axis of bytes.

import type { ByteRange } from './chunk-ruler.ts';

/** Most steps between two ends of an axis. */
const MAX_STEPS = 8;

/** Steps of 1, 2 and 5 of each decade. */
const FACTORS = [1, 2, 5, 10] as const;

/** The multiples of a round step that lie within a range, between its two ends and not at them; seven at most. */
export function axisTicks({ from, to }: ByteRange): number[] {
  const least = (to - from) / MAX_STEPS;
  const decade = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const step = (FACTORS.find((factor) => factor * decade >= least) ?? 10) * decade;
  const ticks: number[] = [];
  for (let tick = (Math.floor(from / step) + 1) * step; tick < to; tick += step) ticks.push(tick);
  return ticks;
}

/** Where an offset stands on the axis, from 0 to 1. */
export function shareOf(offset: number, { from, to }: ByteRange): number {
  return (offset - from) / (to - from);
}
