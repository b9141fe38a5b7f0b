// Ties the rows of a list to the bytes that they speak of: the row that is pointed at lights its bytes up everywhere, and
// rows light up when somebody points at theirs elsewhere. Nothing is drawn anew for it: only the rows in view are looked
// at, and only when the bytes or the rows change.
//
//   pointerover ──► rangesOf(row)[0] ──► Highlight.range ──► each row in view: does it overlap? ──► [data-touched]

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Unsubscribe } from '../../controllers/change-signal.ts';
import { type ByteRange, type Highlight, overlaps } from '../../controllers/highlight.ts';
import { rowOf } from './row-cursor.ts';

export interface RangeRowsOptions {
  /** Asked for late, as a context is there only once the host is connected. */
  readonly highlight: () => Highlight;
  /** Where the rows are; each carries `data-id`. */
  readonly root: () => ParentNode;
  /** The bytes that a row speaks of, the ones to point at first; none for a row without. */
  readonly rangesOf: (row: HTMLElement) => readonly ByteRange[];
  /** Whether any row can speak of these bytes; asked before each row is. Default: yes. */
  readonly concerns?: (range: ByteRange) => boolean;
}

export class RangeRows implements ReactiveController {
  readonly #options: RangeRowsOptions;
  #unsubscribe: Unsubscribe | undefined;
  #isConnected = false;
  #isAnyLit = false;
  /** The bytes of the row that the pointer is over. */
  #pointed: ByteRange | undefined;

  constructor(host: ReactiveControllerHost, options: RangeRowsOptions) {
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#isConnected = true;
  }

  /** An update that was due when the host left the page comes after it has. */
  hostUpdated(): void {
    if (!this.#isConnected) return;
    this.#unsubscribe ??= this.#options.highlight().rangeChanges.subscribe(this.#apply);
    this.#apply();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.onPointerLeave();
  }

  /** For `pointerover` of the list. */
  readonly onPointerOver = ({ target }: Event): void => {
    const row = rowOf(target);
    this.#point(row && this.#options.rangesOf(row)[0]);
  };

  /** For `pointerleave` of the list. */
  readonly onPointerLeave = (): void => this.#point(undefined);

  #point(range: ByteRange | undefined): void {
    const before = this.#pointed;
    this.#pointed = range;
    if (range) this.#options.highlight().pointRange(range);
    else if (before) this.#options.highlight().releaseRange(before);
  }

  readonly #apply = (): void => {
    const { highlight, root, concerns = () => true } = this.#options;
    const { range } = highlight();
    const isConcerned = range !== undefined && concerns(range);
    if (!isConcerned && !this.#isAnyLit) return;
    this.#isAnyLit = false;
    for (const row of root().querySelectorAll<HTMLElement>('[data-id]')) {
      const isLit = isConcerned && this.#speaksOf(row, range);
      row.toggleAttribute('data-touched', isLit);
      this.#isAnyLit ||= isLit;
    }
  };

  #speaksOf(row: HTMLElement, range: ByteRange): boolean {
    return this.#options
      .rangesOf(row)
      .some((own) => own.key === range.key && own.connection === range.connection && overlaps(own, range));
  }
}
