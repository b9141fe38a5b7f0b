// The bars of one target's clients, and the key to them. All bars are a few SVG paths; above them lies one row a client,
// which the pointer and the focus meet, and which changes only with what happens, not with time.

import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { type AxisTick, drawBars } from '../../model/crowd/crowd-picture.ts';
import type { ClientTrace } from '../../model/crowd/crowd-trace.ts';

/** How a target's bars are drawn. */
export interface PartView {
  /** Place of the target, which makes its hatching's name its own. */
  readonly index: number;
  readonly pxPerMs: number;
  readonly nowMs: number;
  readonly ticks: readonly AxisTick[];
  readonly widthPx: number;
  /** Height of a bar with the gap below it. */
  readonly pitchPx: number;
  /** Grows with each step of a client. */
  readonly revision: number;
  /** Places of the client that is pointed at, and of the one that Tab leads to. */
  readonly lit: number | undefined;
  readonly entry: number | undefined;
  /** What became of the client at a place. */
  readonly sentence: (client: number) => string;
}

export function renderBars(clients: readonly ClientTrace[], view: PartView): TemplateResult {
  const { index, ticks, widthPx, pitchPx, revision, lit, entry } = view;
  const heightPx = clients.length * pitchPx;
  const paths = drawBars(clients, view.pxPerMs, view.nowMs, pitchPx);
  return html`<svg width=${widthPx} height=${heightPx} aria-hidden="true">
      ${hatching(`hatch-${index}`)}
      ${ticks.map(({ px }) => svg`<line class="grid-line" x1=${px} x2=${px} y1="0" y2=${heightPx} />`)}
      <path class="dial" d=${paths.dials} />
      <path class="wait" fill=${`url(#hatch-${index})`} d=${paths.waits} />
      <path class="think" d=${paths.thinks} />
      <path class="echo" d=${paths.echoes} />
      <path class="leave" d=${paths.leaves} />
      <path class="fin" d=${paths.fins} />
      <path class="stopped" d=${paths.stops} />
      <path class="failed" d=${paths.failures} />
    </svg>
    <div class="rows">${guard([clients, revision, lit, entry, pitchPx], () =>
      clients.map((client, place) => renderRow(client, place, view)),
    )}</div>`;
}

function renderRow(
  client: ClientTrace,
  place: number,
  { lit, entry, pitchPx, sentence }: PartView,
): TemplateResult {
  const isLit = lit === place;
  return html`<div
    class=${isLit ? 'row lit' : 'row'}
    role="img"
    tabindex=${entry === place ? 0 : -1}
    data-client=${place}
    style=${`block-size:${pitchPx}px`}
    aria-label=${isLit ? sentence(place) : shortLabel(client)}
  ></div>`;
}

/** Without times that go on, so that a bar's name changes only with what happens. */
function shortLabel({ client, end, phase }: ClientTrace): string {
  return `Client ${client}: ${end ?? phase ?? 'to come'}`;
}

function hatching(id: string): SVGTemplateResult {
  return svg`<defs>
    <pattern id=${id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path class="hatching" d="M1 0V5" />
    </pattern>
  </defs>`;
}

/** What the bars' patterns mean. */
export function renderKey(): TemplateResult {
  return html`<ul class="key">
    ${sample('dials', svg`<path class="dial" d="M0 0H22V10H0Z" />`)}
    ${sample('waits', svg`${hatching('hatch-key')}<path class="wait" fill="url(#hatch-key)" d="M0 0H22V10H0Z" />`)}
    ${sample('served: echoes, and thinking between', svg`<path class="think" d="M0 0H22V10H0Z" /><path class="echo" d="M0 0H3V10H0ZM10 0H13V10H10Z" />`)}
    ${sample('FIN', svg`<path class="think" d="M0 0H17V10H0Z" /><path class="fin" d="M18 0V10" />`)}
    ${sample('failed', svg`<path class="think" d="M0 0H14V10H0Z" /><path class="failed" d="M10 1L18 9M10 9L18 1" />`)}
  </ul>`;
}

function sample(label: string, content: SVGTemplateResult): TemplateResult {
  return html`<li><svg width="22" height="10" aria-hidden="true">${content}</svg>${label}</li>`;
}
