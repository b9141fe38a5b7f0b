// Every event of all clients in one list: what browser, gateway and server did, in the order of time. It is narrowed by
// filters and a search, followed or held still, and taken away as a file.
//
//   timelines ──► RecordMerge ──► RecordMatches ──► VirtualRows ──► the rows in view
//                                     ▲ record-filters.ts

import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import { clientsContext, highlightContext, noticesContext } from '../../controllers/contexts.ts';
import type { Highlight, HighlightKey } from '../../controllers/highlight.ts';
import type { Notices } from '../../controllers/notices.ts';
import { formatRecordTime } from '../../controllers/record-export.ts';
import { recordSource } from '../../controllers/record-sources.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatCount, formatPlural } from '../../model/format.ts';
import { describeEntry, entryKey, type RecordEntry } from '../../model/record/record-entry.ts';
import { matchesFilter, SHOW_ALL, showsAll } from '../../model/record/record-filter.ts';
import { RecordMatches } from '../../model/record/record-matches.ts';
import { RecordMerge } from '../../model/record/record-merge.ts';
import { searchWork } from '../../model/record/record-search.ts';
import { isBytesEvent } from '../../model/timeline/timeline.ts';
import { baseStyles } from '../common/base.styles.ts';
import { clientMark, markStyles } from '../common/client-mark.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { iconStyles } from '../common/icon.ts';
import { listStyles } from '../common/list.styles.ts';
import type { MenuEvent } from '../common/menu.ts';
import { renderNewer } from '../common/newer-button.ts';
import { RowCursor } from '../common/row-cursor.ts';
import { RowHighlight } from '../common/row-highlight.ts';
import { VirtualRows } from '../common/virtual-rows.ts';
import { inspectEntry } from './inspect-entry.ts';
import type { RecordFilterEvent, RecordFilters } from './record-filters.ts';
import './record-filters.ts';
import { renderRecordMenu, runRecordMenu } from './record-menu.ts';
import { recordViewStyles } from './record-view.styles.ts';

/**
 * Least time from one drawing of new events to the next, in milliseconds: nobody reads rows that move with every frame,
 * and each move of a list's end has the browser put the layers of the whole page together anew.
 */
const REST_MS = 100;

