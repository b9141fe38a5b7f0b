// The field that filters a list: types narrow it, Escape clears it and leaves. While it has text it is shown even where
// the page is laid out without it, so that nobody misses rows without seeing why.

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { baseStyles } from './base.styles.ts';
import { controlStyles } from './controls.styles.ts';
import { icon, iconStyles } from './icon.ts';

/** The filter's text changed. */
export class FilterEvent extends Event {
  readonly text: string;

  constructor(text: string) {
    super('echo-filter', { bubbles: true, composed: true });
    this.text = text;
  }
}

@customElement('echo-filter-field')
export class FilterField extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    iconStyles,
    css`
      :host {
        position: relative;
        display: flex;
        align-items: center;
      }

      :host([filled]) {
        display: flex !important;
      }

      .icon {
        position: absolute;
        inset-inline-start: 0.5rem;
        color: var(--text-quiet);
        pointer-events: none;
      }

      .field {
        inline-size: 100%;
        padding-inline-start: 1.8rem;
      }

      :host([quiet]) .field {
        block-size: 1.625rem;
        border-color: var(--line);
        font-size: var(--size-small);
      }
    `,
  ];

  /** Accessible name, such as "Filter the log". */
  @property() label = '';
  /** The key that leads here, if there is one. */
  @property() shortcut = '';
  /** What stands in it while it is empty. */
  @property() hint = 'Filter';
  /** Smaller, for a pane's own bar. */
  @property({ type: Boolean, reflect: true }) quiet = false;

  /** Set while there is text in it. */
  @property({ type: Boolean, reflect: true }) filled = false;

  @state() private text = '';

  @query('input') private field!: HTMLInputElement;

  /** Puts the cursor into the field, and selects what is there. */
  override focus(): void {
    this.field.focus();
    this.field.select();
  }

  /** Takes the text out, and says so. */
  clear(): void {
    this.#set('');
  }

  override render(): TemplateResult {
    return html`
      ${icon('search')}
      <input
        class="field"
        type="search"
        aria-label=${this.label}
        aria-keyshortcuts=${this.shortcut || nothing}
        placeholder=${this.shortcut ? `${this.hint}  ${this.shortcut}` : this.hint}
        .value=${live(this.text)}
        @input=${this.#onInput}
        @keydown=${this.#onKey}
      />
    `;
  }

  readonly #onInput = (): void => this.#set(this.field.value);

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    this.clear();
    this.field.blur();
  };

  #set(text: string): void {
    this.text = text;
    this.filled = text !== '';
    this.dispatchEvent(new FilterEvent(text));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-filter-field': FilterField;
  }
  interface HTMLElementEventMap {
    'echo-filter': FilterEvent;
  }
}
