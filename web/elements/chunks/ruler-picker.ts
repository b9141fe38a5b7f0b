// Chooses what the chunk ruler measures: the latest message, an earlier one, or any range of offsets.

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { formatCount } from '../../model/format.ts';
import type { ByteRange } from '../../model/timeline/chunk-ruler.ts';
import { chosenMessage, type RulerChoice } from '../../model/timeline/ruler-choice.ts';
import type { SentLine } from '../../model/transcript.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { icon, iconStyles } from '../common/icon.ts';

/** Messages that the list offers: the latest; the arrows lead to all. */
const MAX_LISTED = 50;

/** Another range is to be measured. */
export class RulerChoiceEvent extends Event {
  readonly choice: RulerChoice;

  constructor(choice: RulerChoice) {
    super('echo-ruler-choice', { bubbles: true, composed: true });
    this.choice = choice;
  }
}

@customElement('echo-ruler-picker')
export class RulerPicker extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    iconStyles,
    css`
      :host {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1);
        font-size: var(--size-small);
      }

      .field {
        block-size: 1.75rem;
        font-size: var(--size-small);
      }

      select {
        max-inline-size: 13rem;
      }

      input {
        inline-size: 6.5rem;
      }

      .button.square[hidden] {
        display: none;
      }
    `,
  ];

  @property({ attribute: false }) choice: RulerChoice = { kind: 'latest' };
  /** Oldest first. */
  @property({ attribute: false }) messages: readonly SentLine[] = [];
  /** What is measured while nothing is chosen, and there are no messages to choose from. */
  @property() unchosen = 'latest bytes';
  /** What is measured now. */
  @property({ attribute: false }) range!: ByteRange;

  /** What was typed makes no range. */
  @state() private isWrong = false;

  override render(): TemplateResult {
    const { messages, choice } = this;
    const message = chosenMessage(choice, messages);
    const index = message ? messages.indexOf(message) : -1;
    const value = choice.kind === 'range' ? 'range' : (message?.message ?? 'latest');
    const listed = messages.slice(-MAX_LISTED).reverse();
    if (message && !listed.includes(message)) listed.push(message);
    return html`
      ${this.#renderStep('Message before', 'chevron-left', messages[index - 1])}
      <select class="field" aria-label="Measured bytes" .value=${live(String(value))} @change=${this.#onSelect}>
        ${messages.length === 0 ? option('latest', this.unchosen, value === 'latest') : nothing}
        ${listed.map((line) =>
          option(
            line.message,
            `${line === messages.at(-1) ? 'latest' : `message ${line.message}`} · ${formatCount(line.bytes)} B · ${line.preview}`,
            line.message === value,
          ),
        )}
        ${option('range', 'offsets…', value === 'range')}
      </select>
      ${this.#renderStep('Message after', 'chevron-right', messages[index + 1])}
      ${choice.kind === 'range' ? this.#renderRange() : nothing}
    `;
  }

  #renderStep(label: string, name: string, to: SentLine | undefined): TemplateResult {
    return html`<button
      class="button bare square"
      aria-label=${label}
      ?hidden=${this.messages.length < 2}
      aria-disabled=${to ? 'false' : 'true'}
      @click=${() => to && this.#chooseMessage(to.message)}
    >${icon(name)}</button>`;
  }

  #renderRange(): TemplateResult {
    const input = (label: string, value: number): TemplateResult => html`<input
      class="field figures"
      inputmode="numeric"
      aria-label=${label}
      aria-invalid=${this.isWrong ? 'true' : 'false'}
      .value=${String(value)}
      @change=${this.#onRange}
    />`;
    return html`${input('First offset', this.range.from)}<span aria-hidden="true">–</span
      >${input('Last offset', this.range.to - 1)}`;
  }

  /** The latest one is followed. */
  #chooseMessage(message: number): void {
    const isLatest = this.messages.at(-1)?.message === message;
    this.#choose(isLatest ? { kind: 'latest' } : { kind: 'message', message });
  }

  #choose(choice: RulerChoice): void {
    this.isWrong = false;
    this.dispatchEvent(new RulerChoiceEvent(choice));
  }

  readonly #onSelect = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    if (value === 'latest') this.#choose({ kind: 'latest' });
    else if (value === 'range') this.#choose({ kind: 'range', ...this.range });
    else this.#chooseMessage(Number(value));
  };

  readonly #onRange = (): void => {
    const [from, last] = [...this.renderRoot.querySelectorAll('input')].map(({ value }) => readOffset(value));
    if (from === undefined || last === undefined || last < from) this.isWrong = true;
    else this.#choose({ kind: 'range', from, to: last + 1 });
  };
}

/** Digits, perhaps with commas or blanks between; undefined for anything else. */
function readOffset(text: string): number | undefined {
  const digits = text.replace(/[,\s]/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

function option(value: string | number, label: string, isSelected: boolean): TemplateResult {
  return html`<option value=${value} ?selected=${isSelected}>${label}</option>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-ruler-picker': RulerPicker;
  }
  interface HTMLElementEventMap {
    'echo-ruler-choice': RulerChoiceEvent;
  }
}
