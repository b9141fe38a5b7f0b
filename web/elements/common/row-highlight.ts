// Tells the page which row of a long list is pointed at or holds the focus. It listens once on the list, not on each
// row, and looks again after each drawing: a row that is taken away under the pointer sends no event.
//
//   pointerover, focusin on the list ──► nearest [data-row] ──► Highlight ◄── hostUpdated: is that row still there?

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Highlight, HighlightKey } from '../../controllers/highlight.ts';

interface HeldRow {
  readonly row: HTMLElement;
  readonly key: HighlightKey;
}

/** Rows carry `data-row` with their highlight's key, or empty when they have none. */
export class RowHighlight implements ReactiveController {
  readonly #highlight: () => Highlight;
  #pointed: HeldRow | undefined;
  #focused: HeldRow | undefined;

  /** `highlight` is asked for late, as a context is there only once the host is connected. */
  constructor(host: ReactiveControllerHost, highlight: () => Highlight) {
    this.#highlight = highlight;
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.#pointed && !isThere(this.#pointed)) this.#release(this.#pointed);
    if (this.#focused && !isThere(this.#focused)) this.#release(this.#focused);
  }

  hostDisconnected(): void {
    if (this.#pointed) this.#release(this.#pointed);
    if (this.#focused) this.#release(this.#focused);
  }

  /** For `pointerover` of the list. */
  readonly onPointerOver = (event: Event): void => {
    this.#pointed = heldRow(event);
    this.#highlight().point(this.#pointed?.key);
  };

  /** For `pointerleave` of the list. */
  readonly onPointerLeave = (): void => {
    this.#pointed = undefined;
    this.#highlight().point(undefined);
  };

  /** For `focusin` of the list. */
  readonly onFocusIn = (event: Event): void => {
    this.#focused = heldRow(event);
    this.#highlight().focus(this.#focused?.key);
  };

  /** For `focusout` of the list. */
  readonly onFocusOut = (): void => {
    this.#focused = undefined;
    this.#highlight().focus(undefined);
  };

  #release(held: HeldRow): void {
    if (this.#pointed === held) this.#pointed = undefined;
    if (this.#focused === held) this.#focused = undefined;
    this.#highlight().release(held.key);
  }
}

function heldRow({ target }: Event): HeldRow | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  const key = row?.getAttribute('data-row');
  return row && key ? { row, key: key as HighlightKey } : undefined;
}

/** A row is drawn anew for another connection only as another element, but may learn later whose it is. */
function isThere({ row, key }: HeldRow): boolean {
  return row.isConnected && row.getAttribute('data-row') === key;
}
