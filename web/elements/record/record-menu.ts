// The record's menu: copy or save what the filter leaves, or all.

import { html, nothing, type TemplateResult } from 'lit';
import type { Notices } from '../../controllers/notices.ts';
import { copyRecord, type RecordExcerpt, saveRecord } from '../../controllers/record-export.ts';
import { CANNOT_COPY } from '../../controllers/text-export.ts';
import { formatPlural } from '../../model/format.ts';
import { exportItem, exportItems } from '../common/export-items.ts';
import { icon } from '../common/icon.ts';
import type { MenuEvent } from '../common/menu.ts';
import '../common/menu.ts';

/** `isFiltered`: whether less than all is shown. */
export function renderRecordMenu(isFiltered: boolean, onSelect: (event: MenuEvent) => void): TemplateResult {
  return html`<wa-dropdown placement="bottom-end" @wa-select=${onSelect}>
    <button slot="trigger" class="button bare square" aria-label="Copy or export the record">${icon('more')}</button>
    ${exportItems('JSON Lines')}
    ${
      isFiltered
        ? html`<wa-divider></wa-divider>${exportItem('all-text', 'Export all as text')}${exportItem('all-json', 'Export all as JSON Lines')}`
        : nothing
    }
  </wa-dropdown>`;
}

/** Does what was chosen. `left`: what the filter leaves. */
export async function runRecordMenu(
  action: string,
  left: RecordExcerpt,
  all: RecordExcerpt,
  notices: Notices,
): Promise<void> {
  switch (action) {
    case 'copy': {
      const copied = await copyRecord(left);
      notices.show({
        text: copied ? `Copied ${formatPlural(left.entries.length, 'line')}.` : CANNOT_COPY,
      });
      break;
    }
    case 'text':
      saveRecord(left, 'text');
      break;
    case 'json':
      saveRecord(left, 'json');
      break;
    case 'all-text':
      saveRecord(all, 'text');
      break;
    case 'all-json':
      saveRecord(all, 'json');
      break;
  }
}
