// The latest round-trip times as a line the size of a word.

import { css, html, svg, type TemplateResult } from 'lit';
import { formatDuration } from '../../model/format.ts';

const WIDTH = 64;
const HEIGHT = 16;

/** Samples that fit. */
export const SPARKLINE_SAMPLES = 32;

/** A line through `samplesMs`, oldest first, from zero to the slowest; with its meaning in words. */
export function sparkline(samplesMs: readonly number[]): TemplateResult {
  const slowest = Math.max(...samplesMs, 0.001);
  const step = WIDTH / (SPARKLINE_SAMPLES - 1);
  const start = WIDTH - step * (samplesMs.length - 1);
  const points = samplesMs.map((sample, index) => {
    const x = start + index * step;
    const y = HEIGHT - 1.5 - (sample / slowest) * (HEIGHT - 3);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const last = points.at(-1)?.split(',');
  const words = `Round-trip times, latest ${samplesMs.length}, slowest ${formatDuration(slowest)}`;
  return html`<svg class="sparkline" viewBox="0 0 ${WIDTH + 2} ${HEIGHT}" role="img" aria-label=${words}>
    <polyline points=${points.join(' ')} />
    ${last ? svg`<circle cx=${last[0] ?? 0} cy=${last[1] ?? 0} r="1.6" />` : undefined}
  </svg>`;
}

export const sparklineStyles = css`
  .sparkline {
    inline-size: 4.125rem;
    block-size: 1rem;
    flex: none;
  }

  .sparkline polyline {
    fill: none;
    stroke: var(--accent);
    stroke-width: 1.25;
    stroke-linejoin: round;
  }

  .sparkline circle {
    fill: var(--accent);
  }
`;
