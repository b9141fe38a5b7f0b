// The chunk ruler's bars: one a station, on one axis of bytes. What is pointed at, or has the focus, lights the same
// bytes in all of them and says what is known of it. Slotted content stands beside that, at the foot.
//
//   ↑ browser send   ├───────────────────────┤  1 send
//   ↑ server read    ├──────┼──█████████┼────┤  4 reads
//   ↓ server write   ├──────┼──█████████┼────┤  4 writes
//                    0                 200,000

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatCount } from '../../model/format.ts';
import { axisTicks, shareOf } from '../../model/timeline/byte-axis.ts';
import type { ByteRange, ChunkRuler, StationBar } from '../../model/timeline/chunk-ruler.ts';
import { type DrawnBar, drawBar, type Segment } from '../../model/timeline/chunk-segments.ts';
import { countChunks, describeSegment, isNamed, stationName } from '../../model/timeline/chunk-story.ts';
import { baseStyles } from '../common/base.styles.ts';
import { PlaceCursor } from '../common/place-cursor.ts';
import '../common/term.ts';
import { chunkBarsStyles } from './chunk-bars.styles.ts';

/** Share of the axis next to its ends that no tick may stand in, because the ends' own labels do. */
const END_SHARE = 0.11;

/** Longest label, in letters, that fits into a narrow segment. */
const SHORT_LABEL = 3;

interface Row {
  readonly bar: StationBar;
  readonly drawn: DrawnBar;
}

/** A segment by its bar and its place in it. */
interface Place {
  readonly row: number;
  readonly column: number;
}

@customElement('echo-chunk-bars')
export class ChunkBars extends LitElement {
  static override styles = [baseStyles, chunkBarsStyles];

  @property({ attribute: false }) ruler!: ChunkRuler;

