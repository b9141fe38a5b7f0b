// One plot over the last minute: what all of them have in common. It draws lines, steps or points into uPlot's canvas, and
// anew when theme or size change. Loaded only when a plot is shown, because of the plotting library.
//
//   heading   ── sent   ╌╌ received
//   1 MB/s │      ╱╲
//        0 │─────╱  ╲────
//          −60 s       0 s

import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import { baseStyles } from '../common/base.styles.ts';
import { plotStyles } from './plot.styles.ts';

/** How a series is drawn: told apart without colour, too. */
export type PlotStroke = 'solid' | 'dashed' | 'steps' | 'dashedSteps' | 'dots' | 'rings';

export interface PlotSeries {
  readonly label: string;
  /** A colour token, such as `--accent`. */
  readonly colour: string;
  readonly stroke: PlotStroke;
}

/** What does not change while a plot is shown; another one has the plot made anew. */
export interface PlotForm {
  readonly heading: string;
  readonly series: readonly PlotSeries[];
  /** Writes a tick of the upright axis. */
  readonly format: (value: number) => string;
  /** The upright axis reaches at least so far. */
  readonly least: number;
  /** `log`: each line of the axis is ten times the one below. */
  readonly scale: 'linear' | 'log';
  /** Whether only whole numbers make sense on the axis. */
  readonly isWhole?: boolean;
}

/** Moments in seconds before now (so 0 and below, rising), and for each series a value at each, or null. */
export type PlotData = readonly [readonly number[], ...(readonly (number | null)[])[]];

/** What the plots show, in seconds. */
const SPAN_S = 60;

const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

@customElement('echo-time-plot')
export class TimePlot extends LitElement {
  static override styles = [unsafeCSS(uPlotStyles), baseStyles, plotStyles];

  @property({ attribute: false }) form!: PlotForm;
  @property({ attribute: false }) data: PlotData = [[]];
  /** The plot in a sentence, for whoever does not see it. */
  @property() words = '';
  /** Instead of an empty plot: what to do so that something appears; empty when there is something. */
  @property() hint = '';

  @query('.plot') private box!: HTMLElement;

  #plot: uPlot | undefined;
  readonly #resizes = new ResizeObserver(() => this.#fit());
  readonly #themes = new MutationObserver(() => this.#rebuild());
  readonly #systemTheme = matchMedia('(prefers-color-scheme: dark)');

  override connectedCallback(): void {
    super.connectedCallback();
    this.#themes.observe(document.documentElement, { attributeFilter: ['class'] });
    this.#systemTheme.addEventListener('change', this.#rebuild);
    if (!this.hasUpdated) return;
    this.#resizes.observe(this.box);
    this.#rebuild();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#themes.disconnect();
    this.#systemTheme.removeEventListener('change', this.#rebuild);
    this.#resizes.disconnect();
    // It listens to the window as long as it is not destroyed.
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  override firstUpdated(): void {
    this.#resizes.observe(this.box);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('form')) this.#rebuild();
    else if (changed.has('data')) this.#plot?.setData(this.data as uPlot.AlignedData);
  }

  override render(): TemplateResult {
    const { heading, series } = this.form;
    return html`<figure role="img" aria-label=${this.hint ? `${heading}. ${this.hint}` : this.words}>
      <figcaption aria-hidden="true">
        <span class="heading">${heading}</span>
        ${series.map(
          ({ label, colour, stroke }) =>
            html`<span class="key ${stroke}" style=${`--key: var(${colour})`}>${label}</span>`,
        )}
      </figcaption>
      <div class="plot"></div>
      ${this.hint ? html`<p class="hint" aria-hidden="true">${this.hint}</p>` : nothing}
    </figure>`;
  }

  /** Colours and sizes are drawn into a canvas, so that another theme or size needs another plot. */
  readonly #rebuild = (): void => {
    if (!this.hasUpdated || !this.isConnected) return;
    this.#plot?.destroy();
    const { width, height } = this.#size();
    this.#plot = new uPlot({ ...this.#options(), width, height }, this.data as uPlot.AlignedData, this.box);
  };

