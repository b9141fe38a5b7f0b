// The strip below the ladder: all of the timeline, and the window of it that is in view. The window can be dragged; a
// press beside it takes it there. From the keyboard the ladder itself is moved.

import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { COLUMN_PX, drawOverview, type Overview } from '../../model/timeline/overview.ts';
import type { Picture } from '../../model/timeline/picture.ts';
import type { Stretch } from '../../model/timeline/viewport.ts';
import { baseStyles } from '../common/base.styles.ts';

/** Narrowest that the window is drawn, in CSS pixels. */
const MIN_WINDOW_PX = 8;

/** Columns in CSS pixels: the strip is drawn for this height and stretched. */
const HEIGHT = 20;

/** Somebody wants the view to begin at this moment. */
export class ViewFromEvent extends Event {
  /** By the page's monotonic clock. */
  readonly ms: number;

  constructor(ms: number) {
    super('echo-view-from');
    this.ms = ms;
  }
}

@customElement('echo-timeline-overview')
export class TimelineOverview extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        position: relative;
        display: block;
        overflow: hidden;
        cursor: pointer;
        touch-action: none;
        user-select: none;
      }

      svg {
        position: absolute;
        inset: 0;
        block-size: 100%;
      }

      .up {
        fill: var(--up);
      }

      .down {
        fill: var(--down);
        opacity: 0.75;
      }

      .marks {
        stroke: var(--text-quiet);
        vector-effect: non-scaling-stroke;
      }

      .window {
        position: absolute;
        inset-block: 0;
        inset-inline-start: 0;
        border: 1.5px solid var(--accent);
        border-radius: 3px;
        background: color-mix(in oklab, var(--accent) 12%, transparent);
        cursor: grab;
        will-change: transform;
      }

      .window:active {
        cursor: grabbing;
      }

      @media (forced-colors: active) {
        .up,
        .down {
          fill: CanvasText;
        }

        .window {
          border-color: Highlight;
        }
      }
    `,
  ];

  @property({ attribute: false }) picture: Picture | undefined;

  @state() private widthPx = 0;

  #overview: Overview | undefined;
  #view: Stretch | undefined;
  /** Where within the window it was taken hold of; undefined while nobody does. */
  #heldAtPx: number | undefined;
  readonly #resizes = new ResizeObserver(() => {
    this.widthPx = this.clientWidth;
  });

  constructor() {
    super();
    this.addEventListener('pointerdown', this.#onPointerDown);
    this.addEventListener('pointermove', this.#onPointerMove);
    this.addEventListener('pointerup', this.#onPointerUp);
    this.addEventListener('pointercancel', this.#onPointerUp);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
    this.#resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  /** Moves the window, without a new drawing. */
  showWindow(view: Stretch): void {
    this.#view = view;
    this.#placeWindow();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('picture') && !changed.has('widthPx' as keyof TimelineOverview)) return;
    const { picture, widthPx } = this;
    this.#overview =
      picture && widthPx > 0 ? drawOverview(picture.timeline, picture.scale, widthPx) : undefined;
  }

  override render(): TemplateResult | typeof nothing {
    const overview = this.#overview;
    if (overview === undefined) return nothing;
    const { up, down, marks } = overview;
    return html`
      <svg viewBox="0 0 ${up.length * COLUMN_PX} ${HEIGHT}" width=${up.length * COLUMN_PX} preserveAspectRatio="none">
        <path class="marks" d=${markColumns(marks)} />
        <path class="up" d=${columns(up, -1)} />
        <path class="down" d=${columns(down, 1)} />
      </svg>
      <div class="window"></div>
    `;
  }

  override updated(): void {
    this.#placeWindow();
  }

  #placeWindow(): void {
    const box = this.#windowBox();
    const element = this.renderRoot.querySelector<HTMLElement>('.window');
    if (box === undefined || element === null) return;
    element.style.transform = `translateX(${box.leftPx.toFixed(1)}px)`;
    element.style.width = `${box.widthPx.toFixed(1)}px`;
  }

  #windowBox(): { readonly leftPx: number; readonly widthPx: number } | undefined {
    const { picture } = this;
    if (picture === undefined || this.#overview === undefined || this.#view === undefined) return undefined;
    const { pxPerMs } = this.#overview;
    const left = Math.max(0, picture.scale.x(this.#view.fromMs, pxPerMs));
    const right = Math.min(this.widthPx, picture.scale.x(this.#view.toMs, pxPerMs));
    const widthPx = Math.max(MIN_WINDOW_PX, right - left);
    return { leftPx: Math.min(left, this.widthPx - widthPx), widthPx };
  }

  readonly #onPointerDown = (event: PointerEvent): void => {
    const box = this.#windowBox();
    if (box === undefined || event.button !== 0) return;
    this.setPointerCapture(event.pointerId);
    const within = this.#xOf(event) - box.leftPx;
    const isWithin = within >= 0 && within <= box.widthPx;
    this.#heldAtPx = isWithin ? within : box.widthPx / 2;
    if (!isWithin) this.#goTo(event);
  };

  readonly #onPointerMove = (event: PointerEvent): void => {
    if (this.#heldAtPx !== undefined) this.#goTo(event);
  };

  readonly #onPointerUp = (): void => {
    this.#heldAtPx = undefined;
  };

  #xOf(event: PointerEvent): number {
    return event.clientX - this.getBoundingClientRect().left;
  }

  #goTo(event: PointerEvent): void {
    const { picture } = this;
    if (picture === undefined || this.#overview === undefined) return;
    const left = this.#xOf(event) - (this.#heldAtPx ?? 0);
    this.dispatchEvent(new ViewFromEvent(picture.scale.ms(left, this.#overview.pxPerMs)));
  }
}

/** Columns that stand on the strip's middle, or hang from it. */
function columns(heights: Float32Array, side: 1 | -1): string {
  const middle = HEIGHT / 2;
  let path = '';
  for (const [index, share] of heights.entries()) {
    if (share === 0) continue;
    const height = (side * Math.max(3, share * (middle - 1))).toFixed(1);
    path += `M${index * COLUMN_PX} ${middle}v${height}h${COLUMN_PX - 0.5}V${middle}Z`;
  }
  return path;
}

function markColumns(marks: Uint8Array): string {
  let path = '';
  for (const [index, isMarked] of marks.entries()) {
    if (isMarked) path += `M${index * COLUMN_PX + COLUMN_PX / 2} 2V${HEIGHT - 2}`;
  }
  return path;
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-timeline-overview': TimelineOverview;
  }
}