  /** The arrows move within a bar and, at the same bytes, between bars; Home and End lead to a bar's ends. */
  readonly #cursor = new PlaceCursor<Place>(this, {
    placeOf,
    neighbour: (place, key) => this.#neighbour(place, key),
    selectorOf: ({ row, column }) => `[data-row="${row}"][data-column="${column}"]`,
    first: { row: 0, column: 0 },
  });
  #rows: readonly Row[] = [];

  override willUpdate(): void {
    this.#rows = this.ruler.bars.map((bar) => ({ bar, drawn: drawBar(bar, this.ruler.range) }));
  }

  override render(): TemplateResult {
    const lit = this.#cursor.lit;
    const segment = lit && this.#segmentAt(lit);
    const rows = this.#rows;
    return html`
      <div
        class="grid"
        role="grid"
        aria-label="How each station cut the bytes"
        @pointerover=${this.#cursor.onPointer}
        @pointerleave=${this.#cursor.onPointerLeave}
        @focusin=${this.#cursor.onFocusIn}
        @focusout=${this.#cursor.onFocusOut}
        @keydown=${this.#cursor.onKey}
      >
        <div class="rows" role="rowgroup">
        ${rows.map((row, index) => this.#renderRow(row, index))}
        <div class="over" aria-hidden="true">${segment ? html`<i class="band" style=${this.#extent(segment)}></i>` : nothing}</div>
        </div>
        <div class="axis figures" aria-hidden="true">${this.#renderAxis()}</div>
      </div>
      <div class="foot">
        <p class="detail figures ${segment ? 'of' : ''}">${
          lit && segment
            ? describeSegment(this.ruler, (rows[lit.row] as Row).bar, segment)
            : html`Point at a <echo-term word="chunk"></echo-term> to see its bytes at every station.`
        }</p>
        <slot></slot>
      </div>
    `;
  }

  #renderRow({ bar, drawn }: Row, row: number): TemplateResult {
    const { step, direction } = bar.station;
    const { lanes } = this.ruler;
    const isUp = direction === 'up';
    const isTurn = this.#rows[row - 1]?.bar.station.direction === 'up' && !isUp;
    return html`<div class="row ${direction} ${isTurn ? 'turn' : ''} ${isNamed(bar.station, lanes) ? '' : 'aside'}" role="row">
      <span class="who" role="rowheader"
        ><span aria-hidden="true">${isUp ? '↑' : '↓'}</span><b>${stationName(bar.station, lanes)}</b> ${step}</span
      >
      <div class="bar" role="presentation">
        ${drawn.gaps.map((gap) => html`<i class="gap" style=${this.#extent(gap)} title="${bytesOf(gap)} not told"></i>`)}
        ${drawn.segments.map((segment, column) => this.#renderSegment(bar, segment, { row, column }))}
        ${drawn.slices.map((offset) => html`<i class="slice" style="inset-inline-start:${this.#percent(offset)}"></i>`)}
      </div>
      <span class="count figures" role="gridcell">${countChunks(bar)}${
        bar.bytes < this.ruler.range.to - this.ruler.range.from && bar.bytes > 0
          ? html`<span class="spoken">, ${bytesOf(bar)} so far</span>`
          : nothing
      }</span>
    </div>`;
  }

  #renderSegment(bar: StationBar, segment: Segment, place: Place): TemplateResult {
    const { from, to, count, whole, first } = segment;
    const isEntry = place.row === this.#entryRow && place.column === this.#entryColumn;
    const size = formatCount(to - from);
    const kinds = [
      count > 1 ? 'run' : '',
      first % 2 === 0 ? 'even' : '',
      whole.from < from ? 'begun' : '',
      whole.to > to ? 'goes-on' : '',
      size.length <= SHORT_LABEL ? 'short' : '',
    ];
    return html`<span
      class="segment ${kinds.join(' ')}"
      role="gridcell"
      tabindex=${isEntry ? 0 : -1}
      data-row=${place.row}
      data-column=${place.column}
      style=${this.#extent(segment)}
      aria-label=${describeSegment(this.ruler, bar, segment)}
      >${count > 1 ? html`<b>×${formatCount(count)}</b>` : nothing}<span class="size">${size}</span></span
    >`;
  }

  #renderAxis(): TemplateResult {
    const { range } = this.ruler;
    const ticks = axisTicks(range).filter((tick) => {
      const share = shareOf(tick, range);
      return share > END_SHARE && share < 1 - END_SHARE;
    });
    return html`
      <span class="from">${formatCount(range.from)}</span>
      ${ticks.map((tick) => html`<span class="tick" style="inset-inline-start:${this.#percent(tick)}">${formatCount(tick)}</span>`)}
      <span class="to">${formatCount(range.to)} B</span>
    `;
  }

  /** The rows may have become fewer, and the cuts of a row others, since the entry was set. */
  get #entryRow(): number {
    const hasAny = (row: number): boolean => (this.#rows[row]?.drawn.segments.length ?? 0) > 0;
    return hasAny(this.#cursor.entry.row)
      ? this.#cursor.entry.row
      : this.#rows.findIndex((_, row) => hasAny(row));
  }

  get #entryColumn(): number {
    return Math.min(this.#cursor.entry.column, (this.#rows[this.#entryRow]?.drawn.segments.length ?? 0) - 1);
  }

  #segmentAt({ row, column }: Place): Segment | undefined {
    return this.#rows[row]?.drawn.segments[column];
  }

  #percent(offset: number): string {
    return `${(shareOf(offset, this.ruler.range) * 100).toFixed(3)}%`;
  }

  #extent({ from, to }: ByteRange): string {
    const width = (shareOf(to, this.ruler.range) - shareOf(from, this.ruler.range)) * 100;
    return `inset-inline-start:${this.#percent(from)};inline-size:${width.toFixed(3)}%`;
  }

  #neighbour({ row, column }: Place, key: string): Place | undefined {
    const segments = this.#rows[row]?.drawn.segments ?? [];
    switch (key) {
      case 'ArrowLeft':
        return { row, column: Math.max(0, column - 1) };
      case 'ArrowRight':
        return { row, column: Math.min(segments.length - 1, column + 1) };
      case 'Home':
        return { row, column: 0 };
      case 'End':
        return { row, column: segments.length - 1 };
      case 'ArrowUp':
      case 'ArrowDown': {
        const from = segments[column]?.from ?? 0;
        const step = key === 'ArrowUp' ? -1 : 1;
        for (let other = row + step; this.#rows[other]; other += step) {
          const found = (this.#rows[other] as Row).drawn.segments.findLastIndex(
            (segment) => segment.from <= from,
          );
          if (found >= 0) return { row: other, column: found };
        }
        return { row, column };
      }
      default:
        return undefined;
    }
  }
}

function placeOf({ target }: Event): Place | undefined {
  const segment = target instanceof Element ? target.closest<HTMLElement>('.segment') : null;
  if (segment === null) return undefined;
  return { row: Number(segment.dataset.row), column: Number(segment.dataset.column) };
}

function bytesOf(part: ByteRange | StationBar): string {
  return `${formatCount('bytes' in part ? part.bytes : part.to - part.from)} B`;
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-chunk-bars': ChunkBars;
  }
}
