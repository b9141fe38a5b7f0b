// The picture of a crowd: what each target did to its clients, bar by bar on one axis of time, and in words. It is drawn
// anew all the time while the crowd is at work; what is pointed at, or has the focus, says what became of it.
//
//   ┌ echo ───────────────┐  ▨█▒█▒█│
//   │ the result in words │   ▨█▒█▒█│
//   ├ echo-iterative ─────┤  ▨█▒█▒█│
//   │ the result in words │   ▨▨▨▨▨▨█▒█▒█│
//   └─────────────────────┴──0────────1 s────────2 s──

import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { crowdContext } from '../../controllers/contexts.ts';
import type { Crowd } from '../../controllers/crowd.ts';
import { Ticker } from '../../controllers/ticker.ts';
import { Watch } from '../../controllers/watch.ts';
import { type CrowdFigures, figuresOf } from '../../model/crowd/crowd-figures.ts';
import { type AxisTick, axisTicks, pitchOf, spanOf } from '../../model/crowd/crowd-picture.ts';
import type { CrowdRecord, TargetCrowd } from '../../model/crowd/crowd-record.ts';
import { describeClient, describePart } from '../../model/crowd/crowd-words.ts';
import { formatCount, formatDuration } from '../../model/format.ts';
import { baseStyles } from '../common/base.styles.ts';
import { PlaceCursor } from '../common/place-cursor.ts';
import '../common/term.ts';
import { crowdBarsStyles } from './crowd-bars.styles.ts';
import { type PartView, renderBars, renderKey } from './crowd-bars.ts';
import { crowdPictureStyles } from './crowd-picture.styles.ts';

/** A client by the places of its target and its own. */
export interface Place {
  readonly part: number;
  readonly client: number;
}

/**
 * Least time from one drawing to the next, in milliseconds: the clients share the page's thread with their picture, and must
 * not have to wait for it.
 */
const REST_MS = 50;

const beat = new Ticker(REST_MS);

/** Room for a mark and half a label at the end of the axis, in CSS pixels. */
const END_PX = 20;

/** Height for a target's bars at least, and where the picture is as high as its content, as on a phone, in CSS pixels. */
const LEAST_HEIGHT_PX = 76;
const FREE_HEIGHT_PX = 120;

/** Where there is not that much for each, its words have two lines, and from this height on its figures below them. */
const FIGURES_HEIGHT_PX = 68;

/** What a target takes beside its bars, in CSS pixels. */
const PART_PADDING_PX = 13;
const COMPACT_PADDING_PX = 5;

@customElement('echo-crowd-picture')
export class CrowdPicture extends LitElement {
  static override styles = [baseStyles, crowdPictureStyles, crowdBarsStyles];

  @property({ attribute: false }) record!: CrowdRecord;

  @consume({ context: crowdContext }) private crowd!: Crowd;

  @state() private widthPx = 0;
  /** Height for all targets together. */
  @state() private roomPx = 0;

