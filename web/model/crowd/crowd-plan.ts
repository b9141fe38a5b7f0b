// Who dials when: every target gets the same clients at the same moments, so that only the servers differ.
//
//   arrivals/s = 10     client 1   0 ms      echo, echo-iterative, echo-forked
//                       client 2   100 ms    echo-iterative, echo-forked, echo
//                       client 3   200 ms    echo-forked, echo, echo-iterative

import type { CrowdSettings } from './crowd-settings.ts';

export interface PlannedDial {
  readonly target: string;
  /** From 1, at each target. */
  readonly client: number;
  /** Since the crowd's start, in milliseconds. */
  readonly atMs: number;
}

/**
 * Every dial of a crowd, in the order of time. A browser makes its WebSockets to a host one after the other (RFC 6455
 * §4.1), so of those that are due at the same moment another target is the first each time.
 */
export function planCrowd({ targets, clients, perSecond }: CrowdSettings): readonly PlannedDial[] {
  const plan: PlannedDial[] = [];
  for (let index = 0; index < clients; index += 1) {
    const atMs = (index * 1000) / perSecond;
    for (let turn = 0; turn < targets.length; turn += 1) {
      const target = targets[(index + turn) % targets.length] as string;
      plan.push({ target, client: index + 1, atMs });
    }
  }
  return plan;
}

/** How long a crowd takes at least, if nobody has to wait, in milliseconds. */
export function leastDuration({ clients, perSecond, messages, thinkMs }: CrowdSettings): number {
  return ((clients - 1) * 1000) / perSecond + (messages - 1) * thinkMs;
}
