// Says calmly that the gateway is away and that the page is trying again.

import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { observeContext } from '../../controllers/contexts.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import { Watch } from '../../controllers/watch.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';

@customElement('echo-away-banner')
export class AwayBanner extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: var(--space-1) var(--space-3);
        padding: var(--space-1) var(--space-3);
        border-block-end: 1px solid var(--line);
        background: var(--warn-surface);
        color: var(--warn);
      }
    `,
  ];

  @consume({ context: observeContext }) private feed!: ObserveFeed;

  constructor() {
    super();
    new Watch(this, () => [this.feed?.changes]);
  }

  override render(): TemplateResult | typeof nothing {
    if (this.feed.status !== 'away') return nothing;
    return html`<p>
      <span>The gateway is away. Trying again; clients come back by themselves and drafts are kept.</span>
      <button class="button" @click=${this.#onRetry}>Try now</button>
    </p>`;
  }

  readonly #onRetry = (): void => this.feed.retryNow();
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-away-banner': AwayBanner;
  }
}
