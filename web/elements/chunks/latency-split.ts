// Where the time of the selected client's round trips goes: TCP, WebSocket, and what is left, to scale and in figures;
// the latest round trip and the medians of the last ones.

import { consume } from '@lit/context';
import { html, LitElement, type nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { selectionContext } from '../../controllers/contexts.ts';
import type { Selection } from '../../controllers/selection.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatDuration } from '../../model/format.ts';
import type { GlossaryWord } from '../../model/glossary.ts';
import { type LatencyParts, type LatencySplit, splitLatency } from '../../model/timeline/latency-split.ts';
import type { Timeline } from '../../model/timeline/timeline.ts';
import { baseStyles } from '../common/base.styles.ts';
import '../common/term.ts';
import { latencySplitStyles } from './latency-split.styles.ts';

interface Part {
  readonly name: 'tcp' | 'websocket' | 'rest';
  readonly word: GlossaryWord;
  readonly of: (parts: LatencyParts) => number | undefined;
}

const parts: readonly Part[] = [
  { name: 'tcp', word: 'tcpRtt', of: ({ tcpMs }) => tcpMs },
  { name: 'websocket', word: 'webSocketRtt', of: ({ webSocketMs }) => webSocketMs },
  { name: 'rest', word: 'latencyRest', of: ({ restMs }) => restMs },
];

@customElement('echo-latency-split')
export class LatencySplitFigure extends LitElement {
  static override styles = [baseStyles, latencySplitStyles];

  @consume({ context: selectionContext }) private selection!: Selection;

  #split: LatencySplit | undefined;
  #timeline: Timeline | undefined;
  #version = -1;

  constructor() {
    super();
    new Watch(this, () => [this.selection?.changes, this.selection?.current?.changes]);
  }

  override willUpdate(): void {
    const timeline = this.selection.current?.timeline;
    if (timeline === this.#timeline && timeline?.version === this.#version) return;
    this.#timeline = timeline;
    this.#version = timeline?.version ?? -1;
    this.#split = timeline && splitLatency(timeline);
  }

  override render(): TemplateResult {
    const split = this.#split;
    return html`<section aria-labelledby="title">
      <h2 id="title">Where a round trip’s time goes</h2>
      ${split ? this.#renderSplit(split) : this.#renderEmpty()}
    </section>`;
  }

  #renderSplit(split: LatencySplit): TemplateResult {
    const { latest, median, samples } = split;
    const scaleMs = Math.max(...[latest, median].map(widthMs));
    return html`
      ${renderBar('latest', latest, scaleMs)} ${renderBar('median', median, scaleMs)}
      <table class="figures">
        <thead>
          <tr>
            <td></td>
            <th scope="col">latest</th>
            <th scope="col" title="Median of the latest ${samples}">median<span class="of"> of ${samples}</span></th>
          </tr>
        </thead>
        <tbody>
          ${parts.map(
            ({ name, word, of }) => html`<tr>
              <th scope="row"><i class="swatch ${name}"></i><echo-term word=${word}></echo-term></th>
              <td>${figure(of(latest))}</td>
              <td>${figure(of(median))}</td>
            </tr>`,
          )}
          <tr class="total">
            <th scope="row"><echo-term word="RTT"></echo-term> in the browser</th>
            <td>${figure(latest.totalMs)}</td>
            <td>${figure(median.totalMs)}</td>
          </tr>
        </tbody>
      </table>
      ${renderNote(split)}
    `;
  }

  #renderEmpty(): TemplateResult {
    const isOwn = this.selection.current?.record !== undefined;
    return html`<p class="note">${
      isOwn
        ? 'Send a message: its round trip is split into TCP, WebSocket and what is left.'
        : 'Only a client of this page can tell when its bytes left and came back.'
    }</p>`;
  }
}

/** The parts may be longer than the total that they were not measured with. */
function widthMs(split: LatencyParts): number {
  return Math.max(split.totalMs, (split.tcpMs ?? 0) + (split.webSocketMs ?? 0));
}

function renderBar(label: string, split: LatencyParts, scaleMs: number): TemplateResult {
  const percent = (ms: number): string => `${((ms / scaleMs) * 100).toFixed(2)}%`;
  const known = parts.map(({ name, of }) => ({ name, ms: of(split) ?? 0 })).filter(({ ms }) => ms > 0);
  const words = parts.map(({ name, of }) => `${name} ${figure(of(split))}`).join(', ');
  return html`<div class="scale">
    <span class="label" aria-hidden="true">${label}</span>
    <div class="bar" role="img" aria-label="${label}: ${words}, in all ${figure(split.totalMs)}">
      <span class="extent" style="inline-size:${percent(split.totalMs)}"></span>
      ${known.map(({ name, ms }) => html`<span class="part ${name}" style="inline-size:${percent(ms)}"></span>`)}
    </div>
  </div>`;
}

/** How far the figures can be trusted; at most one sentence. */
function renderNote({ latest, median, isSameBytes }: LatencySplit): TemplateResult | typeof nothing {
  if (latest.tcpMs === undefined) return note('The gateway has told of no TCP round trip yet.');
  if (latest.webSocketMs === undefined) return note('The gateway’s first ping is still to come.');
  if (latest.isOver || median.isOver) {
    return note('The parts were measured at different moments: here they are longer than the whole.');
  }
  return note(
    isSameBytes
      ? 'The WebSocket’s part is a ping near that moment.'
      : 'TCP’s part is that of other bytes, the WebSocket’s a ping near that moment.',
  );
}

function note(text: string): TemplateResult {
  return html`<p class="note">${text}</p>`;
}

function figure(ms: number | undefined): string {
  return ms === undefined ? '–' : formatDuration(ms);
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-latency-split': LatencySplitFigure;
  }
}
