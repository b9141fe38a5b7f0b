// The inspector: one line's bytes as text, hex dump, escaped string and beside the other direction; or, of a line
// without bytes, what it says. Loaded when a line is first opened.
//
//   InspectEvent, InspectFactsEvent ──► <echo-app> ──► <echo-inspector> ──► drawer, until Esc

import '@awesome.me/webawesome/dist/components/drawer/drawer.js';
import type WaDrawer from '@awesome.me/webawesome/dist/components/drawer/drawer.js';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Client } from '../../controllers/client.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import { clientsContext, preferencesContext } from '../../controllers/contexts.ts';
import type { PreferencesStore } from '../../controllers/preferences-store.ts';
import { CANNOT_COPY, copyText } from '../../controllers/text-export.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatCount, formatPlural } from '../../model/format.ts';
import { BYTE_VIEWS, type ByteView, pageText } from '../../model/inspector/byte-views.ts';
import { byteRange, type Fact } from '../../model/inspector/facts.ts';
import { BytesAtHand, BytesOfConnection, type Inspected } from '../../model/inspector/inspected.ts';
import { type BytePage, pageAt } from '../../model/inspector/pages.ts';
import { comparisonFacts, describeComparison } from '../../model/inspector/verdict.ts';
import { baseStyles } from '../common/base.styles.ts';
import { clientMark, markStyles } from '../common/client-mark.ts';
import { controlStyles } from '../common/controls.styles.ts';
import type { InspectEvent, InspectFactsEvent } from '../common/events.ts';
import { FocusReturn } from '../common/focus-return.ts';
import { icon, iconStyles } from '../common/icon.ts';
import { comparisonStyles } from './comparison-view.ts';
import { factsStyles, renderFacts } from './facts-table.ts';
import './hex-dump.ts';
import { tabsStyles } from '../common/tabs.styles.ts';
import { renderBytes } from './byte-panel.ts';
import type { HexDump } from './hex-dump.ts';
import { inspectorStyles } from './inspector.styles.ts';

/** A window too narrow for sixteen bytes a row. */
const NARROW = matchMedia('(max-width: 720px)');

const labels: Record<ByteView, string> = { text: 'Text', hex: 'Hex', string: 'String', compare: 'Compare' };

const NOT_OURS =
  'The page holds no bytes of this connection: it belongs to none of its clients, or the client’s card was closed.';

/** The view that was chosen last, for the next line that is opened. */
let chosenView: ByteView = 'text';

