// The top line: what this is, how the default target is, and the page's own switches.

import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LOBBY } from '../../../server/protocol/room.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import { clientsContext, observeContext, preferencesContext } from '../../controllers/contexts.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import { isOwnRoom } from '../../controllers/page-room.ts';
import type { PreferencesStore } from '../../controllers/preferences-store.ts';
import { everySecond } from '../../controllers/ticker.ts';
import { Watch } from '../../controllers/watch.ts';
import logoUrl from '../../icons/favicon.svg';
import { formatRate } from '../../model/format.ts';
import { THEMES, type Theme } from '../../model/saved-page.ts';
import { describeStatus } from '../../model/targets/target-status.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { HelpEvent, ShowViewEvent, TargetsEvent } from '../common/events.ts';
import { icon, iconStyles } from '../common/icon.ts';
import type { MenuEvent } from '../common/menu.ts';
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
          <button class="button bare word" aria-haspopup="dialog" title="The servers that clients can connect to" @click=${this.#onTargets}
            >${icon('targets')}<span>Targets</span></button
          >
          <button class="button bare word" title="Check a server case by case" @click=${this.#onCheck}
            >${icon('check')}<span>Check</span></button
          >
          <button
            class="button bare word present"
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
    const { status: stream, record, bytesPerSecond } = this.feed;
    const { sessions, totals } = record;
    const targets = [...record.targets.values()];
    const status = describeStatus({ stream, targets, sessions: sessions.values(), open: totals?.open });
    const { tone, name, address, words, sentence, hasRate, others } = status;
    return html`<p class="status figures" title=${sentence || nothing}>
      <span class="dot ${tone}"></span><b>${name}</b>
      ${address === '' ? nothing : html`<span class="bytes">${address}</span>`}
      <span>${words}</span>
      ${sentence === '' ? nothing : html`<span class="sentence">${sentence}</span>`}
      ${others === '' ? nothing : html`<span class="others">${others}</span>`}
      ${hasRate ? html`<span class="rate">${formatRate(bytesPerSecond)}</span>` : nothing}
    </p>`;
  }

  #renderRoom(): TemplateResult | typeof nothing {
    const { room } = this.clients;
    if (room === LOBBY) return nothing;
    const words = isOwnRoom(room) ? 'private room' : `room ${room}`;
    return html`<span class="room"><echo-term word="room">${words}</echo-term></span>`;
  }

  readonly #onPresentation = (): void =>
    this.preferences.set({ presentation: !this.preferences.current.presentation });

  readonly #onTheme = (event: MenuEvent): void => {
    const theme = THEMES.find((choice) => choice === event.detail.item.value);
    if (theme) this.preferences.set({ theme });
  };

  readonly #onTargets = (): void => {
    this.dispatchEvent(new TargetsEvent());
  };

  readonly #onCheck = (): void => {
    this.dispatchEvent(new ShowViewEvent('check'));
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
