// The state diagram of what is selected: where both ends of its latest connection are, how they came there, and what
// that means.
//
//   timeline's marks, kernel's samples ──► statePath ──► diagram and one sentence for each end

import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import {
  clientsContext,
  looksContext,
  observeContext,
  selectionContext,
} from '../../controllers/contexts.ts';
import { KernelLook } from '../../controllers/kernel-look.ts';
import type { Looks } from '../../controllers/looks.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import type { Selected, Selection } from '../../controllers/selection.ts';
import { everySecond } from '../../controllers/ticker.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatAge } from '../../model/format.ts';
import { define } from '../../model/glossary.ts';
import type { NodeId } from '../../model/states/diagram.ts';
import { stateOf } from '../../model/states/diagram.ts';
import { ENDS, type EndName, lifeOf } from '../../model/states/life-cycle.ts';
import { statePath } from '../../model/states/state-path.ts';
import { tallLayout } from '../../model/states/tall-layout.ts';
import { timeWaitLeftMs } from '../../model/states/time-wait.ts';
import { wideLayout } from '../../model/states/wide-layout.ts';
import { baseStyles } from '../common/base.styles.ts';
import { emptyStyles } from '../common/empty.styles.ts';
import '../common/term.ts';
import { stateDiagramStyles } from './state-diagram.styles.ts';
import { type ShownEnd, type ShownEnds, stateDiagram } from './state-diagram.ts';
import { statesStyles } from './states.styles.ts';

@customElement('echo-states-view')
export class StatesView extends LitElement {
  static override styles = [baseStyles, emptyStyles, statesStyles, stateDiagramStyles];

  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: looksContext }) private looks!: Looks;
  @consume({ context: observeContext }) private feed!: ObserveFeed;
  @consume({ context: selectionContext }) private selection!: Selection;

  constructor() {
    super();
    new KernelLook(this, () => this.looks);
    // TIME_WAIT runs out by itself.
    new Watch(this, () => [
      this.clients?.changes,
      this.selection?.changes,
      this.selection?.current?.changes,
      everySecond,
    ]);
  }

  override render(): TemplateResult {
    const selected = this.selection.current;
    if (selected === undefined) {
      return html`<p class="empty">Add a client: the states of both ends of its connection appear here.</p>`;
    }
    const ends = this.#ends(selected);
    const words = `State diagram of RFC 9293, figure 5. ${ENDS.map((name) => pathInWords(name, ends[name])).join(' ')}`;
    const mark = selected.label ? `--mark: var(--identity-${selected.label.identity.colour})` : nothing;
    return html`<div class="view" style=${mark} tabindex="0" role="group" aria-label=${`States of ${selected.title}`}>
      <div class="wide">${stateDiagram(wideLayout, ends, words)}</div>
      <div class="tall">${stateDiagram(tallLayout, ends, words)}</div>
      <dl>${ENDS.map((name) => sentence(name, ends[name]))}</dl>
    </div>`;
  }

  #ends(selected: Selected): ShownEnds {
    const facts = lifeOf(selected);
    const now = this.feed.serverNowMs;
    const shown = (name: EndName): ShownEnd => {
      const path = statePath(name, facts, now);
      const leftMs =
        path.state === 'TIME_WAIT' ? timeWaitLeftMs(name, selected.kernel.latest, now) : undefined;
      return { path, remaining: leftMs === undefined ? undefined : formatAge(leftMs) };
    };
    return { client: shown('client'), server: shown('server') };
  }
}

function sentence(name: EndName, { path, remaining }: ShownEnd): TemplateResult {
  return html`<div class=${name}>
    <dt><span class="who">${name}</span></dt>
    <dd class="state"><b>${path.state}</b><echo-term class="how" word=${path.source}>${path.source}</echo-term></dd>
    <dd class="sentence">${meaning(path.node)}${
      remaining === undefined
        ? nothing
        : html` <span class="left">${remaining} left by the kernel’s timer.</span>`
    }</dd>
  </div>`;
}

function meaning(node: NodeId): string {
  return node === 'CLOSED' ? 'There is no connection yet.' : define(stateOf(node)).sentence;
}

function pathInWords(name: EndName, { path: { steps, state, source } }: ShownEnd): string {
  const states = ['CLOSED', ...steps.map(({ transition }) => stateOf(transition.to))];
  const past = states.length > 1 ? `came through ${states.slice(0, -1).join(', ')} and ` : '';
  return `The ${name} ${past}is in ${state} (${source}).`;
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-states-view': StatesView;
  }
}
