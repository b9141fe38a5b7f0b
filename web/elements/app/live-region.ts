// What screen readers are told: a polite region, outside everything that is drawn often.

import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Announcer } from '../../controllers/announcer.ts';
import { announcerContext } from '../../controllers/contexts.ts';
import { Watch } from '../../controllers/watch.ts';
import { baseStyles } from '../common/base.styles.ts';

@customElement('echo-live-region')
export class LiveRegion extends LitElement {
  static override styles = [baseStyles];

  @consume({ context: announcerContext }) private announcer!: Announcer;

  constructor() {
    super();
    new Watch(this, () => [this.announcer?.changes]);
  }

  override render(): TemplateResult {
    return html`<div class="spoken" role="status" aria-live="polite">${this.announcer.text}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-live-region': LiveRegion;
  }
}
