// The short notice at the foot of the page, such as "Closed Client B" with Undo. It stays while somebody points at it.

import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { noticesContext } from '../../controllers/contexts.ts';
import type { Notices } from '../../controllers/notices.ts';
import { Watch } from '../../controllers/watch.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { icon, iconStyles } from '../common/icon.ts';

@customElement('echo-notice-bar')
export class NoticeBar extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    iconStyles,
    css`
      .notice {
        position: fixed;
        z-index: 10;
        inset-block-end: var(--space-4);
        inset-inline-start: 50%;
        translate: -50% 0;
        display: flex;
        align-items: center;
        gap: var(--space-3);
        max-inline-size: calc(100vw - 2rem);
        padding: var(--space-2) var(--space-2) var(--space-2) var(--space-4);
        border-radius: var(--radius-card);
        background: light-dark(oklch(26% 0.02 262), oklch(92% 0.008 262));
        color: light-dark(oklch(97% 0.004 262), oklch(20% 0.02 262));
        box-shadow: var(--shadow-float);
      }

      .notice .button {
        border-color: transparent;
        background: transparent;
        color: inherit;
      }

      .notice .act {
        font-weight: 650;
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }

      .notice .button:hover {
        background: color-mix(in oklab, currentcolor 14%, transparent);
      }
    `,
  ];

  @consume({ context: noticesContext }) private notices!: Notices;

  constructor() {
    super();
    new Watch(this, () => [this.notices?.changes]);
  }

  override render(): TemplateResult {
    const notice = this.notices.current;
    // The region stays on the page, so that screen readers notice what appears in it.
    return html`<div role="status">
      ${
        notice
          ? html`<div
              class="notice"
              @pointerenter=${this.#onHold}
              @pointerleave=${this.#onRelease}
              @focusin=${this.#onHold}
              @focusout=${this.#onRelease}
            >
              <span>${notice.text}</span>
              ${notice.action ? html`<button class="button act" @click=${this.#onAct}>${notice.action.label}</button>` : nothing}
              <button class="button square" aria-label="Dismiss" @click=${this.#onDismiss}>${icon('xmark')}</button>
            </div>`
          : nothing
      }
    </div>`;
  }

  readonly #onHold = (): void => this.notices.hold();
  readonly #onRelease = (): void => this.notices.release();
  readonly #onAct = (): void => this.notices.act();
  readonly #onDismiss = (): void => this.notices.dismiss();
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-notice-bar': NoticeBar;
  }
}
