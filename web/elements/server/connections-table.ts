// The servers' open connections, one row each: whose they are, and, of several servers, at which and served by whom.

import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatEndpoint } from '../../../server/protocol/endpoint.ts';
import type { ConnectionView } from '../../../server/protocol/observe.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import {
  clientsContext,
  highlightContext,
  observeContext,
  preferencesContext,
  selectionContext,
} from '../../controllers/contexts.ts';
import type { Highlight } from '../../controllers/highlight.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import type { PreferencesStore } from '../../controllers/preferences-store.ts';
import type { Selection } from '../../controllers/selection.ts';
import { everySecond } from '../../controllers/ticker.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatAge, formatBytes, formatPort } from '../../model/format.ts';
import { servedByWords } from '../../model/served-by.ts';
import { isShown, nativeHint, type ShownServers, showServers } from '../../model/targets/shown-server.ts';
import { baseStyles } from '../common/base.styles.ts';
import { markStyles } from '../common/client-mark.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { ClientFocusEvent } from '../common/events.ts';
import { icon, iconStyles } from '../common/icon.ts';
import { listStyles } from '../common/list.styles.ts';
import { RowHighlight } from '../common/row-highlight.ts';
import { toneOf } from '../common/state-badge.ts';
import '../common/term.ts';
import { VirtualRows } from '../common/virtual-rows.ts';
import { connectionsTableStyles } from './connections-table.styles.ts';
import { type PeerClient, peerClient, renderPeerClient } from './peer-client.ts';

