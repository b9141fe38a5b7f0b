// A list of any length of which only the visible rows are drawn; rows are of one height. It follows the end while the
// end is in view, and holds still once somebody scrolls up, counting what came since.
//
//   count, firstId ──► VirtualRows ──► { start, end, before, total } ──► the host draws rows start … end
//                          ▲ scroll, resize of the viewport

import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface VirtualRowsOptions {
  /** The element that scrolls; undefined until it is drawn. Rows within it carry `data-row`. */
  readonly viewport: () => HTMLElement | null;
  /** Rows there are. */
  readonly count: () => number;
  /** Number of the first row since ever: it grows as older rows are dropped, so that the view does not jump. */
  readonly firstId: () => number;
  /** Whether the list follows its end. */
  readonly follows: boolean;
  /** Whether the host is off screen, where sizes are not asked for. */
  readonly isOffScreen?: () => boolean;
}

/** What to draw now. */
export interface VisibleRows {
  readonly start: number;
  readonly end: number;
  /** Space before the first drawn row, and of all rows together, in CSS pixels. */
  readonly beforePx: number;
  readonly totalPx: number;
}

/** Rows drawn beyond each edge, so that fast scrolling shows no gap. */
const OVERSCAN = 6;
/** Before the first row could be measured. */
const ASSUMED_ROW_PX = 24;
const ASSUMED_VIEWPORT_PX = 400;

