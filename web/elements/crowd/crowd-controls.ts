// What the crowd is to do, and its Start and Stop: targets, numbers, two ready-made crowds, and the ways out of the page.

import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { TargetView } from '../../../server/protocol/observe.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import { clientsContext, crowdContext, observeContext } from '../../controllers/contexts.ts';
import type { Crowd } from '../../controllers/crowd.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import { saveText } from '../../controllers/text-export.ts';
import { Watch } from '../../controllers/watch.ts';
import { toCsv, toJson } from '../../model/crowd/crowd-export.ts';
import {
  A_DOZEN,
  aRush,
  CROWD_FIELD_NAMES,
  CROWD_FIELDS,
  type CrowdField,
  type CrowdNumbers,
  chosenTargets,
  type ReadForm,
  RUSH_CLIENTS,
  readForm,
  toTexts,
} from '../../model/crowd/crowd-settings.ts';
import { formatCount } from '../../model/format.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { exportItem } from '../common/export-items.ts';
import { icon, iconStyles } from '../common/icon.ts';
import type { MenuEvent } from '../common/menu.ts';
import '../common/menu.ts';
import { crowdControlsStyles } from './crowd-controls.styles.ts';

@customElement('echo-crowd-controls')
export class CrowdControls extends LitElement {
  static override styles = [baseStyles, controlStyles, iconStyles, crowdControlsStyles];

  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: crowdContext }) private crowd!: Crowd;
  @consume({ context: observeContext }) private feed!: ObserveFeed;

  /** Targets that are broken on purpose are in sight, too: they are many, and seldom meant. */
  @state() private showsBroken = false;

  @query('.stop') private stopButton!: HTMLElement;

  constructor() {
    super();
    new Watch(this, () => [this.crowd?.changes, this.feed?.changes, this.clients?.changes]);
  }

  /** Sends the crowd out as the form says, and leads to its Stop; to what is wrong with the form, if anything. */
  start(): void {
    const read = this.#read();
    if (!read.ok) {
      const wrong = read.field === undefined ? 'fieldset input:enabled' : `input[name=${read.field}]`;
      this.renderRoot.querySelector<HTMLElement>(wrong)?.focus();
      return;
    }
    this.crowd.start(read.settings, this.feed.record.targets);
    this.stopButton.focus();
  }

  override render(): TemplateResult {
    const { state } = this.crowd;
    const targets = [...this.feed.record.targets.values()];
    const read = this.#read();
    const isAtWork = state === 'running' || state === 'stopping';
    const canStart = read.ok && !isAtWork;
    return html`<form @submit=${this.#onSubmit} novalidate>
      ${this.#renderTargets(targets)}
      <div class="actions">
        <button
          class="button ${this.crowd.record ? 'accent' : ''}"
          type="submit"
          aria-disabled=${canStart ? 'false' : 'true'}
        >${icon('play')}Start</button>
        <button
          class="button stop"
          type="button"
          aria-disabled=${state === 'running' ? 'false' : 'true'}
          @click=${this.#onStop}
        >Stop</button>
        <button
          class="button"
          type="button"
          aria-disabled=${state === 'over' ? 'false' : 'true'}
          @click=${this.#onClear}
        >Clear</button>
        ${this.crowd.record ? this.#renderMenu() : nothing}
      </div>
      <div class="numbers">
        ${CROWD_FIELD_NAMES.map((field) => this.#renderField(field, read))}
        <span class="presets">
          ${this.#renderPreset('A dozen', 'Twelve clients a target', () => A_DOZEN)}
          ${this.#renderPreset(`Rush of ${RUSH_CLIENTS}`, `${RUSH_CLIENTS} clients, shared by the chosen targets`, aRush)}
        </span>
      </div>
      ${this.#renderNotes(targets, read)}
    </form>`;
  }

  #read(): ReadForm {
    return readForm(this.crowd.form, this.feed.record.targets.values(), this.clients.clients.length);
  }

  #renderTargets(targets: readonly TargetView[]): TemplateResult {
    const chosen = new Set(chosenTargets(this.crowd.form, targets).map(({ name }) => name));
    const foldable = targets.filter((target) => isFoldable(target) && !chosen.has(target.name));
    const shown = this.showsBroken ? targets : targets.filter((target) => !foldable.includes(target));
    return html`<fieldset class="targets">
      <legend>Targets</legend>
      ${shown.map(({ name, health, reason, description }) => {
        const isDown = health === 'down';
        return html`<label class="target ${isDown ? 'down' : ''}" title=${isDown ? (reason ?? '') : description}
          ><input
            type="checkbox"
            value=${name}
            aria-describedby=${isDown ? 'down' : nothing}
            ?disabled=${isDown}
            .checked=${live(chosen.has(name))}
            @change=${this.#onTarget}
          />${name}</label
        >`;
      })}
      ${foldable.length === 0 ? nothing : this.#renderFold(foldable.length)}
    </fieldset>`;
  }

  #renderFold(count: number): TemplateResult {
    return html`<button
      class="button bare fold"
      type="button"
      aria-expanded=${this.showsBroken ? 'true' : 'false'}
      @click=${this.#onFold}
     >${icon(this.showsBroken ? 'chevron-left' : 'chevron-right')}${formatCount(count)} broken on purpose</button>`;
  }

  #renderField(field: CrowdField, read: ReadForm): TemplateResult {
    const { label, unit, most } = CROWD_FIELDS[field];
    const isWrong = !read.ok && read.field === field;
    return html`<label class="number ${isWrong ? 'wrong' : ''}"
      ><span>${label}</span
      ><input
        class="field figures"
        name=${field}
        inputmode="numeric"
        autocomplete="off"
        maxlength="9"
        style=${`inline-size:${String(most).length + 2.4}ch`}
        aria-label=${unit === '' ? label : `${label}, ${unit}`}
        aria-invalid=${isWrong ? 'true' : 'false'}
        aria-describedby=${isWrong ? 'error' : nothing}
        .value=${live(this.crowd.form.texts[field])}
        @input=${this.#onInput}
      />${unit === '' ? nothing : html`<span class="unit" aria-hidden="true">${unit}</span>`}</label
    >`;
  }

  #renderPreset(label: string, title: string, numbers: (targets: number) => CrowdNumbers): TemplateResult {
    const onClick = (): void => {
      const { form } = this.crowd;
      const chosen = chosenTargets(form, this.feed.record.targets.values());
      this.crowd.form = { ...form, texts: toTexts(numbers(chosen.length)) };
    };
    return html`<button class="button" type="button" title=${title} @click=${onClick}>${label}</button>`;
  }

  #renderMenu(): TemplateResult {
    return html`<wa-dropdown placement="bottom-end" @wa-select=${this.#onSelect}>
      <button slot="trigger" type="button" class="button bare square" aria-label="Export the crowd">${icon('more')}</button>
      ${exportItem('csv', 'Export as CSV')}${exportItem('json', 'Export as JSON')}
    </wa-dropdown>`;
  }

  #renderNotes(targets: readonly TargetView[], read: ReadForm): TemplateResult {
    const down = targets.filter(
      (target) => target.health === 'down' && (this.showsBroken || !isFoldable(target)),
    );
    const sentences = down.map(({ name, reason = 'It cannot be reached.' }) => `${name} is down: ${reason}`);
    const error = read.ok || targets.length === 0 ? '' : read.error;
    return html`
      <p id="error" class="note bad" role="alert" ?hidden=${error === ''}>${error}</p>
      <p id="down" class="note" ?hidden=${down.length === 0}>${sentences.join(' ')}</p>
    `;
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.crowd.state === 'idle' || this.crowd.state === 'over') this.start();
  };

  readonly #onFold = (): void => {
    this.showsBroken = !this.showsBroken;
  };

  readonly #onStop = (): void => this.crowd.stop();
  readonly #onClear = (): void => this.crowd.clear();

  readonly #onTarget = (event: Event): void => {
    const { value, checked } = event.target as HTMLInputElement;
    const { form } = this.crowd;
    const chosen = chosenTargets(form, this.feed.record.targets.values()).map(({ name }) => name);
    const targets = checked ? [...chosen, value] : chosen.filter((name) => name !== value);
    this.crowd.form = { ...form, targets };
  };

  readonly #onInput = (event: InputEvent): void => {
    const { name, value } = event.target as HTMLInputElement;
    const { form } = this.crowd;
    this.crowd.form = { ...form, texts: { ...form.texts, [name]: value } };
  };

  readonly #onSelect = (event: MenuEvent): void => {
    const { record } = this.crowd;
    if (record === undefined) return;
    if (event.detail.item.value === 'csv') saveText('crowd.csv', toCsv(record));
    else saveText('crowd.json', toJson(record));
  };
}

/** Whether a target is in sight only when it is chosen, or when all are wanted. */
function isFoldable({ kind }: TargetView): boolean {
  return kind === 'broken';
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-crowd-controls': CrowdControls;
  }
}
