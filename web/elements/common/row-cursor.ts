// Moves through the rows of a long list by keyboard and opens them, by Enter as by click. The list is one stop of the
// Tab key; from there the arrows go from row to row, and while a row has the focus the list holds still.
//
//   ↑ ↓ PageUp PageDown Home End ──► row with the focus ── Enter, Space, click ──► open

import type { LitElement, ReactiveController } from 'lit';
import type { VirtualRows } from './virtual-rows.ts';

export interface RowCursorOptions {
  /** The element that scrolls. Rows within it carry `data-id` and `tabindex="-1"`. */
  readonly viewport: () => HTMLElement | null;
  readonly rows: VirtualRows;
  /** Rows there are. */
  readonly count: () => number;
  /** Id of the row at `index`; ids rise from row to row. */
  readonly idAt: (index: number) => number | undefined;
  readonly open: (id: number, row: HTMLElement) => void;
}

/** Rows that PageUp and PageDown go. */
const PAGE_ROWS = 10;

/** A pointer that moved farther between press and release selects text instead of opening a row, in CSS pixels. */
const MAX_CLICK_MOVE_PX = 4;

export class RowCursor implements ReactiveController {
  readonly #host: LitElement;
  readonly #options: RowCursorOptions;
  /** Id of the row that has the focus, and that had it before the latest drawing. */
  #id: number | undefined;
  #idBefore: number | undefined;
  /** The focus is on its way from one row to another. */
  #isMoving = false;
  #pressed = { x: 0, y: 0 };

  constructor(host: LitElement, options: RowCursorOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#idBefore = this.#id;
  }

  /** A row that was dropped while it had the focus leaves it to the list. */
  hostUpdated(): void {
    if (this.#idBefore === undefined || this.#isMoving || this.#rowOf(this.#idBefore)) return;
    this.#id = undefined;
    this.#idBefore = undefined;
    this.#options.viewport()?.focus({ preventScroll: true });
    this.#options.rows.release();
  }

  /** For `focusin` of the list. */
  readonly onFocusIn = (event: FocusEvent): void => {
    const id = idOf(rowOf(event.target));
    if (id === undefined) return;
    this.#id = id;
    this.#options.rows.hold();
  };

  /** For `focusout` of the list. */
  readonly onFocusOut = (event: FocusEvent): void => {
    if (this.#isMoving || rowOf(event.relatedTarget)) return;
    this.#id = undefined;
    this.#options.rows.release();
  };

  /** For `pointerdown` of the list. */
  readonly onPointerDown = (event: PointerEvent): void => {
    this.#pressed = { x: event.clientX, y: event.clientY };
  };

  /** For `click` of the list. */
  readonly onClick = (event: MouseEvent): void => {
    const movedPx = Math.hypot(event.clientX - this.#pressed.x, event.clientY - this.#pressed.y);
    if (movedPx <= MAX_CLICK_MOVE_PX) this.#open(rowOf(event.target));
  };

  /** For `keydown` of the list. */
  readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      if (!this.#open(rowOf(event.target))) return;
    } else {
      const index = this.#indexFor(event.key);
      if (index === undefined) return;
      void this.#goTo(index);
    }
    event.preventDefault();
  };

  #open(row: HTMLElement | undefined): boolean {
    const id = idOf(row);
    if (row === undefined || id === undefined) return false;
    this.#options.open(id, row);
    return true;
  }

  /** Where a key leads; undefined for a key of somebody else. */
  #indexFor(key: string): number | undefined {
    const last = this.#options.count() - 1;
    // The first step from the list itself leads to its newest row.
    const index = this.#id === undefined ? undefined : this.#indexOf(this.#id);
    const step = steps[key];
    if (step !== undefined) return index === undefined ? last : Math.max(0, Math.min(last, index + step));
    if (key === 'Home') return Math.min(0, last);
    return key === 'End' ? last : undefined;
  }

  async #goTo(index: number): Promise<void> {
    const id = this.#options.idAt(index);
    if (id === undefined) return;
    this.#isMoving = true;
    // The next key goes on from here, drawn or not.
    this.#id = id;
    this.#options.rows.hold();
    this.#options.rows.reveal(index);
    await this.#host.updateComplete;
    if (this.#id !== id) return;
    this.#isMoving = false;
    this.#rowOf(id)?.focus({ preventScroll: true });
  }

  /** Place of the row with this id, or of the next one when it was dropped. */
  #indexOf(id: number): number {
    let low = 0;
    let high = this.#options.count();
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#options.idAt(middle) ?? id) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #rowOf(id: number): HTMLElement | null | undefined {
    return this.#options.viewport()?.querySelector<HTMLElement>(`[data-id="${id}"]`);
  }
}

const steps: Readonly<Record<string, number | undefined>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -PAGE_ROWS,
  PageDown: PAGE_ROWS,
};

/** The row of a list that an event of this `target` happened in. */
export function rowOf(target: EventTarget | null): HTMLElement | undefined {
  return (target instanceof Element ? target.closest<HTMLElement>('[data-id]') : null) ?? undefined;
}

function idOf(row: HTMLElement | undefined): number | undefined {
  return row === undefined ? undefined : Number(row.dataset.id);
}
