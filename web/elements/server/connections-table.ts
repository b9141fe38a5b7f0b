// The server's open connections, one row each, and whose they are.

import { consume } from '@lit/context';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
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
import { baseStyles } from '../common/base.styles.ts';
import { markStyles } from '../common/client-mark.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { ClientFocusEvent } from '../common/events.ts';
import { listStyles } from '../common/list.styles.ts';
import { RowHighlight } from '../common/row-highlight.ts';
import { toneOf } from '../common/state-badge.ts';
import '../common/term.ts';
import { VirtualRows } from '../common/virtual-rows.ts';
import { type PeerClient, peerClient, renderPeerClient } from './peer-client.ts';

@customElement('echo-connections-table')
export class ConnectionsTable extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    listStyles,
    markStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        block-size: 100%;
        min-block-size: 0;
      }

      .row {
        grid-template-columns: 4.2rem minmax(7rem, 1.4fr) minmax(4rem, 1fr) minmax(4rem, 1fr) 3.6rem minmax(5.5rem, 1.2fr);
        gap: 0 var(--space-3);
        padding-inline: var(--space-3);
      }

      .sticky {
        position: sticky;
        inset-block-start: 0;
        z-index: 1;
        background: var(--surface-panel);
      }

      .head {
        border-block-end: 1px solid var(--line);
        color: var(--text-quiet);
        font-size: var(--size-tiny);
      }

      .head small {
        font-size: inherit;
        opacity: 0.85;
      }

      .row[data-row]:hover,
      .row.lit {
        background: var(--surface-lit);
      }

      .state {
        font-size: var(--size-tiny);
        font-weight: 600;
        letter-spacing: 0.02em;
      }

      .state.good {
        color: var(--good);
      }

      .state.warn {
        color: var(--warn);
      }

      @container pane (max-width: 34rem) {
        .row {
          grid-template-columns: 3.4rem minmax(5.6rem, 1fr) 3.4rem 3.4rem minmax(3rem, 0.5fr);
          gap: 0 var(--space-2);
        }

        .age,
        .to-client .name {
          display: none;
        }
      }

      .stranger {
        color: var(--text-quiet);
      }

      .button.to-client {
        justify-content: start;
        min-block-size: 1.25rem;
        margin-inline-start: -0.4rem;
        padding: 0 0.4rem;
        color: var(--text);
      }

      /* Its edge is seen here, and must not stand out of the cell. */
      @media (forced-colors: active) {
        .button.to-client {
          margin-inline-start: 0;
        }
      }
    `,
  ];

  /** Lower-case text that a row must contain; empty for all. */
  @property() filter = '';

  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: observeContext }) private feed!: ObserveFeed;
  @consume({ context: highlightContext }) private highlight!: Highlight;
  @consume({ context: preferencesContext }) private preferences!: PreferencesStore;
  @consume({ context: selectionContext }) private selection!: Selection;

  @query('.viewport') private viewport!: HTMLElement | null;

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
    new Watch(this, () => [this.feed?.changes, this.clients?.changes, this.highlight?.changes, everySecond]);
  }

  override willUpdate(_changed: PropertyValues<this>): void {
    const { connections } = this.feed.record;
    this.#shown = this.filter ? connections.filter((connection) => this.#fits(connection)) : connections;
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
            <span role="columnheader"><echo-term word="peer"></echo-term></span>
            <span role="columnheader">state <small><echo-term word="inferred">inferred</echo-term></small></span>
            <span role="columnheader" class="end"><echo-term word="recv"></echo-term></span>
            <span role="columnheader" class="end"><echo-term word="send"></echo-term></span>
            <span role="columnheader" class="end age">age</span>
            <span role="columnheader">client</span>
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
    return html`<div
      class="row ${who.key === this.highlight.current ? 'lit' : ''}"
      role="row"
      data-row=${who.key ?? ''}
      aria-rowindex=${index + 2}
    >
      <span role="cell" class="bytes" title=${formatEndpoint(peer)}>${formatPort(peer.port)}</span>
      <span role="cell" class="state ${toneOf(state)}"><echo-term word=${state} passive></echo-term></span>
      <span role="cell" class="end">${formatBytes(bytesReceived)}</span>
      <span role="cell" class="end">${formatBytes(bytesSent)}</span>
      <span role="cell" class="end age">${formatAge(this.feed.serverNowMs - acceptedAt)}</span>
      <span role="cell">${this.#renderClient(who, connection)}</span>
    </div>`;
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
    const { listening } = this.feed.record.server ?? {};
    const hint = listening ? `nc ${listening.address} ${listening.port}` : 'nc';
    return html`<p class="empty">No open connection. Add a client, or try <code class="bytes">${hint}</code> in a terminal.</p>`;
  }

  #fits({ id, peer, state, session }: ConnectionView): boolean {
    const who = peerClient(this.clients, id, session);
    const text = `${formatEndpoint(peer)} ${state} ${who.text} ${who.client?.name ?? ''}`;
    return text.toLowerCase().includes(this.filter);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-connections-table': ConnectionsTable;
  }
}
