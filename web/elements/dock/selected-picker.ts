// Chooses what the dock's views show: a client of this page, a connection that is none of its own, or another connection of
// the case of an Echo Check that is shown.

import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { ConnectionView } from '../../../server/protocol/observe.ts';
import { CheckTrail, trailKey, trailTitle } from '../../controllers/check-trail.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import { clientsContext, observeContext, selectionContext } from '../../controllers/contexts.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import { type Selection, Stranger } from '../../controllers/selection.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatPort } from '../../model/format.ts';
import { baseStyles } from '../common/base.styles.ts';
import { clientMark, markStyles } from '../common/client-mark.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { strangerWord } from '../server/peer-client.ts';

/** Connections of others that can be chosen; with more, the server's table is the place to choose. */
const MAX_STRANGERS = 50;

@customElement('echo-selected-picker')
export class SelectedPicker extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    markStyles,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: var(--space-1);
        margin-inline-start: var(--space-2);
      }

      select.field {
        max-inline-size: 11rem;
        block-size: 1.625rem;
        padding-inline: 0.4em;
        border-color: var(--line);
        font-size: var(--size-small);
      }
    `,
  ];

  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: observeContext }) private feed!: ObserveFeed;
  @consume({ context: selectionContext }) private selection!: Selection;

  constructor() {
    super();
    new Watch(this, () => [this.selection?.changes, this.clients?.changes, this.feed?.changes]);
  }

  override render(): TemplateResult | typeof nothing {
    const { current } = this.selection;
    const strangers = this.#strangers();
    if (current === undefined && strangers.length === 0) return nothing;
    return html`
      ${current?.label ? clientMark(current.label.identity) : nothing}
      <select class="field" aria-label="Shown client" .value=${live(current?.highlightKey ?? '')} @change=${this.#onChange}>
        ${current ? nothing : html`<option value="" disabled selected>Choose</option>`}
        ${this.clients.clients.map((client) => option(client.highlightKey, client.title, client === current))}
        ${
          current instanceof Stranger &&
          !strangers.some(({ id }) => `connection:${id}` === current.highlightKey)
            ? option(current.highlightKey, `${current.title} (closed)`, true)
            : nothing
        }
        ${current instanceof CheckTrail ? trailOptions(current) : nothing}
        ${strangers.map(({ id, peer, session }) => {
          const key = `connection:${id}`;
          const whose = strangerWord(this.clients, session);
          return option(key, `${formatPort(peer.port)} ${whose}`, key === current?.highlightKey);
        })}
      </select>
    `;
  }

  #strangers(): readonly ConnectionView[] {
    const { connections } = this.feed.record;
    return connections
      .filter(({ session }) => this.clients.ofSession(session) === undefined)
      .slice(0, MAX_STRANGERS);
  }

  readonly #onChange = (event: Event): void => {
    const key = (event.target as HTMLSelectElement).value;
    const client = this.clients.clients.find(({ highlightKey }) => highlightKey === key);
    if (client) return this.selection.selectClient(client);
    const { current } = this.selection;
    if (current instanceof CheckTrail) {
      const index = current.row.trails.findIndex(({ session }) => trailKey(session) === key);
      if (index >= 0)
        return this.selection.selectTrail(new CheckTrail(current.row, index, this.clients.clocks));
    }
    const connection = this.feed.record.connections.find(({ id }) => `connection:${id}` === key);
    if (connection) this.selection.selectConnection(connection);
  };
}

/** The connections of the case that is shown. */
function trailOptions({ row, highlightKey }: CheckTrail): readonly TemplateResult[] {
  return row.trails.map(({ session }, index) => {
    const key = trailKey(session);
    return option(key, trailTitle(row, index), key === highlightKey);
  });
}

function option(key: string, label: string, isSelected: boolean): TemplateResult {
  return html`<option value=${key} ?selected=${isSelected}>${label}</option>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-selected-picker': SelectedPicker;
  }
}
