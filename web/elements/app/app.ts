// The page's root: makes what elements share, lays the panes out, and answers the keyboard.
//
//   ┌ header ──────────────────────────────┐        on a phone: header, then one pane
//   │ clients          ┊ server            │        at a time behind tabs
//   ├ dock: timeline, chunks, kernel … ────┤
//   └──────────────────────────────────────┘

import '@awesome.me/webawesome/dist/components/split-panel/split-panel.js';
import type WaSplitPanel from '@awesome.me/webawesome/dist/components/split-panel/split-panel.js';
import { provide } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { Announcer } from '../../controllers/announcer.ts';
import { CardStorage } from '../../controllers/card-storage.ts';
import { CheckRun } from '../../controllers/check-run.ts';
import { ClientCollection } from '../../controllers/client-collection.ts';
import {
  announcerContext,
  checkContext,
  clientsContext,
  crowdContext,
  highlightContext,
  looksContext,
  measurementsContext,
  noticesContext,
  observeContext,
  preferencesContext,
  selectionContext,
  targetsContext,
} from '../../controllers/contexts.ts';
import { Crowd } from '../../controllers/crowd.ts';
import { Highlight } from '../../controllers/highlight.ts';
import { Looks } from '../../controllers/looks.ts';
import { Measurements } from '../../controllers/measurements.ts';
import { Notices } from '../../controllers/notices.ts';
import { ObserveFeed } from '../../controllers/observe-feed.ts';
import { choosePageRoom } from '../../controllers/page-room.ts';
import { PreferencesStore } from '../../controllers/preferences-store.ts';
import { Selection } from '../../controllers/selection.ts';
import { shortcutOf } from '../../controllers/shortcuts.ts';
import { TargetList } from '../../controllers/target-list.ts';
import { Watch } from '../../controllers/watch.ts';
import { describeCrowd } from '../../model/crowd/crowd-words.ts';
import { THEMES } from '../../model/saved-page.ts';
import '../clients/clients-pane.ts';
import type { ClientsPane } from '../clients/clients-pane.ts';
import { baseStyles } from '../common/base.styles.ts';
import type { ClientFocusEvent, InspectEvent, InspectFactsEvent, ShowViewEvent } from '../common/events.ts';
import { splitStyles } from '../common/split.styles.ts';
import '../dock/dock.ts';
import { type Dock, isDockOpen } from '../dock/dock.ts';
import '../server/server-pane.ts';
import './app-header.ts';
import { appStyles } from './app.styles.ts';
import './away-banner.ts';
import './live-region.ts';
import './notice-bar.ts';

/** Clients that a new page opens with. */
const FIRST_CLIENTS = 2;

/** A window as narrow as a phone upright, or as low as one on its side: the panes become tabs. */
const PHONE = '(max-width: 720px), (max-height: 480px)';

const room = choosePageRoom();

@customElement('echo-app')
export class EchoApp extends LitElement {
  static override styles = [baseStyles, splitStyles, appStyles];

  @provide({ context: preferencesContext }) readonly preferences = new PreferencesStore();
  @provide({ context: measurementsContext }) readonly measurements = new Measurements();
  @provide({ context: highlightContext }) readonly highlight = new Highlight();
  @provide({ context: announcerContext }) readonly announcer = new Announcer();
  @provide({ context: noticesContext }) readonly notices = new Notices();
  @provide({ context: observeContext }) readonly feed = new ObserveFeed(room, {
    onStatus: (status) => {
      this.clients.setServerOnline(status === 'online');
      if (status === 'away') this.announcer.announce('The server is away; trying again');
    },
    onStream: () => this.looks.streamBegan(),
    onTrace: (message) => this.looks.takeTraces(message),
    onKernel: (message) => this.looks.takeKernel(message),
    onClock: (serverMs, pageMs) => this.clients.clocks.noteDown(serverMs, pageMs),
  });
  @provide({ context: targetsContext }) readonly targets = new TargetList(this.feed);
  @provide({ context: clientsContext }) readonly clients = new ClientCollection(
    room,
    this.targets,
    this.measurements,
    {
      onStoredChange: () => this.#storage.schedule(),
      onAnnouncement: (text) => this.announcer.announce(text),
      onSession: (client, session) => this.looks.sessionOpened(client, session),
      onForgotten: (client) => this.looks.forget(client),
    },
  );
  @provide({ context: crowdContext }) readonly crowd = new Crowd(this.clients, (record) =>
    this.announcer.announce(describeCrowd(record)),
  );
  @provide({ context: selectionContext }) readonly selection = new Selection(this.clients);
  @provide({ context: looksContext }) readonly looks = new Looks(this.selection, (message) =>
    this.feed.send(message),
  );

  @provide({ context: checkContext }) readonly check = new CheckRun(room, (text) =>
    this.announcer.announce(text),
  );

  constructor() {
    super();
    new Watch(this, () => [this.preferences.changes]);
  }

  @state() private isPhone = matchMedia(PHONE).matches;
  @state() private hasHelp = false;
  @state() private hasTargets = false;
  @state() private inspected: InspectEvent | InspectFactsEvent | undefined;

  @query('echo-clients-pane') private pane!: ClientsPane;
  @query('echo-dock') private dock!: Dock;

