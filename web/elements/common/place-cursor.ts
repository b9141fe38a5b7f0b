// A picture of many small parts, as a crowd's bars or a stream's chunks: what is pointed at, or has the focus, is lit, and
// one part alone is in Tab's way, from which the arrows lead to the others.
//
//   pointer ──► pointed ─┐
//   focus ────► focused ─┴─► lit        focus, arrows ──► entry

import type { LitElement } from 'lit';

export interface PlaceCursorOptions<P> {
  /** The place that an event is about. */
  readonly placeOf: (event: Event) => P | undefined;
  /** Where a key leads from a place; undefined when it is none of this picture's. */
  readonly neighbour: (place: P, key: string) => P | undefined;
  /** Selector of the part at a place. */
  readonly selectorOf: (place: P) => string;
  /** Where Tab leads at first. */
  readonly first: P;
}

export class PlaceCursor<P> {
  readonly #host: LitElement;
  readonly #options: PlaceCursorOptions<P>;
  #pointed: P | undefined;
  #focused: P | undefined;
  #entry: P;

  constructor(host: LitElement, options: PlaceCursorOptions<P>) {
    this.#host = host;
    this.#options = options;
    this.#entry = options.first;
  }

  /** What is pointed at, else what has the focus. */
  get lit(): P | undefined {
    return this.#pointed ?? this.#focused;
  }

  /** The one part that Tab leads to. */
  get entry(): P {
    return this.#entry;
  }

  /** Another picture is shown from the drawing on that is about to begin. */
  reset(): void {
    this.#pointed = undefined;
    this.#focused = undefined;
    this.#entry = this.#options.first;
  }

  readonly onPointer = (event: Event): void => this.#point(this.#options.placeOf(event));

  readonly onPointerLeave = (): void => this.#point(undefined);

  readonly onFocusIn = (event: Event): void => {
    this.#focused = this.#options.placeOf(event);
    if (this.#focused) this.#entry = this.#focused;
    this.#host.requestUpdate();
  };

  readonly onFocusOut = (): void => {
    this.#focused = undefined;
    this.#host.requestUpdate();
  };

  readonly onKey = (event: KeyboardEvent): void => {
    const { placeOf, neighbour, selectorOf } = this.#options;
    const place = placeOf(event);
    const next = place && neighbour(place, event.key);
    if (next === undefined) return;
    event.preventDefault();
    // Where the pointer happens to rest says nothing any more.
    this.#point(undefined);
    const part = this.#host.renderRoot.querySelector<HTMLElement>(selectorOf(next));
    part?.focus();
    part?.scrollIntoView({ block: 'nearest' });
  };

  #point(place: P | undefined): void {
    const { selectorOf } = this.#options;
    const before = this.#pointed;
    const isSame = place && before ? selectorOf(place) === selectorOf(before) : place === before;
    if (isSame) return;
    this.#pointed = place;
    this.#host.requestUpdate();
  }
}
