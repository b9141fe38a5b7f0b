// How the selected client's bytes were cut at each station, and where the time of its round trips went.
//
//   1 send of 200,000 B → 4 reads → 4 writes → 4 reads → 4 messages  │  latency
//   bars, one a station, on one axis of bytes                        │  split
//   what is pointed at                                   ‹ message › │

import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { CheckTrail } from '../../controllers/check-trail.ts';
import { Client } from '../../controllers/client.ts';
import { selectionContext, targetsContext } from '../../controllers/contexts.ts';
import type { HighlightKey } from '../../controllers/highlight.ts';
import type { Selected, Selection } from '../../controllers/selection.ts';
import type { TargetList } from '../../controllers/target-list.ts';
import { Watch } from '../../controllers/watch.ts';
import { type ByteRange, type ChunkRuler, measureChunks } from '../../model/timeline/chunk-ruler.ts';
import { storyText, tellStory } from '../../model/timeline/chunk-story.ts';
import { chooseRange, latestBytes, messagesOf, type RulerChoice } from '../../model/timeline/ruler-choice.ts';
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
  @consume({ context: targetsContext }) private targets!: TargetList;

  @state() private choice: RulerChoice = { kind: 'latest' };

  #shown: HighlightKey | undefined;
  #messages: readonly SentLine[] = [];
  #ruler: ChunkRuler | undefined;
  /** What the ruler was measured from: it is measured again only when that changed. */
  #measured = '';

  constructor() {
    super();
    new Watch(this, () => [this.selection?.changes, this.targets?.changes]);
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
    const isTrail = current instanceof CheckTrail;
    return html`<div class="view ${isTrail ? 'alone' : ''}">
      <div class="ruler">${this.#ruler ? this.#renderRuler(this.#ruler) : this.#renderEmpty(current)}</div>
      ${isTrail ? nothing : html`<echo-latency-split></echo-latency-split>`}
    </div>`;
  }

  #renderRuler(ruler: ChunkRuler): TemplateResult {
    const parts = tellStory(ruler);
    const unseen = this.#whyUnseen();
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
      ${unseen === undefined ? nothing : html`<p class="unseen">${unseen}</p>`}
      <echo-chunk-bars .ruler=${ruler}>
        <echo-ruler-picker
          .choice=${this.choice}
          .messages=${this.#messages}
          .range=${ruler.range}
          unchosen=${this.selection.current instanceof CheckTrail ? 'all bytes' : 'latest bytes'}
          @echo-ruler-choice=${this.#onChoice}
        ></echo-ruler-picker>
      </echo-chunk-bars>
    `;
  }

  #renderEmpty(current: Selected): TemplateResult {
    if (current instanceof CheckTrail)
      return html`<p class="empty">No byte was sent on ${current.title}.</p>`;
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

  #rangeOf(selected: Selected): ByteRange | undefined {
    const { timeline } = selected;
    // What is over can be seen as a whole.
    if (selected instanceof CheckTrail && this.choice.kind === 'latest') return latestBytes(timeline);
    return chooseRange(this.choice, this.#messages, latestBytes(timeline));
  }

  #measure({ highlightKey, timeline, record }: Selected, range: ByteRange): void {
    const { version, connection } = timeline;
    const seesServer = this.#whyUnseen() === undefined;
    const { from: first, to: end } = range;
    const from = [highlightKey, connection, version, first, end, this.#messages.length, seesServer].join();
    if (this.#ruler && from === this.#measured) return;
    this.#measured = from;
    this.#ruler = measureChunks(timeline, connection, range, record && this.#messages, seesServer);
  }

  #whyUnseen(): string | undefined {
    return this.targets.whyUnseen(this.selection.current?.record);
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
