// What a crowd's picture is going to look like, as two small drawings: a slanted wall where all are served together, a
// staircase where each has to wait for the one before.

import { html, svg, type TemplateResult } from 'lit';

const CLIENTS = 6;
const PITCH = 7;
const ARRIVAL = 6;
const TURN = 26;

export function sketch(kind: 'together' | 'one by one'): TemplateResult {
  const bars = Array.from({ length: CLIENTS }, (_, index) => {
    const from = index * ARRIVAL;
    const served = kind === 'together' ? from : index * TURN;
    const y = index * PITCH;
    return svg`<rect class="wait" x=${from} y=${y + 0.5} width=${served - from} height=${PITCH - 3} />
      <rect class="served" x=${served} y=${y} width=${TURN - 1} height=${PITCH - 2} />`;
  });
  return html`<svg viewBox="0 0 ${CLIENTS * TURN} ${CLIENTS * PITCH}">${bars}</svg>`;
}
