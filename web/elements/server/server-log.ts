// The servers' life-cycle log: listen, accept, recv and send, FIN, close; the end is followed until somebody scrolls up.

import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ServerEvent } from '../../../server/protocol/server-event.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import {
  clientsContext,
  highlightContext,
  noticesContext,
  observeContext,
  preferencesContext,
} from '../../controllers/contexts.ts';
import type { ByteRange, Highlight } from '../../controllers/highlight.ts';
import type { Notices } from '../../controllers/notices.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import type { PreferencesStore } from '../../controllers/preferences-store.ts';
import { CANNOT_COPY, copyText, saveText, toJsonLines } from '../../controllers/text-export.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatPlural } from '../../model/format.ts';
import { define } from '../../model/glossary.ts';
import { describeServerEvent, type LogLine, logText } from '../../model/server-log.ts';
import { isShown, type ShownServers, showServers } from '../../model/targets/shown-server.ts';
import { baseStyles } from '../common/base.styles.ts';
import { markStyles } from '../common/client-mark.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { exportItems } from '../common/export-items.ts';
import type { FilterEvent } from '../common/filter-field.ts';
import '../common/filter-field.ts';
import { icon, iconStyles } from '../common/icon.ts';
import { listStyles } from '../common/list.styles.ts';
import type { MenuEvent } from '../common/menu.ts';
import { renderNewer } from '../common/newer-button.ts';
import { RangeRows } from '../common/range-rows.ts';
import { RowCursor } from '../common/row-cursor.ts';
import { RowHighlight } from '../common/row-highlight.ts';
import { VirtualRows } from '../common/virtual-rows.ts';
import { inspectServerEvent } from '../inspector/line-events.ts';
import { type PeerClient, peerClient, renderPeerClient } from './peer-client.ts';
import { serverLogStyles } from './server-log.styles.ts';
import { transferRanges } from './transfer-range.ts';

/** What each word of the log means. */
const sentences: Record<ServerEvent['kind'], string> = {
  listen: 'The server waits for connections at this address and port.',
  accept: 'The handshake with a client is complete, and the server took the connection over.',
  serve: 'The server turned to a connection that had waited behind others.',
  transfer: 'recv took bytes from the socket, and send put the same bytes back into it.',
  transfers: 'recv took bytes from the sockets, and send put the same bytes back into them.',
  fin: `FIN. ${define('FIN').sentence}`,
  finSent: 'The server has sent its FIN, and the peer may go on sending.',
  close: 'The connection is gone in both directions; this is how it ended and what it carried.',
  refuse: 'The server closed a new connection at once.',
  stop: 'The server takes no more connections.',
};

