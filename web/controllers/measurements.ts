// Round-trip times, throughput and open connections of all clients together, for the dock's figures and plots.

import { ConnectionsWindow } from '../model/connections-window.ts';
import { RttSeries } from '../model/rtt-series.ts';
import { RttWindow } from '../model/rtt-window.ts';
import { ThroughputWindow } from '../model/throughput-window.ts';
import type { Changes } from './change-signal.ts';
import { readClock } from './clock.ts';
import { Ticker } from './ticker.ts';

/** How often the figures are drawn anew, however often they change. */
const DRAW_INTERVAL_MS = 500;

export class Measurements {
  readonly rtt = new RttWindow();
  readonly rttSeries = new RttSeries();
  readonly throughput = new ThroughputWindow();
  /** Connections of this page's clients. */
  readonly connections = new ConnectionsWindow();
  /** Beats while somebody looks, as a plot over time moves even without traffic. */
  readonly changes: Changes = new Ticker(DRAW_INTERVAL_MS);

  noteSent(bytes: number): void {
    this.throughput.add(bytes, 0, readClock().monotonicMs);
  }

  /** The client with the key `client` received bytes that ended these round trips. */
  noteReceived(client: number, bytes: number, rttsMs: readonly number[]): void {
    const atMs = readClock().monotonicMs;
    this.throughput.add(0, bytes, atMs);
    for (const rttMs of rttsMs) {
      this.rtt.add(rttMs);
      this.rttSeries.add({ atMs, rttMs, client });
    }
  }

  noteOpenConnections(count: number): void {
    this.connections.note(count, readClock().monotonicMs);
  }
}
