// Where a message is written: as text, as hex, or as a number of bytes to generate. Enter sends, ↑ and ↓ recall.

import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Announcer } from '../../controllers/announcer.ts';
import type { Client } from '../../controllers/client.ts';
import { announcerContext } from '../../controllers/contexts.ts';
import type { Draft } from '../../model/draft.ts';
import { formatBytes } from '../../model/format.ts';
import type { PayloadMode } from '../../model/payload-source.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { icon, iconStyles } from '../common/icon.ts';
import { composerStyles } from './client-composer.styles.ts';

const modeWords: Record<PayloadMode, { option: string; label: string; placeholder: string }> = {
  text: { option: 'Text', label: 'Message', placeholder: 'Message' },
  hex: { option: 'Hex', label: 'Message in hex', placeholder: '48 69 0a' },
  generate: { option: 'Generate', label: 'Message size', placeholder: '64 KiB, up to 16 MiB' },
};

@customElement('echo-client-composer')
export class ClientComposer extends LitElement {
  static override styles = [baseStyles, controlStyles, iconStyles, composerStyles];

  @property({ attribute: false }) client!: Client;
  /** A new number when the client may have changed. */
  @property({ attribute: false }) revision = 0;

  @consume({ context: announcerContext }) private announcer!: Announcer;

  /** Why the last attempt to send failed; goes with the next key and with the next connection. */
  @state() private error = '';

  @query('input') private input!: HTMLInputElement;

  #couldSend = false;
  /** The draft before ↑ was first pressed: a recalled message must not cost the text of another mode. */
  #beforeRecall: Draft | undefined;

  override focus(): void {
    this.input?.focus();
  }

  override willUpdate(): void {
    const { canSend } = this.client;
    if (canSend && !this.#couldSend) this.error = '';
    this.#couldSend = canSend;
  }

  override render(): TemplateResult {
    const { draft, canSend, title } = this.client;
    const words = modeWords[draft.mode];
    return html`
      ${this.#renderTransfer()}
      <form @submit=${this.#onSubmit}>
        <select class="mode field" aria-label=${`Kind of message from ${title}`} @change=${this.#onMode}>
          ${Object.entries(modeWords).map(
            ([mode, { option }]) =>
              html`<option value=${mode} .selected=${mode === draft.mode}>${option}</option>`,
          )}
        </select>
        <input
          class="field ${draft.mode === 'text' ? '' : 'bytes'}"
          aria-label=${`${words.label} from ${title}`}
          aria-invalid=${this.error ? 'true' : 'false'}
          aria-describedby="error"
          placeholder=${canSend ? words.placeholder : this.client.record.phase === 'open' ? 'FIN sent: receiving only' : 'Not connected'}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          enterkeyhint="send"
          .value=${live(draft.texts[draft.mode])}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
        />
        <button class="button accent send" type="submit" aria-disabled=${canSend ? 'false' : 'true'}
          >${icon('send')}<span>Send</span></button
        >
      </form>
      <p id="error" class="error" ?hidden=${!this.error}>${this.error}</p>
    `;
  }

  #renderTransfer(): TemplateResult | typeof nothing {
    const { transfer } = this.client.record;
    if (transfer === undefined) return nothing;
    const { bytes, sentBytes, echoedBytes } = transfer;
    const percent = (part: number): string => `${((part / bytes) * 100).toFixed(1)}%`;
    return html`<div class="transfer figures">
      <div
        class="bar"
        role="progressbar"
        aria-label=${`Echo of ${formatBytes(bytes)}`}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.floor((echoedBytes / bytes) * 100)}
      >
        <div class="part sent" style="inline-size:${percent(sentBytes)}"></div>
        <div class="part echoed" style="inline-size:${percent(echoedBytes)}"></div>
      </div>
      <span>${formatBytes(echoedBytes)} of ${formatBytes(bytes)} echoed</span>
    </div>`;
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { client } = this;
    const { mode, texts } = client.draft;
    const result = client.send(mode, texts[mode]);
    if (!result.ok) {
      this.error = result.error;
      this.announcer.announce(result.error);
      return;
    }
    this.error = '';
    client.awaitsEchoWord = true;
    client.history.add(mode, texts[mode]);
    const kept = this.#textBeforeRecall(mode) ?? '';
    this.#beforeRecall = undefined;
    // A size is often sent again; a message hardly ever.
    if (kept || mode !== 'generate') this.#write(mode, kept);
  };

  readonly #onInput = (): void => {
    this.error = '';
    this.#write(this.client.draft.mode, this.input.value);
  };

  readonly #onMode = (event: Event): void => {
    this.error = '';
    const mode = (event.target as HTMLSelectElement).value as PayloadMode;
    const { draft } = this.client;
    const kept = this.#textBeforeRecall(draft.mode) ?? draft.texts[draft.mode];
    this.#beforeRecall = undefined;
    this.client.draft = { mode, texts: { ...draft.texts, [draft.mode]: kept } };
    this.focus();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.isComposing) return;
    if (event.key === 'Escape') this.input.blur();
    const { history, draft } = this.client;
    const current = { mode: draft.mode, text: draft.texts[draft.mode] };
    const recalled =
      event.key === 'ArrowUp'
        ? history.older(current)
        : event.key === 'ArrowDown'
          ? history.newer()
          : undefined;
    if (recalled === undefined) return;
    event.preventDefault();
    this.#beforeRecall ??= draft;
    const { mode, text } = recalled;
    this.client.draft = { mode, texts: { ...this.#beforeRecall.texts, [mode]: text } };
  };

  /** What a recalled message of another mode than the draft's stands in the place of. */
  #textBeforeRecall(mode: PayloadMode): string | undefined {
    return this.#beforeRecall?.mode === mode ? undefined : this.#beforeRecall?.texts[mode];
  }

  #write(mode: PayloadMode, text: string): void {
    const { draft } = this.client;
    this.client.draft = { mode, texts: { ...draft.texts, [mode]: text } };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-client-composer': ClientComposer;
  }
}
