// Hears what an Echo Check does on one of its connections: keeps it as the trail that goes out with the case's result, and
// tells it on to the observatory while somebody looks at the connection.
//
//   runner ──Tap──► TrailTap ──► entries, at most MAX_CHECK_TRAIL_ENTRIES
//                      └──────► the observatory's own tap, if any

import { MAX_CHECK_TRAIL_ENTRIES } from '../../protocol/limits.ts';
import type { ByteStep, MarkStep, TraceEntry } from '../../protocol/trace.ts';
import { type Tap, Trace } from '../observatory/trace.ts';

/** Entries of a trail that are told one by one; what is left of it is for the end of a long connection. */
export const MAX_STEPWISE_ENTRIES = MAX_CHECK_TRAIL_ENTRIES - 24;

export class TrailTap implements Tap {
  /** Told the same from now on. */
  observer: Tap | undefined;
  readonly #trace: Trace | undefined;

  /**
   * `session`: what the observatory knows the connection by. `now`: milliseconds since the Unix epoch. `isKept`: whether
   * there is to be a trail of it.
   */
  constructor(session: string, now: () => number, isKept: boolean) {
    if (!isKept) return;
    const surroundings = { now, budget: { left: 0 }, onNews() {} };
    this.#trace = new Trace('gateway', { of: 'session', id: session }, surroundings);
    this.#trace.keep(MAX_STEPWISE_ENTRIES);
  }

  bytes(step: ByteStep, from: number, bytes: number, at?: number): void {
    this.#trace?.bytes(step, from, bytes, at);
    this.observer?.bytes(step, from, bytes, at);
  }

  mark(step: MarkStep, detail?: string, at?: number): void {
    this.#trace?.mark(step, detail, at);
    this.observer?.mark(step, detail, at);
  }

  tcpRtt(to: number, rttMs: number): void {
    this.#trace?.tcpRtt(to, rttMs);
    this.observer?.tcpRtt(to, rttMs);
  }

  webSocketRtt(rttMs: number): void {
    this.#trace?.webSocketRtt(rttMs);
    this.observer?.webSocketRtt(rttMs);
  }

  /** The trail so far; it is handed out once. */
  take(): TraceEntry[] {
    return this.#trace?.take().slice(0, MAX_CHECK_TRAIL_ENTRIES) ?? [];
  }
}
