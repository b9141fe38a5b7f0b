// The operator's list as a drawer: what each target is, how it is, how a terminal reaches it, and what to do with it.
// Loaded when it is first asked for, and live while it is open.

import '@awesome.me/webawesome/dist/components/drawer/drawer.js';
import type WaDrawer from '@awesome.me/webawesome/dist/components/drawer/drawer.js';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { TargetView } from '../../../server/protocol/observe.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import {
  clientsContext,
  noticesContext,
  observeContext,
  preferencesContext,
  targetsContext,
} from '../../controllers/contexts.ts';
import type { Notices } from '../../controllers/notices.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import type { PreferencesStore } from '../../controllers/preferences-store.ts';
import type { TargetList } from '../../controllers/target-list.ts';
import { CANNOT_COPY, copyText } from '../../controllers/text-export.ts';
import { Watch } from '../../controllers/watch.ts';
import { groupTargets, type TargetGroup } from '../../model/targets/target-groups.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { ClientFocusEvent } from '../common/events.ts';
import { FocusReturn } from '../common/focus-return.ts';
import { iconStyles } from '../common/icon.ts';
import '../common/term.ts';
import { renderTarget } from './target-row.ts';
import { targetsPanelStyles } from './targets-panel.styles.ts';

@customElement('echo-targets-panel')
export class TargetsPanel extends LitElement {
  static override styles = [baseStyles, controlStyles, iconStyles, targetsPanelStyles];

  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: noticesContext }) private notices!: Notices;
  @consume({ context: observeContext }) private feed!: ObserveFeed;
  @consume({ context: preferencesContext }) private preferences!: PreferencesStore;
  @consume({ context: targetsContext }) private targets!: TargetList;

  /** What the last button did. */
  @state() private said = '';

  @query('wa-drawer') private drawer!: WaDrawer;

  readonly #focusReturn = new FocusReturn();
  /** Key of the client whose message box gets the focus once the panel is gone. */
  #added: number | undefined;

  constructor() {
    super();
    new Watch(this, () => [this.feed?.changes, this.targets?.changes, this.preferences?.changes]);
  }

  override willUpdate(): void {
    this.toggleAttribute('large', this.preferences.current.presentation);
  }

  override render(): TemplateResult {
    const groups = groupTargets(this.targets.all);
    return html`<wa-drawer label="Targets" open light-dismiss @wa-after-hide=${this.#onHidden}>
      <p class="about">
        The gateway dials these servers and no others: each is a <echo-term word="target"></echo-term>.
        ${groups.some(({ kind }) => kind === 'listed') ? nothing : html`The operator adds one with <code class="bytes">--target NAME=HOST:PORT</code>.`}
      </p>
      ${this.#renderNote(groups)} ${groups.map((group) => this.#renderGroup(group))}
      <p class="spoken" role="status">${this.said}</p>
    </wa-drawer>`;
  }

  #renderNote(groups: readonly TargetGroup[]): TemplateResult | typeof nothing {
    if (this.feed.status === 'away') {
      return html`<p class="note">The gateway is away: the list is as it was last.</p>`;
    }
    return groups.length === 0 ? html`<p class="note">Waiting for the gateway’s list …</p>` : nothing;
  }

  #renderGroup({ kind, title, about, targets }: TargetGroup): TemplateResult {
    const current = this.targets.nameOf(this.targets.current);
    return html`<section aria-labelledby=${kind}>
      <h3 id=${kind}>${title}</h3>
      <p class="about">${about}</p>
      <ul>
        ${targets.map((target) =>
          renderTarget(target, {
            sessions: this.feed.record.sessions,
            isCurrent: target.name === current,
            onCopy: (command) => void this.#copy(command),
            onAdd: () => this.#add(target),
            onUse: () => this.#use(target),
          }),
        )}
      </ul>
    </section>`;
  }

  async #copy(command: string): Promise<void> {
    const isDone = await copyText(command, this.drawer);
    this.said = isDone ? `Copied ${command}` : CANNOT_COPY;
    this.notices.show({ text: this.said });
  }

  #add({ name }: TargetView): void {
    const [client] = this.clients.add(1, name);
    if (client === undefined) {
      this.notices.show({ text: this.clients.whyFull });
    }
    this.#added = client?.key;
    this.drawer.open = false;
  }

  #use({ name }: TargetView): void {
    this.targets.use(name);
    this.said = `New clients go to ${name}`;
  }

  readonly #onHidden = (event: Event): void => {
    // The explanation of a word hides with the same event.
    if (event.target !== this.drawer) return event.stopPropagation();
    if (this.#added === undefined) this.#focusReturn.restore();
    else this.dispatchEvent(new ClientFocusEvent(this.#added));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-targets-panel': TargetsPanel;
  }
}
