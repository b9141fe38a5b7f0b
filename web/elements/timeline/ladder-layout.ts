// Where the ladder's lanes and rows of labels stand, for a surface of some size and type of some size.
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

import type { LabelRow } from '../../model/timeline/ladder-labels.ts';
import type { LadderHeights } from './ladder-shapes.ts';

/** Mean width of a letter of the page's font in its labels' weight, as a share of its size. */
const LETTER_SHARE = 0.6;

const RULER_LETTER_SHARE = 0.54;

/** Width of a fold, in sizes of the type: its length has to fit in. */
const FOLD_SHARE = 6;

/** With less room from lane to lane, in sizes of the type, nothing is written between them. */
const BETWEEN_ROWS = 4.2;

export interface LadderLayout extends LadderHeights {
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

export function layOutLadder(widthPx: number, heightPx: number, fontPx: number): LadderLayout {
  const rulerY = heightPx - fontPx * 1.5;
  const browser = fontPx * 2;
  const server = rulerY - fontPx * 1.9;
  const gateway = (browser + server) / 2;
  const gatewayHalf = Math.min(fontPx * 0.75, (server - browser) * 0.08);
  const between = gateway - gatewayHalf - browser;
  const hasBetween = between > BETWEEN_ROWS * fontPx;
  const upper = browser + (between - fontPx) / 2;
  return {
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
      ...(hasBetween ? { upper, lower: server - (upper - browser) + fontPx * 0.7 } : {}),
    },
  };
}
