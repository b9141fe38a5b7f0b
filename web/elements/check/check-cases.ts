// The table of cases: one a line, which unfolds (check-row.ts). The running case is kept in sight until the reader moves.
//
//   ↑ ↓ Home End ──► from case to case        Tab ──► what can be done with this one

import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { CheckRun } from '../../controllers/check-run.ts';
import { CheckTrail } from '../../controllers/check-trail.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import { checkContext, clientsContext, selectionContext } from '../../controllers/contexts.ts';
import type { Selection } from '../../controllers/selection.ts';
import { Watch } from '../../controllers/watch.ts';
import type { CheckRow } from '../../model/check/check-record.ts';
import { isRemarkable } from '../../model/check/check-words.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { emptyStyles } from '../common/empty.styles.ts';
import { ShowViewEvent } from '../common/events.ts';
import { iconStyles } from '../common/icon.ts';
import { checkCasesStyles } from './check-cases.styles.ts';
import { renderCheckRow } from './check-row.ts';
import { verdictStyles } from './verdict.ts';

/** Where the reader was, for when the view comes back. */
const unfolded = new Set<string>();
let scrollTop = 0;

/** All cases are wanted, and not only those that did not pass. */
export class ShowAllEvent extends Event {
  constructor() {
    super('echo-show-all');
  }
}

@customElement('echo-check-cases')
export class CheckCases extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    iconStyles,
    emptyStyles,
    verdictStyles,
    checkCasesStyles,
  ];

  /** Leaves out what passed. */
  @property({ type: Boolean }) onlyRemarkable = false;
  /** The server whose results these are can be checked. */
  @property({ type: Boolean }) canRun = false;

  @consume({ context: checkContext }) private check!: CheckRun;
  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: selectionContext }) private selection!: Selection;

  /** The case that Tab leads to. */
  @state() private entry = '';

  @query('.cases') private cases!: HTMLElement;

  #isFollowing = false;
  #wasBusy = false;
  #running: string | undefined;
  /** It had the focus within before the latest drawing. */
  #hadFocus = false;

  constructor() {
    super();
    new Watch(this, () => [this.check?.changes]);
  }

  override willUpdate(): void {
    const { isBusy } = this.check.record;
    if (isBusy && !this.#wasBusy) this.#isFollowing = true;
    this.#wasBusy = isBusy;
    this.#hadFocus = this.#focused !== null;
  }

  override render(): TemplateResult {
    const { rows, target } = this.check.record;
    const shown = this.onlyRemarkable ? rows.filter(isRemarkable) : rows;
    const entry = shown.some(({ info }) => info.id === this.entry) ? this.entry : shown[0]?.info.id;
    return html`<div
      class="cases"
      tabindex="-1"
      role="table"
      aria-label=${`Cases of the check of ${target}`}
      @keydown=${this.#onKey}
      @focusin=${this.#onFocusIn}
      @scroll=${this.#onScroll}
      @wheel=${this.#onReaderMoves}
      @pointerdown=${this.#onReaderMoves}
    >
      ${renderHead()}
      ${repeat(
        shown,
        ({ info }) => info.id,
        (row) => this.#renderCase(row, row.info.id === entry),
      )}
      ${shown.length === 0 ? this.#renderAllPassed() : nothing}
    </div>`;
  }

  override firstUpdated(): void {
    this.cases.scrollTop = scrollTop;
  }

  override updated(): void {
    // What is drawn no more leaves the focus to the table.
    if (this.#hadFocus && this.#focused === null) this.cases.focus();
    this.#follow();
  }

  #renderCase(row: CheckRow, isEntry: boolean): TemplateResult {
    const { id } = row.info;
    const { record } = this.check;
    return renderCheckRow(row, {
      isUnfolded: unfolded.has(id),
      isEntry,
      canRun: this.canRun && !record.isBusy,
      onToggle: () => {
        if (!unfolded.delete(id)) unfolded.add(id);
        this.requestUpdate();
      },
      onTimeline: (index) => {
        this.selection.selectTrail(new CheckTrail(row, index, this.clients.clocks));
        this.dispatchEvent(new ShowViewEvent('timeline'));
      },
      onRun: () => this.check.start(record.target ?? '', [id]),
    });
  }

  #renderAllPassed(): TemplateResult {
    const words = this.check.record.isBusy
      ? 'What has ended so far passed.'
      : 'Every case passed: there is nothing else to see.';
    return html`<div class="empty" role="row"><div role="cell">
      <p>${words}</p>
      <button class="button" @click=${() => this.dispatchEvent(new ShowAllEvent())}>Show all</button>
    </div></div>`;
  }

  get #focused(): Element | null {
    return this.shadowRoot?.activeElement ?? null;
  }

  /** Keeps the running case in sight, and at the end of all the first one that calls for a look. */
  #follow(): void {
    const { progress, rows, isBusy, single } = this.check.record;
    const running = progress.running?.id;
    if (running === this.#running) return;
    this.#running = running;
    if (!this.#isFollowing) return;
    const id = isBusy || single ? running : rows.find(isRemarkable)?.info.id;
    if (id === undefined) return;
    const line = this.renderRoot.querySelector(`[data-case="${CSS.escape(id)}"]`);
    line?.scrollIntoView({ block: 'nearest' });
  }

  readonly #onFocusIn = (): void => {
    this.#isFollowing = false;
    this.entry = this.#focused?.closest<HTMLElement>('[data-case]')?.dataset.case ?? this.entry;
  };

  readonly #onReaderMoves = (): void => {
    this.#isFollowing = false;
  };

  readonly #onScroll = (): void => {
    scrollTop = this.cases.scrollTop;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const toggles = [...this.renderRoot.querySelectorAll<HTMLElement>('.toggle')];
    const at = toggles.findIndex((toggle) => toggle.tabIndex === 0);
    const last = toggles.length - 1;
    const next: Readonly<Record<string, number | undefined>> = {
      ArrowUp: Math.max(0, at - 1),
      ArrowDown: Math.min(last, at + 1),
      Home: 0,
      End: last,
    };
    const to = next[event.key];
    if (to === undefined) return;
    event.preventDefault();
    toggles[to]?.focus();
  };
}

function renderHead(): TemplateResult {
  return html`<div class="head" role="rowgroup">
    <div class="line" role="row">
      <span role="columnheader">verdict</span><span role="columnheader">case</span
      ><span class="source" role="columnheader">source</span><span class="time" role="columnheader">time</span
      ><span class="finding" role="columnheader">finding</span
      ><span role="columnheader"><span class="spoken">actions</span></span>
    </div>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-check-cases': CheckCases;
  }
  interface HTMLElementEventMap {
    'echo-show-all': ShowAllEvent;
  }
}
