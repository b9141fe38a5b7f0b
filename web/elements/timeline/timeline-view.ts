// A connection in time, as a time-sequence diagram: a lane for each who is seen, time runs to the right, slanted lines tie
// the same bytes from lane to lane. It follows the newest until somebody moves it or freezes it.
//
//   [Freeze] [−] [+] [Fit all] [Last exchange]      12 B sent → 1 read → 1 write → 1 message · 1.8 ms
//   browser  ──●──────────────────────◆──
//   gateway  ═══●●═══════════════◆◆══════           drag, wheel, arrows: pan and zoom
//   server   ───────●◆───────────────────
//   overview ▂  ▂▂   ▂[▂▂]

import { consume } from '@lit/context';
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { CheckTrail } from '../../controllers/check-trail.ts';
import { highlightContext, selectionContext, targetsContext } from '../../controllers/contexts.ts';
import type { ByteRange, Highlight } from '../../controllers/highlight.ts';
import type { Selected, Selection } from '../../controllers/selection.ts';
import type { TargetList } from '../../controllers/target-list.ts';
import { Watch } from '../../controllers/watch.ts';
import { formatPlural } from '../../model/format.ts';
import { describeItem } from '../../model/timeline/event-words.ts';
import { CLIENT_LANES } from '../../model/timeline/lane-set.ts';
import { journeyOf } from '../../model/timeline/picture.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { InspectEvent } from '../common/events.ts';
import { iconStyles } from '../common/icon.ts';
import { Gestures } from './gestures.ts';
import { ladderStyles } from './ladder.styles.ts';
import { type LadderLayout, layOutLadder } from './ladder-layout.ts';
import { type LadderItem, renderLit } from './ladder-svg.ts';
import { isChunk, sameItem } from './nearest.ts';
import { Stage } from './stage.ts';
import { renderBar } from './timeline-bar.ts';
import './timeline-overview.ts';
import type { TimelineOverview, ViewFromEvent } from './timeline-overview.ts';
import { timelineStyles } from './timeline-view.styles.ts';

/** A press of a key zooms by this factor, or moves by this share of the width. */
const KEY_ZOOM = 1.5;
const KEY_PAN = 0.2;

@customElement('echo-timeline-view')
export class TimelineView extends LitElement {
  static override styles = [baseStyles, controlStyles, iconStyles, timelineStyles, ladderStyles];

  @consume({ context: selectionContext }) private selection!: Selection;
  @consume({ context: highlightContext }) private highlight!: Highlight;
  @consume({ context: targetsContext }) private targets!: TargetList;

  @state() private folded = true;
  @state() private layout: LadderLayout | undefined;
  /** The event that is pointed at or that the keyboard has reached. */
  @state() private active: LadderItem | undefined;
  /** What the keyboard has reached, in words. */
  @state() private spoken = '';

  @query('.surface') private surface!: HTMLElement;
  @query('.moving') private moving!: SVGElement | null;
  @query('echo-timeline-overview') private overview!: TimelineOverview;

