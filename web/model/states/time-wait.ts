// How long an end will stay in TIME_WAIT, as far as the kernel's own timer tells.

import type { TimedSample } from '../kernel-history.ts';
import type { EndName } from './life-cycle.ts';

/** Milliseconds left at `nowMs` (server's clock); undefined where the kernel does not run that timer for the end. */
export function timeWaitLeftMs(
  end: EndName,
  latest: TimedSample | undefined,
  nowMs: number,
): number | undefined {
  const kernelEnd = end === 'client' ? latest?.sample.clientEnd : latest?.sample.serverEnd;
  if (latest === undefined || kernelEnd?.timer !== 'timeWait' || kernelEnd.timerMs === undefined)
    return undefined;
  return Math.max(0, kernelEnd.timerMs - (nowMs - latest.at));
}
