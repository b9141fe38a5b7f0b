// The kernel's two queues of one direction over the last minute.

import type { KernelHistory } from '../kernel-history.ts';
import type { Direction } from '../timeline/timeline.ts';
import { wireOf } from './byte-path.ts';

/** How far a curve reaches back, in milliseconds. */
export const CURVE_MS = 60_000;

/** Samples further apart than this are not joined by a line: nobody looked in between. */
export const CURVE_GAP_MS = 3000;

export interface CurvePoint {
  /** Time before the latest sample, in milliseconds. */
  readonly agoMs: number;
  readonly sendQueue: number;
  readonly receiveQueue: number;
  readonly isZeroWindow: boolean;
}

/** Stretches without a gap, the oldest first. */
export function queueCurve({ samples, latest }: KernelHistory, direction: Direction): CurvePoint[][] {
  const stretches: CurvePoint[][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < samples.length; index += 1) {
    const timed = samples.at(index);
    if (timed === undefined || latest === undefined) break;
    const agoMs = latest.at - timed.at;
    const { sendQueue, receiveQueue, zeroWindow } = wireOf(timed.sample, direction);
    if (agoMs > CURVE_MS || (sendQueue === undefined && receiveQueue === undefined)) continue;
    const point = {
      agoMs,
      sendQueue: sendQueue ?? 0,
      receiveQueue: receiveQueue ?? 0,
      isZeroWindow: zeroWindow !== undefined,
    };
    if (timed.at - before > CURVE_GAP_MS) stretches.push([point]);
    else stretches.at(-1)?.push(point);
    before = timed.at;
  }
  return stretches;
}

/** Where a zero window held, as stretches of time; each lasts until the first sample without it. */
export function zeroWindowSpans(
  stretches: readonly (readonly CurvePoint[])[],
): { readonly fromAgoMs: number; readonly toAgoMs: number }[] {
  const spans: { fromAgoMs: number; toAgoMs: number }[] = [];
  for (const stretch of stretches) {
    let isOpen = false;
    for (const { agoMs, isZeroWindow } of stretch) {
      if (isOpen) {
        const span = spans.at(-1);
        if (span) span.toAgoMs = agoMs;
      } else if (isZeroWindow) spans.push({ fromAgoMs: agoMs, toAgoMs: agoMs });
      isOpen = isZeroWindow;
    }
  }
  return spans;
}
