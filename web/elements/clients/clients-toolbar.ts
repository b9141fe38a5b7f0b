// What can be done with all clients: add, to which target, run the classic one, send to all, filter, and tidy up.

import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/button-group/button-group.js';
import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Announcer } from '../../controllers/announcer.ts';
import type { Client } from '../../controllers/client.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import {
  announcerContext,
  clientsContext,
  noticesContext,
  targetsContext,
} from '../../controllers/contexts.ts';
import type { Notices } from '../../controllers/notices.ts';
import { readStorage, writeStorage } from '../../controllers/preferences-store.ts';
import type { TargetList } from '../../controllers/target-list.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatPlural } from '../../model/format.ts';
import { toSavedText } from '../../model/saved-page.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { ClientFocusEvent } from '../common/events.ts';
import type { FilterField } from '../common/filter-field.ts';
import '../common/filter-field.ts';
import { icon, iconStyles } from '../common/icon.ts';
import type { MenuEvent } from '../common/menu.ts';
import { targetOptions } from '../targets/target-options.ts';
import { toolbarStyles } from './clients-toolbar.styles.ts';

/** Up to so many, a phone shows no filter. */
const FEW_CLIENTS = 4;

/** Where this tab keeps what stands in the field for all: a reload or a phone's other layout makes a new toolbar. */
const BROADCAST_KEY = 'echo-bridge.broadcast.v1';

/** Its filter tells its text by an `echo-filter` event. */
@customElement('echo-clients-toolbar')
export class ClientsToolbar extends LitElement {
  static override styles = [baseStyles, controlStyles, iconStyles, toolbarStyles];

  /** Clients that fit the filter. */
  @property({ type: Number }) shown = 0;

  @consume({ context: clientsContext }) private collection!: ClientCollection;
  @consume({ context: noticesContext }) private notices!: Notices;
  @consume({ context: announcerContext }) private announcer!: Announcer;
  @consume({ context: targetsContext }) private targets!: TargetList;

  @state() private broadcast = readStorage(sessionStorage, BROADCAST_KEY) ?? '';

  @query('echo-filter-field') private filterField!: FilterField;

  constructor() {
    super();
    new Watch(this, () => [this.collection?.changes, this.targets?.changes]);
  }

  /** Puts the cursor into the filter. */
  focusFilter(): void {
    this.filterField.focus();
  }

  /** Shows all clients again. */
  clearFilter(): void {
    this.filterField.clear();
  }

  /** Adds clients, shows the first of them, and says so when the page is full. */
  addClients(count: number): void {
    const added = this.collection.add(count);
    this.#showAdded(added, count);
  }

  override render(): TemplateResult {
    const { clients } = this.collection;
    const ended = clients.filter((client) => client.record.phase === 'ended').length;
    const able = clients.filter((client) => client.canSend).length;
    return html`
      <wa-button-group label="Add clients">
        <wa-button size="s" variant="brand" @click=${this.#onAdd}><wa-icon slot="start" name="plus"></wa-icon>Client</wa-button>
        <wa-button class="secondary" size="s" appearance="outlined" @click=${this.#onAddFive}>+5<span class="spoken"> clients</span></wa-button>
      </wa-button-group>
      ${this.targets.isChoice ? this.#renderTarget() : nothing}
      <wa-button size="s" appearance="outlined" @click=${this.#onClassic}
        ><wa-icon slot="start" name="script"></wa-icon>Classic client</wa-button
      >
      ${
        ended > 0
          ? html`<wa-button class="reconnect" size="s" appearance="outlined" @click=${this.#onReconnect}
              ><wa-icon slot="start" name="reload"></wa-icon>Reconnect ${ended}</wa-button
            >`
          : nothing
      }
      <form class="broadcast" @submit=${this.#onBroadcast}>
        <input
          class="field"
          aria-label="Message to all clients"
          placeholder=${able === 0 ? 'No client can send' : `To all ${formatPlural(able, 'client')}`}
          autocomplete="off"
          spellcheck="false"
          enterkeyhint="send"
          .value=${live(this.broadcast)}
          @input=${this.#onBroadcastInput}
        /><button class="button" type="submit">Send to all</button>
      </form>
      <echo-filter-field
        class=${clients.length > FEW_CLIENTS ? '' : 'few'}
        label="Filter the clients"
        shortcut="/"
      ></echo-filter-field>
      <wa-dropdown class="secondary" placement="bottom-end" @wa-select=${this.#onSelect}>
        <button slot="trigger" class="button bare square" aria-label="More for all clients">${icon('more')}</button>
        <wa-dropdown-item value="ended" ?disabled=${ended === 0}
          ><wa-icon slot="icon" name="xmark"></wa-icon>Close the ended ones</wa-dropdown-item
        >
        <wa-dropdown-item value="all" ?disabled=${clients.length === 0}
          ><wa-icon slot="icon" name="trash"></wa-icon>Close all</wa-dropdown-item
        >
      </wa-dropdown>
    `;
  }

  #renderTarget(): TemplateResult {
    const { targets } = this;
    const name = targets.nameOf(targets.current);
    return html`<select
      class="field target"
      aria-label="Target of new clients"
      title="The target of new clients"
      .value=${live(name)}
      @change=${this.#onTarget}
    >
      ${targetOptions(targets.all, name)}
    </select>`;
  }

  readonly #onTarget = (event: Event): void => {
    this.targets.use((event.target as HTMLSelectElement).value);
  };

  readonly #onAdd = (): void => this.addClients(1);
  readonly #onAddFive = (): void => this.addClients(5);
  readonly #onReconnect = (): void => this.collection.reconnectEnded();

  readonly #onClassic = (): void => {
    const client = this.collection.addClassic();
    this.#showAdded(client ? [client] : [], 1);
  };

  #showAdded(added: readonly Client[], wanted: number): void {
    const [first] = added;
    if (first) this.dispatchEvent(new ClientFocusEvent(first.key));
    if (added.length < wanted) {
      this.notices.show({ text: this.collection.whyFull });
    }
  }

  readonly #onBroadcastInput = (event: InputEvent): void => {
    this.#setBroadcast((event.target as HTMLInputElement).value);
  };

  readonly #onBroadcast = (event: SubmitEvent): void => {
    event.preventDefault();
    const { sent, error } = this.collection.sendToAll(this.broadcast);
    if (error) {
      this.notices.show({ text: error });
      this.announcer.announce(error);
      return;
    }
    this.#setBroadcast('');
    this.announcer.announce(`Sent from ${formatPlural(sent, 'client')}`);
  };

  #setBroadcast(text: string): void {
    this.broadcast = text;
    writeStorage(sessionStorage, BROADCAST_KEY, toSavedText(text));
  }

  readonly #onSelect = (event: MenuEvent): void => {
    const { collection } = this;
    const all = event.detail.item.value === 'all';
    const leaving = collection.clients.filter((client) => all || client.record.phase === 'ended');
    const removal = collection.remove(leaving);
    this.notices.show({
      text: `Closed ${formatPlural(leaving.length, 'client')}.`,
      action: { label: 'Undo', run: () => collection.undoRemove(removal) },
      onGone: () => collection.forget(removal),
    });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-clients-toolbar': ClientsToolbar;
  }
}