@customElement('echo-connections-table')
export class ConnectionsTable extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    iconStyles,
    listStyles,
    markStyles,
    connectionsTableStyles,
  ];

  /** Lower-case text that a row must contain; empty for all. */
  @property() filter = '';

  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: observeContext }) private feed!: ObserveFeed;
  @consume({ context: highlightContext }) private highlight!: Highlight;
  @consume({ context: preferencesContext }) private preferences!: PreferencesStore;
  @consume({ context: selectionContext }) private selection!: Selection;

  @query('.viewport') private viewport!: HTMLElement | null;

  /** Whose connections are shown. */
  #servers: ShownServers = showServers([], '');
  #shown: readonly ConnectionView[] = [];
  readonly #rows = new VirtualRows(this, {
    viewport: () => this.viewport,
    count: () => this.#shown.length,
    firstId: () => 0,
    follows: false,
  });
  readonly #rowHighlight = new RowHighlight(this, () => this.highlight);

  constructor() {
    super();
    new Watch(this, () => [
      this.feed?.changes,
      this.clients?.changes,
      this.highlight?.changes,
      this.preferences?.changes,
      everySecond,
    ]);
  }

  override willUpdate(): void {
    const { connections, targets } = this.feed.record;
    this.#servers = showServers(targets.values(), this.preferences.current.shownServer);
    const { isChoice, only } = this.#servers;
    const of = only ? connections.filter(({ server }) => isShown(this.#servers, server)) : connections;
    this.#shown = this.filter ? of.filter((connection) => this.#fits(connection)) : of;
    const isSeveral = new Set(of.map(({ server }) => server)).size > 1;
    this.#layOut({ choice: isChoice, all: only === undefined, several: isSeveral });
  }

  /** Which columns there are decides how high a row is. */
  #layOut(classes: Readonly<Record<string, boolean>>): void {
    const before = this.className;
    for (const [name, isOn] of Object.entries(classes)) this.classList.toggle(name, isOn);
    if (this.className !== before) this.#rows.remeasure();
  }

  override render(): TemplateResult {
    const { start, end, beforePx, totalPx } = this.#rows.visible();
    return html`
      <div
        class="viewport"
        tabindex="0"
        role="table"
        aria-label="Live connections"
        aria-rowcount=${this.#shown.length + 1}
        @pointerover=${this.#rowHighlight.onPointerOver}
        @pointerleave=${this.#rowHighlight.onPointerLeave}
        @focusin=${this.#rowHighlight.onFocusIn}
        @focusout=${this.#rowHighlight.onFocusOut}
      >
        <div role="rowgroup" class="sticky">
          <div class="row head" role="row" aria-rowindex="1">
            <span role="columnheader" class="peer"><echo-term word="peer"></echo-term></span>
            <span role="columnheader" class="state-head">state <small><echo-term word="inferred">inferred</echo-term></small></span>
            ${this.#servers.isChoice ? this.#renderServerHeads() : nothing}
            <span role="columnheader" class="end recv"><echo-term word="recv"></echo-term></span>
            <span role="columnheader" class="end sent"><echo-term word="send"></echo-term></span>
            <span role="columnheader" class="end age">age</span>
            <span role="columnheader" class="client">client</span>
          </div>
        </div>
        <div role="rowgroup" style="position:relative;height:${totalPx}px">
          <div class="rows" role="presentation" style="transform:translateY(${beforePx}px)">
            ${repeat(
              this.#shown.slice(start, end),
              (connection) => connection.id,
              (connection, index) => this.#renderRow(connection, start + index),
            )}
          </div>
        </div>
        ${this.#shown.length === 0 ? this.#renderEmpty() : undefined}
      </div>
    `;
  }

  #renderRow(connection: ConnectionView, index: number): TemplateResult {
    const { id, peer, state, bytesReceived, bytesSent, acceptedAt, session } = connection;
    const who = peerClient(this.clients, id, session);
    const waits = connection.servedBy === undefined;
    return html`<div
      class="row ${who.key === this.highlight.current ? 'lit' : ''} ${waits ? 'waits' : ''}"
      role="row"
      data-row=${who.key ?? ''}
      aria-rowindex=${index + 2}
    >
      <span role="cell" class="bytes peer" title=${formatEndpoint(peer)}>${formatPort(peer.port)}</span>
      <span role="cell" class="state ${toneOf(state)}"><echo-term word=${state} passive></echo-term></span>
      ${this.#servers.isChoice ? this.#renderServer(connection) : nothing}
      <span role="cell" class="end recv">${formatBytes(bytesReceived)}</span>
      <span role="cell" class="end sent">${formatBytes(bytesSent)}</span>
      <span role="cell" class="end age">${formatAge(this.feed.serverNowMs - acceptedAt)}</span>
      <span role="cell" class="client">${this.#renderClient(who, connection)}</span>
    </div>`;
  }

  #renderServerHeads(): TemplateResult {
    return html`${this.#servers.only ? nothing : html`<span role="columnheader" class="server">server</span>`}<span
        role="columnheader"
        class="by"
        >served by</span
      >`;
  }

  #renderServer({ server, servedBy, acceptedAt }: ConnectionView): TemplateResult {
    const by = servedBy
      ? html`<span role="cell" class="by"
          ><echo-term word=${servedBy.kind} passive></echo-term> ${servedBy.id}</span
        >`
      : html`<span role="cell" class="by"
          ><span class="waiting"
            >${icon('waits')}<echo-term word="waits" passive></echo-term
            ><span>${formatAge(this.feed.serverNowMs - acceptedAt)}</span></span
          ></span
        >`;
    return html`${this.#servers.only ? nothing : html`<span role="cell" class="server" title=${server}>${server}</span>`}${by}`;
  }

  #renderClient(who: PeerClient, connection: ConnectionView): TemplateResult {
    const { client } = who;
    if (client === undefined) {
      return html`<button
        class="button bare to-client"
        title=${`Show ${formatPort(connection.peer.port)} in the views below`}
        @click=${() => this.#showStranger(connection)}
      >${renderPeerClient(who)}</button>`;
    }
    if (who.isGone) return renderPeerClient(who);
    return html`<button
      class="button bare to-client"
      title=${`Go to ${client.title}`}
      @click=${() => this.dispatchEvent(new ClientFocusEvent(client.key))}
    >${renderPeerClient(who)}${client.name ? html`<span class="name">${client.name}</span>` : undefined}</button>`;
  }

  #showStranger(connection: ConnectionView): void {
    this.selection.selectConnection(connection);
    this.preferences.set({ dockOpen: true });
  }

  #renderEmpty(): TemplateResult {
    const { status } = this.feed;
    if (status !== 'online') return html`<p class="empty">Waiting for the server …</p>`;
    if (this.filter) return html`<p class="empty">No connection fits the filter.</p>`;
    const hint = nativeHint(this.#servers) ?? 'nc';
    const where = this.#servers.only ? ` of ${this.#servers.only.name}` : '';
    return html`<p class="empty">No open connection. Add a client${where}, or try <code class="bytes">${hint}</code> in a terminal.</p>`;
  }

  #fits({ id, peer, state, server, servedBy, session }: ConnectionView): boolean {
    const who = peerClient(this.clients, id, session);
    const served = this.#servers.isChoice ? `${server} ${servedByWords(servedBy)}` : '';
    const text = `${formatEndpoint(peer)} ${state} ${served} ${who.text} ${who.client?.name ?? ''}`;
    return text.toLowerCase().includes(this.filter);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-connections-table': ConnectionsTable;
  }
}
