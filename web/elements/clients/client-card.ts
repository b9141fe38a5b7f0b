// One client: who it is, in which state, what was said, and the composer to say more.
//
//   ● A  name            ESTABLISHED inferred   ✕
//   :58788 → :65432          RTT ▁▂▁ 0.8 ms  ↑ ↓       (of several targets: :58788 → echo ▾)
//   transcript
//   why it ended, and Reconnect      (after an end)
//   composer, FIN, RST, Pause reading
//
// A card off screen is drawn seldom: it listens, and catches up at once when it is scrolled into view.

import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { formatEndpoint } from '../../../server/protocol/endpoint.ts';
import type { Unsubscribe } from '../../controllers/change-signal.ts';
import type { Client } from '../../controllers/client.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import { readClock } from '../../controllers/clock.ts';
import {
  clientsContext,
  highlightContext,
  noticesContext,
  selectionContext,
  targetsContext,
} from '../../controllers/contexts.ts';
import type { Highlight } from '../../controllers/highlight.ts';
import type { Notices } from '../../controllers/notices.ts';
import type { Selection } from '../../controllers/selection.ts';
import type { TargetList } from '../../controllers/target-list.ts';
import { everySecond } from '../../controllers/ticker.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatBytes, formatDuration, formatPort } from '../../model/format.ts';
import { MAX_NAME_LENGTH } from '../../model/saved-page.ts';
import { baseStyles } from '../common/base.styles.ts';
import { clientMark, markStyles } from '../common/client-mark.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { ClientFocusEvent } from '../common/events.ts';
import { icon, iconStyles } from '../common/icon.ts';
import { SPARKLINE_SAMPLES, sparkline, sparklineStyles } from '../common/sparkline.ts';
import { stateBadge, stateBadgeStyles } from '../common/state-badge.ts';
import '../common/term.ts';
import './client-actions.ts';
import './client-composer.ts';
import type { ClientComposer } from './client-composer.ts';
import './client-transcript.ts';
import { clientCardStyles } from './client-card.styles.ts';
import type { ClientTranscript } from './client-transcript.ts';
import './target-picker.ts';

/** Fewer samples make no line. */
const MIN_SAMPLES = 3;

/** Least time between two drawings of a card that is off screen. */
const OFF_SCREEN_INTERVAL_MS = 400;