  /** The arrows go from bar to bar, Home and End to a target's first and last, the page keys to the same client elsewhere. */
  readonly #cursor = new PlaceCursor<Place>(this, {
    placeOf,
    neighbour: (place, key) => this.#neighbour(place, key),
    selectorOf: ({ part, client }) => `[data-part="${part}"] [data-client="${client}"]`,
    first: { part: 0, client: 0 },
  });

  @query('.axis') private axis!: HTMLElement;
  @query('.parts') private parts!: HTMLElement;

  readonly #resizes = new ResizeObserver(() => this.#measure());
  #figures: readonly CrowdFigures[] = [];
  /** What the figures were made of. */
  #revision = -1;

  constructor() {
    super();
    const isAtWork = (): boolean => this.record?.endedAtMs === undefined;
    // Time goes on by itself.
    new Watch(this, () => [this.crowd?.changes, isAtWork() ? beat : undefined], REST_MS);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#observe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  override firstUpdated(): void {
    this.#observe();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('record')) {
      this.#cursor.reset();
    } else if (this.#revision === this.crowd.revision) return;
    this.#revision = this.crowd.revision;
    this.#figures = this.record.parts.map(({ clients }) => figuresOf(clients));
  }

  override render(): TemplateResult {
    const nowMs = this.record.endedAtMs ?? this.crowd.nowMs;
    const spanMs = spanOf(this.record, nowMs);
    const widthPx = Math.max(0, this.widthPx - END_PX);
    const ticks = axisTicks(spanMs, widthPx);
    const lit = this.#cursor.lit;
    const { revision } = this.crowd;
    const view = { pxPerMs: widthPx / spanMs, nowMs, ticks, widthPx: this.widthPx, revision };
    return html`
      <div
        class=${`parts ${this.#density}`}
        @pointermove=${this.#cursor.onPointer}
        @pointerleave=${this.#cursor.onPointerLeave}
        @focusin=${this.#cursor.onFocusIn}
        @focusout=${this.#cursor.onFocusOut}
        @keydown=${this.#cursor.onKey}
      >
        ${this.record.parts.map((part, index) => this.#renderPart(part, index, lit, view))}
        <div class="foot-axis" aria-hidden="true"><div class="axis figures">${ticks.map(renderTick)}</div></div>
      </div>
      <div class="foot">
        <p class="detail figures ${lit ? 'of' : ''}">${
          lit ? this.#sentenceOf(lit, nowMs) : 'Point at a bar to see what became of the client.'
        }</p>
        ${renderKey()}
      </div>
    `;
  }

  #renderPart(
    part: TargetCrowd,
    index: number,
    lit: Place | undefined,
    view: Omit<PartView, 'lit' | 'entry' | 'pitchPx' | 'index' | 'sentence'>,
  ): TemplateResult {
    const figures = this.#figures[index] as CrowdFigures;
    const litClient = lit?.part === index ? lit.client : undefined;
    const bars = renderBars(part.clients, {
      ...view,
      index,
      pitchPx: this.#pitchOf(part),
      lit: litClient,
      entry: this.#cursor.entry.part === index ? this.#cursor.entry.client : undefined,
      sentence: (client) => this.#sentenceOf({ part: index, client }, view.nowMs),
    });
    const result = describePart(part.clients, figures);
    return html`<section class="part" aria-label=${part.target}>
      <div class="head">
        <h2><b>${part.target}</b> <span class="what">${part.description}</span></h2>
        <p class="result" title=${result}>${result}</p>
        ${renderFigures(figures)}
      </div>
      <div class="lanes" role="group" aria-label=${`Clients of ${part.target}`} data-part=${index}>${bars}</div>
    </section>`;
  }

  #pitchOf({ clients }: TargetCrowd): number {
    if (this.#isFree) return pitchOf(clients.length, FREE_HEIGHT_PX);
    return pitchOf(clients.length, this.#partPx - (this.#isCompact ? COMPACT_PADDING_PX : PART_PADDING_PX));
  }

  /** Room for one target, in CSS pixels. */
  get #partPx(): number {
    return this.roomPx / this.record.parts.length;
  }

  get #isCompact(): boolean {
    return this.roomPx > 0 && !this.#isFree && this.#partPx < LEAST_HEIGHT_PX + PART_PADDING_PX;
  }

  get #density(): string {
    if (!this.#isCompact) return '';
    return this.#partPx < FIGURES_HEIGHT_PX + COMPACT_PADDING_PX ? 'compact tight' : 'compact';
  }

  /** The picture is as high as its content, and what is around it scrolls. */
  get #isFree(): boolean {
    return this.hasUpdated && getComputedStyle(this.parts).overflowY === 'visible';
  }

  #sentenceOf({ part, client }: Place, nowMs: number): string {
    const clients = this.record.parts[part]?.clients ?? [];
    const trace = clients[client];
    return trace === undefined ? '' : describeClient(trace, clients, nowMs);
  }

  #observe(): void {
    this.#resizes.observe(this.axis);
    this.#resizes.observe(this.parts);
  }

  #measure(): void {
    this.widthPx = this.axis.clientWidth;
    this.roomPx = this.parts.clientHeight - this.axis.clientHeight;
  }

  #neighbour({ part, client }: Place, key: string): Place | undefined {
    const { parts } = this.record;
    const last = (index: number): number => (parts[index]?.clients.length ?? 1) - 1;
    switch (key) {
      case 'ArrowUp':
      case 'ArrowLeft':
        if (client > 0) return { part, client: client - 1 };
        return part > 0 ? { part: part - 1, client: last(part - 1) } : undefined;
      case 'ArrowDown':
      case 'ArrowRight':
        if (client < last(part)) return { part, client: client + 1 };
        return part < parts.length - 1 ? { part: part + 1, client: 0 } : undefined;
      case 'Home':
        return { part, client: 0 };
      case 'End':
        return { part, client: last(part) };
      case 'PageUp':
        return { part: Math.max(0, part - 1), client };
      case 'PageDown':
        return { part: Math.min(parts.length - 1, part + 1), client };
      default:
        return undefined;
    }
  }
}

function renderTick({ px, label }: AxisTick): TemplateResult {
  return html`<span style=${`inset-inline-start:${px.toFixed(1)}px`}>${label}</span>`;
}

function renderFigures(figures: CrowdFigures): TemplateResult {
  const { waited, servedTogether, clients, finished, failed, stopped, tookMs } = figures;
  const entry = (name: string, value: string, kind = ''): TemplateResult =>
    html`<div class=${kind}><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<dl class="figures">
    ${waited ? html`${entry('wait p50', formatDuration(waited.p50Ms))}${entry('p95', formatDuration(waited.p95Ms))}${entry('max', formatDuration(waited.maxMs))}` : nothing}
    ${entry('together', formatCount(servedTogether))}
    ${entry('finished', `${formatCount(finished)} of ${formatCount(clients)}`)}
    ${failed > 0 ? entry('failed', formatCount(failed), 'bad') : nothing}
    ${stopped > 0 ? entry('stopped', formatCount(stopped)) : nothing}
    ${tookMs === undefined ? nothing : entry('took', formatDuration(tookMs))}
  </dl>`;
}

function placeOf({ target }: Event): Place | undefined {
  const bar = target instanceof Element ? target.closest<HTMLElement>('[data-client]') : null;
  const lanes = bar?.closest<HTMLElement>('[data-part]');
  if (!bar || !lanes) return undefined;
  return { part: Number(lanes.dataset.part), client: Number(bar.dataset.client) };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-crowd-picture': CrowdPicture;
  }
}
