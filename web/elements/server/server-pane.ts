// What the server sees, from its own side: its totals, its open connections, and its log below them.

import '@awesome.me/webawesome/dist/components/split-panel/split-panel.js';
import type WaSplitPanel from '@awesome.me/webawesome/dist/components/split-panel/split-panel.js';
import { consume } from '@lit/context';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { formatEndpoint } from '../../../server/protocol/endpoint.ts';
import { observeContext, preferencesContext } from '../../controllers/contexts.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import type { PreferencesStore } from '../../controllers/preferences-store.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatCount } from '../../model/format.ts';
import { baseStyles } from '../common/base.styles.ts';
import type { FilterEvent } from '../common/filter-field.ts';
import '../common/filter-field.ts';
import { splitStyles } from '../common/split.styles.ts';
import './connections-table.ts';
import './server-log.ts';

@customElement('echo-server-pane')
export class ServerPane extends LitElement {
  static override styles = [
    baseStyles,
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

      .totals {
        overflow: hidden;
        color: var(--text-quiet);
        font-size: var(--size-small);
        text-overflow: ellipsis;
        white-space: nowrap;
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
    new Watch(this, () => [this.feed?.changes]);
  }

  override render(): TemplateResult {
    return html`
      <header>
        <h2>Server</h2>
        <span class="totals figures">${this.#totals()}</span>
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

  #totals(): string {
    const { server } = this.feed.record;
    if (!server) return '';
    const { listening, accepted, refused } = server;
    const where = listening ? `listens on ${formatEndpoint(listening)}` : 'does not listen';
    const counts = `${formatCount(accepted)} accepted${refused > 0 ? `, ${formatCount(refused)} refused` : ''}`;
    return `${where} · ${counts}`;
  }

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
