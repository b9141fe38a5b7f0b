// What the timeline's view shows at the moment, without the page around it: the picture of a timeline, the part of it
// that is in view, and the ladder that is drawn of it.
//
//   Timeline ──version──► Picture (axis, journeys) ──viewport──► Ladder, labels, ruler
//                                                                wider than the view: panning only moves it

import { drawLadder } from '../../model/timeline/ladder.ts';
import { placeLabels } from '../../model/timeline/ladder-labels.ts';
import { type Picture, takePicture, zeroAt } from '../../model/timeline/picture.ts';
import { drawRuler } from '../../model/timeline/ruler.ts';
import type { Timeline } from '../../model/timeline/timeline.ts';
import { type Stretch, Viewport } from '../../model/timeline/viewport.ts';
import type { Place } from './gestures.ts';
import type { LadderLayout } from './ladder-layout.ts';
import { type DrawnLadder, type LadderItem, renderLadder } from './ladder-svg.ts';
import { nearestItem, neighbour } from './nearest.ts';

/** A drawing of what is new is followed by a rest of so many times what it took: most of the time is the page's. */
const REST_FACTOR = 3;

/** Least rest after a dense drawing, in milliseconds: the browser takes long to paint it, which is not measured here. */
const DENSE_REST_MS = 100;

/** What is drawn on each side of the view, as a share of its width: so far it can be moved without a new drawing. */
const OVERSCAN = 0.6;

export class Stage {
  #timeline: Timeline | undefined;
  #picture: Picture | undefined;
  #drawn: DrawnLadder | undefined;
  #viewport = new Viewport();
  /** What is followed is all, and not only the latest. */
  #followsAll = false;
  #restsUntilMs = 0;

  get picture(): Picture | undefined {
    return this.#picture;
  }

  get drawn(): DrawnLadder | undefined {
    return this.#drawn;
  }

  /** It is asked, and zoomed; what else moves it are this stage's own methods. */
  get viewport(): Viewport {
    return this.#viewport;
  }

  /** Events that came since the view was frozen. */
  get unseen(): number {
    return this.#timeline && this.#picture ? this.#timeline.added - this.#picture.added : 0;
  }

  /** Where the ladder's left edge is, in CSS pixels from the view's. */
  get ladderX(): number {
    return this.#drawn ? this.#viewport.xOf(this.#drawn.ladder.view.fromMs) : 0;
  }

  /** Another timeline: its newest is followed, or all of it, and nothing of the one before is kept. */
  show(timeline: Timeline | undefined, followsAll = false): void {
    this.#timeline = timeline;
    this.#picture = undefined;
    this.#drawn = undefined;
    this.#viewport = new Viewport();
    this.#followsAll = followsAll;
    this.#restsUntilMs = 0;
  }

