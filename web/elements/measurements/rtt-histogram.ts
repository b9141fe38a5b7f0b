// How round-trip times are spread: bars over a logarithmic axis, with p50, p95 and p99 marked.

import {
  css,
  html,
  LitElement,
  nothing,
  type PropertyValues,
  type SVGTemplateResult,
  svg,
  type TemplateResult,
} from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatCount, formatDuration } from '../../model/format.ts';
import type { HistogramBin, RttSummary, RttWindow } from '../../model/rtt-window.ts';
import { baseStyles } from '../common/base.styles.ts';
import { plotStyles } from './plot.styles.ts';

/** The drawing's own units; it is stretched to the element. */
const WIDTH = 1000;
const HEIGHT = 100;

/** Fewest bins that are drawn, so that a single one does not fill the plot. */
const MIN_BINS = 16;

/** Ratio of one bin's edges where none is given by the data. */
const RATIO = 10 ** (1 / 8);

/** Share of the axis that a mark's label takes. */
const LABEL_SHARE = 0.1;

/** Share of the axis on either side where a tick's text would stand out of the plot. */
const EDGE_SHARE = 0.04;

@customElement('echo-rtt-histogram')
export class RttHistogram extends LitElement {
  static override styles = [
    baseStyles,
    plotStyles,
    css`
      .plot {
        overflow: visible;
        margin-block-start: 1.1rem;
        border-block-end: 1px solid var(--line-strong);
      }

      svg {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        overflow: visible;
      }

      rect {
        fill: color-mix(in oklab, var(--accent) 70%, transparent);
      }

      line {
        stroke: var(--text);
        stroke-width: 1.5;
        stroke-dasharray: 3 3;
        vector-effect: non-scaling-stroke;
      }

      .mark {
        position: absolute;
        inset-block-end: 100%;
        translate: -50% 0;
        padding-inline: 0.2em;
        background: var(--surface-panel);
        font-size: var(--size-tiny);
        white-space: nowrap;
      }

      .axis {
        position: relative;
        block-size: 1.2rem;
        color: var(--text-quiet);
        font-size: var(--size-tiny);
      }

      .axis span {
        position: absolute;
        inset-block-start: 0.15rem;
        translate: -50% 0;
        white-space: nowrap;
      }

      .hint {
        inset: 2.4rem 1rem 1.2rem;
      }
    `,
  ];

  @property({ attribute: false }) window!: RttWindow;
  /** Samples ever added: the drawing changes only with it. */
  @property({ type: Number }) total = 0;

  override shouldUpdate(changed: PropertyValues<this>): boolean {
    return changed.has('window') || changed.has('total');
  }

