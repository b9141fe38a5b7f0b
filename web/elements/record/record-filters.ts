// What narrows the record: menus for clients, lanes, directions and kinds, and the search.

import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { LANES, type Lane } from '../../../server/protocol/trace.ts';
import type { Client } from '../../controllers/client.ts';
import {
  RECORD_DIRECTIONS,
  RECORD_KINDS,
  type RecordDirection,
  type RecordKind,
} from '../../model/record/record-entry.ts';
import { type RecordFilter, SHOW_ALL } from '../../model/record/record-filter.ts';
import { parseRecordSearch } from '../../model/record/record-search.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import type { FilterEvent, FilterField } from '../common/filter-field.ts';
import '../common/filter-field.ts';
import type { Choice, ChoiceEvent } from './choice-menu.ts';
import './choice-menu.ts';

/** Another filter holds. */
export class RecordFilterEvent extends Event {
  readonly filter: RecordFilter;

  constructor(filter: RecordFilter) {
    super('echo-record-filter');
    this.filter = filter;
  }
}

const directionChoices: Record<RecordDirection, Omit<Choice, 'value'>> = {
  up: { label: '↑ up, to the server', short: '↑ up' },
  down: { label: '↓ down, to the browser', short: '↓ down' },
  none: { label: 'neither', short: 'neither' },
};

const kindChoices: Record<RecordKind, Omit<Choice, 'value'>> = {
  bytes: { label: 'bytes' },
  lifeCycle: { label: 'life cycle: dial, accept, FIN, RST, close', short: 'life cycle' },
  flowControl: { label: 'flow control: pause, hold', short: 'flow control' },
  error: { label: 'errors' },
};

const toChoices = <T extends string>(values: readonly T[], words: Record<T, Omit<Choice, 'value'>>) =>
  values.map((value) => ({ value, ...words[value] }));

const lanes = LANES.map((lane) => ({ value: lane, label: lane }));
const directions = toChoices(RECORD_DIRECTIONS, directionChoices);
const kinds = toChoices(RECORD_KINDS, kindChoices);

/** Functions that stay the same, so that the menus are not drawn anew with each event of the record. */
const laneMenu = (): readonly Choice[] => lanes;
const directionMenu = (): readonly Choice[] => directions;
const kindMenu = (): readonly Choice[] => kinds;

@customElement('echo-record-filters')
export class RecordFilters extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1);
        min-inline-size: 0;
      }

      .secondary:not(.chosen) {
        display: var(--if-secondary, inline-flex);
      }

      .search {
        display: flex;
        flex: 1 1 9.5rem;
        gap: var(--space-1);
        max-inline-size: 16rem;
      }

      echo-filter-field {
        flex: 1;
        min-inline-size: 0;
      }

      .button {
        min-block-size: 1.625rem;
        padding-inline: 0.5em;
      }

      .button[aria-pressed="true"] {
        border-color: var(--accent);
        background: var(--surface-lit);
        color: var(--accent);
      }
    `,
  ];

  @property({ attribute: false }) clients: readonly Client[] = [];

  @state() private filter = SHOW_ALL;
  @state() private isHex = false;

  @query('echo-filter-field') private field!: FilterField;

  #typed = '';

  /** Lets everything through again. */
  clear(): void {
    this.isHex = false;
    this.filter = SHOW_ALL;
    this.field.clear();
  }

  /** A client that is gone can no longer be chosen, so it must not be filtered for either. */
  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('clients')) return;
    const there = new Set(this.clients.map(({ key }) => key));
    const clients = new Set([...this.filter.clients].filter((key) => there.has(key)));
    if (clients.size !== this.filter.clients.size) this.#set({ clients });
  }

  override render(): TemplateResult {
    const { clients, lanes, directions, kinds } = this.filter;
    return html`
      <echo-choice-menu
        label="Clients"
        all="All clients"
        .choices=${this.#clientMenu}
        .chosen=${new Set([...clients].map(String))}
        @echo-choice=${this.#onClients}
      ></echo-choice-menu>
      ${this.#renderMenu('Lanes', 'All lanes', laneMenu, lanes, this.#onLanes)}
      ${this.#renderMenu('Directions', 'All directions', directionMenu, directions, this.#onDirections)}
      ${this.#renderMenu('Kinds', 'All kinds', kindMenu, kinds, this.#onKinds)}
      <span class="search">
        <echo-filter-field
          label="Search the record"
          hint=${this.isHex ? 'Such as 48 69' : 'Text or 0x4869'}
          quiet
          @echo-filter=${this.#onSearch}
        ></echo-filter-field>
        <button
          class="button"
          aria-pressed=${this.isHex ? 'true' : 'false'}
          title="Read the search as hex"
          @click=${this.#onHex}
        >hex</button>
      </span>
    `;
  }

  #renderMenu(
    label: string,
    all: string,
    choices: () => readonly Choice[],
    chosen: ReadonlySet<string>,
    onChoice: (event: ChoiceEvent) => void,
  ): TemplateResult {
    return html`<echo-choice-menu
      class="secondary ${chosen.size > 0 ? 'chosen' : ''}"
      label=${label}
      all=${all}
      .choices=${choices}
      .chosen=${chosen}
      @echo-choice=${onChoice}
    ></echo-choice-menu>`;
  }

  readonly #clientMenu = (): readonly Choice[] =>
    this.clients.map(({ key, identity, name }) => ({
      value: String(key),
      label: name,
      short: identity.letter,
      mark: identity,
    }));

  readonly #onClients = ({ chosen }: ChoiceEvent): void =>
    this.#set({ clients: new Set([...chosen].map(Number)) });
  readonly #onLanes = ({ chosen }: ChoiceEvent): void => this.#set({ lanes: chosen as ReadonlySet<Lane> });
  readonly #onDirections = ({ chosen }: ChoiceEvent): void =>
    this.#set({ directions: chosen as ReadonlySet<RecordDirection> });
  readonly #onKinds = ({ chosen }: ChoiceEvent): void =>
    this.#set({ kinds: chosen as ReadonlySet<RecordKind> });

  readonly #onSearch = (event: FilterEvent): void => {
    event.stopPropagation();
    this.#typed = event.text;
    this.#set({ search: parseRecordSearch(this.#typed, this.isHex) });
  };

  readonly #onHex = (): void => {
    this.isHex = !this.isHex;
    this.#set({ search: parseRecordSearch(this.#typed, this.isHex) });
  };

  #set(part: Partial<RecordFilter>): void {
    this.filter = { ...this.filter, ...part };
    this.dispatchEvent(new RecordFilterEvent(this.filter));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-record-filters': RecordFilters;
  }
  interface HTMLElementEventMap {
    'echo-record-filter': RecordFilterEvent;
  }
}
