// Both ends of a connection as the kernel has them, side by side.

import { html, nothing, type TemplateResult } from 'lit';
import { define } from '../../model/glossary.ts';
import { type EndFigures, type FigureRow, figureRows } from '../../model/kernel/end-figures.ts';
import { ENDS, type EndName } from '../../model/states/life-cycle.ts';
import type { EndPath } from '../../model/states/state-path.ts';
import '../common/term.ts';

/** What the table shows of one end. */
export interface TableEnd extends EndFigures {
  readonly path: EndPath;
}

export function endsTable(ends: Readonly<Record<EndName, TableEnd>>): TemplateResult {
  return html`<table class="figures">
    <caption class="spoken">Both ends as the kernel has them</caption>
    <thead>
      <tr><td><echo-term word="kernel"></echo-term></td>${ENDS.map((name) => html`<th scope="col">${name} end</th>`)}</tr>
    </thead>
    <tbody>
      <tr>
        <th scope="row">state</th>
        ${ENDS.map((name) => stateCell(ends[name].path))}
      </tr>
      ${figureRows.map(
        (row) => html`<tr>
          <th scope="row"><echo-term word=${row.word}>${define(row.word).word}</echo-term></th>
          ${ENDS.map((name) => html`<td>${figure(row, ends[name])}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function stateCell({ state, source }: EndPath): TemplateResult {
  return html`<td class="state"><echo-term word=${state}></echo-term>${
    // The table is the kernel's, so that only what is not needs a label.
    source === 'inferred' ? html` <echo-term class="how" word="inferred"></echo-term>` : nothing
  }</td>`;
}

function figure({ word, show }: FigureRow, figures: EndFigures): TemplateResult | string {
  const timer = figures.end?.timer ?? 'none';
  if (word !== 'kernelTimer' || timer === 'none') return show(figures);
  return html`<echo-term word=${timer}>${show(figures)}</echo-term>`;
}