@customElement('echo-record-view')
export class RecordView extends LitElement {
  static override styles = [baseStyles, controlStyles, iconStyles, listStyles, markStyles, recordViewStyles];

  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: highlightContext }) private highlight!: Highlight;
  @consume({ context: noticesContext }) private notices!: Notices;

  @state() private filter = SHOW_ALL;

  @query('.viewport') private viewport!: HTMLElement | null;
  @query('echo-record-filters') private filters!: RecordFilters;

  #merge: RecordMerge | undefined;
  readonly #matches = new RecordMatches();
  /** What the names were that the search looked at. */
  #names = '';
  /** What is listed: all entries, or those that the filter leaves. */
  #shown: readonly RecordEntry[] = [];
  #isSearching = false;

  readonly #rows = new VirtualRows(this, {
    viewport: () => this.viewport,
    count: () => this.#shown.length,
    firstId: () => this.#firstId,
    follows: true,
  });
  readonly #rowHighlight = new RowHighlight(this, () => this.highlight);
  readonly #cursor = new RowCursor(this, {
    viewport: () => this.viewport,
    rows: this.#rows,
    count: () => this.#shown.length,
    idAt: (index) => this.#firstId + index,
    open: (id, row) => this.#inspect(id - this.#firstId, row),
  });

  constructor() {
    super();
    new Watch(this, () => [this.clients?.changes, this.highlight?.changes]);
    new Watch(this, () => this.clients?.clients.map(({ changes }) => changes) ?? [], REST_MS);
  }

  override willUpdate(_changed: PropertyValues<this>): void {
    this.#merge ??= new RecordMerge(this.clients.clocks);
    const change = this.#merge.update(this.clients.clients.map(recordSource));
    if (change) this.#matches.apply(change);
    if (showsAll(this.filter)) {
      this.#shown = this.#merge.entries;
      this.#isSearching = false;
      return;
    }
    const names = this.clients.clients.map(({ name }) => name).join('\n');
    if (names !== this.#names) this.#matches.restart();
    this.#names = names;
    this.#isSearching = !this.#advance();
    this.#shown = this.#matches.matches;
  }

  /** A long search goes on in the next frame. */
  override updated(): void {
    if (this.#isSearching) requestAnimationFrame(() => this.requestUpdate());
  }

  /** Number of the first row listed since the filter is this one. */
  get #firstId(): number {
    return showsAll(this.filter) ? (this.#merge?.dropped ?? 0) : this.#matches.dropped;
  }

  override render(): TemplateResult {
    return html`
      <div class="bar">
        <echo-record-filters
          .clients=${this.clients.clients}
          @echo-record-filter=${this.#onFilter}
        ></echo-record-filters>
        ${this.#renderCount()}
        ${renderRecordMenu(!showsAll(this.filter), this.#onMenu)}
      </div>
      <div class="row head" aria-hidden="true">
        <span>time</span><span>client</span><span>lane</span><span>step</span><span></span
        ><span class="end">bytes</span><span class="end">size</span><span>content</span>
      </div>
      ${this.#renderRows()}
      ${renderNewer(this.#rows)}
    `;
  }

  #renderCount(): TemplateResult {
    const { error } = this.filter.search;
    if (error !== undefined)
      return html`<span class="count bad" role="status" title=${error}>${error}</span>`;
    const { entries, dropped } = this.#merge as RecordMerge;
    const total = formatPlural(entries.length, 'event');
    const left = showsAll(this.filter) ? total : `${formatCount(this.#shown.length)} of ${total}`;
    const parts = [left];
    if (this.#isSearching)
      parts.push(`searching ${formatCount(entries.length - this.#matches.tested)} more …`);
    if (dropped > 0) parts.push(`${formatPlural(dropped, 'older event')} dropped`);
    const text = parts.join(' · ');
    return html`<span class="count figures" title=${text}>${text}</span>`;
  }

  #renderRows(): TemplateResult {
    const { start, end, beforePx, totalPx } = this.#rows.visible();
    return html`<div
      class="viewport"
      tabindex="0"
      role="log"
      aria-live="off"
      aria-label="Every event of all clients"
      @pointerover=${this.#rowHighlight.onPointerOver}
      @pointerleave=${this.#rowHighlight.onPointerLeave}
      @keydown=${this.#cursor.onKeyDown}
      @pointerdown=${this.#cursor.onPointerDown}
      @click=${this.#cursor.onClick}
      @focusin=${this.#onFocusIn}
      @focusout=${this.#onFocusOut}
    >
      <div style="height:${totalPx}px"></div>
      <div class="rows" style="transform:translateY(${beforePx}px)">
        ${repeat(this.#shown.slice(start, end), entryKey, (entry, index) => this.#renderRow(entry, start + index))}
      </div>
      ${totalPx === 0 ? this.#renderEmpty() : nothing}
    </div>`;
  }

  #renderRow(entry: RecordEntry, index: number): TemplateResult {
    const { source, event, atMs } = entry;
    const row = describeEntry(entry);
    const key: HighlightKey = `client:${source.label.key}`;
    const isLit = key === this.highlight.current;
    return html`<div
      class="row ${row.tone} ${isLit ? 'lit' : ''} ${isBytesEvent(event) ? 'moves' : ''}"
      role="button"
      tabindex="-1"
      data-row=${key}
      data-id=${this.#firstId + index}
    >
      <span class="bytes time">${formatRecordTime(atMs)}</span
      ><span class="who">${clientMark(source.label.identity)}<span class="connection" title="Connection ${event.connection} of ${source.label.title}">#${event.connection}</span></span
      ><span class="lane">${row.lane}</span
      ><span class="step" title=${row.sentence}>${row.step}</span
      >${renderDirection(row.direction)}<span class="bytes range end">${row.range}</span
      ><span class="size end">${row.size}</span
      ><span class="bytes text" title=${row.text}>${row.text}</span>
    </div>`;
  }

  #renderEmpty(): TemplateResult {
    if (!showsAll(this.filter) && !this.#isSearching) {
      return html`<div class="empty">
        <p>No event fits the filter.</p>
        <button class="button" @click=${() => this.filters.clear()}>Show all</button>
      </div>`;
    }
    return this.clients.clients.length === 0
      ? html`<p class="empty">Add a client: each step of its bytes at browser, gateway and server appears here.</p>`
      : html`<p class="empty">What the clients do appears here, step by step.</p>`;
  }

  #advance(): boolean {
    const { entries } = this.#merge as RecordMerge;
    return this.#matches.advance(
      entries,
      (entry) => matchesFilter(entry, this.filter, formatRecordTime),
      (entry) => searchWork(entry, this.filter.search),
    );
  }

  #inspect(index: number, row: HTMLElement): void {
    const entry = this.#shown[index];
    if (entry) row.dispatchEvent(inspectEntry(entry));
  }

  readonly #onFocusIn = (event: FocusEvent): void => {
    this.#cursor.onFocusIn(event);
    this.#rowHighlight.onFocusIn(event);
  };

  readonly #onFocusOut = (event: FocusEvent): void => {
    this.#cursor.onFocusOut(event);
    this.#rowHighlight.onFocusOut();
  };

  readonly #onFilter = ({ filter }: RecordFilterEvent): void => {
    this.filter = filter;
    this.#matches.restart();
    // Another list: where the reader stood in the one before says nothing.
    this.#rows.follow();
  };

  readonly #onMenu = async (event: MenuEvent): Promise<void> => {
    // What leaves the page is all that fits, and not what a long search has found so far.
    while (this.#isSearching) await new Promise(requestAnimationFrame);
    const { entries, dropped } = this.#merge as RecordMerge;
    const { clients } = this.filter;
    const only = clients.size === 1 ? this.clients.clients.find(({ key }) => clients.has(key)) : undefined;
    const left = { entries: this.#shown, dropped, client: only?.label };
    await runRecordMenu(event.detail.item.value, left, { entries, dropped }, this.notices);
  };
}

function renderDirection(direction: 'up' | 'down' | undefined): TemplateResult {
  if (direction === undefined) return html`<span class="direction"></span>`;
  return html`<span class="direction" role="img" aria-label=${direction}>${direction === 'up' ? '↑' : '↓'}</span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-record-view': RecordView;
  }
}
