// The short notice at the foot of the page, such as "Closed Client B" with Undo. It stays while somebody points at it.

import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Client } from '../../controllers/client.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import { clientsContext, noticesContext } from '../../controllers/contexts.ts';
import type { Notices } from '../../controllers/notices.ts';
import { Watch } from '../../controllers/watch.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { ClientFocusEvent } from '../common/events.ts';
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
  @consume({ context: clientsContext }) private clients!: ClientCollection;

  /** What had the focus last outside the notice: it gets it back when the notice goes from under the keyboard. */
  #before: HTMLElement | undefined;

  constructor() {
    super();
    new Watch(this, () => [this.notices?.changes]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('focusout', this.#onFocusLeft);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('focusout', this.#onFocusLeft);
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

  readonly #onAct = (event: MouseEvent): void => {
    const returning = new Set(this.clients.removed);
    this.notices.act();
    if (isFromKeyboard(event)) this.#moveFocus(this.clients.clients.find((client) => returning.has(client)));
  };

  readonly #onDismiss = (event: MouseEvent): void => {
    this.notices.dismiss();
    if (isFromKeyboard(event)) this.#moveFocus(undefined);
  };

  /** To the client that came back; else to where it was; else, when that is gone, to the first client. */
  #moveFocus(back: Client | undefined): void {
    if (back === undefined && this.#before?.isConnected) {
      this.#before.focus();
      return;
    }
    const client = back ?? this.clients.clients[0];
    if (client) this.dispatchEvent(new ClientFocusEvent(client.key));
  }

  readonly #onFocusLeft = (event: FocusEvent): void => {
    const path = event.composedPath();
    const [left] = path;
    if (left instanceof HTMLElement && !path.includes(this)) this.#before = left;
  };
}

/** A button pressed by key: its click counts no clicks. */
function isFromKeyboard(event: MouseEvent): boolean {
  return event.detail === 0;
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-notice-bar': NoticeBar;
  }
}
