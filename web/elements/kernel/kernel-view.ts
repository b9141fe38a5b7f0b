// The kernel's view of what is selected: where the bytes of its connection are, how the queues went in the last minute,
// and what the kernel says of both ends.
//
//   looks.showKernel() ──► kernel's samples, four a second ──► picture, curves, table

import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { CheckTrail } from '../../controllers/check-trail.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import {
  clientsContext,
  looksContext,
  observeContext,
  selectionContext,
  targetsContext,
} from '../../controllers/contexts.ts';
import { KernelLook } from '../../controllers/kernel-look.ts';
import type { Looks } from '../../controllers/looks.ts';
import type { ObserveFeed } from '../../controllers/observe-feed.ts';
import type { Selected, Selection } from '../../controllers/selection.ts';
import type { TargetList } from '../../controllers/target-list.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatBytes } from '../../model/format.ts';
import { mostHeld, type Wire, wireOf } from '../../model/kernel/byte-path.ts';
import { figuresOf } from '../../model/kernel/end-figures.ts';
import { GaugeScale } from '../../model/kernel/gauge-scale.ts';
import { queueCurve } from '../../model/kernel/queue-curve.ts';
import type { KernelHistory } from '../../model/kernel-history.ts';
import { type EndName, lifeOf } from '../../model/states/life-cycle.ts';
import { statePath } from '../../model/states/state-path.ts';
import { isOnThisMachine } from '../../model/targets/target-words.ts';
import { baseStyles } from '../common/base.styles.ts';
import { emptyStyles } from '../common/empty.styles.ts';
import { bytePathStyles } from './byte-path.styles.ts';
import { bytePath } from './byte-path.ts';
import { bytePathLinkStyles } from './byte-path-links.styles.ts';
import { bytePathPhoneStyles } from './byte-path-phone.styles.ts';
import { endsTable, type TableEnd } from './ends-table.ts';
import { kernelViewStyles } from './kernel-view.styles.ts';
import { queuePlot } from './queue-plot.ts';

@customElement('echo-kernel-view')
export class KernelView extends LitElement {
  static override styles = [
    baseStyles,
    emptyStyles,
    kernelViewStyles,
    bytePathStyles,
    bytePathLinkStyles,
    bytePathPhoneStyles,
  ];

  @consume({ context: clientsContext }) private clients!: ClientCollection;
  @consume({ context: looksContext }) private looks!: Looks;
  @consume({ context: observeContext }) private feed!: ObserveFeed;
  @consume({ context: selectionContext }) private selection!: Selection;
  @consume({ context: targetsContext }) private targets!: TargetList;

  /** The scale of each history is remembered, so that coming back to a client shows the same bars. */
  readonly #scales = new WeakMap<KernelHistory, GaugeScale>();

  constructor() {
    super();
    new KernelLook(this, () => this.looks);
    new Watch(this, () => [
      this.clients?.changes,
      this.selection?.changes,
      this.selection?.current?.changes,
      this.feed?.changes,
    ]);
  }

  override render(): TemplateResult {
    const selected = this.selection.current;
    if (selected === undefined) {
      return html`<p class="empty">Add a client: what the kernel holds of its connection appears here.</p>`;
    }
    if (selected instanceof CheckTrail) {
      return html`<p class="empty">
        The check ${selected.title} is over, and nobody asked the kernel while it was there. Timeline and States tell what happened.
      </p>`;
    }
    const { kernel } = selected;
    const scale = this.#scaleOf(kernel);
    const sample = kernel.latest?.sample;
    const ends = { client: this.#end(selected, 'client'), server: this.#end(selected, 'server') };
    const up = wireOf(sample, 'up', ends.client.details);
    const down = wireOf(sample, 'down', ends.server.details);
    const hasGateway = selected.label !== undefined || sample?.process.upstream !== undefined;
    return html`<div class="view" tabindex="0" role="group" aria-label=${`Where the bytes of ${selected.title} are`}>
      ${this.#renderNotes(selected)}
      <div class="main">
        ${bytePath({ sample, up, down, hasGateway }, scale)}
        <div class="legend">
          <span><span class="sample kernel"></span>held by a kernel</span>
          <span><span class="sample"></span>held by a process</span>
          <span>A full bar is ${formatBytes(scale.topBytes)}.</span>
          ${sample ? nothing : html`<span class="waiting">The kernel is asked as soon as there is a connection.</span>`}
        </div>
        <div class="plots">
          ${queuePlot('up', queueCurve(kernel, 'up'), scale)}
          ${queuePlot('down', queueCurve(kernel, 'down'), scale)}
        </div>
      </div>
      ${endsTable(ends)}
      <p class="spoken" role="status">${zeroWindowsInWords(up, down)}</p>
    </div>`;
  }

  #renderNotes({ kernel, record }: Selected): TemplateResult | typeof nothing {
    const { missing, latest } = kernel;
    const target = record && this.targets.get(record.target);
    const isElsewhere = target !== undefined && !isOnThisMachine(target) && !latest?.sample.serverEnd;
    const troubles = [
      latest && this.feed.status === 'away' && 'The server is away: what the kernel said last is shown.',
      missing?.table && `${missing.table} The states are inferred from what the sockets did and saw.`,
      missing?.details,
    ].filter(isText);
    const notes = [
      this.targets.whyUnseen(record),
      isElsewhere && 'Its end is another machine’s kernel’s, which is not seen.',
      ...troubles,
    ].filter(isText);
    if (notes.length === 0) return nothing;
    return html`<p class="note ${troubles.length > 0 ? 'trouble' : ''}">${notes.join(' ')}</p>`;
  }

  #scaleOf(kernel: KernelHistory): GaugeScale {
    const scale = this.#scales.get(kernel) ?? new GaugeScale();
    this.#scales.set(kernel, scale);
    scale.include(mostHeld(kernel));
    return scale;
  }

  #end(selected: Selected, name: EndName): TableEnd {
    const path = statePath(name, lifeOf(selected), this.feed.serverNowMs);
    return { ...figuresOf(selected.kernel, name), path };
  }
}

function isText(note: string | false | undefined): note is string {
  return note !== undefined && note !== false;
}

/** Read out when it changes, so without figures that do all the time. */
function zeroWindowsInWords(up: Wire, down: Wire): string {
  const shut = [up.zeroWindow && 'towards the server', down.zeroWindow && 'towards the client'].filter(
    (words) => words !== undefined,
  );
  return shut.length === 0 ? '' : `Zero window ${shut.join(' and ')}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-kernel-view': KernelView;
  }
}
