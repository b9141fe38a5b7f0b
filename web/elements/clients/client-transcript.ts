// A client's transcript: only the visible lines are drawn, the end is followed until somebody scrolls up.

import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Client } from '../../controllers/client.ts';
import { highlightContext } from '../../controllers/contexts.ts';
import type { ByteRange, Highlight } from '../../controllers/highlight.ts';
import { formatBytes, formatClock, formatCount, formatDuration, formatPlural } from '../../model/format.ts';
import {
  describeEchoFault,
  type EchoLine,
  type TranscriptLine,
  transcriptText,
} from '../../model/transcript.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import { icon, iconStyles } from '../common/icon.ts';
import { listStyles } from '../common/list.styles.ts';
import { renderNewer } from '../common/newer-button.ts';
import { RangeRows } from '../common/range-rows.ts';
import { RowCursor } from '../common/row-cursor.ts';
import { VirtualRows } from '../common/virtual-rows.ts';
import { inspectTranscriptLine } from '../inspector/line-events.ts';
import { transcriptStyles } from './client-transcript.styles.ts';

@customElement('echo-client-transcript')
export class ClientTranscript extends LitElement {
  static override styles = [baseStyles, controlStyles, iconStyles, listStyles, transcriptStyles];

  @property({ attribute: false }) client!: Client;
  /** A new number when the transcript may have changed. */
  @property({ attribute: false }) revision = 0;

  @property({ attribute: false }) isOffScreen = false;

  @consume({ context: highlightContext }) private highlight!: Highlight;

  /** The filter's text; undefined while no filter is shown. */
  @state() private filter: string | undefined;

  @query('.viewport') private viewport!: HTMLElement | null;

  #filtered: readonly TranscriptLine[] | undefined;
  readonly #rows = new VirtualRows(this, {
    viewport: () => this.viewport,
    count: () => this.#filtered?.length ?? this.client.record.transcript.length,
    firstId: () => (this.#filtered ? 0 : this.#transcript.nextId - this.#transcript.length),
    follows: true,
    isOffScreen: () => this.isOffScreen,
  });
  readonly #rangeRows = new RangeRows(this, {
    highlight: () => this.highlight,
    root: () => this.renderRoot,
    rangesOf: (row) => this.#rangesOf(row),
    concerns: ({ key }) => key === this.client.highlightKey,
  });
  readonly #cursor = new RowCursor(this, {
    viewport: () => this.viewport,
    rows: this.#rows,
    count: () => this.#filtered?.length ?? this.#transcript.length,
    idAt: (index) => (this.#filtered ? this.#filtered[index] : this.#transcript.at(index))?.id,
    open: (id, row) => {
      const line = this.#transcript.byId(id);
      if (line) row.dispatchEvent(inspectTranscriptLine(this.client.highlightKey, line));
    },
  });

  /** Shows the filter and puts the cursor into it. */
  async openFilter(): Promise<void> {
    this.filter ??= '';
    await this.updateComplete;
    this.renderRoot.querySelector('input')?.focus();
  }

  override willUpdate(): void {
    const wanted = this.filter?.trim().toLowerCase();
    this.#filtered = wanted
      ? this.#transcript.toArray().filter((line) => transcriptText(line).toLowerCase().includes(wanted))
      : undefined;
  }

  override render(): TemplateResult {
    const { dropped } = this.#transcript;
    return html`
      ${dropped > 0 ? html`<div class="dropped figures">${formatPlural(dropped, 'older line')} dropped</div>` : nothing}
      ${this.filter === undefined ? nothing : this.#renderFilter()}
      ${this.#renderRows()}
      ${renderNewer(this.#rows)}
    `;
  }

  #renderRows(): TemplateResult {
    const { start, end, beforePx, totalPx } = this.#rows.visible();
    const lines: TranscriptLine[] = [];
    for (let index = start; index < end; index += 1) {
      const line = this.#filtered ? this.#filtered[index] : this.#transcript.at(index);
      if (line) lines.push(line);
    }
    return html`<div
      class="viewport"
      tabindex="0"
      role="log"
      aria-live="off"
      aria-label=${`Transcript of ${this.client.title}`}
      @pointerover=${this.#rangeRows.onPointerOver}
      @pointerleave=${this.#rangeRows.onPointerLeave}
      @keydown=${this.#cursor.onKeyDown}
      @pointerdown=${this.#cursor.onPointerDown}
      @click=${this.#cursor.onClick}
      @focusin=${this.#cursor.onFocusIn}
      @focusout=${this.#cursor.onFocusOut}
    >
      <div style="height:${totalPx}px"></div>
      <div class="rows" style="transform:translateY(${beforePx}px)">
        ${repeat(lines, (line) => line.id, renderLine)}
      </div>
      ${totalPx === 0 ? this.#renderEmpty() : nothing}
    </div>`;
  }

  #renderEmpty(): TemplateResult {
    if (this.filter) return html`<p class="empty">No line contains “${this.filter}”.</p>`;
    return this.client.record.phase === 'connecting'
      ? html`<p class="empty">Connecting …</p>`
      : html`<p class="empty">Type a message and press Enter: an echo server sends every byte back.</p>`;
  }

  #renderFilter(): TemplateResult {
    return html`<div class="filter">
      <input
        class="field"
        type="search"
        placeholder="Find in the transcript"
        aria-label=${`Find in the transcript of ${this.client.title}`}
        .value=${this.filter ?? ''}
        @input=${this.#onFilter}
        @keydown=${this.#onFilterKey}
      /><button class="button bare square" aria-label="Close the filter" @click=${this.#onFilterClose}
        >${icon('xmark')}</button
      >
    </div>`;
  }

  get #transcript(): Client['record']['transcript'] {
    return this.client.record.transcript;
  }

  /** The bytes that a row speaks of. */
  #rangesOf(row: HTMLElement): readonly ByteRange[] {
    const { highlightKey: key } = this.client;
    const line = this.#transcript.byId(Number(row.dataset.id));
    switch (line?.kind) {
      case 'sent': {
        const { connection, offset: from, bytes } = line;
        return [{ key, connection, direction: 'up', from, to: from + bytes }];
      }
      case 'echo': {
        const { connection, receivedFrom: from, echoedBytes } = line;
        return [{ key, connection, direction: 'down', from, to: from + echoedBytes }];
      }
      case 'unexpected': {
        const { connection, offset: from, bytes } = line;
        return [{ key, connection, direction: 'down', from, to: from + bytes }];
      }
      default:
        return [];
    }
  }

  readonly #onFilter = (event: InputEvent): void => {
    this.filter = (event.target as HTMLInputElement).value;
    // Another list: where the reader stood in the one before says nothing.
    this.#rows.follow();
  };

  readonly #onFilterKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.#onFilterClose();
  };

  readonly #onFilterClose = (): void => {
    if (this.filter) this.#rows.follow();
    this.filter = undefined;
    this.viewport?.focus();
  };
}

