// The button over a list that was scrolled up: it counts what is new and leads back to the end.

import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../model/format.ts';
import { icon } from './icon.ts';
import type { VirtualRows } from './virtual-rows.ts';

/** "12 new" while `rows` are frozen, else nothing. Its looks are in list.styles.ts. */
export function renderNewer(rows: VirtualRows): TemplateResult | typeof nothing {
  const { isFrozen, unseen } = rows;
  if (!isFrozen) return nothing;
  return html`<button class="button newer figures" @click=${() => rows.follow()}
    >${unseen > 0 ? `${formatCount(unseen)} new` : 'Latest'} ${icon('arrow-down')}</button
  >`;
}
