// The bar above the cases: what is checked, Run or Stop, how far it is, and what it came to.
//
//   [echo ▾] [▶ Run check]  ███████░░░░ 12 of 31 · Half-close                 ☐ only what did not pass  ⋯
//   [echo ▾] [▶ Run again]  echo: ✓ 29 pass  ✕ 1 fails · 12.4 s

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { VERDICTS } from '../../../server/protocol/check.ts';
import type { TargetView } from '../../../server/protocol/observe.ts';
import type { CheckRecord } from '../../model/check/check-record.ts';
import { summarise } from '../../model/check/check-words.ts';
import { formatDuration } from '../../model/format.ts';
import { icon } from '../common/icon.ts';
import type { MenuEvent } from '../common/menu.ts';
import { renderCheckMenu } from './check-menu.ts';
import { verdictMark } from './verdict.ts';

export interface CheckBar {
  readonly record: CheckRecord;
  readonly targets: readonly TargetView[];
  /** The target that is chosen; undefined when there is none. */
  readonly chosen: TargetView | undefined;
  readonly onlyRemarkable: boolean;
  readonly onChoose: (name: string) => void;
  readonly onRun: () => void;
  readonly onStop: () => void;
  readonly onFilter: (onlyRemarkable: boolean) => void;
  readonly onMenu: (event: MenuEvent) => void;
}

export function renderCheckBar(bar: CheckBar): TemplateResult {
  const { record, targets, chosen, onlyRemarkable } = bar;
  const hasRows = record.rows.length > 0;
  const onChange = (event: Event): void => bar.onChoose((event.target as HTMLSelectElement).value);
  const onFilter = (event: Event): void => bar.onFilter((event.target as HTMLInputElement).checked);
  return html`<div class="bar">
    <select
      class="field"
      aria-label="Server to check"
      .value=${live(chosen?.name ?? '')}
      ?disabled=${record.isBusy || targets.length === 0}
      @change=${onChange}
    >
      ${targets.length === 0 ? html`<option value="">no server</option>` : nothing}
      ${targets.map(
        (target) =>
          html`<option value=${target.name} ?selected=${target === chosen} ?disabled=${!isCheckable(target)}
            >${nameOf(target)}</option
          >`,
      )}
    </select>
    ${renderRun(bar)}
    <div class="state">${renderState(record)}</div>
    ${
      hasRows
        ? html`<label class="filter"
              ><input type="checkbox" .checked=${live(onlyRemarkable)} @change=${onFilter} /> Only what did not pass</label
            >${renderCheckMenu(bar.onMenu)}`
        : nothing
    }
  </div>`;
}

/** Whether a target can be checked: one that does not run has no address. */
export function isCheckable({ endpoint, health }: TargetView): boolean {
  return endpoint !== null && health !== 'down';
}

function nameOf(target: TargetView): string {
  if (isCheckable(target)) return target.name;
  return `${target.name} – down${target.reason === undefined ? '' : `: ${target.reason}`}`;
}

/** One button, so that the focus stays on it when it changes its meaning. */
function renderRun({ record, chosen, onRun, onStop }: CheckBar): TemplateResult {
  const { isBusy, phase, target } = record;
  const canRun = chosen !== undefined && isCheckable(chosen);
  const isOff = isBusy ? phase.kind === 'stopping' : !canRun;
  const words = isBusy ? 'Stop' : target !== undefined && target === chosen?.name ? 'Run again' : 'Run check';
  const act = isBusy ? onStop : onRun;
  return html`<button
    class="button run ${isBusy ? '' : 'accent'}"
    aria-disabled=${isOff ? 'true' : 'false'}
    @click=${() => !isOff && act()}
  >${icon(isBusy ? 'xmark' : 'play')}${words}</button>`;
}

function renderState(record: CheckRecord): TemplateResult | typeof nothing {
  const { phase, rows } = record;
  switch (phase.kind) {
    case 'idle':
      return nothing;
    case 'connecting':
      return html`<span class="quiet">Starting …</span>`;
    case 'running':
    case 'stopping':
      return renderProgress(record);
    case 'ended':
    case 'failed':
      return rows.length === 0 ? html`` : renderSummary(record);
  }
}

function renderProgress({ progress, target, phase }: CheckRecord): TemplateResult {
  const { done, of, running } = progress;
  const percent = of === 0 ? 0 : (done / of) * 100;
  return html`<div
      class="progress"
      role="progressbar"
      aria-label=${`Echo Check of ${target ?? ''}`}
      aria-valuemin="0"
      aria-valuemax=${of}
      aria-valuenow=${done}
      aria-valuetext=${`${done} of ${of}`}
    ><i style="inline-size:${percent.toFixed(1)}%"></i></div>
    <span class="figures count">${done} of ${of}</span>
    <span class="now quiet">${phase.kind === 'stopping' ? 'Stopping …' : running?.title}</span>`;
}

const ends = { complete: '', stopped: 'stopped', timedOut: 'out of time' } as const;

/** The same in marks for the eye and in one sentence for the ear. */
function renderSummary(record: CheckRecord): TemplateResult {
  const { counts, notRun, target, totalMs, phase } = record;
  const how = phase.kind === 'ended' ? ends[phase.how] : '';
  return html`<p class="summary figures">
    <b>${target}</b><span class="spoken">: ${summarise(record)}</span>
    ${VERDICTS.filter((verdict) => counts[verdict] > 0).map(
      (verdict) =>
        html`<span aria-hidden="true">${verdictMark(verdict, wordOf(verdict, counts[verdict]))}</span>`,
    )}
    ${notRun > 0 ? html`<span class="quiet" aria-hidden="true">${notRun} not run</span>` : nothing}
    <span class="quiet">${formatDuration(totalMs)}${how === '' ? nothing : ` · ${how}`}</span>
  </p>`;
}

function wordOf(verdict: (typeof VERDICTS)[number], count: number): string {
  const none = { pass: 0, slow: 0, fail: 0, notTestable: 0 };
  return summarise({ counts: { ...none, [verdict]: count }, notRun: 0 });
}
