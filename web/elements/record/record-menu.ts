// The record's menu: copy or save what the filter leaves, or all.

import { html, nothing, type TemplateResult } from 'lit';
import type { Notices } from '../../controllers/notices.ts';
import { copyRecord, type RecordExcerpt, saveRecord } from '../../controllers/record-export.ts';
import { formatPlural } from '../../model/format.ts';
import { icon } from '../common/icon.ts';
import '../common/menu.ts';

export type RecordMenuEvent = Event & { readonly detail: { readonly item: { readonly value: string } } };

/** `isFiltered`: whether less than all is shown. */
export function renderRecordMenu(
  isFiltered: boolean,
  onSelect: (event: RecordMenuEvent) => void,
): TemplateResult {
  return html`<wa-dropdown placement="bottom-end" @wa-select=${onSelect}>
    <button slot="trigger" class="button bare square" aria-label="Copy or export the record">${icon('more')}</button>
    <wa-dropdown-item value="copy"><wa-icon slot="icon" name="copy"></wa-icon>Copy</wa-dropdown-item>
    <wa-dropdown-item value="text"><wa-icon slot="icon" name="download"></wa-icon>Export as text</wa-dropdown-item>
    <wa-dropdown-item value="json"
      ><wa-icon slot="icon" name="download"></wa-icon>Export as JSON Lines</wa-dropdown-item
    >
    ${
      isFiltered
        ? html`<wa-divider></wa-divider>
            <wa-dropdown-item value="all-text"
              ><wa-icon slot="icon" name="download"></wa-icon>Export all as text</wa-dropdown-item
            >
            <wa-dropdown-item value="all-json"
              ><wa-icon slot="icon" name="download"></wa-icon>Export all as JSON Lines</wa-dropdown-item
            >`
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
        text: copied
          ? `Copied ${formatPlural(left.entries.length, 'line')}.`
          : 'The browser does not let this page copy.',
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
