// What hands do to the ladder: drag, wheel and pointing, gathered and handed on at most once a frame.
//
//   drag, horizontal wheel ──► pan        wheel ──► zoom at the pointer        press without dragging ──► activate

import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface GestureListener {
  /** By so many CSS pixels towards the later. */
  onPan(byPx: number): void;
  onZoom(factor: number, x: number): void;
  /** The pointer is at a place of the surface, or no longer over it. */
  onPoint(place: Place | undefined): void;
  onPress(place: Place): void;
}

/** In CSS pixels from the surface's upper left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A press that moves farther than this is a drag, in CSS pixels. */
const DRAG_PX = 4;

/** A notch of a wheel is about 100; so many of its pixels zoom by Euler's number. */
const WHEEL_PX = 400;

/** `deltaMode` 1 counts lines. */
const LINE_PX = 33;

export class Gestures implements ReactiveController {
  readonly #listener: GestureListener;
  #frame: number | undefined;
  #panPx = 0;
  #zoom = 1;
  #place: Place | undefined;
  #isPlaceNew = false;
  #pressed: { readonly pointer: number; x: number; readonly startX: number; isDrag: boolean } | undefined;

  constructor(host: ReactiveControllerHost, listener: GestureListener) {
    this.#listener = listener;
    host.addController(this);
  }

  hostDisconnected(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#pressed = undefined;
  }

  readonly onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
    const isAcross = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (isAcross) this.#panPx += (event.deltaX || event.deltaY) * unit;
    else this.#zoom *= Math.exp((-event.deltaY * unit) / WHEEL_PX);
    this.#place = placeOf(event);
    this.#schedule();
  };

  readonly onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.#pressed = { pointer: event.pointerId, x: event.clientX, startX: event.clientX, isDrag: false };
  };

  readonly onPointerMove = (event: PointerEvent): void => {
    const pressed = this.#pressed;
    if (pressed?.pointer === event.pointerId) {
      if (!pressed.isDrag && Math.abs(event.clientX - pressed.startX) > DRAG_PX) {
        pressed.isDrag = true;
        (event.currentTarget as Element).setPointerCapture(event.pointerId);
      }
      if (pressed.isDrag) {
        this.#panPx += pressed.x - event.clientX;
        pressed.x = event.clientX;
      }
    }
    this.#point(pressed?.isDrag ? undefined : placeOf(event));
  };

  readonly onPointerUp = (event: PointerEvent): void => {
    const pressed = this.#pressed;
    this.#pressed = undefined;
    if (pressed?.pointer === event.pointerId && !pressed.isDrag) this.#listener.onPress(placeOf(event));
  };

  readonly onPointerCancel = (): void => {
    this.#pressed = undefined;
  };

  readonly onPointerLeave = (): void => this.#point(undefined);

  #point(place: Place | undefined): void {
    this.#place = place;
    this.#isPlaceNew = true;
    this.#schedule();
  }

  #schedule(): void {
    this.#frame ??= requestAnimationFrame(this.#deliver);
  }

  readonly #deliver = (): void => {
    this.#frame = undefined;
    const [panPx, zoom, isPlaceNew] = [this.#panPx, this.#zoom, this.#isPlaceNew];
    this.#panPx = 0;
    this.#zoom = 1;
    this.#isPlaceNew = false;
    if (panPx !== 0) this.#listener.onPan(panPx);
    if (zoom !== 1 && this.#place) this.#listener.onZoom(zoom, this.#place.x);
    if (isPlaceNew) this.#listener.onPoint(this.#place);
  };
}

function placeOf(event: MouseEvent): Place {
  const box = (event.currentTarget as Element).getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}
