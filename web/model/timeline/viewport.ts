// Which part of the time axis is in view: it follows the newest, or holds still; it is moved and zoomed.
//
//   following   the latest exchange fills the view, or, once somebody has zoomed, the newest stands at the right edge
//   frozen      stays where it is, whatever comes; the view counts what is new

import { TimeScale } from './time-scale.ts';

/** Closest look: this many CSS pixels a millisecond. */
export const MAX_PX_PER_MS = 4000;

/** From here on all of it is narrower than the view anyway. */
const MIN_SHARE = 0.5;

/** Room beside what the view was fitted to, as a share of its width and at most so many CSS pixels. */
const MARGIN_SHARE = 0.2;
const MARGIN_PX = 112;

/** A stretch of time, by the page's monotonic clock. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

export class Viewport {
  #scale = new TimeScale(0, 0, []);
  #widthPx = 0;
  #fromMs = 0;
  #pxPerMs = 1;
  #isFollowing = true;
  #isZoomed = false;

  /** The moment at the left edge. */
  get fromMs(): number {
    return this.#fromMs;
  }

  /** The moment at the right edge. */
  get toMs(): number {
    return this.msAt(this.#widthPx);
  }

  get pxPerMs(): number {
    return this.#pxPerMs;
  }

  get widthPx(): number {
    return this.#widthPx;
  }

  get scale(): TimeScale {
    return this.#scale;
  }

  /** Whether the newest is followed. */
  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  /** Where a moment stands, in CSS pixels from the left edge. */
  xOf(ms: number): number {
    return this.#scale.x(ms, this.#pxPerMs) - this.#scale.x(this.#fromMs, this.#pxPerMs);
  }

  /** The moment at a position. */
  msAt(x: number): number {
    return this.#scale.ms(this.#scale.x(this.#fromMs, this.#pxPerMs) + x, this.#pxPerMs);
  }

  /** Another width, in CSS pixels: what is at the left edge stays there. */
  resize(widthPx: number): void {
    this.#widthPx = widthPx;
  }

  /** The axis is another: there is more on it, or it is folded otherwise. The middle of the view stays, if it is still. */
  setScale(scale: TimeScale): void {
    const middle = this.#widthPx / 2;
    const ms = this.msAt(middle);
    this.#scale = scale;
    if (!this.#isFollowing) this.#put(ms, middle);
  }

  /** Shows the newest of it: `latest` in full, or up to its end at the scale that somebody chose. */
  follow(latest: Stretch): void {
    if (this.#isZoomed) this.#put(latest.toMs, this.#widthPx - this.#margin);
    else this.#fit(latest);
  }

  /** Follows the newest again, and chooses the scale by itself. */
  goLive(): void {
    this.#isFollowing = true;
    this.#isZoomed = false;
  }

  freeze(): void {
    this.#isFollowing = false;
  }

  /** Shows all of a stretch, and holds still. */
  show(stretch: Stretch): void {
    this.freeze();
    this.#fit(stretch);
  }

  /** Moves by so many CSS pixels towards the later, and holds still. */
  pan(byPx: number): void {
    this.freeze();
    const start = this.#scale.x(this.#fromMs, this.#pxPerMs);
    const endX = this.#scale.x(this.#scale.endMs, this.#pxPerMs);
    // The first or the last moment stays in view.
    const to = Math.min(endX - this.#margin, Math.max(this.#margin - this.#widthPx, start + byPx));
    this.#fromMs = this.#scale.ms(to, this.#pxPerMs);
  }

  /** Brings a moment into view, if it is not. */
  reveal(ms: number): void {
    const x = this.xOf(ms);
    if (x < this.#margin) this.pan(x - this.#margin);
    else if (x > this.#widthPx - this.#margin) this.pan(x - this.#widthPx + this.#margin);
  }

  /** Zooms in by a factor above 1, out by one below; what is at `x` stays there, unless the newest is followed. */
  zoom(factor: number, x: number): void {
    const anchorX = this.#isFollowing ? Math.min(x, this.xOf(this.#scale.endMs)) : x;
    const ms = this.msAt(anchorX);
    this.#isZoomed = true;
    this.#pxPerMs = this.#bounded(this.#pxPerMs * factor);
    this.#put(ms, anchorX);
  }

  get #margin(): number {
    return Math.min(MARGIN_PX, this.#widthPx * MARGIN_SHARE);
  }

  #fit({ fromMs, toMs }: Stretch): void {
    const widthPx = Math.max(1, this.#widthPx - 2 * this.#margin);
    this.#pxPerMs = this.#bounded(this.#scale.fit(fromMs, toMs, widthPx));
    const width = this.#scale.x(toMs, this.#pxPerMs) - this.#scale.x(fromMs, this.#pxPerMs);
    // What is shorter than the closest look allows stands in the middle.
    this.#put(fromMs, this.#margin + Math.max(0, (widthPx - width) / 2));
  }

  /** Puts a moment at a position. */
  #put(ms: number, x: number): void {
    this.#fromMs = this.#scale.ms(this.#scale.x(ms, this.#pxPerMs) - x, this.#pxPerMs);
  }

  #bounded(pxPerMs: number): number {
    const { startMs, endMs } = this.#scale;
    const all = this.#scale.fit(startMs, endMs, Math.max(1, this.#widthPx * MIN_SHARE));
    return Math.min(MAX_PX_PER_MS, Math.max(Math.min(all, MAX_PX_PER_MS), pxPerMs));
  }
}