@customElement('echo-client-card')
export class ClientCard extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    iconStyles,
    markStyles,
    sparklineStyles,
    stateBadgeStyles,
    clientCardStyles,
  ];

  @property({ attribute: false }) client!: Client;

  @consume({ context: clientsContext }) private collection!: ClientCollection;
  @consume({ context: highlightContext }) private highlight!: Highlight;
  @consume({ context: noticesContext }) private notices!: Notices;
  @consume({ context: selectionContext }) private selection!: Selection;
  @consume({ context: targetsContext }) private targets!: TargetList;

  @query('echo-client-composer') private composer!: ClientComposer;
  @query('echo-client-transcript') private transcript!: ClientTranscript;

  /** Rises with each drawing, so that the parts within are drawn with it. */
  #revision = 0;
  #isOffScreen = false;
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  #unsubscribe: Unsubscribe | undefined;
  #drawTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new Watch(this, () => [
      this.client.changes,
      this.targets?.changes,
      // Only TIME_WAIT runs out by itself.
      this.client.record.stateAt(readClock()) === 'TIME_WAIT' ? everySecond : undefined,
    ]);
    this.addEventListener('contentvisibilityautostatechange', this.#onVisibility);
    this.addEventListener('pointerenter', () => this.highlight.point(this.client.highlightKey));
    this.addEventListener('pointerleave', () => this.highlight.point(undefined));
    this.addEventListener('focusin', () => {
      this.highlight.focus(this.client.highlightKey);
      this.selection.selectClient(this.client);
    });
    this.addEventListener('focusout', () => this.highlight.focus(undefined));
  }

  /** Puts the cursor into the message box. */
  override focus(): void {
    this.scrollIntoView({ block: 'nearest' });
    this.composer?.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'group');
    this.#unsubscribe = this.highlight.changes.subscribe(this.#onHighlight);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#drawTimer);
    this.#drawTimer = undefined;
    this.#unsubscribe?.();
    this.highlight.release(this.client.highlightKey);
  }

  /** Screen readers and find-in-page see cards off screen too, so those are drawn as well, but seldom. */
  override shouldUpdate(): boolean {
    const waitMs = this.#drawnAtMs + OFF_SCREEN_INTERVAL_MS - performance.now();
    if (!this.#isOffScreen || waitMs <= 0) return true;
    this.#drawTimer ??= setTimeout(this.#onDrawTimer, waitMs);
    return false;
  }

  override willUpdate(_changed: PropertyValues<this>): void {
    this.#revision += 1;
    this.#drawnAtMs = performance.now();
    this.setAttribute('aria-label', this.client.title);
    this.#onHighlight();
    this.style.setProperty('--mark', `var(--identity-${this.client.identity.colour})`);
  }

  override render(): TemplateResult {
    const { client } = this;
    const { record, identity } = client;
    return html`
      <header>
        <span class="who">${clientMark(identity)}</span>
        <input
          class="name"
          aria-label=${`Name of client ${identity.letter}`}
          placeholder=${`Client ${identity.letter}`}
          maxlength=${MAX_NAME_LENGTH}
          autocomplete="off"
          spellcheck="false"
          .value=${client.name}
          @input=${this.#onName}
          @keydown=${this.#onNameKey}
        />
        ${stateBadge(record.stateAt(readClock()), record.phase === 'connecting')}
        <button
          class="button bare square"
          aria-label=${`Close ${client.title}`}
          @click=${this.#onClose}
        >${icon('xmark')}</button>
      </header>
      <div class="facts figures">
        ${this.#renderEndpoints()}
        ${this.#renderRtt()}
        ${
          record.mismatches > 0
            ? html`<span class="mismatches" title="Echoes that were lost or came back different">✗ ${record.mismatches}</span>`
            : nothing
        }
        <span class="totals"
          ><span role="img" aria-label=${`Sent ${formatBytes(record.sentBytes)}`}>↑ ${formatBytes(record.sentBytes)}</span
          ><span role="img" aria-label=${`Received ${formatBytes(record.receivedBytes)}`}>↓ ${formatBytes(record.receivedBytes)}</span
        ></span>
      </div>
      <echo-client-transcript
        .client=${client}
        .revision=${this.#revision}
        .isOffScreen=${this.#isOffScreen}
      ></echo-client-transcript>
      ${this.#renderEnding()}
      <echo-client-composer .client=${client} .revision=${this.#revision}></echo-client-composer>
      <echo-client-actions
        .client=${client}
        .revision=${this.#revision}
        @echo-find=${this.#onFind}
      ></echo-client-actions>
    `;
  }

  #renderEndpoints(): TemplateResult {
    const { client, targets } = this;
    const { local, remote } = client.record;
    const words = local && remote ? `${formatEndpoint(local)} to ${formatEndpoint(remote)}` : '';
    const here = local ? formatPort(local.port) : 'not connected';
    const there = remote ? formatPort(remote.port) : '';
    const isListed = targets.all.length === 0 || targets.get(client.target) !== undefined;
    if (!targets.isChoice && isListed) {
      return html`<span class="ports bytes" title=${words}>${there ? `${here} → ${there}` : here}</span>`;
    }
    return html`<span class="ends" title=${words}
      ><span class="ports bytes">${local ? `${here} →` : `${here} to`}</span
      ><echo-target-picker .client=${client} .revision=${this.#revision}></echo-target-picker
      ><span class="there bytes">${there}</span></span
    >`;
  }

  #renderRtt(): TemplateResult | typeof nothing {
    const { rtt } = this.client.record;
    if (rtt.lastMs === undefined) return nothing;
    const samples = rtt.latest(SPARKLINE_SAMPLES);
    return html`<span class="rtt"
      ><echo-term word="RTT" passive>RTT</echo-term>${samples.length < MIN_SAMPLES ? nothing : sparkline(samples)}<span
        >${formatDuration(rtt.lastMs)}</span
      ></span
    >`;
  }

  #renderEnding(): TemplateResult | typeof nothing {
    const { ending } = this.client.record;
    if (ending === undefined) return nothing;
    return html`<div class="ending ${ending.tone}">
      <p>${ending.sentence}</p>
      <button class="button" @click=${this.#onReconnect}>${icon('reload')} Reconnect</button>
    </div>`;
  }

  readonly #onVisibility = (event: Event): void => {
    this.#isOffScreen = (event as Event & { readonly skipped: boolean }).skipped;
    if (!this.#isOffScreen) this.requestUpdate();
  };

  /** Lights up without a new drawing, as every card hears of every change. */
  readonly #onHighlight = (): void => {
    this.toggleAttribute('lit', this.highlight.current === this.client.highlightKey);
  };

  readonly #onDrawTimer = (): void => {
    this.#drawTimer = undefined;
    this.requestUpdate();
  };

  readonly #onName = (event: InputEvent): void => {
    this.client.name = (event.target as HTMLInputElement).value;
  };

  readonly #onNameKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') this.composer.focus();
  };

  readonly #onFind = (): void => {
    void this.transcript.openFilter();
  };

  readonly #onReconnect = (): void => {
    this.collection.reconnect(this.client);
    this.composer.focus();
  };

  readonly #onClose = (event: MouseEvent): void => {
    const { client, collection } = this;
    const position = collection.clients.indexOf(client);
    const neighbour = collection.clients[position + 1] ?? collection.clients[position - 1];
    // Closed from the keyboard (no click count): the focus goes on to the next card instead of getting lost.
    if (event.detail === 0 && neighbour) this.dispatchEvent(new ClientFocusEvent(neighbour.key));
    const removal = collection.remove([client]);
    this.notices.show({
      text: `Closed ${client.title}.`,
      action: { label: 'Undo', run: () => collection.undoRemove(removal) },
      onGone: () => collection.forget(removal),
    });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-client-card': ClientCard;
  }
}
