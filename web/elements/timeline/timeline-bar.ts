// The bar above the ladder: its controls, what its lines mean, and in two lines what is pointed at.

import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../model/format.ts';
import { describeItem } from '../../model/timeline/event-words.ts';
import { describeExchange, exchangeAround } from '../../model/timeline/exchange.ts';
import { journeyOf, type Picture } from '../../model/timeline/picture.ts';
import { icon } from '../common/icon.ts';
import '../common/term.ts';
import type { LadderItem } from './ladder-svg.ts';
import { isChunk } from './nearest.ts';

export interface TimelineBar {
  readonly picture: Picture | undefined;
  readonly active: LadderItem | undefined;
  readonly isFollowing: boolean;
  /** Events that came since it was frozen. */
  readonly unseen: number;
  readonly folded: boolean;
  readonly onFreeze: () => void;
  readonly onLive: () => void;
  /** In or out. */
  readonly onZoom: (direction: 1 | -1) => void;
  readonly onFitAll: () => void;
  readonly onExchange: () => void;
  readonly onFold: (folded: boolean) => void;
}

export function renderBar(bar: TimelineBar): TemplateResult {
  const { isFollowing, unseen, folded, picture } = bar;
  const onFold = (event: Event): void => bar.onFold((event.target as HTMLInputElement).checked);
  return html`<div class="bar" role="toolbar" aria-label="Timeline">
    ${
      isFollowing
        ? html`<button class="button live" @click=${bar.onFreeze}>${icon('pause')} Freeze</button>`
        : html`<button class="button live accent figures" @click=${bar.onLive}
            >${icon('play')} Live${unseen > 0 ? html`<span>· ${formatCount(unseen)} new</span>` : nothing}</button
          >`
    }
    <button class="button square" aria-label="Zoom out" @click=${() => bar.onZoom(-1)}>−</button>
    <button class="button square" aria-label="Zoom in" @click=${() => bar.onZoom(1)}>+</button>
    <button class="button" @click=${bar.onFitAll}>Fit all</button>
    <button class="button" aria-disabled=${picture?.exchange ? 'false' : 'true'} @click=${bar.onExchange}
      >Last exchange</button
    >
    <label class="secondary"
      ><input type="checkbox" .checked=${folded} @change=${onFold} /> Fold idle time</label
    >
    <span class="legend secondary"
      ><span class="key up">to the server</span><span class="key down">back</span
      ><span class="key inferred"><echo-term word="inferred"></echo-term></span
    ></span>
    ${picture ? renderFacts(picture, bar.active) : html`<p class="facts"></p>`}
  </div>`;
}

/** The exchange that what is pointed at belongs to, else the latest one; and what is pointed at itself. */
function renderFacts(picture: Picture, active: LadderItem | undefined): TemplateResult {
  const { timeline, exchangeLine } = picture;
  const journey = active && journeyOf(picture, active.connection);
  const exchange = isChunk(active) && journey ? exchangeAround(timeline, journey, active.from) : undefined;
  const line = exchange && journey ? describeExchange(timeline, journey, exchange) : exchangeLine;
  return html`<p class="facts figures">
    ${line === '' ? nothing : html`<strong>${line}</strong>`}
    ${
      active
        ? html`<span class="detail">${describeItem(active, timeline, journey, performance.timeOrigin)}</span>`
        : nothing
    }
  </p>`;
}
