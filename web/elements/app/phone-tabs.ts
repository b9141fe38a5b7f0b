// On a phone the panes stand behind tabs. All of them stay on the page, so that nothing is lost by looking elsewhere.

import '@awesome.me/webawesome/dist/components/tab/tab.js';
import '@awesome.me/webawesome/dist/components/tab-group/tab-group.js';
import type WaTabGroup from '@awesome.me/webawesome/dist/components/tab-group/tab-group.js';
import '@awesome.me/webawesome/dist/components/tab-panel/tab-panel.js';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { baseStyles } from '../common/base.styles.ts';

export type PhoneTab = 'clients' | 'server' | 'dock';

@customElement('echo-phone-tabs')
export class PhoneTabs extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-block-size: 0;
      }

      wa-tab-group,
      wa-tab-group::part(base) {
        display: flex;
        flex-direction: column;
        block-size: 100%;
      }

      wa-tab-group {
        --track-width: 1px;
        --track-color: var(--line);
        --indicator-color: var(--accent);
      }

      wa-tab-group::part(nav) {
        background: var(--surface-card);
      }

      wa-tab-group::part(body) {
        flex: 1;
        min-block-size: 0;
      }

      wa-tab {
        flex: 1;
      }

      wa-tab::part(base) {
        justify-content: center;
        inline-size: 100%;
        padding: 0.6rem 0;
      }

      wa-tab-panel {
        --padding: 0;
        block-size: 100%;
      }

      wa-tab-panel::part(base) {
        block-size: 100%;
        padding: 0;
      }
    `,
  ];

  @state() private active: PhoneTab = 'clients';

  @query('wa-tab-group') private group!: WaTabGroup;

  /** Brings a pane to the front; resolves when it can take the focus. */
  async show(tab: PhoneTab): Promise<void> {
    this.active = tab;
    await this.updateComplete;
    await this.group.updateComplete;
  }

  override render(): TemplateResult {
    return html`<wa-tab-group active=${this.active} without-scroll-controls @wa-tab-show=${this.#onShow}>
      <wa-tab panel="clients">Clients</wa-tab>
      <wa-tab panel="server">Server</wa-tab>
      <wa-tab panel="dock">Inspect</wa-tab>
      <wa-tab-panel name="clients"><slot name="clients"></slot></wa-tab-panel>
      <wa-tab-panel name="server"><slot name="server"></slot></wa-tab-panel>
      <wa-tab-panel name="dock"><slot name="dock"></slot></wa-tab-panel>
    </wa-tab-group>`;
  }

  readonly #onShow = (event: Event & { readonly detail: { readonly name: string } }): void => {
    this.active = event.detail.name as PhoneTab;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-phone-tabs': PhoneTabs;
  }
}
