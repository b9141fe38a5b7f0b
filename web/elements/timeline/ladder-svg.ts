// The ladder as SVG: what moves with the time axis. Lanes and their names stand still behind it.

import { nothing, type SVGTemplateResult, svg } from 'lit';
import type { ByteRange } from '../../controllers/highlight.ts';
import type { ChunkItem, Ladder } from '../../model/timeline/ladder.ts';
import type { Label, Labels } from '../../model/timeline/ladder-labels.ts';
import type { MarkItem } from '../../model/timeline/ladder-marks.ts';
import type { Ruler } from '../../model/timeline/ruler.ts';
import type { LadderLayout } from './ladder-layout.ts';
import { arrowPaths, chunkOutline, chunkPaths, gapPath, linkPaths, markPath } from './ladder-shapes.ts';

/** What can be pointed at. */
export type LadderItem = ChunkItem | MarkItem;

/** A ladder, and how it looks with all that is written on it. */
export interface DrawnLadder {
  readonly ladder: Ladder;
  readonly layout: LadderLayout;
  readonly content: SVGTemplateResult;
}

/** Draws a ladder once; while it is only moved, this is not called again. */
export function renderLadder(
  ladder: Ladder,
  { labels, spans }: Labels,
  ruler: Ruler,
  layout: LadderLayout,
): SVGTemplateResult {
  const { rows } = layout;
  const inferred = arrowPaths(
    ladder.arrows.filter(({ isInferred }) => isInferred),
    layout,
  );
  const seen = ladder.arrows.filter(({ isInferred }) => !isInferred);
  const arrows = arrowPaths(
    seen.filter(({ kind }) => kind !== 'rst'),
    layout,
  );
  const resets = arrowPaths(
    seen.filter(({ kind }) => kind === 'rst'),
    layout,
  );
  return svg`
    ${renderRuler(ruler, layout)}
    <path class="arrow inferred" d=${inferred.lines} />
    <path class="arrow" d=${arrows.lines} />
    <path class="arrow bad" d=${resets.lines} />
    <path class="arrow-head" d=${inferred.heads + arrows.heads} />
    <path class="arrow-head bad" d=${resets.heads} />
    <path class="marks" d=${markPath(ladder.marks, layout)} />
    <path class="gaps" d=${gapPath(ladder.gaps, layout)} />
    ${renderDirection('down', ladder, layout)}
    ${renderDirection('up', ladder, layout)}
    ${spans.map(({ row, x1, x2, text }) => {
      const baseline = rows[row] ?? 0;
      const y = baseline - layout.fontPx * 0.32;
      const middle = (x1 + x2) / 2;
      const half = (text.length * layout.letterPx) / 2 + layout.letterPx;
      return svg`<path class="span" d=${`M${x1} ${y}H${middle - half}M${middle + half} ${y}H${x2}M${x1} ${y - 3}v6M${x2} ${y - 3}v6`} />
        <text class="quiet" x=${middle} y=${baseline} text-anchor="middle">${text}</text>`;
    })}
    ${labels.map((label) => renderLabel(label, layout))}
  `;
}

/** What lies over the ladder: the bytes that are pointed at, at every stop, and the event itself. */
export function renderLit(
  { ladder, layout }: DrawnLadder,
  range: ByteRange | undefined,
  active: LadderItem | undefined,
): SVGTemplateResult {
  const isOfRange = (item: {
    readonly connection: number;
    readonly direction: string;
    readonly from: number;
    readonly to: number;
  }): boolean =>
    range !== undefined &&
    item.connection === range.connection &&
    item.direction === range.direction &&
    item.from < range.to &&
    item.to > range.from;
  const { lines, within } = linkPaths(ladder.links.filter(isOfRange), layout);
  const outlines = ladder.chunks.filter(isOfRange).map((chunk) => chunkOutline(chunk, layout));
  const mark = active?.kind === 'mark' ? markPath([active], { ...layout, radius: layout.radius * 1.8 }) : '';
  return svg`
    <path class="lit" d=${lines + within} />
    <path class="lit" data-touched=${outlines.length} d=${outlines.join('')} />
    <path class="lit active" d=${active?.kind === 'chunk' ? chunkOutline(active, layout) : mark} />
  `;
}

function renderDirection(direction: 'up' | 'down', ladder: Ladder, layout: LadderLayout): SVGTemplateResult {
  const isOfIt = (item: { readonly direction: string }): boolean => item.direction === direction;
  const links = linkPaths(ladder.links.filter(isOfIt), layout);
  const chunks = chunkPaths(ladder.chunks.filter(isOfIt), layout);
  return svg`<g class=${direction}>
    <path class="bands" d=${links.bands} />
    <path class="links" d=${links.lines} />
    <path class="within" d=${links.within} />
    <path class="heads" d=${links.heads} />
    <path class="several" d=${chunks.several} />
    <path class="single" d=${chunks.single} />
  </g>`;
}

function renderLabel(
  { row, x, anchor, text, tone }: Label,
  { rows }: LadderLayout,
): SVGTemplateResult | typeof nothing {
  const y = rows[row];
  if (y === undefined) return nothing;
  return svg`<text class=${tone} x=${x.toFixed(1)} y=${y.toFixed(1)} text-anchor=${anchor}>${text}</text>`;
}

function renderRuler({ ticks, folds }: Ruler, { rulerY, heightPx, fontPx }: LadderLayout): SVGTemplateResult {
  const baseline = rulerY + fontPx * 1.15;
  const path = (isOrigin: boolean): string =>
    ticks
      .filter((tick) => tick.isOrigin === isOrigin)
      .map(({ x }) => `M${x.toFixed(1)} ${isOrigin ? 0 : rulerY}V${rulerY + fontPx * 0.35}`)
      .join('');
  const shades = folds.map(
    ({ x1, x2 }) => `M${x1.toFixed(1)} 0H${x2.toFixed(1)}V${heightPx}H${x1.toFixed(1)}Z`,
  );
  return svg`
    <path class="fold" d=${shades.join('')} />
    <path class="origin" d=${path(true)} />
    <path class="tick" d=${path(false)} />
    ${ticks.map(
      ({ x, label, isOrigin }) =>
        svg`<text class=${isOrigin ? 'time origin-time' : 'time'} x=${(x + fontPx * 0.3).toFixed(1)} y=${baseline.toFixed(1)}>${label}</text>`,
    )}
    ${folds.map(({ x1, x2, label }) =>
      label === ''
        ? nothing
        : svg`<text class="time" x=${((x1 + x2) / 2).toFixed(1)} y=${baseline.toFixed(1)} text-anchor="middle">⋯ ${label}</text>`,
    )}
  `;
}
