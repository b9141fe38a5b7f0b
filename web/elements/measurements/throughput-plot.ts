// Bytes a second over the last minute, sent and received, of all clients together. Loaded only when it is shown,
// because of the plotting library.

import { css, html, LitElement, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import uPlot from 'uplot';
import plotStyles from 'uplot/dist/uPlot.min.css?inline';
import { formatRate } from '../../model/format.ts';
import type { ThroughputPoint } from '../../model/throughput-window.ts';
import { baseStyles } from '../common/base.styles.ts';

@customElement('echo-throughput-plot')
export class ThroughputPlot extends LitElement {
  static override styles = [
    unsafeCSS(plotStyles),
    baseStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-inline-size: 0;
        min-block-size: 0;
      }

      figure {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-block-size: 0;
        margin: 0;
      }

      figcaption {
        display: flex;
        gap: var(--space-3);
        color: var(--text-quiet);
        font-size: var(--size-tiny);
      }

      .key::before {
        content: '';
        display: inline-block;
        inline-size: 1.5em;
        margin-inline-end: 0.4em;
        border-block-start: 2px solid var(--accent);
        vertical-align: 0.25em;
      }

      .key.down::before {
        border-block-start: 2px dashed var(--good);
      }

      .plot {
        flex: 1;
        min-block-size: 0;
        overflow: hidden;
      }
    `,
  ];

  /** Finished buckets, oldest first. */
  @property({ attribute: false }) points: readonly ThroughputPoint[] = [];

  @query('.plot') private box!: HTMLElement;

  #plot: uPlot | undefined;
  readonly #resizes = new ResizeObserver(() => this.#fit());
  readonly #themes = new MutationObserver(() => this.#rebuild());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#themes.observe(document.documentElement, { attributeFilter: ['class'] });
    if (this.hasUpdated) this.#resizes.observe(this.box);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#themes.disconnect();
    this.#resizes.disconnect();
  }

  override firstUpdated(): void {
    this.#rebuild();
    this.#resizes.observe(this.box);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('points')) this.#plot?.setData(this.#data());
  }

  override render(): TemplateResult {
    return html`<figure role="img" aria-label=${this.#inWords()}>
      <figcaption aria-hidden="true">
        <span>Throughput, all clients, last minute</span><span class="key">sent</span><span class="key down">received</span>
      </figcaption>
      <div class="plot"></div>
    </figure>`;
  }

  #inWords(): string {
    const most = (pick: (point: ThroughputPoint) => number): string =>
      formatRate(Math.max(0, ...this.points.map(pick)));
    const sent = most((point) => point.upBytesPerSecond);
    const received = most((point) => point.downBytesPerSecond);
    return `Throughput of the last minute: at most ${sent} sent and ${received} received`;
  }

  #data(): uPlot.AlignedData {
    const latest = this.points.at(-1)?.atMs ?? 0;
    return [
      this.points.map((point) => (point.atMs - latest) / 1000),
      this.points.map((point) => point.upBytesPerSecond),
      this.points.map((point) => point.downBytesPerSecond),
    ];
  }

  /** Colours and sizes are drawn into a canvas, so that another theme or size needs another plot. */
  #rebuild(): void {
    if (!this.hasUpdated) return;
    this.#plot?.destroy();
    const style = getComputedStyle(this);
    const token = (name: string): string => resolveColour(this.box, name);
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const font = `${Math.round(rem * 0.6875)}px ${style.fontFamily}`;
    const axis = { stroke: token('--text-quiet'), font, ticks: { show: false } };
    const grid = { stroke: token('--line'), width: 1 };
    this.#plot = new uPlot(
      {
        ...this.#size(),
        legend: { show: false },
        cursor: { show: false },
        padding: [rem * 0.4, rem * 1.1, 0, 0],
        scales: {
          x: { time: false },
          y: { range: (_plot, _least, most) => [0, Math.max(most * 1.1, 1000)] },
        },
        series: [
          {},
          { stroke: token('--accent'), width: 1.5, points: { show: false } },
          { stroke: token('--good'), width: 1.5, dash: [4, 3], points: { show: false } },
        ],
        axes: [
          {
            ...axis,
            grid: { show: false },
            size: rem * 1.2,
            space: rem * 4,
            gap: 2,
            values: (_plot, ticks) => ticks.map((tick) => `${tick} s`),
          },
          {
            ...axis,
            grid,
            size: rem * 4.4,
            gap: 4,
            space: rem * 1.6,
            values: (_plot, ticks) => ticks.map(formatRate),
          },
        ],
      },
      this.#data(),
      this.box,
    );
  }

  #size(): { readonly width: number; readonly height: number } {
    return { width: Math.max(50, this.box.clientWidth), height: Math.max(40, this.box.clientHeight) };
  }

  #fit(): void {
    if (this.box.clientHeight > 0) this.#plot?.setSize(this.#size());
  }
}

/** What a colour token means at `element`, as a canvas understands it. */
function resolveColour(element: HTMLElement, token: string): string {
  const before = element.style.color;
  element.style.color = `var(${token})`;
  const { color } = getComputedStyle(element);
  element.style.color = before;
  return color;
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-throughput-plot': ThroughputPlot;
  }
}
