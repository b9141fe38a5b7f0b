// All clients: the toolbar above, one card each below.

import { consume } from '@lit/context';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Client } from '../../controllers/client.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import { readClock } from '../../controllers/clock.ts';
import { clientsContext, targetsContext } from '../../controllers/contexts.ts';
import type { TargetList } from '../../controllers/target-list.ts';
import { Watch } from '../../controllers/watch.ts';
import { baseStyles } from '../common/base.styles.ts';
import './client-card.ts';
import type { FilterEvent } from '../common/filter-field.ts';
import type { ClientCard } from './client-card.ts';
import './clients-toolbar.ts';
import type { ClientsToolbar } from './clients-toolbar.ts';

@customElement('echo-clients-pane')
export class ClientsPane extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-inline-size: 0;
        block-size: 100%;
      }

      .cards {
        flex: 1;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--card-width)), 1fr));
        grid-auto-rows: minmax(var(--card-height), 1fr);
        gap: var(--space-3);
        min-block-size: 0;
        padding: 0.15rem var(--space-3) var(--space-3);
        overflow: hidden auto;
        scrollbar-width: thin;
        scrollbar-color: var(--line-strong) transparent;
      }

      .empty {
        grid-column: 1 / -1;
        display: grid;
        place-content: center;
        color: var(--text-quiet);
        font-size: var(--size-large);
        text-align: center;
        text-wrap: balance;
      }
    `,
  ];

  @consume({ context: clientsContext }) private collection!: ClientCollection;
  @consume({ context: targetsContext }) private targets!: TargetList;

  @state() private filter = '';

  @query('echo-clients-toolbar') private toolbar!: ClientsToolbar;

  constructor() {
    super();
    new Watch(this, () => [this.collection?.changes, this.targets?.changes]);
  }

  /** Puts the cursor into the filter. */
  focusFilter(): void {
    this.toolbar.focusFilter();
  }

  /** Adds a client as its button does. */
  addClient(): void {
    this.toolbar.addClients(1);
  }

  /**
   * Puts the cursor into the message box of the client with this key; of the first one without. A filter that hides
   * the client is cleared.
   */
  async focusClient(key?: number): Promise<void> {
    // A client that was just added is not drawn before the next frame.
    this.requestUpdate();
    await this.updateComplete;
    let card = this.#cardOf(key);
    if (card === undefined && this.filter) {
      this.toolbar.clearFilter();
      await this.updateComplete;
      card = this.#cardOf(key);
    }
    await card?.updateComplete;
    card?.focus();
  }

  /** Moves from the message box that has the focus to the one `step` cards on. */
  focusNeighbour(step: 1 | -1): void {
    const cards = this.#cards;
    const current = cards.findIndex((card) => card.matches(':focus-within'));
    const next = current < 0 ? 0 : (current + step + cards.length) % cards.length;
    cards[next]?.focus();
  }

  override render(): TemplateResult {
    const { clients } = this.collection;
    const wanted = this.filter.trim().toLowerCase();
    const shown = wanted ? clients.filter((client) => matchesFilter(client, this.targets, wanted)) : clients;
    return html`
      <echo-clients-toolbar .shown=${shown.length} @echo-filter=${this.#onFilter}></echo-clients-toolbar>
      <section class="cards" aria-label="Clients">
        ${repeat(
          shown,
          (client) => client.key,
          (client) => html`<echo-client-card .client=${client}></echo-client-card>`,
        )}
        ${shown.length === 0 ? this.#renderEmpty() : undefined}
      </section>
    `;
  }

  #renderEmpty(): TemplateResult {
    const target = this.targets.nameOf(this.targets.current);
    return this.collection.clients.length === 0
      ? html`<p class="empty">No client yet. Press N or “Client” to open a TCP connection to the ${target} server.</p>`
      : html`<p class="empty">No client fits “${this.filter}”. Esc clears the filter.</p>`;
  }

  #cardOf(key: number | undefined): ClientCard | undefined {
    const cards = this.#cards;
    return key === undefined ? cards[0] : cards.find(({ client }) => client.key === key);
  }

  get #cards(): ClientCard[] {
    return [...this.renderRoot.querySelectorAll('echo-client-card')];
  }

  readonly #onFilter = (event: FilterEvent): void => {
    this.filter = event.text;
  };
}

/** Whether `wanted` (lower case) is in the client's letter, name, state or port, or its target's name. */
function matchesFilter(client: Client, targets: TargetList, wanted: string): boolean {
  const { record, identity, title } = client;
  const parts = [
    identity.letter,
    title,
    record.stateAt(readClock()),
    record.local ? `:${record.local.port}` : '',
    targets.isChoice ? targets.nameOf(client.target) : '',
  ];
  return parts.some((part) => part.toLowerCase().includes(wanted));
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-clients-pane': ClientsPane;
  }
}
