// What a client can do to its connection besides sending: FIN, RST, pause reading; and what to do with its transcript.

import { consume } from '@lit/context';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Client } from '../../controllers/client.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import { clientsContext, noticesContext } from '../../controllers/contexts.ts';
import type { Notices } from '../../controllers/notices.ts';
import { CANNOT_COPY, copyText, saveText } from '../../controllers/text-export.ts';
import { formatPlural } from '../../model/format.ts';
import { define } from '../../model/glossary.ts';
import { transcriptText } from '../../model/transcript.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { exportItems } from '../common/export-items.ts';
import { icon, iconStyles } from '../common/icon.ts';
import type { MenuEvent } from '../common/menu.ts';
import '../common/term.ts';

@customElement('echo-client-actions')
export class ClientActions extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    iconStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--space-1);
        padding: var(--space-2);
      }

      .rest {
        display: var(--if-secondary, block);
        margin-inline-start: auto;
      }
    `,
  ];

  @property({ attribute: false }) client!: Client;
  /** A new number when the client may have changed. */
  @property({ attribute: false }) revision = 0;

  /** The menu is made when it is first wanted: a hundred cards would carry a hundred of them for nothing. */
  @state() private hasMenu = false;

  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: noticesContext }) private notices!: Notices;

  override render(): TemplateResult {
    const { record, canSend } = this.client;
    const isOpen = record.phase === 'open';
    return html`
      <echo-term word="FIN" passive>
        <button
          class="button"
          aria-disabled=${isOpen && canSend ? 'false' : 'true'}
          aria-description=${define('FIN').sentence}
          @click=${this.#onFin}
        >FIN</button>
      </echo-term>
      <echo-term word="RST" passive>
        <button
          class="button"
          aria-disabled=${isOpen ? 'false' : 'true'}
          aria-description=${define('RST').sentence}
          @click=${this.#onRst}
        >RST</button>
      </echo-term>
      <echo-term word="pause" passive>
        <button
          class="button"
          aria-disabled=${isOpen ? 'false' : 'true'}
          aria-pressed=${record.readingPaused ? 'true' : 'false'}
          aria-description=${define('pause').sentence}
          @click=${this.#onPause}
        >${icon(record.readingPaused ? 'play' : 'pause')}${record.readingPaused ? 'Resume reading' : 'Pause reading'}</button>
      </echo-term>
      <span class="rest">${this.#renderMenu()}</span>
    `;
  }

  #renderMenu(): TemplateResult {
    const label = `More for ${this.client.title}: the server’s FIN and RST, transcript`;
    const canEndServer = this.client.record.phase === 'open' && this.client.record.isBuiltIn;
    if (!this.hasMenu) {
      return html`<button class="button bare square" aria-label=${label} aria-haspopup="menu" @click=${this.#onMenu}
        >${icon('more')}</button
      >`;
    }
    return html`<wa-dropdown placement="top-end" @wa-select=${this.#onSelect}>
      <button slot="trigger" class="button bare square" aria-label=${label}>${icon('more')}</button>
      <wa-dropdown-item value="serverFin" ?disabled=${!canEndServer}>FIN from the server</wa-dropdown-item>
      <wa-dropdown-item value="serverRst" ?disabled=${!canEndServer}>RST from the server</wa-dropdown-item>
      <wa-divider></wa-divider>
      <wa-dropdown-item value="find"><wa-icon slot="icon" name="search"></wa-icon>Find in the transcript</wa-dropdown-item>
      ${exportItems('JSON Lines')}
      <wa-dropdown-item value="clear"><wa-icon slot="icon" name="trash"></wa-icon>Clear</wa-dropdown-item>
    </wa-dropdown>`;
  }

  readonly #onFin = (): void => this.client.fin();
  readonly #onRst = (): void => this.client.rst();
  readonly #onPause = (): void => this.client.setReadingPaused(!this.client.record.readingPaused);

  readonly #onMenu = async (): Promise<void> => {
    await import('../common/menu.ts');
    this.hasMenu = true;
    await this.updateComplete;
    const dropdown = this.renderRoot.querySelector('wa-dropdown');
    if (dropdown) dropdown.open = true;
  };

  readonly #onSelect = (event: MenuEvent): void => {
    void this.#run(event.detail.item.value);
  };

  async #run(action: string): Promise<void> {
    const { record, identity } = this.client;
    const lines = record.transcript.toArray();
    const text = (): string => lines.map((line) => `${transcriptText(line)}\n`).join('');
    switch (action) {
      case 'serverFin':
        this.client.endServer('fin');
        break;
      case 'serverRst':
        this.client.endServer('rst');
        break;
      case 'find':
        this.dispatchEvent(new CustomEvent('echo-find'));
        break;
      case 'copy': {
        const copied = await copyText(text());
        this.notices.show({
          text: copied ? `Copied ${formatPlural(lines.length, 'line')}.` : CANNOT_COPY,
        });
        break;
      }
      case 'text':
        saveText(`echo-bridge-client-${identity.letter}.txt`, text());
        break;
      case 'json': {
        const { saveClientRecord } = await import('../../controllers/record-export.ts');
        saveClientRecord(this.client, this.clients.clocks);
        break;
      }
      case 'clear':
        this.client.clearTranscript();
        break;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-client-actions': ClientActions;
  }
}
