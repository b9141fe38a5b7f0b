// The axis in numbers. Each stretch between two folds begins with the time since the connection began, and goes on in
// steps of its own, so that the milliseconds of an exchange are read off at once.
//
//   │12.345 s   │+0.5 ms   │+1 ms       ◇ 2.3 s ◇   │14.647 s   │+0.5 ms

import { formatDuration } from '../format.ts';
import { createPlacer, type LadderView } from './ladder-view.ts';

/** Least distance of two ticks, in widths of a letter. */
const TICK_LETTERS = 9;

/** Folds that follow each other within less than this are drawn as one. */
const MIN_STRETCH_PX = 2;

export interface Tick {
  readonly x: number;
  readonly label: string;
  /** It begins a stretch. */
  readonly isOrigin: boolean;
}

export interface FoldMark {
  readonly x1: number;
  readonly x2: number;
  /** How long it was in truth; empty where there is no room. */
  readonly label: string;
}

export interface Ruler {
  readonly ticks: readonly Tick[];
  readonly folds: readonly FoldMark[];
}

/**
 * The ruler of a view. `zeroOf`: the moment from which the connection at a moment counts. `letterPx`: width of a letter
 * of its labels.
 */
export function drawRuler(view: LadderView, zeroOf: (ms: number) => number, letterPx: number): Ruler {
  const { scale, pxPerMs, fromMs, toMs } = view;
  const x = createPlacer(view);
  const widthPx = x(toMs);
  const stepMs = tickStep((TICK_LETTERS * letterPx) / pxPerMs);
  const ticks: Tick[] = [];
  const folds: FoldMark[] = [];
  let freeX = 0;
  // A fold's length is the more telling of two labels that are in each other's way.
  const drawStretch = (startMs: number, endX: number, labelsEndX: number): void => {
    const startX = x(startMs);
    const label = formatSince(startMs - zeroOf(startMs));
    const labelEndX = startX + (label.length + 1) * letterPx;
    if (startX >= freeX && startX <= widthPx && labelEndX <= labelsEndX) {
      ticks.push({ x: startX, label, isOrigin: true });
      freeX = labelEndX + letterPx;
    }
    const first = Math.max(1, Math.ceil((Math.max(0, freeX) - startX) / (stepMs * pxPerMs)));
    for (let step = first; startX + step * stepMs * pxPerMs <= endX; step += 1) {
      const tickX = startX + step * stepMs * pxPerMs;
      const tick = `+${formatStep(step * stepMs)}`;
      if (tickX + (tick.length + 2) * letterPx > labelsEndX) break;
      ticks.push({ x: tickX, label: tick, isOrigin: false });
      freeX = tickX + TICK_LETTERS * letterPx;
    }
  };
  let startMs = scale.stretchStart(fromMs);
  for (const fold of scale.foldsBetween(fromMs, toMs)) {
    const [x1, x2] = [x(fold.fromMs), x(fold.toMs)];
    const length = formatDuration(fold.toMs - fold.fromMs);
    const labelPx = (length.length + 2) * letterPx;
    const label = labelPx <= scale.foldWidth(pxPerMs) ? length : '';
    const labelX = (x1 + x2 - labelPx) / 2;
    drawStretch(startMs, Math.min(x1, widthPx), label === '' ? Number.POSITIVE_INFINITY : labelX);
    startMs = fold.toMs;
    if (x1 - (folds.at(-1)?.x2 ?? Number.NEGATIVE_INFINITY) >= MIN_STRETCH_PX) folds.push({ x1, x2, label });
  }
  drawStretch(startMs, widthPx, Number.POSITIVE_INFINITY);
  return { ticks, folds };
}

/** The least of 1, 2 and 5 times a power of ten that is not less than `atLeast`. */
export function tickStep(atLeast: number): number {
  const decade = 10 ** Math.floor(Math.log10(atLeast));
  return decade * ([1, 2, 5, 10].find((factor) => factor * decade >= atLeast * (1 - 1e-9)) ?? 10);
}

/** `0`, `12.345 s`, `842.1 ms`: a moment since the connection began. */
export function formatSince(ms: number): string {
  if (Math.abs(ms) < 0.05) return '0';
  if (Math.abs(ms) < 1000) return `${trimmed(ms, 1)} ms`;
  return Math.abs(ms) < 60_000 ? `${(ms / 1000).toFixed(3)} s` : formatDuration(ms);
}

/** `0.02 ms`, `5 ms`, `2 s`, `1.5 min`: a step of the ruler, as exact as it is. */
export function formatStep(ms: number): string {
  if (ms < 1) return `${trimmed(ms * 1000, 3)} µs`;
  if (ms < 1000) return `${trimmed(ms, 3)} ms`;
  if (ms < 60_000) return `${trimmed(ms / 1000, 3)} s`;
  return `${trimmed(ms / 60_000, 2)} min`;
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
