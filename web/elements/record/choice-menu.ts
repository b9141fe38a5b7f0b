// A button with a menu of things to tick, for narrowing a list: none ticked means all. The menu stays open while
// several are ticked, and is made only when it is first wanted.

import type WaDropdown from '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '../common/menu.ts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Identity } from '../../model/identity.ts';
import { baseStyles } from '../common/base.styles.ts';
import { clientMark, markStyles } from '../common/client-mark.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { icon, iconStyles } from '../common/icon.ts';
import type { MenuEvent } from '../common/menu.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** On the button, where there is less room. Default: the label. */
  readonly short?: string;
  readonly mark?: Identity;
}

/** Something was ticked, or no longer is. */
export class ChoiceEvent extends Event {
  readonly chosen: ReadonlySet<string>;

  constructor(chosen: ReadonlySet<string>) {
    super('echo-choice');
    this.chosen = chosen;
  }
}

/** Choices that the button names; with more it says how many. */
const MAX_NAMED = 2;

@customElement('echo-choice-menu')
export class ChoiceMenu extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    iconStyles,
    markStyles,
    css`
      :host {
        display: inline-flex;
        flex: none;
      }

      .button {
        min-block-size: 1.625rem;
        padding-inline: 0.5em 0.35em;
      }

      .button.chosen {
        border-color: var(--accent);
        color: var(--accent);
      }

      .button .icon {
        inline-size: 0.9em;
        block-size: 0.9em;
        color: var(--text-quiet);
      }

      wa-dropdown::part(menu) {
        max-block-size: min(22rem, 60dvh);
        overflow: auto;
      }
    `,
  ];

  /** What is chosen among, such as `Lanes`. */
  @property() label = '';
  /** On the button while nothing is ticked, such as `All lanes`. */
  @property() all = '';
  /** Asked for whenever the menu is drawn. */
  @property({ attribute: false }) choices: () => readonly Choice[] = () => [];
  @property({ attribute: false }) chosen: ReadonlySet<string> = new Set();

  @state() private hasMenu = false;

  @query('wa-dropdown') private dropdown!: WaDropdown | null;

  override render(): TemplateResult {
    if (!this.hasMenu) return this.#renderButton();
    return html`<wa-dropdown placement="bottom-start" @wa-show=${this.#onShow} @wa-select=${this.#onSelect}>
      ${this.#renderButton()}
      ${this.#renderItem({ value: '', label: this.all }, this.chosen.size === 0)}
      <wa-divider></wa-divider>
      ${this.choices().map((choice) => this.#renderItem(choice, this.chosen.has(choice.value)))}
    </wa-dropdown>`;
  }

  #renderButton(): TemplateResult {
    const isChosen = this.chosen.size > 0;
    const text = this.#summary();
    return html`<button
      slot=${this.hasMenu ? 'trigger' : nothing}
      class="button ${isChosen ? 'chosen' : ''}"
      aria-label=${isChosen ? `${this.label}: ${text}` : text}
      aria-haspopup="menu"
      @click=${this.hasMenu ? nothing : this.#onFirstClick}
    >${text}${icon('chevron-down')}</button>`;
  }

  #renderItem({ value, label, mark }: Choice, isChecked: boolean): TemplateResult {
    return html`<wa-dropdown-item type="checkbox" value=${value} .checked=${live(isChecked)}
      >${mark ? html`${clientMark(mark)} ` : nothing}${label}</wa-dropdown-item
    >`;
  }

  #summary(): string {
    if (this.chosen.size === 0) return this.all;
    if (this.chosen.size > MAX_NAMED) return `${this.chosen.size} ${this.label.toLowerCase()}`;
    return this.choices()
      .filter(({ value }) => this.chosen.has(value))
      .map(({ label, short = label }) => short)
      .join(', ');
  }

  readonly #onFirstClick = async (): Promise<void> => {
    this.hasMenu = true;
    await this.updateComplete;
    if (this.dropdown) this.dropdown.open = true;
  };

  /** What there is to choose may have changed. */
  readonly #onShow = (): void => this.requestUpdate();

  readonly #onSelect = (event: MenuEvent): void => {
    event.preventDefault();
    const { value } = event.detail.item;
    const chosen = new Set(value === '' ? [] : this.chosen);
    if (value !== '' && !chosen.delete(value)) chosen.add(value);
    this.chosen = chosen;
    this.dispatchEvent(new ChoiceEvent(chosen));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-choice-menu': ChoiceMenu;
  }
  interface HTMLElementEventMap {
    'echo-choice': ChoiceEvent;
  }
}
