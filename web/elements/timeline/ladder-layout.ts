// Where the ladder's lanes and rows of labels stand, for a surface of some size and type of some size. Fewer lanes have
// the same height between them; one alone stands in the middle.
//
//   labels      browser above
//   ─────────── browser
//   labels      upper: between the lanes
//   labels      gateway above
//   ═══════════ gateway: its WebSocket and its TCP socket
//   labels      gateway below …
//   ─────────── server
//   labels      server below
//   ruler

import type { Lane } from '../../../server/protocol/trace.ts';
import type { LabelRow } from '../../model/timeline/ladder-labels.ts';
import { isBridged, type LaneSet } from '../../model/timeline/lane-set.ts';
import type { LadderHeights } from './ladder-shapes.ts';

/** Mean width of a letter of the page's font in its labels' weight, as a share of its size. */
const LETTER_SHARE = 0.6;

const RULER_LETTER_SHARE = 0.54;

/** Width of a fold, in sizes of the type: its length has to fit in. */
const FOLD_SHARE = 6;

/** With less room from lane to lane, in sizes of the type, nothing is written between them. */
const BETWEEN_ROWS = 4.2;

export interface LadderLayout extends LadderHeights {
  /** The lanes that there are, from top to bottom. */
  readonly shown: readonly Lane[];
  readonly widthPx: number;
  readonly heightPx: number;
  readonly fontPx: number;
  /** Width of a letter of the labels, and of the ruler, whose type is smaller. */
  readonly letterPx: number;
  readonly rulerLetterPx: number;
  /** Widest that idle time is drawn. */
  readonly foldPx: number;
  /** Baselines; a row for which there is no room has none. */
  readonly rows: Partial<Record<LabelRow, number>>;
  readonly rulerY: number;
}

/** Lays out the lanes that there are. Nothing is drawn on the others: they stand where the first one does. */
export function layOutLadder(
  widthPx: number,
  heightPx: number,
  fontPx: number,
  laneSet: LaneSet,
): LadderLayout {
  const rulerY = heightPx - fontPx * 1.5;
  const top = fontPx * 2;
  const bottom = rulerY - fontPx * 1.9;
  const shown = [...laneSet.names.keys()];
  const gap = (bottom - top) / Math.max(1, shown.length - 1);
  const heightOf = (lane: Lane): number => {
    if (shown.length === 1) return (top + bottom) / 2;
    return top + gap * Math.max(0, shown.indexOf(lane));
  };
  const [browser, gateway, server] = [heightOf('browser'), heightOf('gateway'), heightOf('server')];
  const gatewayHalf = isBridged(laneSet) ? Math.min(fontPx * 0.75, (bottom - top) * 0.08) : 0;
  const between = gap - gatewayHalf;
  const hasBetween = shown.length > 1 && between > BETWEEN_ROWS * fontPx;
  const middle = (between - fontPx) / 2;
  return {
    shown,
    widthPx,
    heightPx,
    fontPx,
    letterPx: fontPx * LETTER_SHARE,
    rulerLetterPx: fontPx * RULER_LETTER_SHARE,
    foldPx: Math.round(fontPx * FOLD_SHARE),
    lanes: { browser, gateway, server },
    gatewayHalf,
    radius: Math.min(6, fontPx * 0.34),
    rulerY,
    rows: {
      browserAbove: browser - fontPx * 0.75,
      gatewayAbove: gateway - gatewayHalf - fontPx * 0.65,
      gatewayBelow: gateway + gatewayHalf + fontPx * 1.3,
      serverBelow: server + fontPx * 1.5,
      ...(hasBetween ? { upper: browser + middle, lower: server - middle + fontPx * 0.7 } : {}),
    },
  };
}
