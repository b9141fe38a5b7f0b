// The stretch of time that a ladder draws, and where moments stand in it.

import type { TimeScale } from './time-scale.ts';

/** Width of what is drawn as one where there is too much to draw it one by one, in CSS pixels. */
export const MERGE_PX = 8;

export interface LadderView {
  readonly scale: TimeScale;
  readonly pxPerMs: number;
  /** By the page's monotonic clock. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Where a moment stands, in CSS pixels from the view's left edge. */
export type Placer = (ms: number) => number;

export function createPlacer({ scale, pxPerMs, fromMs }: LadderView): Placer {
  const left = scale.x(fromMs, pxPerMs);
  return (ms) => scale.x(ms, pxPerMs) - left;
}

/** Whether a part of `x1` … `x2` is between 0 and the width. */
export function isVisible(item: { readonly x1: number; readonly x2: number }, widthPx: number): boolean {
  return Math.max(item.x1, item.x2) >= 0 && Math.min(item.x1, item.x2) <= widthPx;
}
