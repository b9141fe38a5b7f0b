// The strip at the bottom: percentiles and rates of all clients in one line, and the plots behind them.

import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { readClock } from '../../controllers/clock.ts';
import { measurementsContext, preferencesContext } from '../../controllers/contexts.ts';
import type { Measurements } from '../../controllers/measurements.ts';
import type { PreferencesStore } from '../../controllers/preferences-store.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatCount, formatDuration, formatRate } from '../../model/format.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { icon, iconStyles } from '../common/icon.ts';
import '../common/term.ts';
import './rtt-histogram.ts';

/** Unless the user chose, the plots are shown where the window has this much room, in CSS pixels. */
const ROOMY_HEIGHT_PX = 860;

@customElement('echo-measurements-strip')
export class MeasurementsStrip extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    iconStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        border-block-start: 1px solid var(--line);
        background: var(--surface-panel);
      }

      .bar {
        display: flex;
        align-items: center;
        gap: var(--space-1) var(--space-4);
        min-block-size: 2.25rem;
        padding: 0 var(--space-3) 0 var(--space-1);
        overflow: hidden;
        font-size: var(--size-small);
        white-space: nowrap;
      }

      .button.toggle,
      h2.toggle {
        font-size: var(--size-text);
        font-weight: 650;
        color: var(--text);
      }

      dl {
        display: flex;
        gap: var(--space-4);
        margin: 0;
      }

      dl > div {
        display: flex;
        align-items: baseline;
        gap: 0.4em;
      }

      dt {
        color: var(--text-quiet);
      }

      dd {
        min-inline-size: 3.8em;
        margin: 0;
      }

      .rates {
        margin-inline-start: auto;
      }

      .rates dd {
        min-inline-size: 5.4em;
      }

      .plots {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1.4fr);
        gap: var(--space-4);
        block-size: 9.5rem;
        padding: 0 var(--space-3) var(--space-2);
      }

      :host([expanded]) {
        block-size: 100%;
      }

      :host([expanded]) .bar {
        flex-wrap: wrap;
        padding: var(--space-2) var(--space-3);
      }

      :host([expanded]) .toggle {
        flex-basis: 100%;
      }

      :host([expanded]) .rates {
        margin-inline-start: 0;
      }

      :host([expanded]) .plots {
        flex: 1;
        grid-template: 1fr 1fr / minmax(0, 1fr);
        block-size: auto;
        min-block-size: 0;
      }

      @media (max-height: 480px) {
        :host([expanded]) .plots {
          grid-template: 1fr / minmax(0, 1fr) minmax(0, 1.4fr);
        }
      }

      @media (max-width: 1100px) {
        .wide {
          display: none !important;
        }
      }
    `,
  ];

  /** Always open, as on a phone, where the strip is a tab of its own. */
  @property({ type: Boolean, reflect: true }) expanded = false;

  @consume({ context: measurementsContext }) private measurements!: Measurements;
  @consume({ context: preferencesContext }) private preferences!: PreferencesStore;

  constructor() {
    super();
    new Watch(this, () => [this.measurements?.changes, this.preferences?.changes]);
  }

  get #isOpen(): boolean {
    const { measurementsOpen, presentation } = this.preferences.current;
    return this.expanded || (measurementsOpen ?? (!presentation && innerHeight >= ROOMY_HEIGHT_PX));
  }

  override willUpdate(): void {
    if (this.#isOpen && !this.#plotAsked) {
      this.#plotAsked = true;
      void import('./throughput-plot.ts');
    }
  }

  override render(): TemplateResult {
    const summary = this.measurements.rtt.summarise();
    const { upBytesPerSecond, downBytesPerSecond } = this.measurements.throughput.rate(
      readClock().monotonicMs,
    );
    const figure = (value: number | undefined): string => (value === undefined ? '–' : formatDuration(value));
    return html`
      <div class="bar figures">
        ${this.#renderToggle()}
        <dl>
          <div><dt><echo-term word="RTT"></echo-term> p50</dt><dd>${figure(summary?.p50Ms)}</dd></div>
          <div><dt>p95</dt><dd>${figure(summary?.p95Ms)}</dd></div>
          <div><dt>p99</dt><dd>${figure(summary?.p99Ms)}</dd></div>
          <div class="wide"><dt>samples</dt><dd>${formatCount(this.measurements.rtt.total)}</dd></div>
        </dl>
        <dl class="rates">
          <div><dt><span aria-hidden="true">↑</span> sent</dt><dd>${formatRate(upBytesPerSecond)}</dd></div>
          <div><dt><span aria-hidden="true">↓</span> received</dt><dd>${formatRate(downBytesPerSecond)}</dd></div>
        </dl>
      </div>
      ${
        this.#isOpen
          ? html`<div class="plots">
              <echo-rtt-histogram .window=${this.measurements.rtt} .total=${this.measurements.rtt.total}></echo-rtt-histogram>
              <echo-throughput-plot .points=${this.measurements.throughput.points(readClock().monotonicMs)}></echo-throughput-plot>
            </div>`
          : nothing
      }
    `;
  }

  #renderToggle(): TemplateResult {
    if (this.expanded) return html`<h2 class="toggle">Measurements</h2>`;
    return html`<button class="button bare toggle" aria-expanded=${this.#isOpen ? 'true' : 'false'} @click=${this.#onToggle}
      >${icon(this.#isOpen ? 'chevron-down' : 'chevron-up')} Measurements</button
    >`;
  }

  #plotAsked = false;

  readonly #onToggle = (): void => this.preferences.set({ measurementsOpen: !this.#isOpen });
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-measurements-strip': MeasurementsStrip;
  }
}