  override render(): TemplateResult {
    const bins = widen(this.window.histogram());
    const summary = this.window.summarise();
    return html`<figure>
      <figcaption>
        <span class="heading">Spread</span>
        ${summary ? marks(summary).map(([name, value]) => html`<span class="figures">${name} ${formatDuration(value)}</span>`) : nothing}
      </figcaption>
      <div class="plot">
        ${
          summary
            ? html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${inWords(summary)}>
                ${bins.map((bin, index) => bar(bin, index, bins))}
                ${marks(summary).map(([, value]) => markLine(value, bins))}
              </svg>
              ${markLabels(summary, bins)}`
            : nothing
        }
      </div>
      ${summary ? nothing : html`<p class="hint">Send some messages: how their times are spread appears here.</p>`}
      <div class="axis figures" aria-hidden="true">
        ${summary ? ticks(bins) : nothing}
      </div>
    </figure>`;
  }
}

/** Adds empty bins on both sides, so that the axis has a steady least length and a single bar some company. */
function widen(bins: readonly HistogramBin[]): readonly HistogramBin[] {
  const wide = [...bins];
  for (let side = 0; wide.length > 0 && wide.length < MIN_BINS; side += 1) {
    const first = wide[0] as HistogramBin;
    const last = wide.at(-1) as HistogramBin;
    // A first bin that begins at zero has nothing before it.
    if (side % 3 === 0 && first.fromMs > 0)
      wide.unshift({ fromMs: first.fromMs / RATIO, toMs: first.fromMs, count: 0 });
    else wide.push({ fromMs: last.toMs, toMs: last.toMs * RATIO, count: 0 });
  }
  return wide;
}

function bar({ count }: HistogramBin, index: number, bins: readonly HistogramBin[]): SVGTemplateResult {
  const most = Math.max(...bins.map((bin) => bin.count));
  const width = WIDTH / bins.length;
  const height = count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT);
  return svg`<rect x=${index * width + 2} y=${HEIGHT - height} width=${width - 4} height=${height} />`;
}

/** Share of the axis, 0 to 1, where a time stands. */
function position(valueMs: number, bins: readonly HistogramBin[]): number {
  const found = bins.findIndex((bin) => valueMs < bin.toMs);
  const index = found < 0 ? bins.length - 1 : found;
  const bin = bins[index];
  if (bin === undefined) return 0;
  const within = bin.fromMs === 0 ? 0.5 : Math.log(valueMs / bin.fromMs) / Math.log(bin.toMs / bin.fromMs);
  return (index + Math.min(1, Math.max(0, within))) / bins.length;
}

function marks({ p50Ms, p95Ms, p99Ms }: RttSummary): readonly (readonly [string, number])[] {
  return [
    ['p50', p50Ms],
    ['p95', p95Ms],
    ['p99', p99Ms],
  ];
}

function markLine(valueMs: number, bins: readonly HistogramBin[]): SVGTemplateResult {
  const x = position(valueMs, bins) * WIDTH;
  return svg`<line x1=${x} x2=${x} y1="0" y2=${HEIGHT} />`;
}

/** Labels of marks that stand so close that they would cover each other are written as one. */
function markLabels(summary: RttSummary, bins: readonly HistogramBin[]): TemplateResult[] {
  const groups: { labels: string[]; share: number }[] = [];
  for (const [label, valueMs] of marks(summary)) {
    const share = position(valueMs, bins);
    const group = groups.at(-1);
    if (group && share - group.share < LABEL_SHARE) group.labels.push(label);
    else groups.push({ labels: [label], share });
  }
  return groups.map(
    ({ labels, share }) =>
      html`<span class="mark" aria-hidden="true" style="inset-inline-start:${toPercent(share)}">${labels.join(' ')}</span>`,
  );
}

/** 1, 2 and 5 of each decade that lies on the axis. */
function ticks(bins: readonly HistogramBin[]): TemplateResult[] {
  const from = bins[0]?.fromMs ?? 0;
  const to = bins.at(-1)?.toMs ?? 0;
  const values: number[] = [];
  for (let decade = 0.1; decade < to; decade *= 10) values.push(decade, decade * 2, decade * 5);
  return values
    .filter((value) => value > from && value <= to)
    .filter((value) => Math.abs(position(value, bins) - 0.5) <= 0.5 - EDGE_SHARE)
    .map((value) => {
      const text = `${Number(value.toPrecision(1))} ms`;
      return html`<span style="inset-inline-start:${toPercent(position(value, bins))}">${text}</span>`;
    });
}

function toPercent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

function inWords({ count, p50Ms, p95Ms, p99Ms, maxMs }: RttSummary): string {
  const parts = [
    `half within ${formatDuration(p50Ms)}`,
    `95 % within ${formatDuration(p95Ms)}`,
    `99 % within ${formatDuration(p99Ms)}`,
    `slowest ${formatDuration(maxMs)}`,
  ];
  return `Histogram of the latest ${count === 1 ? 'round trip' : `${formatCount(count)} round trips`}: ${parts.join(', ')}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-rtt-histogram': RttHistogram;
  }
}
