// The target of one client, and the menu to choose another. Its options are made when it is first wanted: a hundred cards
// would carry thousands of them for nothing.

import { consume } from '@lit/context';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Client } from '../../controllers/client.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import { clientsContext, targetsContext } from '../../controllers/contexts.ts';
import type { TargetList } from '../../controllers/target-list.ts';
import { Watch } from '../../controllers/watch.ts';
import { menuLabel } from '../../model/targets/target-words.ts';
import { baseStyles } from '../common/base.styles.ts';
import { icon, iconStyles } from '../common/icon.ts';
import { chosenOption, targetOptions } from '../targets/target-options.ts';

/** Letters that a name has room for at most, where the browser does not size the field by what it shows. */
const MAX_LETTERS = 20;

@customElement('echo-target-picker')
export class TargetPicker extends LitElement {
  static override styles = [
    baseStyles,
    iconStyles,
    css`
      :host {
        position: relative;
        display: inline-flex;
        align-items: center;
        min-inline-size: 2.5rem;
      }

      select {
        inline-size: calc(var(--letters) * 1ch + 1.75em);
        min-inline-size: 0;
        max-inline-size: 100%;
        block-size: 1.375rem;
        padding: 0 1.1em 0 0.2em;
        border: 1px solid transparent;
        border-radius: var(--radius-small);
        background: transparent;
        color: var(--text);
        font: inherit;
        font-weight: 550;
        text-overflow: ellipsis;
        appearance: none;
        cursor: pointer;
      }

      select:hover {
        border-color: var(--line);
        background: var(--surface-control);
      }

      /* Not as wide as its longest option. */
      @supports (field-sizing: content) {
        select {
          inline-size: auto;
          field-sizing: content;
        }
      }

      option,
      optgroup {
        background: var(--surface-card);
        color: var(--text);
      }

      .down {
        color: var(--bad);
      }

      .icon {
        position: absolute;
        inset-inline-end: 0.25em;
        inline-size: 0.85em;
        block-size: 0.85em;
        color: var(--text-quiet);
        pointer-events: none;
      }
    `,
  ];

  @property({ attribute: false }) client!: Client;
  /** A new number when the client may have changed. */
  @property({ attribute: false }) revision = 0;

  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: targetsContext }) private targets!: TargetList;

  @state() private isWanted = false;

  constructor() {
    super();
    new Watch(this, () => [this.targets?.changes]);
    this.addEventListener('pointerdown', this.#onWanted);
    this.addEventListener('focusin', this.#onWanted);
  }

  override render(): TemplateResult {
    const { client, targets } = this;
    const name = targets.nameOf(client.target);
    const target = targets.get(client.target);
    const letters = Math.min(MAX_LETTERS, (target ? menuLabel(target) : name).length);
    return html`<select
      class=${target?.health === 'down' ? 'down' : ''}
      aria-label=${`Target of ${client.title}`}
      title=${target?.description ?? ''}
      style="--letters:${letters}"
      .value=${live(name)}
      @change=${this.#onChange}
    >${this.isWanted ? targetOptions(targets.all, name) : chosenOption(target, name)}</select
    >${icon('chevron-down')}`;
  }

  readonly #onWanted = (): void => {
    this.isWanted = true;
  };

  readonly #onChange = (event: Event): void => {
    this.clients.changeTarget(this.client, (event.target as HTMLSelectElement).value);
    this.requestUpdate();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-target-picker': TargetPicker;
  }
}