  #options(): Omit<uPlot.Options, 'width' | 'height'> {
    const { series, format, least, scale, isWhole } = this.form;
    const token = (name: string): string => resolveColour(this.box, name);
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const font = `${Math.round(rem * 0.6875)}px ${getComputedStyle(this).fontFamily}`;
    const axis = { stroke: token('--text-quiet'), font, ticks: { show: false } };
    return {
      legend: { show: false },
      cursor: { show: false },
      padding: [rem * 0.5, rem * 0.9, 0, 0],
      scales: {
        x: { time: false, range: [-SPAN_S, 0] },
        y:
          scale === 'log'
            ? { distr: 3, range: (_plot, low, high) => wholeDecades(low, high, least) }
            : { range: (_plot, _low, high) => [0, Math.max(high * 1.1, least)] },
      },
      series: [{}, ...series.map(({ colour, stroke }) => drawing(stroke, token(colour)))],
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: rem * 1.5,
          space: rem * 3.5,
          gap: rem * 0.4,
          values: (_plot, ticks) => ticks.map((tick) => `${tick < 0 ? '−' : ''}${Math.abs(tick)} s`),
        },
        {
          ...axis,
          grid: { stroke: token('--line'), width: 1 },
          size: rem * 4.2,
          gap: 4,
          space: rem * 1.5,
          ...(isWhole && { incrs: WHOLE_STEPS }),
          ...(scale === 'log' && {
            splits: (plot: uPlot) => decadeTicks(plot, rem * 1.1 * devicePixelRatio),
            filter: (_plot: uPlot, ticks: number[]) => ticks,
          }),
          values: (_plot, ticks) => ticks.map(format),
        },
      ],
    };
  }

  #size(): { readonly width: number; readonly height: number } {
    return { width: Math.max(50, this.box.clientWidth), height: Math.max(40, this.box.clientHeight) };
  }

  #fit(): void {
    if (this.box.clientHeight > 0) this.#plot?.setSize(this.#size());
  }
}

/** From one power of ten to another, at least from a hundredth of `least` to it. */
function wholeDecades(low: number | null, high: number | null, least: number): [number, number] {
  const from = Math.min(low ?? least, least / 100);
  const to = Math.max(high ?? least, least);
  return [10 ** Math.floor(Math.log10(from)), 10 ** Math.ceil(Math.log10(to))];
}

/** 1 of each decade of a logarithmic axis, and 2 and 5 where they stand at least `space` canvas pixels apart. */
function decadeTicks({ scales, bbox }: uPlot, space: number): number[] {
  const { min = 1, max = 10 } = scales.y ?? {};
  const [from, to] = [Math.log10(min ?? 1), Math.log10(max ?? 10)].map(Math.round) as [number, number];
  // The narrowest step is that from 1 to 2, or from 5 to 10.
  const hasRoom = (bbox.height / (to - from)) * Math.log10(2) >= space;
  const ticks: number[] = [];
  for (let decade = from; decade < to; decade += 1) {
    for (const digit of hasRoom ? [1, 2, 5] : [1]) ticks.push(Number(`${digit}e${decade}`));
  }
  return [...ticks, 10 ** to];
}

function drawing(stroke: PlotStroke, colour: string): uPlot.Series {
  const line = { stroke: colour, width: 1.5, points: { show: false } };
  const steps = uPlot.paths.stepped?.({ align: 1 });
  switch (stroke) {
    case 'solid':
      return line;
    case 'dashed':
      return { ...line, dash: [4, 3] };
    case 'steps':
      return { ...line, ...(steps && { paths: steps }) };
    case 'dashedSteps':
      return { ...line, dash: [4, 3], ...(steps && { paths: steps }) };
    case 'dots':
      return { ...points(colour), points: { show: true, size: 3, width: 0, fill: colour } };
    case 'rings':
      return { ...points(colour), points: { show: true, size: 7, width: 1.5, fill: 'transparent' } };
  }
}

/** Points without a line between them. */
function points(colour: string): uPlot.Series {
  return { stroke: colour, paths: () => null };
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
    'echo-time-plot': TimePlot;
  }
}
