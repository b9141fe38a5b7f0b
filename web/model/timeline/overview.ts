// All of the timeline in one narrow strip: how much went up and down where, on the same folded axis.

import { type ByteStep, LANES } from '../../../server/protocol/trace.ts';
import { isBridged } from './lane-set.ts';
import type { TimeScale } from './time-scale.ts';
import { type Direction, isBytesEvent, type Timeline, type TimelineEvent } from './timeline.ts';

/** Width of a column, in CSS pixels. */
export const COLUMN_PX = 3;

/** So many bytes fill the height: heights are logarithmic. */
const FULL_BYTES = 2 ** 20;

export interface Overview {
  readonly pxPerMs: number;
  /** By column, from 0 to 1. */
  readonly up: Float32Array;
  readonly down: Float32Array;
  /** Columns in which something other than bytes happened. */
  readonly marks: Uint8Array;
}

/** Draws what happened on the lane nearest to the browser that is known, over a strip of this width. */
export function drawOverview(timeline: Timeline, scale: TimeScale, widthPx: number): Overview {
  const columns = Math.max(1, Math.ceil(widthPx / COLUMN_PX));
  const pxPerMs = scale.fit(scale.startMs, scale.endMs, Math.max(1, widthPx - COLUMN_PX));
  const overview = {
    pxPerMs,
    up: new Float32Array(columns),
    down: new Float32Array(columns),
    marks: new Uint8Array(columns),
  };
  const columnOf = (ms: number): number =>
    Math.min(columns - 1, Math.max(0, Math.floor(scale.x(ms, pxPerMs) / COLUMN_PX)));
  const lane = LANES.find((name) => timeline.lane(name).length > 0);
  const ring = timeline.lane(lane ?? 'browser');
  for (let index = 0; index < ring.length; index += 1) {
    const event = ring.at(index) as TimelineEvent;
    const first = columnOf(timeline.timeMs(event));
    if (!isBytesEvent(event)) overview.marks[first] = 1;
    // A gateway sees every byte twice; what the browser has to do with it counts.
    else if (lane !== 'gateway' || isOutside(event.step) === isBridged(timeline.lanes)) {
      const column = overview[event.direction];
      const last = Math.max(first, columnOf(timeline.untilMs(event)));
      for (let at = first; at <= last; at += 1)
        column[at] = (column[at] ?? 0) + event.bytes / (last - first + 1);
    }
  }
  for (const direction of ['up', 'down'] satisfies Direction[]) {
    overview[direction] = overview[direction].map((bytes) =>
      Math.min(1, Math.log1p(bytes) / Math.log(FULL_BYTES)),
    );
  }
  return overview;
}

/** Whether a gateway's step is one of its WebSocket. */
function isOutside(step: ByteStep): boolean {
  return step === 'receive' || step === 'send';
}
