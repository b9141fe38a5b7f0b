// Round-trip times and throughput of all clients together, for the strip at the bottom of the page.

import { RttWindow } from '../model/rtt-window.ts';
import { ThroughputWindow } from '../model/throughput-window.ts';
import type { Changes } from './change-signal.ts';
import { readClock } from './clock.ts';
import { Ticker } from './ticker.ts';

/** How often the figures are drawn anew, however often they change. */
const DRAW_INTERVAL_MS = 500;

export class Measurements {
  readonly rtt = new RttWindow();
  readonly throughput = new ThroughputWindow();
  /** Beats while somebody looks, as a plot over time moves even without traffic. */
  readonly changes: Changes = new Ticker(DRAW_INTERVAL_MS);

  noteSent(bytes: number): void {
    this.throughput.add(bytes, 0, readClock().monotonicMs);
  }

  noteReceived(bytes: number, rttsMs: readonly number[]): void {
    this.throughput.add(0, bytes, readClock().monotonicMs);
    for (const rttMs of rttsMs) this.rtt.add(rttMs);
  }
}