@customElement('echo-inspector')
export class Inspector extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    iconStyles,
    markStyles,
    factsStyles,
    comparisonStyles,
    tabsStyles,
    inspectorStyles,
  ];

  @property({ attribute: false }) what!: InspectEvent | InspectFactsEvent;

  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: preferencesContext }) private preferences!: PreferencesStore;

  @state() private view: ByteView = chosenView;
  /** Offset in the run of a byte on the page that is shown. */
  @state() private offset = 0;
  /** What the copy button did, until something else is shown. */
  @state() private copied: { readonly text: string; readonly isDone: boolean } | undefined;

  @query('wa-drawer') private drawer!: WaDrawer;
  @query('echo-hex-dump') private hexDump!: HexDump | null;

  readonly #focusReturn = new FocusReturn();
  /** Whose bytes they are; kept, should the card be closed meanwhile. */
  #client: Client | undefined;
  #inspected: Inspected | undefined;

  constructor() {
    super();
    new Watch(this, () => [this.#client?.changes, this.preferences?.changes]);
    this.addEventListener('wa-after-hide', () => this.#focusReturn.restore());
  }

  override willUpdate(changed: PropertyValues<this>): void {
    this.toggleAttribute('large', this.preferences.current.presentation);
    if (!changed.has('what')) return;
    this.#client = this.clients.clients.find(({ highlightKey }) => highlightKey === this.#key);
    this.#inspected = this.#createInspected();
    if (this.#views.length > 0 && !this.#views.includes(this.view)) this.view = 'text';
  }

  override async firstUpdated(): Promise<void> {
    await this.drawer.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
  }

  override render(): TemplateResult {
    return html`<wa-drawer open light-dismiss>
      <span slot="label" class="title figures">${this.#renderTitle()}</span>
      <div class="content">
        ${this.#inspected ? this.#renderInspected(this.#inspected) : nothing}
        ${isFacts(this.what) ? this.#renderFacts(this.what) : this.#renderStrange()}
      </div>
    </wa-drawer>`;
  }

  get #key(): string | undefined {
    return isFacts(this.what) ? this.what.what.key : this.what.key;
  }

  /** The views that this line has. */
  get #views(): readonly ByteView[] {
    if (this.#inspected === undefined) return [];
    return isFacts(this.what) ? BYTE_VIEWS.filter((view) => view !== 'compare') : BYTE_VIEWS;
  }

  #createInspected(): Inspected | undefined {
    if (!isFacts(this.what)) {
      const { connection, direction, from, bytes } = this.what;
      const held = this.#client?.record.bytes;
      return held && new BytesOfConnection(held, connection, direction, from, bytes);
    }
    const { preview } = this.what.what;
    return preview && new BytesAtHand(preview.bytes, preview.from);
  }

  #renderTitle(): TemplateResult {
    const { what } = this;
    const mark = this.#client ? clientMark(this.#client.identity) : nothing;
    if (isFacts(what)) return html`${mark}<span>${what.what.title}</span>`;
    const isUp = what.direction === 'up';
    return html`${mark}<span role="img" aria-label=${isUp ? 'sent' : 'received'}>${isUp ? '→' : '←'}</span
      ><span>${what.title}</span><span class="range">${byteRange(what.from, what.bytes)}</span>`;
  }

  #renderInspected(inspected: Inspected): TemplateResult {
    const page = pageAt(inspected.bytes, this.offset);
    return html`
      <div class="bar">
        <div class="tabs" role="tablist" aria-label="Ways to look at the bytes" @keydown=${this.#onTabKey}>
          ${this.#views.map(
            (view) => html`<button
              class="tab"
              role="tab"
              data-view=${view}
              aria-selected=${view === this.view ? 'true' : 'false'}
              tabindex=${view === this.view ? 0 : -1}
              @click=${() => this.#show(view)}
            >${labels[view]}</button>`,
          )}
        </div>
        <span role="status" class="copied ${this.copied?.isDone === false ? 'bad' : ''}">${this.copied?.text ?? ''}</span>
        <button
          class="button"
          ?disabled=${this.view !== 'compare' && inspected.read(page.start, page.start + 1).length === 0}
          @click=${() => this.#copy(inspected, page)}
        >${icon('copy')} Copy</button>
      </div>
      ${this.#renderPager(inspected, page)}
      <div class="panel" role="tabpanel" aria-label=${labels[this.view]}>
        ${renderBytes(inspected, page, this.view, NARROW.matches)}
      </div>
      ${this.#renderPreviewHint()}
    `;
  }

  #renderPager(inspected: Inspected, page: BytePage): TemplateResult | typeof nothing {
    if (this.view === 'compare') return this.#renderJump(inspected);
    const jump = this.#renderJump(inspected);
    if (!page.hasPrevious && !page.hasNext) return jump;
    const range = byteRange(inspected.from + page.start, page.end - page.start);
    return html`<div class="pager figures">
      <button
        class="button square"
        aria-label="Previous page"
        ?disabled=${!page.hasPrevious}
        @click=${() => this.#goTo(page.start - 1)}
      >${icon('chevron-left')}</button>
      <span aria-live="polite">${range} of ${formatCount(inspected.bytes)}</span>
      <button
        class="button square"
        aria-label="Next page"
        ?disabled=${!page.hasNext}
        @click=${() => this.#goTo(page.end)}
      >${icon('chevron-right')}</button>
      ${jump}
    </div>`;
  }

  #renderJump(inspected: Inspected): TemplateResult | typeof nothing {
    const marked = inspected.compare()?.marked;
    if (marked === undefined) return nothing;
    return html`<button class="button jump" @click=${() => this.#showMarked(marked - inspected.from)}
      >≠ Go to the first difference</button
    >`;
  }

  #renderPreviewHint(): TemplateResult | typeof nothing {
    if (!isFacts(this.what)) return nothing;
    const { preview } = this.what.what;
    if (preview === undefined || preview.bytes.length >= preview.total) return nothing;
    return html`<p class="hint">First ${formatCount(preview.bytes.length)} of ${formatPlural(preview.total, 'byte')}: the server tells no more.</p>`;
  }

  /** Bytes of a connection that is none of the page's clients', as its timeline may ask for. */
  #renderStrange(): TemplateResult | typeof nothing {
    return this.#inspected ? nothing : html`<p class="hint">${NOT_OURS}</p>`;
  }

  #renderFacts({ what: { facts, hint } }: InspectFactsEvent): TemplateResult {
    return html`${renderFacts(facts)}${hint === undefined ? nothing : html`<p class="hint">${hint}</p>`}`;
  }

  #show(view: ByteView): void {
    chosenView = view;
    this.view = view;
    this.copied = undefined;
  }

  #goTo(offset: number): void {
    this.offset = offset;
    this.copied = undefined;
  }

  async #showMarked(offset: number): Promise<void> {
    this.#show('hex');
    this.#goTo(offset);
    await this.updateComplete;
    await this.hexDump?.updateComplete;
    this.hexDump?.revealMarked();
  }

  async #copy(inspected: Inspected, page: BytePage): Promise<void> {
    const { view } = this;
    const text = view === 'compare' ? comparisonText(inspected) : pageText(inspected, page, view);
    const isDone = await copyText(text, this.drawer);
    const what =
      view === 'compare'
        ? 'Copied the comparison'
        : `Copied ${byteRange(inspected.from + page.start, page.end - page.start)}`;
    this.copied = { isDone, text: isDone ? what : CANNOT_COPY };
  }

  /** The arrows move between tabs, as in any list of tabs (WAI-ARIA, Tabs pattern). */
  readonly #onTabKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const views = this.#views;
    const next = views[(views.indexOf(this.view) + step + views.length) % views.length];
    if (next === undefined) return;
    this.#show(next);
    this.renderRoot.querySelector<HTMLElement>(`[data-view=${next}]`)?.focus();
  };
}

function isFacts(event: InspectEvent | InspectFactsEvent): event is InspectFactsEvent {
  return 'what' in event;
}

function comparisonText(inspected: Inspected): string {
  const found = inspected.compare();
  if (found === undefined) return '';
  const facts: readonly Fact[] = comparisonFacts(found.comparison, found.unexpected);
  const lines = [describeComparison(found.comparison).sentence, ...facts.map((fact) => fact.join(': '))];
  return lines.map((line) => `${line}\n`).join('');
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-inspector': Inspector;
  }
}
