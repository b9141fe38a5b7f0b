// One case: a line of the table, and unfolded all that is known of it.
//
//   ✓ pass │ ▸ Half-close │ RFC 9293 §3.6 │ 2.1 ms │ FIN came after the echo │ Timeline ↻
//   What the check does │ What is expected │ What was seen │ Where to look │ Connections

import { html, nothing, type TemplateResult } from 'lit';
import { trailTitle } from '../../controllers/check-trail.ts';
import type { CheckRow } from '../../model/check/check-record.ts';
import { formatCount, formatDuration } from '../../model/format.ts';
import { icon } from '../common/icon.ts';
import { rowMark } from './verdict.ts';

export interface CheckRowOptions {
  readonly isUnfolded: boolean;
  /** Tab leads to this row; the arrows lead to the others. */
  readonly isEntry: boolean;
  /** Nothing else goes on. */
  readonly canRun: boolean;
  readonly onToggle: () => void;
  /** Shows what happened on one of its connections. */
  readonly onTimeline: (index: number) => void;
  readonly onRun: () => void;
}

export function renderCheckRow(row: CheckRow, options: CheckRowOptions): TemplateResult {
  const { info, result, trails } = row;
  const { isUnfolded, isEntry, canRun, onToggle, onTimeline, onRun } = options;
  const hasTrail = trails.length > 0;
  const tabIndex = isEntry ? 0 : -1;
  return html`<div class="case ${row.state} ${result?.verdict ?? ''}" role="rowgroup" data-case=${info.id}>
    <div class="line" role="row">
      <span class="mark" role="cell">${rowMark(row)}</span>
      <span class="title" role="rowheader"
        ><button class="toggle" tabindex=${tabIndex} aria-expanded=${isUnfolded ? 'true' : 'false'} @click=${onToggle}
          >${icon(isUnfolded ? 'chevron-down' : 'chevron-right')}<span>${info.title}</span></button
        ></span
      >
      <span class="source" role="cell" title=${info.source}>${info.source}</span>
      <span class="time figures" role="cell">${result ? formatDuration(result.ms) : ''}</span>
      <span class="finding" role="cell" title=${result?.finding ?? ''}>${result?.finding ?? ''}</span>
      <span class="acts" role="cell"
        ><button
          class="button"
          tabindex=${tabIndex}
          aria-label=${`Timeline of ${info.title}`}
          aria-disabled=${hasTrail ? 'false' : 'true'}
          title=${hasTrail ? 'Show what happened, step by step' : whyNoTrail(row)}
          @click=${() => hasTrail && onTimeline(0)}
        >Timeline</button
        ><button
          class="button bare square"
          tabindex=${tabIndex}
          aria-label=${`Run ${info.title} again`}
          aria-disabled=${canRun ? 'false' : 'true'}
          title="Run this case again"
          @click=${() => canRun && onRun()}
        >${icon('reload')}</button></span
      >
    </div>
    ${isUnfolded ? renderDetails(row, onTimeline) : nothing}
  </div>`;
}

function whyNoTrail({ state }: CheckRow): string {
  return state === 'done' ? 'No connection was made' : 'Once the case has ended';
}

function renderDetails(row: CheckRow, onTimeline: (index: number) => void): TemplateResult {
  const { info, result } = row;
  return html`<div role="row">
    <div class="details" role="cell">
      <dl>
        ${fact('What the check does', info.description)}
        ${fact('What is expected', html`${info.expectation} <span class="of">${info.source}</span>`)}
        ${fact('What was seen', result?.finding ?? 'Nothing yet.', `seen ${result?.verdict ?? ''}`)}
        ${result?.hint === undefined ? nothing : fact('Where to look', result.hint, 'hint')}
      </dl>
      <p class="of figures">
        <span class="bytes">${info.id}</span> · at most ${formatDuration(info.limitMs)}
        ${renderConnections(row, onTimeline)}
      </p>
    </div>
  </div>`;
}

function fact(
  term: string,
  definition: TemplateResult | string,
  kind: string | undefined = '',
): TemplateResult {
  return html`<div class=${kind}><dt>${term}</dt><dd>${definition}</dd></div>`;
}

/** Of several connections each can be looked at. */
function renderConnections(
  row: CheckRow,
  onTimeline: (index: number) => void,
): TemplateResult | typeof nothing {
  const { trails, trailsOmitted } = row;
  if (trails.length < 2) return nothing;
  return html`· Timelines of its connections:
    ${trails.map(
      (_, index) =>
        html`<button class="button number" aria-label=${`Timeline of ${trailTitle(row, index)}`} @click=${() => onTimeline(index)}
          >${index + 1}</button
        > `,
    )}
    ${trailsOmitted > 0 ? html`and ${formatCount(trailsOmitted)} more, which were not kept` : nothing}`;
}