  #selected: Selected | undefined;
  /** The bytes that this view points at itself. */
  #range: ByteRange | undefined;
  #drawTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #stage = new Stage();
  readonly #resizes = new ResizeObserver(() => this.#measure());
  readonly #gestures = new Gestures(this, {
    onPan: (byPx) => this.#pan(byPx),
    onZoom: (factor, x) => this.#zoom(factor, x),
    onPoint: (place) => this.#activate(place && this.#stage.itemAt(place)),
    onPress: (place) => {
      this.#activate(this.#stage.itemAt(place));
      this.#inspect();
    },
  });

  constructor() {
    super();
    new Watch(this, () => [
      this.selection?.changes,
      this.selection?.current?.changes,
      this.highlight?.rangeChanges,
      this.targets?.changes,
    ]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#resizes.observe(this.surface);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    clearTimeout(this.#drawTimer);
    this.#drawTimer = undefined;
    this.#pointAt(undefined);
  }

  override willUpdate(): void {
    const { current } = this.selection;
    if (current !== this.#selected) this.#select(current);
    if (this.layout === undefined) return;
    const before = this.#stage.drawn;
    const waitMs = this.#stage.keepUp(this.layout, this.folded);
    if (waitMs > 0) this.#drawTimer ??= setTimeout(this.#onDrawTimer, waitMs);
    const { drawn } = this.#stage;
    // Drawn anew, an event is shown by another item.
    if (this.active && drawn && drawn !== before) this.active = sameItem(drawn.ladder, this.active);
  }

  override render(): TemplateResult {
    const { viewport, picture, unseen } = this.#stage;
    return html`
      ${renderBar({
        picture,
        active: this.active,
        isFollowing: viewport.isFollowing,
        unseen,
        folded: this.folded,
        onFreeze: () => this.#change(() => viewport.freeze()),
        onLive: () => this.#change(() => this.#stage.goLive()),
        onZoom: (direction) => this.#zoomByKey(KEY_ZOOM ** direction),
        onFitAll: () => this.#change(() => this.#stage.fitAll()),
        onExchange: () => this.#change(() => this.#stage.showExchange()),
        onFold: (folded) => {
          this.folded = folded;
        },
      })}
      <div class="body">
        <div class="gutter" aria-hidden="true">
          ${this.layout?.shown.map(
            (lane) =>
              html`<span style="inset-block-start:${this.layout?.lanes[lane] ?? 0}px"
                >${this.#selected?.timeline.laneName(lane) ?? lane}</span
              >`,
          )}
        </div>
        ${this.#renderSurface()}
      </div>
      <echo-timeline-overview .picture=${picture} @echo-view-from=${this.#onViewFrom}></echo-timeline-overview>
      <p class="spoken" id="keys">
        Left and right arrow: earlier, later. Plus, minus: zoom. 0: all. End: the newest. Down and up arrow: next event,
        event before. Enter: inspect its bytes.
      </p>
      <p class="spoken" role="status">${this.spoken}</p>
    `;
  }

  override firstUpdated(): void {
    this.#resizes.observe(this.surface);
  }

  override updated(): void {
    this.#place();
  }

  #renderSurface(): TemplateResult {
    const { drawn } = this.#stage;
    return html`<div
      class="surface"
      tabindex="0"
      role="application"
      aria-roledescription="time-sequence diagram"
      aria-label=${this.#inWords()}
      aria-describedby="keys"
      @keydown=${this.#onKey}
      @blur=${this.#onBlur}
      @wheel=${this.#gestures.onWheel}
      @pointerdown=${this.#gestures.onPointerDown}
      @pointermove=${this.#gestures.onPointerMove}
      @pointerup=${this.#gestures.onPointerUp}
      @pointercancel=${this.#gestures.onPointerCancel}
      @pointerleave=${this.#gestures.onPointerLeave}
    >
      ${this.#renderLanes()}
      ${
        drawn
          ? html`<svg class="moving" aria-hidden="true" width=${Math.ceil(drawn.ladder.widthPx)}>
              ${drawn.content}${renderLit(drawn, this.#litRange(), this.active)}
            </svg>`
          : html`<p class="empty" style="block-size:${this.layout?.rulerY ?? 0}px"
              ><span>${whatToDo(this.#selected)}</span></p
            >`
      }
      ${this.#renderUnseen()}
    </div>`;
  }

  /** Says below the server's lane why it is empty. */
  #renderUnseen(): TemplateResult | typeof nothing {
    const why = this.targets.whyUnseen(this.#selected?.record);
    if (why === undefined || this.layout === undefined) return nothing;
    return html`<p class="unseen" style="inset-block-start:${this.layout.lanes.server}px">${why}</p>`;
  }

  #renderLanes(): TemplateResult | typeof nothing {
    if (this.layout === undefined) return nothing;
    const { shown, lanes, gatewayHalf, rulerY, widthPx } = this.layout;
    const lines = shown.map((lane) => `M0 ${lanes[lane]}H${widthPx}`).join('');
    return html`<svg class="still" aria-hidden="true">
      <path class="lane" d=${lines} />
      ${
        gatewayHalf > 0
          ? svg`<rect class="gateway" width=${widthPx} y=${lanes.gateway - gatewayHalf} height=${2 * gatewayHalf} />`
          : nothing
      }
      <path class="axis" d=${`M0 ${rulerY}H${widthPx}`} />
    </svg>`;
  }

  #inWords(): string {
    const { picture } = this.#stage;
    if (this.#selected === undefined || picture === undefined) return 'Nothing has happened yet';
    const { exchangeLine, added } = picture;
    const latest = exchangeLine === '' ? '' : `; the latest exchange: ${exchangeLine}`;
    return `${this.#selected.title} in time, ${formatPlural(added, 'event')}${latest}`;
  }

  #select(selected: Selected | undefined): void {
    this.#selected = selected;
    // What is over is shown as a whole.
    this.#stage.show(selected?.timeline, selected instanceof CheckTrail);
    this.active = undefined;
    this.spoken = '';
    if (this.hasUpdated) this.#measure();
    this.style.setProperty(
      '--up',
      selected?.label ? `var(--identity-${selected.label.identity.colour})` : 'var(--accent)',
    );
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.surface;
    if (clientWidth === 0 || clientHeight === 0) return;
    const fontPx = Number.parseFloat(getComputedStyle(this.surface).fontSize);
    const { lanes } = this.#selected?.timeline ?? { lanes: CLIENT_LANES };
    this.layout = layOutLadder(clientWidth, clientHeight, fontPx, lanes);
  }

  /** Moves what is drawn to where the view is. */
  #place(): void {
    const { fromMs, toMs } = this.#stage.viewport;
    if (this.moving) this.moving.style.transform = `translateX(${this.#stage.ladderX.toFixed(1)}px)`;
    this.overview.showWindow({ fromMs, toMs });
  }

  #change(change: () => void): void {
    change();
    this.requestUpdate();
  }

  /** Moves what is drawn if it covers the view, and draws anew only if not. */
  #pan(byPx: number): void {
    const { viewport } = this.#stage;
    const wasFollowing = viewport.isFollowing;
    viewport.pan(byPx);
    if (!wasFollowing && this.layout && this.#stage.covers(this.layout)) this.#place();
    else this.requestUpdate();
  }

  #zoom(factor: number, x: number): void {
    this.#change(() => this.#stage.viewport.zoom(factor, x));
  }

  #zoomByKey(factor: number): void {
    const { viewport } = this.#stage;
    this.#zoom(factor, this.active ? viewport.xOf(this.active.atMs) : viewport.widthPx / 2);
  }

  #activate(item: LadderItem | undefined): void {
    this.active = item;
    this.#pointAt(item);
  }

  /** Lights the item's bytes wherever the page speaks of them. */
  #pointAt(item: LadderItem | undefined): void {
    const key = this.#selected?.highlightKey;
    const before = this.#range;
    this.#range = undefined;
    if (isChunk(item) && key !== undefined) {
      const { connection, direction, from, to } = item;
      this.#range = { key, connection, direction, from, to };
      this.highlight.pointRange(this.#range);
    } else this.highlight.releaseRange(before);
  }

  #litRange(): ByteRange | undefined {
    const { range } = this.highlight;
    return range?.key === this.#selected?.highlightKey ? range : undefined;
  }

  #inspect(): void {
    const { active } = this;
    const selected = this.#selected;
    if (!isChunk(active) || selected === undefined) return;
    const { connection, direction, from, to, lane, step } = active;
    const title = `${selected.timeline.laneName(lane)} ${step}`;
    const key = selected.highlightKey;
    this.dispatchEvent(new InspectEvent({ key, connection, direction, from, bytes: to - from, title }));
  }

  /** Goes to the next event, or the one before, and says what it is. */
  #step(step: 1 | -1): void {
    const item = this.#stage.step(this.active, step);
    const { picture } = this.#stage;
    if (item && picture) {
      this.#activate(item);
      const journey = journeyOf(picture, item.connection);
      this.spoken = describeItem(item, picture.timeline, journey, performance.timeOrigin);
    }
    this.requestUpdate();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const action = this.#keys[event.key];
    if (action === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    action();
  };

  readonly #keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => this.#pan(-KEY_PAN * this.#stage.viewport.widthPx),
    ArrowRight: () => this.#pan(KEY_PAN * this.#stage.viewport.widthPx),
    ArrowDown: () => this.#step(1),
    ArrowUp: () => this.#step(-1),
    '+': () => this.#zoomByKey(KEY_ZOOM),
    '=': () => this.#zoomByKey(KEY_ZOOM),
    '-': () => this.#zoomByKey(1 / KEY_ZOOM),
    '0': () => this.#change(() => this.#stage.fitAll()),
    End: () => this.#change(() => this.#stage.goLive()),
    Enter: () => this.#inspect(),
  };

  readonly #onDrawTimer = (): void => {
    this.#drawTimer = undefined;
    this.requestUpdate();
  };

  readonly #onBlur = (): void => {
    this.spoken = '';
    this.#activate(undefined);
  };

  readonly #onViewFrom = ({ ms }: ViewFromEvent): void => this.#pan(this.#stage.viewport.xOf(ms));
}

/** What an empty diagram says. Nobody can send from a connection that is none of this page's. */
function whatToDo(selected: Selected | undefined): string {
  if (selected === undefined) return 'Add a client, and send a message from it.';
  if (selected instanceof CheckTrail) return `Nothing happened on ${selected.title}.`;
  return selected.record
    ? 'Send a message: its bytes appear here on their way to the server and back.'
    : `Nothing has happened on ${selected.title} since this page looks.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-timeline-view': TimelineView;
  }
}
