// The dock at the bottom: views of what is selected (timeline, chunks, kernel, states) and of all (record,
// measurements, check, crowd), and the figures that are always in sight. Each view is loaded when it is first shown.
//
//   ▾ Timeline  Chunks  Kernel  States  Record  Measurements  Check  Crowd      ● A ▾      RTT p50 0.8 ms   ↑ 1.2 kB/s
//   the view that is chosen

import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { preferencesContext } from '../../controllers/contexts.ts';
import type { PreferencesStore } from '../../controllers/preferences-store.ts';
import { Watch } from '../../controllers/watch.ts';
import { DOCK_VIEWS, type DockView } from '../../model/saved-page.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { icon, iconStyles } from '../common/icon.ts';
import { tabsStyles } from '../common/tabs.styles.ts';
import { dockStyles } from './dock.styles.ts';
import './dock-figures.ts';
import './selected-picker.ts';

interface ViewEntry {
  readonly label: string;
  /** What it shows belongs to what is selected, and not to all. */
  readonly ofSelected: boolean;
  readonly load: () => Promise<unknown>;
  readonly render: () => TemplateResult;
}

const views: Record<DockView, ViewEntry> = {
  timeline: {
    label: 'Timeline',
    ofSelected: true,
    load: () => import('../timeline/timeline-view.ts'),
    render: () => html`<echo-timeline-view></echo-timeline-view>`,
  },
  chunks: {
    label: 'Chunks',
    ofSelected: true,
    load: () => import('../chunks/chunks-view.ts'),
    render: () => html`<echo-chunks-view></echo-chunks-view>`,
  },
  kernel: {
    label: 'Kernel',
    ofSelected: true,
    load: () => import('../kernel/kernel-view.ts'),
    render: () => html`<echo-kernel-view></echo-kernel-view>`,
  },
  states: {
    label: 'States',
    ofSelected: true,
    load: () => import('../states/states-view.ts'),
    render: () => html`<echo-states-view></echo-states-view>`,
  },
  record: {
    label: 'Record',
    ofSelected: false,
    load: () => import('../record/record-view.ts'),
    render: () => html`<echo-record-view></echo-record-view>`,
  },
  measurements: {
    label: 'Measurements',
    ofSelected: false,
    load: () => import('../measurements/measurements-view.ts'),
    render: () => html`<echo-measurements-view></echo-measurements-view>`,
  },
  check: {
    label: 'Check',
    ofSelected: false,
    load: () => import('../check/check-view.ts'),
    render: () => html`<echo-check-view></echo-check-view>`,
  },
  crowd: {
    label: 'Crowd',
    ofSelected: false,
    load: () => import('../crowd/crowd-view.ts'),
    render: () => html`<echo-crowd-view></echo-crowd-view>`,
  },
};

/** Unless the user chose, the dock is unfolded where the window has this much room, in CSS pixels. */
const ROOMY_HEIGHT_PX = 860;

/** Whether the dock is unfolded: as the user chose, else where there is room. */
export function isDockOpen({ current: { dockOpen, presentation } }: PreferencesStore): boolean {
  return dockOpen ?? (!presentation && innerHeight >= ROOMY_HEIGHT_PX);
}

@customElement('echo-dock')
export class Dock extends LitElement {
  static override styles = [baseStyles, controlStyles, iconStyles, tabsStyles, dockStyles];

  /** Always open, as on a phone, where the dock is a tab of its own. */
  @property({ type: Boolean, reflect: true }) expanded = false;

  @consume({ context: preferencesContext }) private preferences!: PreferencesStore;

  constructor() {
    super();
    new Watch(this, () => [this.preferences?.changes]);
  }

  /** Brings a view to the front, with the cursor on its tab: what had it may be gone with the view before. */
  async show(name: DockView): Promise<void> {
    this.#show(name);
    await this.updateComplete;
    this.#focusTab(name);
  }

  get #isOpen(): boolean {
    return this.expanded || isDockOpen(this.preferences);
  }

  override willUpdate(): void {
    if (this.#isOpen) void views[this.preferences.current.dockView].load();
  }

  override render(): TemplateResult {
    const { dockView } = this.preferences.current;
    const view = views[dockView];
    return html`
      <div class="bar">
        ${this.expanded ? nothing : this.#renderToggle()}
        <div class="tabs" role="tablist" aria-label="Views" @keydown=${this.#onTabKey}>
          ${DOCK_VIEWS.map((name) => this.#renderTab(name, name === dockView))}
        </div>
        ${this.#isOpen && view.ofSelected ? html`<echo-selected-picker></echo-selected-picker>` : nothing}
        <echo-dock-figures></echo-dock-figures>
      </div>
      ${
        this.#isOpen
          ? html`<div class="view" role="tabpanel" aria-label=${view.label}>${view.render()}</div>`
          : nothing
      }
    `;
  }

  #renderToggle(): TemplateResult {
    const label = this.#isOpen ? 'Fold the views' : 'Unfold the views';
    return html`<button
      class="button bare square"
      aria-label=${label}
      aria-expanded=${this.#isOpen ? 'true' : 'false'}
      @click=${this.#onToggle}
    >${icon(this.#isOpen ? 'chevron-down' : 'chevron-up')}</button>`;
  }

  #renderTab(name: DockView, isChosen: boolean): TemplateResult {
    const isShown = isChosen && this.#isOpen;
    return html`<button
      class="tab"
      role="tab"
      data-view=${name}
      aria-selected=${isShown ? 'true' : 'false'}
      tabindex=${isChosen ? 0 : -1}
      @click=${() => this.#show(name)}
    >${views[name].label}</button>`;
  }

  #show(name: DockView): void {
    this.preferences.set(this.expanded ? { dockView: name } : { dockView: name, dockOpen: true });
  }

  #focusTab(name: DockView): void {
    this.renderRoot.querySelector<HTMLElement>(`[data-view=${name}]`)?.focus();
  }

  readonly #onToggle = (): void => this.preferences.set({ dockOpen: !this.#isOpen });

  /** The arrows move between tabs, as in any list of tabs (WAI-ARIA, Tabs pattern). */
  readonly #onTabKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const index = DOCK_VIEWS.indexOf(this.preferences.current.dockView);
    const next = DOCK_VIEWS[(index + step + DOCK_VIEWS.length) % DOCK_VIEWS.length];
    if (next === undefined) return;
    this.#show(next);
    this.#focusTab(next);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-dock': Dock;
  }
}
