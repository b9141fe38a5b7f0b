// The top line: what this is, how the server is, and the page's own switches.

import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { formatEndpoint } from '../../../server/protocol/endpoint.ts';
import { LOBBY } from '../../../server/protocol/room.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import { clientsContext, observeContext, preferencesContext } from '../../controllers/contexts.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import { isOwnRoom } from '../../controllers/page-room.ts';
import type { PreferencesStore } from '../../controllers/preferences-store.ts';
import { everySecond } from '../../controllers/ticker.ts';
import { Watch } from '../../controllers/watch.ts';
import logoUrl from '../../icons/favicon.svg';
import { formatCount, formatRate } from '../../model/format.ts';
import { THEMES, type Theme } from '../../model/saved-page.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { HelpEvent } from '../common/events.ts';
import { icon, iconStyles } from '../common/icon.ts';
import '../common/term.ts';
import { appHeaderStyles } from './app-header.styles.ts';

const themeWords: Record<Theme, { label: string; icon: string }> = {
  system: { label: 'As the system', icon: 'system' },
  light: { label: 'Light', icon: 'sun' },
  dark: { label: 'Dark', icon: 'moon' },
};

@customElement('echo-app-header')
export class AppHeader extends LitElement {
  static override styles = [baseStyles, controlStyles, iconStyles, appHeaderStyles];

  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: observeContext }) private feed!: ObserveFeed;
  @consume({ context: preferencesContext }) private preferences!: PreferencesStore;

  constructor() {
    super();
    new Watch(this, () => [this.feed?.changes, this.preferences?.changes, everySecond]);
  }

  override render(): TemplateResult {
    const { theme, presentation } = this.preferences.current;
    return html`
      <header>
        <h1><img src=${logoUrl} alt="" width="24" height="24" />Echo Bridge</h1>
        ${this.#renderStatus()}
        ${this.#renderRoom()}
        <nav aria-label="Page settings">
          <button
            class="button bare present"
            aria-pressed=${presentation ? 'true' : 'false'}
            aria-keyshortcuts="p"
            title="Large type and few controls, for a projector (P)"
            @click=${this.#onPresentation}
          >${icon('present')}<span>Presentation</span></button>
          <wa-dropdown placement="bottom-end" @wa-select=${this.#onTheme}>
            <button slot="trigger" class="button bare square" aria-label=${`Theme: ${themeWords[theme].label}`} title="Theme (T)"
              >${icon(themeWords[theme].icon)}</button
            >
            ${THEMES.map(
              (choice) => html`<wa-dropdown-item value=${choice} type="checkbox" ?checked=${choice === theme}
                ><wa-icon slot="icon" name=${themeWords[choice].icon}></wa-icon>${themeWords[choice].label}</wa-dropdown-item
              >`,
            )}
          </wa-dropdown>
          <button class="button bare square" aria-label="Keys" aria-keyshortcuts="?" title="Keys (?)" @click=${this.#onHelp}
            >${icon('help')}</button
          >
        </nav>
      </header>
    `;
  }

  #renderStatus(): TemplateResult {
    const { status, record } = this.feed;
    const { server } = record;
    if (server?.listening) {
      return html`<p class="status figures">
        <span class="dot on"></span><b>${server.name}</b>
        <span class="bytes">${formatEndpoint(server.listening)}</span>
        <span>${formatCount(server.open)} connected</span>
        <span class="rate">${formatRate(this.feed.bytesPerSecond)}</span>
      </p>`;
    }
    const words = server ? 'does not listen' : status === 'away' ? 'cannot be reached' : 'connecting …';
    return html`<p class="status"><span class="dot ${status === 'away' ? 'off' : ''}"></span><b>echo</b> <span>${words}</span></p>`;
  }

  #renderRoom(): TemplateResult | typeof nothing {
    const { room } = this.clients;
    if (room === LOBBY) return nothing;
    const words = isOwnRoom(room) ? 'private room' : `room ${room}`;
    return html`<span class="room"><echo-term word="room">${words}</echo-term></span>`;
  }

  readonly #onPresentation = (): void =>
    this.preferences.set({ presentation: !this.preferences.current.presentation });

  readonly #onTheme = (
    event: Event & { readonly detail: { readonly item: { readonly value: string } } },
  ): void => {
    const theme = THEMES.find((choice) => choice === event.detail.item.value);
    if (theme) this.preferences.set({ theme });
  };

  readonly #onHelp = (): void => {
    this.dispatchEvent(new HelpEvent());
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-app-header': AppHeader;
  }
}
