// One connection of a case that an Echo Check has run, as the panels at the bottom show it: it is over, and its trail is
// all that there will ever be.

import type { Trail } from '../../server/protocol/check.ts';
import type { CheckRow } from '../model/check/check-record.ts';
import { KernelHistory } from '../model/kernel-history.ts';
import type { ClockOffset } from '../model/timeline/clock-offset.ts';
import { CHECK_ALONE_LANES, CHECK_LANES } from '../model/timeline/lane-set.ts';
import { Timeline } from '../model/timeline/timeline.ts';
import { ChangeSignal } from './change-signal.ts';
import type { HighlightKey } from './highlight.ts';
import type { Selected } from './selection.ts';

export class CheckTrail implements Selected {
  readonly highlightKey: HighlightKey;
  /** `half-close`, or of several `half-close · 1 of 2`. */
  readonly title: string;
  readonly label = undefined;
  readonly changes = new ChangeSignal();
  readonly timeline: Timeline;
  /** Nobody asked the kernel while it was there. */
  readonly kernel = new KernelHistory();
  readonly record = undefined;
  /** The case, with the trails of its other connections. */
  readonly row: CheckRow;

  /** `index`: which of the row's trails. `clocks`: those of all timelines of the page. */
  constructor(row: CheckRow, index: number, clocks: ClockOffset) {
    const { session, gateway, server } = row.trails[index] as Trail;
    this.row = row;
    this.highlightKey = trailKey(session);
    this.title = trailTitle(row, index);
    this.timeline = new Timeline(clocks, server.length > 0 ? CHECK_LANES : CHECK_ALONE_LANES);
    this.timeline.begin();
    this.timeline.addTrace(this.timeline.connection, 'gateway', gateway);
    this.timeline.addTrace(this.timeline.connection, 'server', server);
  }
}

/** What a trail of this session is known by. */
export function trailKey(session: string): HighlightKey {
  return `check:${session}`;
}

/** What one of a case's trails is called. */
export function trailTitle({ info, trails, trailsOmitted }: CheckRow, index: number): string {
  const count = trails.length + trailsOmitted;
  return count === 1 ? info.id : `${info.id} · ${index + 1} of ${count}`;
}
