// The two queues of one direction over the last minute, as lines; where a zero window held, the ground is shaded.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { formatBytes } from '../../model/format.ts';
import type { GaugeScale } from '../../model/kernel/gauge-scale.ts';
import { CURVE_MS, type CurvePoint, zeroWindowSpans } from '../../model/kernel/queue-curve.ts';
import type { Direction } from '../../model/timeline/timeline.ts';

/** The drawing's own units; it is stretched to the element. */
const WIDTH = 600;
const HEIGHT = 100;

/** `stretches` as {@link queueCurve} gives them. */
export function queuePlot(
  direction: Direction,
  stretches: readonly (readonly CurvePoint[])[],
  scale: GaugeScale,
): TemplateResult {
  const title = direction === 'up' ? 'to the server' : 'to the client';
  const points = stretches.flat();
  const most = (pick: (point: CurvePoint) => number): string => formatBytes(Math.max(0, ...points.map(pick)));
  const spans = zeroWindowSpans(stretches);
  const words = `Queues of the last minute ${title}: send queue at most ${most((point) => point.sendQueue)}, receive queue at most ${most((point) => point.receiveQueue)}, ${spans.length > 0 ? 'with' : 'without'} zero window`;
  const y = (bytes: number): number => HEIGHT - 1 - scale.share(bytes) * (HEIGHT - 2);
  const line = (className: string, pick: (point: CurvePoint) => number): SVGTemplateResult[] =>
    stretches.map((stretch) => {
      const corners = stretch.map((point) => `${x(point.agoMs)},${y(pick(point)).toFixed(1)}`);
      return svg`<polyline class=${className} points=${corners.join(' ')} />`;
    });
  return html`<figure class="plot ${direction}" role="img" aria-label=${words}>
    <figcaption aria-hidden="true"
      ><span class="title">${title}</span><span class="key send">send queue</span><span class="key receive">receive queue</span>${
        spans.length > 0 ? html`<span class="key zero">zero window</span>` : nothing
      }</figcaption
    >
    <div class="canvas" aria-hidden="true">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
        ${spans.map(({ fromAgoMs, toAgoMs }) => svg`<rect x=${x(fromAgoMs)} y="0" width=${Math.max(2, x(toAgoMs) - x(fromAgoMs))} height=${HEIGHT} />`)}
        ${line('send', (point) => point.sendQueue)}
        ${line('receive', (point) => point.receiveQueue)}
      </svg>
      <span class="since">a minute ago</span>
      <span class="top figures">${formatBytes(scale.topBytes)}</span>
    </div>
  </figure>`;
}

function x(agoMs: number): number {
  return Math.round((1 - agoMs / CURVE_MS) * WIDTH * 10) / 10;
}
