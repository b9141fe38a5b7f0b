// The plots of the last minute: round-trip times as they came and how they are spread, throughput, open connections. All
// clients together, with what the selected one measured marked.

import { consume } from '@lit/context';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { readClock } from '../../controllers/clock.ts';
import { measurementsContext, observeContext, selectionContext } from '../../controllers/contexts.ts';
import type { Measurements } from '../../controllers/measurements.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import type { Selection } from '../../controllers/selection.ts';
import { Watch } from '../../controllers/watch.ts';
import type { ClientLabel } from '../../model/client-label.ts';
import { formatCount, formatDuration, formatPlural, formatRate } from '../../model/format.ts';
import { ALL_SERVERS, showServers } from '../../model/targets/shown-server.ts';
import { BUCKET_MS } from '../../model/throughput-window.ts';
import { baseStyles } from '../common/base.styles.ts';
import './rtt-histogram.ts';
import type { PlotForm } from './time-plot.ts';
import './time-plot.ts';

const SEND_HINT = 'Send a message: its round-trip time appears here.';

/** A browser's clock tells no shorter time apart, and a logarithmic axis has no zero. */
const SHORTEST_MS = 0.1;

const throughputForm: PlotForm = {
  heading: 'Throughput',
  series: [
    { label: 'sent', colour: '--accent', stroke: 'solid' },
    { label: 'received', colour: '--good', stroke: 'dashed' },
  ],
  format: formatRate,
  least: 1000,
  scale: 'linear',
};

const connectionsForm: PlotForm = {
  heading: 'Open connections',
  series: [
    { label: 'server', colour: '--accent', stroke: 'steps' },
    { label: 'this page', colour: '--good', stroke: 'dashedSteps' },
  ],
  format: formatCount,
  least: 4,
  scale: 'linear',
  isWhole: true,
};

@customElement('echo-measurements-view')
export class MeasurementsView extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        block-size: 100%;
        container: measurements / inline-size;
      }

      .scroller {
        block-size: 100%;
        overflow: hidden auto;
      }

      .scroller:focus-visible {
        outline-offset: -2px;
      }

      .plots {
        display: grid;
        grid: minmax(7.5rem, 1fr) / repeat(4, minmax(0, 1fr));
        gap: var(--space-2) var(--space-4);
        block-size: 100%;
        padding: var(--space-2) var(--space-3);
      }

      @container measurements (max-width: 68rem) {
        .plots {
          grid: repeat(2, minmax(7.5rem, 1fr)) / repeat(2, minmax(0, 1fr));
        }
      }

      @container measurements (max-width: 34rem) {
        .plots {
          grid: repeat(4, minmax(9.5rem, 1fr)) / minmax(0, 1fr);
        }
      }
    `,
  ];

  @consume({ context: measurementsContext }) private measurements!: Measurements;
  @consume({ context: observeContext }) private feed!: ObserveFeed;
  @consume({ context: selectionContext }) private selection!: Selection;

  #rttForm: PlotForm | undefined;
  #marked: ClientLabel | undefined;

  constructor() {
    super();
    new Watch(this, () => [this.measurements?.changes, this.selection?.changes]);
  }

  override render(): TemplateResult {
    const nowMs = readClock().monotonicMs;
    const { rtt } = this.measurements;
    return html`<div class="scroller" tabindex="0" role="region" aria-label="Plots of the last minute">
      <div class="plots">
        ${this.#renderRtts(nowMs)}
        <echo-rtt-histogram .window=${rtt} .total=${rtt.total}></echo-rtt-histogram>
        ${this.#renderThroughput(nowMs)} ${this.#renderConnections(nowMs)}
      </div>
    </div>`;
  }

  #renderRtts(nowMs: number): TemplateResult {
    const marked = this.selection.current?.label;
    if (this.#rttForm === undefined || marked !== this.#marked) this.#rttForm = rttForm(marked);
    this.#marked = marked;
    const samples = this.measurements.rttSeries.samples(nowMs);
    const values = samples.map(({ rttMs }) => Math.max(SHORTEST_MS, rttMs));
    const times = samples.map(({ atMs }) => (atMs - nowMs) / 1000);
    const ofMarked = samples.map(({ client }, index) =>
      client === marked?.key ? (values[index] as number) : null,
    );
    const span = `between ${formatDuration(Math.min(...values))} and ${formatDuration(Math.max(...values))}`;
    return html`<echo-time-plot
      .form=${this.#rttForm}
      .data=${marked ? [times, values, ofMarked] : [times, values]}
      words=${`Round-trip times of the last minute: ${formatPlural(samples.length, 'sample')} ${span}`}
      hint=${samples.length === 0 ? SEND_HINT : ''}
    ></echo-time-plot>`;
  }

  #renderThroughput(nowMs: number): TemplateResult {
    const points = this.measurements.throughput.points(nowMs);
    const up = points.map(({ upBytesPerSecond }) => upBytesPerSecond);
    const down = points.map(({ downBytesPerSecond }) => downBytesPerSecond);
    const [mostUp, mostDown] = [Math.max(...up), Math.max(...down)];
    const most = `at most ${formatRate(mostUp)} sent and ${formatRate(mostDown)} received`;
    return html`<echo-time-plot
      .form=${throughputForm}
      .data=${[points.map(({ atMs }) => (atMs - nowMs) / 1000), up, down]}
      words=${`Throughput of the last minute: ${most}`}
      hint=${mostUp + mostDown === 0 ? 'No byte moved in the last minute.' : ''}
    ></echo-time-plot>`;
  }

  #renderConnections(nowMs: number): TemplateResult {
    const toNull = (count: number | undefined): number | null => count ?? null;
    const server = this.feed.connections.points(nowMs).map(toNull);
    const page = this.measurements.connections.points(nowMs).map(toNull);
    const times = server.map((_count, index) => ((index - server.length + 1) * BUCKET_MS) / 1000);
    const open = (count: number | null | undefined): string =>
      count == null ? 'not known' : formatCount(count);
    const { isChoice } = showServers(this.feed.record.targets.values(), ALL_SERVERS);
    const where = isChoice ? 'the observed servers' : 'the server';
    const now = `${open(server.at(-1))} at ${where}, ${open(page.at(-1))} of this page`;
    return html`<echo-time-plot
      .form=${connectionsForm}
      .data=${[times, server, page]}
      words=${`Open connections: ${now} at the moment`}
    ></echo-time-plot>`;
  }
}

/** All samples as dots, those of the selected client with a ring of its colour. */
function rttForm(marked: ClientLabel | undefined): PlotForm {
  const all = { label: 'all clients', colour: '--text-quiet', stroke: 'dots' } as const;
  const ring = marked && {
    label: marked.identity.letter,
    colour: `--identity-${marked.identity.colour}`,
    stroke: 'rings' as const,
  };
  return {
    heading: 'Round-trip time',
    series: ring ? [all, ring] : [all],
    format: (ms) =>
      ms < 1 ? `${ms} ms` : ms < 1000 ? `${formatCount(ms)} ms` : `${formatCount(ms / 1000)} s`,
    least: 10,
    scale: 'log',
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-measurements-view': MeasurementsView;
  }
}
