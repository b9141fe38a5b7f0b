// The figures that stay in sight whatever the dock shows: percentiles and rates of all clients, in one line.

import { consume } from '@lit/context';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { readClock } from '../../controllers/clock.ts';
import { measurementsContext } from '../../controllers/contexts.ts';
import type { Measurements } from '../../controllers/measurements.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatDuration, formatRate } from '../../model/format.ts';
import { baseStyles } from '../common/base.styles.ts';
import '../common/term.ts';

@customElement('echo-dock-figures')
export class DockFigures extends LitElement {
  static override styles = [
    baseStyles,
    css`
      dl {
        display: flex;
        gap: var(--space-3);
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

      .rate dd {
        min-inline-size: 4.8em;
      }
    `,
  ];

  @consume({ context: measurementsContext }) private measurements!: Measurements;

  constructor() {
    super();
    new Watch(this, () => [this.measurements?.changes]);
  }

  override render(): TemplateResult {
    const { rtt, throughput } = this.measurements;
    const summary = rtt.summarise();
    const { upBytesPerSecond, downBytesPerSecond } = throughput.rate(readClock().monotonicMs);
    const figure = (value: number | undefined): string => (value === undefined ? '–' : formatDuration(value));
    return html`<dl class="figures">
      <div><dt><echo-term word="RTT"></echo-term> p50</dt><dd>${figure(summary?.p50Ms)}</dd></div>
      <div><dt>p99</dt><dd>${figure(summary?.p99Ms)}</dd></div>
      <div class="rate"><dt><span aria-hidden="true">↑</span> sent</dt><dd>${formatRate(upBytesPerSecond)}</dd></div>
      <div class="rate"><dt><span aria-hidden="true">↓</span> received</dt><dd>${formatRate(downBytesPerSecond)}</dd></div>
    </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-dock-figures': DockFigures;
  }
}
