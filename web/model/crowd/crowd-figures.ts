// A target's part of a crowd in figures: how long its clients waited, and how many it served together.
//
//   client 1  ▨██████
//   client 2  ▨▨▨██████         together: at most 2
//   client 3  ▨▨▨▨▨▨▨▨██████

import { RttWindow } from '../rtt-window.ts';
import type { ClientTrace } from './crowd-trace.ts';

export interface CrowdFigures {
  readonly clients: number;
  /** Clients that came so far, and what those who have not ended do. */
  readonly arrived: number;
  readonly waiting: number;
  readonly served: number;
  readonly finished: number;
  readonly failed: number;
  /** Clients that were stopped before they had finished; some of them never came. */
  readonly stopped: number;
  /** From dial to first echo, of all that got one; undefined while nobody did. */
  readonly waited: Waits | undefined;
  /** Most clients that were served at the same time, and most that were there. */
  readonly servedTogether: number;
  readonly thereTogether: number;
  /** From the first dial to the last end, in milliseconds; undefined while somebody is still to end. */
  readonly tookMs: number | undefined;
  /** Why clients failed, the commonest reason first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
}

/** Percentiles by the nearest-rank rule, in milliseconds. */
export interface Waits {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

export function figuresOf(clients: readonly ClientTrace[]): CrowdFigures {
  const count = (fits: (client: ClientTrace) => boolean): number => clients.filter(fits).length;
  const isAtWork = ({ end, dialledAtMs }: ClientTrace): boolean =>
    end === undefined && dialledAtMs !== undefined;
  return {
    clients: clients.length,
    arrived: count(({ dialledAtMs }) => dialledAtMs !== undefined),
    waiting: count((client) => isAtWork(client) && client.firstEchoAtMs === undefined),
    served: count((client) => client.firstEchoAtMs !== undefined && client.servedToMs === undefined),
    finished: count(({ end }) => end === 'finished'),
    failed: count(({ end }) => end === 'failed'),
    stopped: count(({ end }) => end === 'stopped'),
    waited: waitsOf(clients),
    servedTogether: mostTogether(clients, (client) => [client.firstEchoAtMs, client.servedToMs]),
    thereTogether: mostTogether(clients, (client) => [
      client.dialledAtMs,
      client.finAtMs ?? client.endedAtMs,
    ]),
    tookMs: tookMs(clients),
    reasons: reasonsOf(clients),
  };
}

function waitsOf(clients: readonly ClientTrace[]): Waits | undefined {
  const window = new RttWindow(Math.max(1, clients.length));
  for (const { waitedMs } of clients) if (waitedMs !== undefined) window.add(waitedMs);
  return window.summarise();
}

/** Most stretches of time that overlap. One that begins at the very moment when another ends does not. */
function mostTogether(
  clients: readonly ClientTrace[],
  stretchOf: (client: ClientTrace) => readonly [from: number | undefined, to: number | undefined],
): number {
  const steps: { readonly atMs: number; readonly step: 1 | -1 }[] = [];
  for (const client of clients) {
    const [from, to] = stretchOf(client);
    if (from === undefined) continue;
    steps.push({ atMs: from, step: 1 }, { atMs: to ?? Number.POSITIVE_INFINITY, step: -1 });
  }
  steps.sort((one, other) => one.atMs - other.atMs || one.step - other.step);
  let together = 0;
  // One that lasts no time at all was there nevertheless.
  let most = steps.length > 0 ? 1 : 0;
  for (const { step } of steps) {
    together += step;
    most = Math.max(most, together);
  }
  return most;
}

function tookMs(clients: readonly ClientTrace[]): number | undefined {
  if (clients.some(({ end }) => end === undefined)) return undefined;
  const came = clients.filter(({ dialledAtMs }) => dialledAtMs !== undefined);
  if (came.length === 0) return undefined;
  const first = Math.min(...came.map(({ dialledAtMs = 0 }) => dialledAtMs));
  return Math.max(...came.map(({ endedAtMs = 0 }) => endedAtMs)) - first;
}

function reasonsOf(clients: readonly ClientTrace[]): CrowdFigures['reasons'] {
  const counts = new Map<string, number>();
  for (const { end, reason } of clients) {
    if (end === 'failed') counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((one, other) => other.count - one.count);
}
