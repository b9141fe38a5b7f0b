// A hex dump. The byte that is pointed at lights up on both sides, and a line below says what it is.
//
//   offset    bytes                                              ASCII
//   00000000  48 65 6c 6c 6f 2c 20 77  6f 72 6c 64               Hello, world
//   offset 4: 0x6f, 111, “o”

import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import {
  asciiOf,
  beginsGroup,
  byteWords,
  type HexRow,
  hexByte,
  hexOffset,
  hexRows,
  isPrintable,
  NARROW_ROW_BYTES,
  ROW_BYTES,
} from '../../model/inspector/hex-rows.ts';
import { baseStyles } from '../common/base.styles.ts';

const HINT = 'Point at a byte to see its place in the stream.';

@customElement('echo-hex-dump')
export class HexDump extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 0;
      }

      .rows {
        flex: 0 1 auto;
        min-block-size: 0;
        padding: var(--space-3);
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius-small);
        background: var(--surface-sunken);
        overscroll-behavior: contain;
        font-family: var(--font-bytes);
        font-size: inherit;
        line-height: 1.6;
        white-space: pre;
        scrollbar-width: thin;
      }

      :host([narrow]) .rows {
        padding: var(--space-2);
        font-size: var(--size-tiny);
      }

      .rows:focus-visible {
        outline-offset: -2px;
      }

      .row {
        inline-size: max-content;
        min-inline-size: 100%;
      }

      .offset,
      .bar,
      .none {
        color: var(--text-quiet);
      }

      [data-at][lit] {
        border-radius: 2px;
        background: var(--accent);
        color: var(--on-accent);
      }

      .differs {
        color: var(--bad);
        font-weight: 700;
        text-decoration: underline;
        text-decoration-thickness: 2px;
        text-underline-offset: 0.2em;
      }

      .sign {
        color: var(--bad);
        font-weight: 700;
      }

      .readout {
        flex: none;
        min-block-size: 1.6em;
        padding-block-start: var(--space-2);
        color: var(--text-quiet);
      }

      @media (forced-colors: active) {
        [data-at][lit] {
          outline: 2px solid Highlight;
        }
      }
    `,
  ];

  @property({ attribute: false, hasChanged: differ }) bytes = new Uint8Array();
  /** Offset of the first byte in its stream. */
  @property({ attribute: false }) from = 0;
  /** Offset of the byte that is marked as the first difference, if there is one. */
  @property({ attribute: false }) marked: number | undefined;
  /** Eight bytes a row instead of sixteen. */
  @property({ type: Boolean, reflect: true }) narrow = false;

  @query('.readout') private readout!: HTMLElement | null;

  #lit: number | undefined;
  /** Rises when the bytes have changed. */
  #drawn = 0;

  /** Scrolls to the marked byte. */
  revealMarked(): void {
    this.renderRoot.querySelector('.differs')?.scrollIntoView({ block: 'center' });
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('bytes')) this.#drawn += 1;
  }

  override updated(_changed: PropertyValues<this>): void {
    this.#light(undefined);
  }

  override render(): TemplateResult {
    return html`
      <div
        class="rows"
        role="region"
        aria-label="Hex dump"
        tabindex="0"
        @pointerover=${this.#onPointerOver}
        @pointerleave=${this.#onPointerLeave}
      >${guard([this.#drawn, this.from, this.marked, this.narrow], () => this.#renderRows())}</div>
      <p class="readout figures">${HINT}</p>
    `;
  }

  #renderRows(): TemplateResult[] {
    const rowBytes = this.narrow ? NARROW_ROW_BYTES : ROW_BYTES;
    return hexRows(this.bytes, this.from, rowBytes).map((row) => this.#renderRow(row, rowBytes));
  }

  #renderRow({ offset, bytes }: HexRow, rowBytes: number): TemplateResult {
    const places = Array.from(bytes);
    const empty = Array.from({ length: rowBytes - places.length }, (_, index) =>
      beginsGroup(places.length + index) ? '    ' : '   ',
    ).join('');
    const isMarked =
      this.marked !== undefined && this.marked >= offset && this.marked < offset + places.length;
    return html`<div class="row"
      ><span class="offset">${hexOffset(offset)} </span>${places.map((byte, place) => {
        const at = offset + place;
        return html`${beginsGroup(place) ? '  ' : ' '}<span data-at=${at} class=${at === this.marked ? 'differs' : nothing}>${hexByte(byte)}</span>`;
      })}${empty}<span class="bar">  |</span>${places.map((byte, place) => {
        const at = offset + place;
        const look = at === this.marked ? 'differs' : isPrintable(byte) ? nothing : 'none';
        return html`<span data-at=${at} class=${look}>${asciiOf(byte)}</span>`;
      })}<span class="bar">|</span>${
        isMarked ? html`<span class="sign" role="img" aria-label="first difference"> ≠</span>` : nothing
      }</div
    >`;
  }

  readonly #onPointerOver = ({ target }: Event): void => {
    const at = target instanceof Element ? target.closest<HTMLElement>('[data-at]')?.dataset.at : undefined;
    this.#light(at === undefined ? undefined : Number(at));
  };

  readonly #onPointerLeave = (): void => this.#light(undefined);

  /** Lights the byte up without a new drawing of thousands of others. */
  #light(at: number | undefined): void {
    if (at === this.#lit) return;
    for (const lit of this.renderRoot.querySelectorAll('[lit]')) lit.removeAttribute('lit');
    this.#lit = at;
    const byte = at === undefined ? undefined : this.bytes[at - this.from];
    if (at !== undefined && byte !== undefined) {
      for (const part of this.renderRoot.querySelectorAll(`[data-at="${at}"]`))
        part.toggleAttribute('lit', true);
    }
    if (this.readout) {
      this.readout.textContent = at === undefined || byte === undefined ? HINT : byteWords(at, byte);
    }
  }
}

/** The same bytes in another array are no reason to draw them anew. */
function differ(bytes: Uint8Array, before: Uint8Array | undefined): boolean {
  return bytes.length !== before?.length || bytes.some((byte, index) => byte !== before[index]);
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-hex-dump': HexDump;
  }
}
