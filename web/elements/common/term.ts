// A word of TCP that explains itself: one sentence and its RFC section, on hover and on focus.
//
//   <echo-term word="TIME_WAIT"></echo-term>        the word itself, focusable
//   <echo-term word="FIN" passive><button>…</button></echo-term>   explains the control within

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { define, type GlossaryWord } from '../../model/glossary.ts';
import { baseStyles } from './base.styles.ts';

@customElement('echo-term')
export class EchoTerm extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: inline-flex;
      }

      .word {
        border-radius: 2px;
      }

      .source {
        display: block;
        opacity: 0.75;
      }

      wa-tooltip {
        --max-width: 18rem;
        font-family: var(--font-text);
        font-weight: 400;
        letter-spacing: normal;
        text-transform: none;
        white-space: normal;
      }
    `,
  ];

  @property() word: GlossaryWord = 'inferred';

  /** Leaves the tab order alone, because what is within can be focused itself or stands in a long list. */
  @property({ type: Boolean }) passive = false;

  /** The explanation costs nothing until somebody asks for it. */
  @state() private asked = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('pointerenter', this.#onAsk);
    this.addEventListener('focusin', this.#onAsk);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('pointerenter', this.#onAsk);
    this.removeEventListener('focusin', this.#onAsk);
  }

  override render(): TemplateResult {
    const { word, sentence, source } = define(this.word);
    return html`<span
        id="word"
        class="word"
        part="word"
        tabindex=${this.passive ? nothing : 0}
        role=${this.passive ? nothing : 'note'}
        aria-label=${this.passive ? nothing : `${word}: ${sentence}`}
        ><slot>${word}</slot></span
      >${
        this.asked
          ? html`<wa-tooltip for="word">${sentence}<span class="source">${source}</span></wa-tooltip>`
          : nothing
      }`;
  }

  readonly #onAsk = async (): Promise<void> => {
    if (this.asked) return;
    await import('@awesome.me/webawesome/dist/components/tooltip/tooltip.js');
    this.asked = true;
    await this.updateComplete;
    const tooltip = this.renderRoot.querySelector('wa-tooltip');
    // The pointer came before the tooltip was there to notice it.
    if (tooltip && (this.matches(':hover') || this.matches(':focus-within'))) tooltip.open = true;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-term': EchoTerm;
  }
}
