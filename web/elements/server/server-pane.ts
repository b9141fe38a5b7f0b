// What the servers see, from their own side: the totals, the open connections, and the log below them. Of several servers
// one can be chosen.

import '@awesome.me/webawesome/dist/components/split-panel/split-panel.js';
import type WaSplitPanel from '@awesome.me/webawesome/dist/components/split-panel/split-panel.js';
import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { observeContext, preferencesContext } from '../../controllers/contexts.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import type { PreferencesStore } from '../../controllers/preferences-store.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatCount } from '../../model/format.ts';
import {
  ALL_SERVERS,
  type ShownServers,
  shownTotals,
  showServers,
} from '../../model/targets/shown-server.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import type { FilterEvent } from '../common/filter-field.ts';
import '../common/filter-field.ts';
import { splitStyles } from '../common/split.styles.ts';
import './connections-table.ts';
import './server-log.ts';

@customElement('echo-server-pane')
export class ServerPane extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    splitStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-inline-size: 0;
        block-size: 100%;
        background: var(--surface-panel);
        container: pane / inline-size;
      }

      header {
        display: flex;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        min-block-size: 3rem;
        padding: 0 var(--space-2) 0 var(--space-3);
      }

      h2 {
        font-size: var(--size-large);
        font-weight: 650;
      }

      select.field {
        flex: none;
        max-inline-size: 10rem;
        block-size: 1.75rem;
        padding-inline: 0.4em;
        border-color: var(--line);
        font-size: var(--size-small);
      }

      .totals {
        flex: 0 1 auto;
        min-inline-size: 0;
        overflow: hidden;
        color: var(--text-quiet);
        font-size: var(--size-small);
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      @container pane (max-width: 27rem) {
        select ~ .totals {
          display: none;
        }
      }

      echo-filter-field {
        display: var(--if-secondary, flex);
        flex: 0 1 9rem;
        min-inline-size: 5rem;
        margin-inline-start: auto;
      }

      wa-split-panel {
        flex: 1;
        min-block-size: 0;
        --min: 5rem;
        --max: calc(100% - 7rem);
      }
    `,
  ];

  @consume({ context: observeContext }) private feed!: ObserveFeed;
  @consume({ context: preferencesContext }) private preferences!: PreferencesStore;

  @state() private filter = '';

  constructor() {
    super();
    new Watch(this, () => [this.feed?.changes, this.preferences?.changes]);
  }

  override render(): TemplateResult {
    const shown = showServers(this.feed.record.targets.values(), this.preferences.current.shownServer);
    const totals = this.#totals(shown);
    return html`
      <header>
        <h2>Server</h2>
        ${shown.isChoice ? this.#renderChoice(shown) : nothing}
        <span class="totals figures" title=${totals}>${totals}</span>
        <echo-filter-field label="Filter the connections" quiet @echo-filter=${this.#onFilter}></echo-filter-field>
      </header>
      <wa-split-panel
        orientation="vertical"
        position=${this.preferences.current.tableShare}
        @wa-reposition=${this.#onReposition}
      >
        <echo-connections-table slot="start" filter=${this.filter.trim().toLowerCase()}></echo-connections-table>
        <echo-server-log slot="end"></echo-server-log>
      </wa-split-panel>
    `;
  }

  #renderChoice({ observed, only }: ShownServers): TemplateResult {
    const chosen = only?.name ?? ALL_SERVERS;
    const option = (value: string, label: string): TemplateResult =>
      html`<option value=${value} ?selected=${value === chosen}>${label}</option>`;
    return html`<select class="field" aria-label="Shown server" .value=${live(chosen)} @change=${this.#onChoice}>
      ${option(ALL_SERVERS, 'All servers')} ${observed.map(({ name }) => option(name, name))}
    </select>`;
  }

  #totals(shown: ShownServers): string {
    const totals = shownTotals(shown, this.feed.record.totals);
    if (!totals) return '';
    const { accepted, refused } = totals;
    return `${formatCount(accepted)} accepted${refused > 0 ? `, ${formatCount(refused)} refused` : ''}`;
  }

  readonly #onChoice = (event: Event): void => {
    this.preferences.set({ shownServer: (event.target as HTMLSelectElement).value });
  };

  readonly #onFilter = (event: FilterEvent): void => {
    this.filter = event.text;
  };

  readonly #onReposition = (event: Event): void => {
    const { position } = event.target as WaSplitPanel;
    if (Math.abs(position - this.preferences.current.tableShare) >= 0.1)
      this.preferences.set({ tableShare: position });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-server-pane': ServerPane;
  }
}