export class VirtualRows implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: VirtualRowsOptions;
  readonly #resizes = new ResizeObserver(() => this.#onResize());
  #observed: HTMLElement | null = null;
  #rowPx = ASSUMED_ROW_PX;
  #viewportPx = ASSUMED_VIEWPORT_PX;
  #scrollTop = 0;
  #following: boolean;
  #seenEnd = 0;
  #firstId = 0;
  /** Number of the row after the last one, when the list was last scrolled to its end. */
  #shownEnd: number | undefined;
  #isMeasured = false;
  /** A row has the focus: nothing moves by itself. */
  #held = false;

  constructor(host: ReactiveControllerHost, options: VirtualRowsOptions) {
    this.#host = host;
    this.#options = options;
    this.#following = options.follows;
    host.addController(this);
  }

  /** Rows that came since somebody scrolled up; 0 while the list follows. */
  get unseen(): number {
    if (!this.#options.follows || this.#following) return 0;
    return Math.max(0, this.#options.firstId() + this.#options.count() - this.#seenEnd);
  }

  /** Whether the list holds still, because of a row or because somebody scrolled up, and its end is out of view. */
  get isFrozen(): boolean {
    return this.#options.follows && !this.#following && !(this.#held && this.#showsEnd);
  }

  visible(): VisibleRows {
    const count = this.#options.count();
    const fitting = Math.ceil(this.#viewportPx / this.#rowPx);
    const lastStart = Math.max(0, count - fitting);
    const first = this.#following
      ? lastStart
      : Math.min(lastStart, Math.floor(this.#scrollTop / this.#rowPx));
    const start = Math.max(0, first - OVERSCAN);
    const end = Math.min(count, first + fitting + 1 + OVERSCAN);
    return { start, end, beforePx: start * this.#rowPx, totalPx: count * this.#rowPx };
  }

  /** Holds still while a row has the focus, until {@link release} or {@link follow}. */
  hold(): void {
    if (this.#held) return;
    this.#held = true;
    if (this.#following) this.#stopFollowing();
  }

  /** The rows may move again: the end is followed if it is in view. */
  release(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#following = this.#options.follows && this.#showsEnd;
    this.#host.requestUpdate();
  }

  /** Rows will be as high as other rows from the next drawing on: they are measured again. */
  remeasure(): void {
    this.#isMeasured = false;
  }

  /** Brings the row at `index` into view. */
  reveal(index: number): void {
    const viewport = this.#observed;
    if (viewport === null) return;
    const top = index * this.#rowPx;
    const lowest = top + this.#rowPx - viewport.clientHeight;
    if (viewport.scrollTop > top) viewport.scrollTop = top;
    else if (viewport.scrollTop < lowest) viewport.scrollTop = lowest;
    this.#scrollTop = viewport.scrollTop;
    this.#host.requestUpdate();
  }

  /** Goes to the end and follows it again. */
  follow(): void {
    this.#held = false;
    this.#following = this.#options.follows;
    this.#shownEnd = undefined;
    this.#host.requestUpdate();
  }

  /** A list that is all in view, or that begins again at a lower number, has nothing new out of sight. */
  hostUpdate(): void {
    const fits = this.#options.count() * this.#rowPx <= this.#viewportPx;
    if (!this.#following && !this.#held && (fits || this.#options.firstId() < this.#firstId)) {
      this.#following = this.#options.follows;
      this.#shownEnd = undefined;
    }
  }

  hostUpdated(): void {
    const viewport = this.#options.viewport();
    if (viewport !== this.#observed) this.#observe(viewport);
    // Whatever asks for sizes makes the browser lay out at once, so it is left alone where nothing can have changed.
    if (viewport === null || this.#options.isOffScreen?.()) return;
    const firstId = this.#options.firstId();
    const gone = firstId - this.#firstId;
    const end = firstId + this.#options.count();
    this.#firstId = firstId;
    if (!this.#following && gone > 0) viewport.scrollTop -= gone * this.#rowPx;
    if (this.#following && end !== this.#shownEnd) viewport.scrollTop = viewport.scrollHeight;
    this.#shownEnd = this.#following ? end : undefined;
    if (!this.#isMeasured) this.#measure(viewport);
  }

  hostDisconnected(): void {
    this.#observe(null);
  }

  /** Whether the last row is in view, as far as the rows drawn last tell. */
  get #showsEnd(): boolean {
    return this.#options.count() * this.#rowPx - this.#scrollTop - this.#viewportPx < this.#rowPx;
  }

  #stopFollowing(): void {
    this.#following = false;
    this.#shownEnd = undefined;
    this.#seenEnd = this.#options.firstId() + this.#options.count();
    this.#scrollTop = this.#observed?.scrollTop ?? 0;
  }

  #observe(viewport: HTMLElement | null): void {
    if (this.#observed) {
      this.#resizes.unobserve(this.#observed);
      this.#observed.removeEventListener('scroll', this.#onScroll);
    }
    this.#observed = viewport;
    if (viewport === null) return;
    this.#resizes.observe(viewport);
    viewport.addEventListener('scroll', this.#onScroll, { passive: true });
  }

  #measure(viewport: HTMLElement): void {
    const rowPx = viewport.querySelector('[data-row]')?.getBoundingClientRect().height ?? 0;
    const viewportPx = viewport.clientHeight;
    if (viewportPx === 0) return;
    this.#isMeasured = rowPx > 0;
    if ((rowPx === 0 || rowPx === this.#rowPx) && viewportPx === this.#viewportPx) return;
    if (rowPx > 0) this.#rowPx = rowPx;
    this.#viewportPx = viewportPx;
    this.#shownEnd = undefined;
    this.#host.requestUpdate();
  }

  #onResize(): void {
    const viewport = this.#observed;
    if (viewport === null) return;
    this.#measure(viewport);
    if (this.#following && viewport.clientHeight > 0) viewport.scrollTop = viewport.scrollHeight;
  }

  readonly #onScroll = (): void => {
    const viewport = this.#observed;
    if (viewport === null || viewport.clientHeight === 0) return;
    // Another height moves the end out of view, too, and may be told only after this: nobody scrolled up.
    if (this.#following && viewport.clientHeight !== this.#viewportPx) return this.#onResize();
    this.#scrollTop = viewport.scrollTop;
    const toEndPx = viewport.scrollHeight - viewport.scrollTop - viewport.clientHeight;
    const following = this.#options.follows && toEndPx < this.#rowPx && !this.#held;
    // It was this list itself that went to its end: what it draws there is drawn already.
    if (this.#following && following) return;
    if (this.#following) this.#stopFollowing();
    this.#following = following;
    this.#host.requestUpdate();
  };
}
