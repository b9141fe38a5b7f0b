// Timelines for tests: the page's clock starts at 0, the server's is a fixed time ahead of it, and every step of an
// exchange takes what the test says.

import type { TraceEntry } from '../../server/protocol/trace.ts';
import { ClockOffset } from '../../web/model/timeline/clock-offset.ts';
import { Timeline } from '../../web/model/timeline/timeline.ts';

/** What the server's clock shows when the page's shows 0. */
export const SERVER_AHEAD_MS = 1_764_057_600_000;

/** A timeline whose clocks are known to a hair. */
export function createTimeline(): Timeline {
  const clocks = new ClockOffset();
  clocks.noteUp(0, SERVER_AHEAD_MS);
  clocks.noteDown(SERVER_AHEAD_MS, 0);
  const timeline = new Timeline(clocks);
  timeline.begin();
  return timeline;
}

/** A moment of the page's clock. */
export function at(monotonicMs: number): { readonly wallMs: number; readonly monotonicMs: number } {
  return { wallMs: monotonicMs, monotonicMs };
}

/** The same moment by the server's clock. */
export function serverAt(pageMs: number): number {
  return SERVER_AHEAD_MS + pageMs;
}

/** One message that was cut nowhere: at each station 0.25 ms later than at the one before. */
export function addExchange(timeline: Timeline, sentMs: number, from: number, bytes: number): void {
  const entry = (step: 'receive' | 'write' | 'read' | 'send', station: number): TraceEntry => ({
    step,
    at: serverAt(sentMs + station / 4),
    from,
    bytes,
  });
  timeline.noteBytes('send', from, bytes, at(sentMs));
  timeline.noteBytes('receive', from, bytes, at(sentMs + 7 / 4));
  const { connection } = timeline;
  timeline.addTrace(connection, 'gateway', [
    entry('receive', 1),
    entry('write', 2),
    entry('read', 5),
    entry('send', 6),
  ]);
  timeline.addTrace(connection, 'server', [entry('read', 3), entry('write', 4)]);
}