@customElement('echo-server-log')
export class ServerLog extends LitElement {
  static override styles = [baseStyles, controlStyles, iconStyles, listStyles, markStyles, serverLogStyles];

  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: observeContext }) private feed!: ObserveFeed;
  @consume({ context: highlightContext }) private highlight!: Highlight;
  @consume({ context: noticesContext }) private notices!: Notices;
  @consume({ context: preferencesContext }) private preferences!: PreferencesStore;

  @state() private filter = '';

  @query('.viewport') private viewport!: HTMLElement | null;

  /** Whose events are shown. */
  #servers: ShownServers = showServers([], '');
  #filtered: readonly ServerEvent[] | undefined;
  /** The events in view. */
  #drawn: readonly ServerEvent[] = [];
  readonly #rows = new VirtualRows(this, {
    viewport: () => this.viewport,
    count: () => this.#filtered?.length ?? this.feed.record.events.length,
    firstId: () => (this.#filtered ? 0 : this.feed.record.eventsDropped),
    follows: true,
  });
  readonly #rowHighlight = new RowHighlight(this, () => this.highlight);
  readonly #rangeRows = new RangeRows(this, {
    highlight: () => this.highlight,
    root: () => this.renderRoot,
    rangesOf: (row) => this.#rangesOf(row),
  });
  readonly #cursor = new RowCursor(this, {
    viewport: () => this.viewport,
    rows: this.#rows,
    count: () => this.#filtered?.length ?? this.feed.record.events.length,
    idAt: (index) => (this.#filtered ? this.#filtered[index] : this.feed.record.events.at(index))?.id,
    open: (id, row) => this.#inspect(id, row),
  });

  constructor() {
    super();
    new Watch(this, () => [
      this.feed?.changes,
      this.clients?.changes,
      this.highlight?.changes,
      this.preferences?.changes,
    ]);
  }

  override willUpdate(_changed: PropertyValues<this>): void {
    const { targets, events } = this.feed.record;
    const before = this.#servers.only?.name;
    this.#servers = showServers(targets.values(), this.preferences.current.shownServer);
    // Another list: where the reader stood in the one before says nothing.
    if (before !== this.#servers.only?.name) this.#rows.follow();
    const wasSeveral = this.classList.contains('several');
    this.classList.toggle('several', this.#namesServers);
    // A line that names its server may be higher.
    if (wasSeveral !== this.#namesServers) this.#rows.remeasure();
    const wanted = this.filter.trim().toLowerCase();
    this.#filtered =
      wanted || this.#servers.only
        ? events
            .toArray()
            .filter((event) => isShown(this.#servers, event.server) && this.#contains(event, wanted))
        : undefined;
  }

  override render(): TemplateResult {
    const { eventsDropped } = this.feed.record;
    return html`
      <div class="bar">
        <h3>Log</h3>
        ${
          eventsDropped > 0
            ? html`<span class="count figures">${formatPlural(eventsDropped, 'older line')} dropped</span>`
            : nothing
        }
        <echo-filter-field label="Filter the log" quiet @echo-filter=${this.#onFilter}></echo-filter-field>
        <wa-dropdown placement="bottom-end" @wa-select=${this.#onSelect}>
          <button slot="trigger" class="button bare square" aria-label="Copy or export the log">${icon('more')}</button>
          ${exportItems('JSON Lines')}
        </wa-dropdown>
      </div>
      ${this.#renderRows()}
      ${renderNewer(this.#rows)}
    `;
  }

  #renderRows(): TemplateResult {
    const { start, end, beforePx, totalPx } = this.#rows.visible();
    const events: ServerEvent[] = [];
    for (let index = start; index < end; index += 1) {
      const event = this.#filtered ? this.#filtered[index] : this.feed.record.events.at(index);
      if (event) events.push(event);
    }
    this.#drawn = events;
    return html`<div
      class="viewport"
      tabindex="0"
      role="log"
      aria-live="off"
      aria-label="Life-cycle log of the servers"
      @pointerover=${this.#onPointerOver}
      @pointerleave=${this.#onPointerLeave}
      @keydown=${this.#cursor.onKeyDown}
      @pointerdown=${this.#cursor.onPointerDown}
      @click=${this.#cursor.onClick}
      @focusin=${this.#onFocusIn}
      @focusout=${this.#onFocusOut}
    >
      <div style="height:${totalPx}px"></div>
      <div class="rows" style="transform:translateY(${beforePx}px)">
        ${repeat(
          events,
          (event) => event.id,
          (event) => this.#renderLine(describeServerEvent(event), event.kind),
        )}
      </div>
      ${totalPx === 0 ? this.#renderEmpty() : nothing}
    </div>`;
  }

  #renderLine(line: LogLine, kind: ServerEvent['kind']): TemplateResult {
    const who = this.#whose(line);
    const isLit = who.key !== undefined && who.key === this.highlight.current;
    return html`<div
      class="row ${line.tone} ${isLit ? 'lit' : ''}"
      role="button"
      tabindex="-1"
      data-row=${who.key ?? ''}
      data-id=${line.id}
    >
      <span class="bytes time">${line.time}</span><span class="label" title=${sentences[kind]}>${line.label}</span
      ><span class="bytes peer">${line.peer}</span>${
        this.#namesServers ? html`<span class="server" title=${line.server}>${line.server}</span>` : nothing
      }<span class="detail" title=${line.detail}>${line.detail}</span
      ><span class="client">${renderPeerClient(who)}</span>
    </div>`;
  }

  #renderEmpty(): TemplateResult {
    if (this.filter) return html`<p class="empty">No line contains “${this.filter}”.</p>`;
    const who = this.#servers.only?.name ?? 'the server';
    return html`<p class="empty">What ${who} does appears here: accept, recv, send, FIN, close.</p>`;
  }

  /** Whether each line says at which server it happened. */
  get #namesServers(): boolean {
    return this.#servers.isChoice && this.#servers.only === undefined;
  }

  /** Whether the event's line contains `wanted`, in lower case. */
  #contains(event: ServerEvent, wanted: string): boolean {
    return wanted === '' || this.#textOf(event).toLowerCase().includes(wanted);
  }

  #rangesOf({ dataset }: HTMLElement): readonly ByteRange[] {
    const id = Number(dataset.id);
    return transferRanges(
      this.#drawn.find((event) => event.id === id),
      this.clients,
    );
  }

  #whose(line: LogLine): PeerClient {
    return peerClient(this.clients, line.connection, line.session);
  }

  #textOf(event: ServerEvent): string {
    const line = describeServerEvent(event);
    const { text, client } = this.#whose(line);
    return logText(line, client ? `${text} ${client.name}`.trim() : text, this.#namesServers);
  }

  #inspect(id: number, row: HTMLElement): void {
    const event = this.feed.record.events.toArray().find((each) => each.id === id);
    if (event === undefined) return;
    const line = describeServerEvent(event);
    row.dispatchEvent(inspectServerEvent(event, line, this.#whose(line), this.clients));
  }

  readonly #onPointerOver = (event: Event): void => {
    this.#rowHighlight.onPointerOver(event);
    this.#rangeRows.onPointerOver(event);
  };

  readonly #onPointerLeave = (): void => {
    this.#rowHighlight.onPointerLeave();
    this.#rangeRows.onPointerLeave();
  };

  readonly #onFocusIn = (event: FocusEvent): void => {
    this.#cursor.onFocusIn(event);
    this.#rowHighlight.onFocusIn(event);
  };

  readonly #onFocusOut = (event: FocusEvent): void => {
    this.#cursor.onFocusOut(event);
    this.#rowHighlight.onFocusOut();
  };

  readonly #onFilter = (event: FilterEvent): void => {
    this.filter = event.text;
    // Another list: where the reader stood in the one before says nothing.
    this.#rows.follow();
  };

  readonly #onSelect = (event: MenuEvent): void => {
    void this.#export(event.detail.item.value);
  };

  /** Copies or saves what the filter lets through. */
  async #export(how: string): Promise<void> {
    const events = this.#filtered ?? this.feed.record.events.toArray();
    const text = (): string => events.map((event) => `${this.#textOf(event)}\n`).join('');
    if (how === 'text') saveText('echo-bridge-server.txt', text());
    else if (how === 'json') saveText('echo-bridge-server.jsonl', toJsonLines(events));
    else {
      const copied = await copyText(text());
      this.notices.show({
        text: copied ? `Copied ${formatPlural(events.length, 'line')}.` : CANNOT_COPY,
      });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-server-log': ServerLog;
  }
}
