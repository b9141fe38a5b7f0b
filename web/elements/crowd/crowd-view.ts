// The crowd: a bar of controls, and below it the picture of what each target did to its clients; before the first crowd,
// what that is good for.

import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { crowdContext, observeContext } from '../../controllers/contexts.ts';
import type { Crowd } from '../../controllers/crowd.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import { Watch } from '../../controllers/watch.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { icon, iconStyles } from '../common/icon.ts';
import type { CrowdControls } from './crowd-controls.ts';
import './crowd-controls.ts';
import './crowd-picture.ts';
import { sketch } from './crowd-sketch.ts';
import { crowdViewStyles } from './crowd-view.styles.ts';

@customElement('echo-crowd-view')
export class CrowdView extends LitElement {
  static override styles = [baseStyles, controlStyles, iconStyles, crowdViewStyles];

  @consume({ context: crowdContext }) private crowd!: Crowd;
  @consume({ context: observeContext }) private feed!: ObserveFeed;

  @query('echo-crowd-controls') private controls!: CrowdControls;

  constructor() {
    super();
    new Watch(this, () => [this.crowd?.changes, this.feed?.changes]);
  }

  override render(): TemplateResult {
    const { record } = this.crowd;
    return html`
      <echo-crowd-controls></echo-crowd-controls>
      ${record ? html`<echo-crowd-picture .record=${record}></echo-crowd-picture>` : this.#renderEmpty()}
    `;
  }

  #renderEmpty(): TemplateResult {
    if (!this.feed.record.isLive) return html`<p class="empty quiet">Waiting for the server …</p>`;
    return html`<div class="empty">
      <div class="sketches" aria-hidden="true">
        <figure>${sketch('together')}<figcaption>together</figcaption></figure>
        <figure>${sketch('one by one')}<figcaption>one by one</figcaption></figure>
      </div>
      <p>
        <b>How do servers treat a crowd?</b> The same clients come to every chosen target at the same moments. Whom it
        serves together, and who has to wait, is seen at a glance.
      </p>
      <button class="button accent" @click=${this.#onStart}>${icon('play')}Start the crowd</button>
    </div>`;
  }

  readonly #onStart = (): void => this.controls.start();
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-crowd-view': CrowdView;
  }
}