function renderLine(line: TranscriptLine): TemplateResult {
  switch (line.kind) {
    case 'sent':
      return html`<div class="row sent" role="button" tabindex="-1" data-row data-id=${line.id}>
        <span class="arrow" role="img" aria-label="sent">→</span><span class="bytes time">${formatClock(line.wallMs)}</span
        ><span class="bytes preview" title=${line.preview}>${line.preview}</span
        ><span class="end">${formatBytes(line.bytes)}</span><span></span>
      </div>`;
    case 'echo':
      return renderEcho(line);
    case 'unexpected':
      return html`<div class="row bad" role="button" tabindex="-1" data-row data-id=${line.id}>
        <span class="arrow" role="img" aria-label="received">←</span><span class="bytes time">${formatClock(line.wallMs)}</span
        ><span class="bytes preview" title=${line.preview}>${`unexpected at offset ${formatCount(line.offset)}: ${line.preview}`}</span
        ><span class="end">${formatBytes(line.bytes)}</span><span class="verdict" role="img" aria-label="different">✗</span>
      </div>`;
    case 'note':
      return html`<div class="row note ${line.tone}" role="button" tabindex="-1" data-row data-id=${line.id}>
          <span class="arrow" aria-hidden="true">·</span><span class="bytes time">${formatClock(line.wallMs)}</span
          ><span class="text" title=${line.text}>${line.text}</span>
        </div>`;
  }
}

function renderEcho(line: EchoLine): TemplateResult {
  const fault = describeEchoFault(line);
  const took = line.durationMs === undefined ? '…' : `+${formatDuration(line.durationMs)}`;
  const chunks = line.chunks > 1 ? ` in ${formatPlural(line.chunks, 'chunk')}` : '';
  const bytes =
    line.status === 'partial' ? `${formatBytes(line.echoedBytes)} …` : formatBytes(line.echoedBytes);
  const shown = fault ?? line.preview;
  return html`<div class="row echo ${fault ? 'bad' : ''}" role="button" tabindex="-1" data-row data-id=${line.id}>
    <span class="arrow" role="img" aria-label="received">←</span><span class="bytes time end">${took}</span
    ><span class="bytes preview" title=${`${shown}${chunks}`}>${shown}</span><span class="end">${bytes}</span
    ><span class="verdict" role="img" aria-label=${verdictWords[line.status]}>${verdicts[line.status]}</span>
  </div>`;
}

const verdicts = { match: '✓', partial: '', differs: '✗', lost: '✗' } as const;
const verdictWords = {
  match: 'same bytes',
  partial: 'incomplete',
  differs: 'different',
  lost: 'lost',
} as const;

declare global {
  interface HTMLElementTagNameMap {
    'echo-client-transcript': ClientTranscript;
  }
}