  readonly #storage = new CardStorage(() => this.clients.toSaved());
  readonly #phone = matchMedia(PHONE);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#phone.addEventListener('change', this.#onWidth);
    document.addEventListener('keydown', this.#onKey);
    if (this.isPhone) void import('./phone-tabs.ts');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#phone.removeEventListener('change', this.#onWidth);
    document.removeEventListener('keydown', this.#onKey);
  }

  override firstUpdated(): void {
    this.feed.start();
    const saved = this.#storage.read();
    if (saved) this.clients.restore(saved);
    else this.clients.add(FIRST_CLIENTS);
    if (!this.isPhone) void this.pane.focusClient();
  }

  override render(): TemplateResult {
    return html`
      <echo-app-header
        @echo-help=${this.#onHelp}
        @echo-targets=${this.#onTargets}
        @echo-show-view=${this.#onShowView}
      ></echo-app-header>
      <echo-away-banner></echo-away-banner>
      <main
        @echo-client-focus=${this.#onClientFocus}
        @echo-inspect=${this.#onInspect}
        @echo-inspect-facts=${this.#onInspect}
        @echo-show-view=${this.#onShowView}
      >${this.isPhone ? this.#renderTabs() : this.#renderPanes()}</main>
      <echo-notice-bar @echo-client-focus=${this.#onClientFocus}></echo-notice-bar>
      <echo-live-region></echo-live-region>
      ${
        this.inspected
          ? html`<echo-inspector .what=${this.inspected} @wa-after-hide=${this.#onInspected}></echo-inspector>`
          : nothing
      }
      ${
        this.hasTargets
          ? html`<echo-targets-panel
              @echo-client-focus=${this.#onClientFocus}
              @wa-after-hide=${this.#onTargetsGone}
            ></echo-targets-panel>`
          : nothing
      }
      ${this.hasHelp ? html`<echo-keys-dialog @wa-after-hide=${this.#onHelpGone}></echo-keys-dialog>` : nothing}
    `;
  }

  #renderPanes(): TemplateResult {
    return html`
      <wa-split-panel
        class="rows ${isDockOpen(this.preferences) ? '' : 'folded'}"
        orientation="vertical"
        position=${100 - this.preferences.current.dockShare}
        ?disabled=${!isDockOpen(this.preferences)}
        @wa-reposition=${this.#onReposition}
      >
        <wa-split-panel
          slot="start"
          class="columns"
          position=${this.preferences.current.clientsShare}
          @wa-reposition=${this.#onReposition}
        >
          <echo-clients-pane slot="start"></echo-clients-pane>
          <echo-server-pane slot="end"></echo-server-pane>
        </wa-split-panel>
        <echo-dock slot="end"></echo-dock>
      </wa-split-panel>
    `;
  }

  #renderTabs(): TemplateResult {
    return html`<echo-phone-tabs>
      <echo-clients-pane slot="clients"></echo-clients-pane>
      <echo-server-pane slot="server"></echo-server-pane>
      <echo-dock slot="dock" expanded></echo-dock>
    </echo-phone-tabs>`;
  }

  readonly #onWidth = (event: MediaQueryListEvent): void => {
    if (event.matches) void import('./phone-tabs.ts');
    this.isPhone = event.matches;
  };

  readonly #onReposition = (event: Event): void => {
    // The server pane's own divider sends the same event.
    if (event.target !== event.currentTarget) return;
    const { position, orientation } = event.target as WaSplitPanel;
    // The dock is the lower panel, and a divider's position is the share of what is before it.
    const [share, value] =
      orientation === 'vertical'
        ? (['dockShare', 100 - position] as const)
        : (['clientsShare', position] as const);
    if (share === 'dockShare' && !isDockOpen(this.preferences)) return;
    if (Math.abs(value - this.preferences.current[share]) >= 0.1) this.preferences.set({ [share]: value });
  };

  readonly #onClientFocus = (event: ClientFocusEvent): void => {
    void this.#focusClient(event.key);
  };

  async #focusClient(key: number): Promise<void> {
    await this.renderRoot.querySelector('echo-phone-tabs')?.show('clients');
    await this.updateComplete;
    await this.pane.focusClient(key);
  }

  readonly #onShowView = async ({ view }: ShowViewEvent): Promise<void> => {
    await this.renderRoot.querySelector('echo-phone-tabs')?.show('dock');
    await this.dock.show(view);
  };

  readonly #onHelp = (): void => {
    void import('./keys-dialog.ts');
    this.hasHelp = true;
  };

  readonly #onHelpGone = (): void => {
    this.hasHelp = false;
  };

  readonly #onTargets = (): void => {
    void import('../targets/targets-panel.ts');
    this.hasTargets = true;
  };

  readonly #onTargetsGone = (): void => {
    this.hasTargets = false;
  };

  readonly #onInspect = async (event: InspectEvent | InspectFactsEvent): Promise<void> => {
    await import('../inspector/inspector.ts');
    this.inspected = event;
  };

  readonly #onInspected = (): void => {
    this.inspected = undefined;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const action = shortcutOf(event);
    if (action === undefined || this.hasHelp || this.hasTargets || this.inspected) return;
    event.preventDefault();
    switch (action) {
      case 'add':
        this.pane.addClient();
        break;
      case 'filter':
        this.pane.focusFilter();
        break;
      case 'presentation':
        this.preferences.set({ presentation: !this.preferences.current.presentation });
        break;
      case 'theme': {
        const next = (THEMES.indexOf(this.preferences.current.theme) + 1) % THEMES.length;
        const theme = THEMES[next] ?? 'system';
        this.preferences.set({ theme });
        this.announcer.announce(`Theme: ${theme}`);
        break;
      }
      case 'help':
        this.#onHelp();
        break;
      case 'previous':
        this.pane.focusNeighbour(-1);
        break;
      case 'next':
        this.pane.focusNeighbour(1);
        break;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-app': EchoApp;
  }
}
