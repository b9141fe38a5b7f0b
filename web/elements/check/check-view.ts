// The Echo Check: chooses a listed server, has it checked, and shows case by case what came of it.
//
//   bar      target, Run or Stop, progress, summary (check-bar.ts)
//   note     why there is no check, with a way to try again
//   table    one case a line (check-cases.ts)

import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { TargetView } from '../../../server/protocol/observe.ts';
import type { CheckRun } from '../../controllers/check-run.ts';
import { checkContext, noticesContext, observeContext } from '../../controllers/contexts.ts';
import type { Notices } from '../../controllers/notices.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import { Watch } from '../../controllers/watch.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { emptyStyles } from '../common/empty.styles.ts';
import { iconStyles } from '../common/icon.ts';
import '../common/term.ts';
import { isCheckable, renderCheckBar } from './check-bar.ts';
import './check-cases.ts';
import { runCheckMenu } from './check-menu.ts';
import { checkViewStyles } from './check-view.styles.ts';
import { verdictStyles } from './verdict.ts';

/** What was chosen last, for when the view comes back. */
let chosenName: string | undefined;
let onlyRemarkable = false;

@customElement('echo-check-view')
export class CheckView extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    iconStyles,
    emptyStyles,
    verdictStyles,
    checkViewStyles,
  ];

  @consume({ context: checkContext }) private check!: CheckRun;
  @consume({ context: observeContext }) private feed!: ObserveFeed;
  @consume({ context: noticesContext }) private notices!: Notices;

  constructor() {
    super();
    new Watch(this, () => [this.check?.changes, this.feed?.changes]);
  }

  override render(): TemplateResult {
    const { record } = this.check;
    return html`
      ${renderCheckBar({
        record,
        targets: [...this.feed.record.targets.values()],
        chosen: this.#chosen,
        onlyRemarkable,
        onChoose: (name) => {
          chosenName = name;
          this.requestUpdate();
        },
        onRun: this.#onRun,
        onStop: () => this.check.stop(),
        onFilter: (isOn) => this.#filter(isOn),
        onMenu: (event) => void runCheckMenu(event.detail.item.value, record, this.notices),
      })}
      ${this.#renderNote()}
      ${
        record.rows.length === 0
          ? this.#renderEmpty()
          : html`<echo-check-cases
              ?onlyRemarkable=${onlyRemarkable}
              ?canRun=${this.#canRunAgain}
              @echo-show-all=${() => this.#filter(false)}
            ></echo-check-cases>`
      }
    `;
  }

  /** The target that is chosen, else the one that was checked, else the first that can be. */
  get #chosen(): TargetView | undefined {
    const { targets } = this.feed.record;
    const named = targets.get(chosenName ?? this.check.record.target ?? '');
    return named ?? [...targets.values()].find(isCheckable);
  }

  /** The server whose results are shown is there. */
  get #canRunAgain(): boolean {
    const target = this.feed.record.targets.get(this.check.record.target ?? '');
    return target !== undefined && isCheckable(target);
  }

  #renderNote(): TemplateResult | typeof nothing {
    const { phase, isBusy } = this.check.record;
    if (phase.kind === 'failed') {
      return html`<div class="note bad">
        <p>${phase.why}</p>
        <button class="button" @click=${this.#onRunFromNote}>Run again</button>
      </div>`;
    }
    const chosen = this.#chosen;
    if (isBusy || chosen === undefined || isCheckable(chosen)) return nothing;
    return html`<div class="note"><p>${chosen.reason ?? `${chosen.name} is down.`}</p></div>`;
  }

  #renderEmpty(): TemplateResult {
    const { phase, isBusy } = this.check.record;
    if (isBusy) return html`<p class="empty">The check is about to start.</p>`;
    if (phase.kind === 'failed') return html`<p class="empty">Nothing was checked.</p>`;
    return html`<p class="empty">
      <span
        >Choose a server and run the check. The <echo-term word="echoCheck"></echo-term> tries, case by case, whether the
        server echoes as TCP and RFC 862 have it, and says where to look when it does not.</span
      >
    </p>`;
  }

  #filter(isOn: boolean): void {
    onlyRemarkable = isOn;
    this.requestUpdate();
  }

  /** The note goes, and leaves the focus to the button that stops what it began. */
  readonly #onRunFromNote = (): void => {
    this.#onRun();
    this.renderRoot.querySelector<HTMLElement>('.run')?.focus();
  };

  readonly #onRun = (): void => {
    const chosen = this.#chosen;
    if (chosen && isCheckable(chosen)) this.check.start(chosen.name);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-check-view': CheckView;
  }
}
