// How the selected client's bytes were cut at each station, and where the time of its round trips went.
//
//   1 send of 200,000 B → 4 reads → 4 writes → 4 reads → 4 messages  │  latency
//   bars, one a station, on one axis of bytes                        │  split
//   what is pointed at                                   ‹ message › │

import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Client } from '../../controllers/client.ts';
import { selectionContext } from '../../controllers/contexts.ts';
import type { HighlightKey } from '../../controllers/highlight.ts';
import type { Selected, Selection } from '../../controllers/selection.ts';
import { Watch } from '../../controllers/watch.ts';
import { type ByteRange, type ChunkRuler, measureChunks } from '../../model/timeline/chunk-ruler.ts';
import { storyText, tellStory } from '../../model/timeline/chunk-story.ts';
import { chooseRange, knownBytes, messagesOf, type RulerChoice } from '../../model/timeline/ruler-choice.ts';
import type { SentLine } from '../../model/transcript.ts';
import { baseStyles } from '../common/base.styles.ts';
import { controlStyles } from '../common/controls.styles.ts';
import './chunk-bars.ts';
import { chunksViewStyles } from './chunks-view.styles.ts';
import './latency-split.ts';
import type { RulerChoiceEvent } from './ruler-picker.ts';
import './ruler-picker.ts';

/** What an empty ruler offers to send. */
const EXAMPLE = '200 kB';

/** Least time from one drawing of new chunks to the next, in milliseconds: gateway and server tell of theirs no more often. */
const REST_MS = 100;

@customElement('echo-chunks-view')
export class ChunksView extends LitElement {
  static override styles = [baseStyles, controlStyles, chunksViewStyles];

  @consume({ context: selectionContext }) private selection!: Selection;

  @state() private choice: RulerChoice = { kind: 'latest' };

  #shown: HighlightKey | undefined;
  #messages: readonly SentLine[] = [];
  #ruler: ChunkRuler | undefined;
  /** What the ruler was measured from: it is measured again only when that changed. */
  #measured = '';

  constructor() {
    super();
    new Watch(this, () => [this.selection?.changes]);
    new Watch(this, () => [this.selection?.current?.changes], REST_MS);
  }

  override willUpdate(): void {
    const { current } = this.selection;
    if (current?.highlightKey !== this.#shown) {
      this.#shown = current?.highlightKey;
      this.choice = { kind: 'latest' };
    }
    this.#messages = current?.record ? messagesOf(current.record) : [];
    const range = current && this.#rangeOf(current);
    if (current && range) this.#measure(current, range);
    else this.#ruler = undefined;
  }

  override render(): TemplateResult {
    const { current } = this.selection;
    if (current === undefined) return html`<p class="empty">Add a client to see how TCP cuts its bytes.</p>`;
    return html`<div class="view">
      <div class="ruler">${this.#ruler ? this.#renderRuler(this.#ruler) : this.#renderEmpty(current)}</div>
      <echo-latency-split></echo-latency-split>
    </div>`;
  }

  #renderRuler(ruler: ChunkRuler): TemplateResult {
    const parts = tellStory(ruler);
    return html`
      <p class="story figures">
        <span class="spoken">${storyText(parts)}</span>
        ${parts.map(
          ({ station, text, caption, share }, index) => html`${
            index > 0 ? html`<span class="arrow" aria-hidden="true">→</span>` : nothing
          }<span class="part ${station.direction} ${share < 1 ? 'partial' : ''}" aria-hidden="true"
            >${text}<small>${caption}</small></span
          >`,
        )}
      </p>
      <echo-chunk-bars .ruler=${ruler}>
        <echo-ruler-picker
          .choice=${this.choice}
          .messages=${this.#messages}
          .range=${ruler.range}
          @echo-ruler-choice=${this.#onChoice}
        ></echo-ruler-picker>
      </echo-chunk-bars>
    `;
  }

  #renderEmpty(current: Selected): TemplateResult {
    if (!(current instanceof Client)) {
      return html`<p class="empty">The server has read nothing from ${current.title} since this page looks.</p>`;
    }
    const canSend = current.record.phase === 'open' && current.canSend;
    return html`<div class="empty">
      <p>Nothing sent yet. Generate ${EXAMPLE} and send it: see how TCP cuts it.</p>
      ${
        canSend
          ? html`<button class="button accent" @click=${() => current.send('generate', EXAMPLE)}>
              Send ${EXAMPLE} as ${current.title}
            </button>`
          : nothing
      }
    </div>`;
  }

  #rangeOf({ timeline, record }: Selected): ByteRange | undefined {
    const { connection } = timeline;
    const source = record
      ? ({ lane: 'browser', step: 'send', direction: 'up' } as const)
      : ({ lane: 'server', step: 'read', direction: 'up' } as const);
    return chooseRange(this.choice, this.#messages, knownBytes(timeline, source, connection));
  }

  #measure({ highlightKey, timeline, record }: Selected, range: ByteRange): void {
    const { version, connection } = timeline;
    const from = [highlightKey, connection, version, range.from, range.to, this.#messages.length].join();
    if (this.#ruler && from === this.#measured) return;
    this.#measured = from;
    this.#ruler = measureChunks(timeline, connection, range, record && this.#messages);
  }

  readonly #onChoice = (event: RulerChoiceEvent): void => {
    this.choice = event.choice;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-chunks-view': ChunksView;
  }
}