  /**
   * Takes what is new into the picture, unless it is frozen, and draws what has to be drawn anew. Returns the time after
   * which it is to be called again, in milliseconds, where something new has to wait; else 0.
   */
  keepUp(layout: LadderLayout, folded: boolean): number {
    const startMs = performance.now();
    const viewport = this.#viewport;
    viewport.resize(layout.widthPx);
    const restMs = this.#renewPicture(layout, folded, startMs);
    if (this.#picture === undefined) return 0;
    if (viewport.isFollowing) {
      viewport.follow(this.#followsAll ? allOf(this.#picture) : this.#picture.latest);
    }
    if (this.covers(layout)) return restMs;
    this.#draw(layout);
    const endMs = performance.now();
    const leastMs = this.#drawn?.ladder.isMerged ? DENSE_REST_MS : 0;
    this.#restsUntilMs = endMs + Math.max(leastMs, REST_FACTOR * (endMs - startMs));
    return restMs;
  }

  /** Whether what is drawn is of this scale and layout, and reaches over the view. */
  covers(layout: LadderLayout): boolean {
    const drawn = this.#drawn;
    if (drawn === undefined || drawn.layout !== layout) return false;
    const { fromMs, toMs, pxPerMs, scale } = this.#viewport;
    const { view } = drawn.ladder;
    return view.pxPerMs === pxPerMs && view.scale === scale && view.fromMs <= fromMs && view.toMs >= toMs;
  }

  /** Follows the newest again. */
  goLive(): void {
    this.#followsAll = false;
    this.#viewport.goLive();
  }

  /** Shows all; while the newest is followed, all of what is to come as well. */
  fitAll(): void {
    if (this.#picture === undefined) return;
    if (this.#viewport.isFollowing) {
      this.goLive();
      this.#followsAll = true;
    } else this.#viewport.show(allOf(this.#picture));
  }

  /** Shows the latest exchange; while it is the newest that there is, it is followed on. */
  showExchange(): void {
    const { exchange, latest } = this.#picture ?? {};
    if (exchange === undefined || latest === undefined) return;
    if (this.#viewport.isFollowing && exchange.fromMs >= latest.fromMs) this.goLive();
    else this.#viewport.show(exchange);
  }

  itemAt({ x, y }: Place): LadderItem | undefined {
    const drawn = this.#drawn;
    return drawn && nearestItem(drawn.ladder, drawn.layout, { x: x - this.ladderX, y });
  }

  /** The event after another in time, or before it; the first or last in view if there is no other. Brought into view. */
  step(from: LadderItem | undefined, step: 1 | -1): LadderItem | undefined {
    if (this.#drawn === undefined) return undefined;
    const { fromMs, toMs } = this.#viewport;
    const startMs = from?.atMs ?? (step > 0 ? fromMs : toMs);
    let item = neighbour(this.#drawn.ladder, from, startMs, step);
    if (item === undefined) {
      // What comes next is farther away than what is drawn.
      this.#viewport.pan(step * this.#viewport.widthPx);
      this.#draw(this.#drawn.layout);
      item = neighbour(this.#drawn.ladder, from, startMs, step);
    }
    this.#viewport.freeze();
    if (item) this.#viewport.reveal(item.atMs);
    return item;
  }

  /** Returns how long what is new has to wait, in milliseconds. */
  #renewPicture(layout: LadderLayout, folded: boolean, nowMs: number): number {
    const timeline = this.#timeline;
    const before = this.#picture;
    if (timeline === undefined) return 0;
    const isOld = before?.version !== timeline.version && this.#viewport.isFollowing;
    const isOther = before?.folded !== folded || before.scale.foldPx !== layout.foldPx;
    if (before !== undefined && !isOld && !isOther) return 0;
    if (before !== undefined && !isOther && nowMs < this.#restsUntilMs) return this.#restsUntilMs - nowMs;
    const picture = takePicture(timeline, folded, layout.foldPx);
    if (picture === undefined) return 0;
    this.#picture = picture;
    this.#drawn = undefined;
    this.#viewport.setScale(picture.scale);
    return 0;
  }

  #draw(layout: LadderLayout): void {
    const picture = this.#picture;
    if (picture === undefined) return;
    const { widthPx, pxPerMs, scale } = this.#viewport;
    const fromMs = this.#viewport.msAt(-OVERSCAN * widthPx);
    const toMs = this.#viewport.msAt((1 + OVERSCAN) * widthPx);
    const view = { scale, pxPerMs, fromMs, toMs };
    const ladder = drawLadder(picture.timeline, picture.journeys, view);
    const left = -this.#viewport.xOf(fromMs);
    const labels = placeLabels(ladder, layout.letterPx, { left, right: left + widthPx });
    const ruler = drawRuler(view, (ms) => zeroAt(picture, ms), layout.rulerLetterPx);
    this.#drawn = { ladder, layout, content: renderLadder(ladder, labels, ruler, layout) };
  }
}

function allOf({ scale }: Picture): Stretch {
  return { fromMs: scale.startMs, toMs: scale.endMs };
}
