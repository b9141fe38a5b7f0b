// Takes a check out of the page: as text to the clipboard, as text or JSON to a file.

import { html, type TemplateResult } from 'lit';
import type { Notices } from '../../controllers/notices.ts';
import { CANNOT_COPY, copyText, saveText } from '../../controllers/text-export.ts';
import { checkToJson, checkToText } from '../../model/check/check-file.ts';
import type { CheckRecord } from '../../model/check/check-record.ts';
import { exportItems } from '../common/export-items.ts';
import { icon } from '../common/icon.ts';
import type { MenuEvent } from '../common/menu.ts';
import '../common/menu.ts';

export function renderCheckMenu(onSelect: (event: MenuEvent) => void): TemplateResult {
  return html`<wa-dropdown placement="bottom-end" @wa-select=${onSelect}>
    <button slot="trigger" class="button bare square" aria-label="Copy or export the check">${icon('more')}</button>
    ${exportItems('JSON')}
  </wa-dropdown>`;
}

/** Does what was chosen. */
export async function runCheckMenu(action: string, record: CheckRecord, notices: Notices): Promise<void> {
  const name = `echo-check-${record.target ?? 'none'}`;
  switch (action) {
    case 'copy': {
      const copied = await copyText(checkToText(record));
      notices.show({ text: copied ? 'Copied the check.' : CANNOT_COPY });
      break;
    }
    case 'text':
      saveText(`${name}.txt`, checkToText(record));
      break;
    case 'json':
      saveText(`${name}.json`, checkToJson(record));
      break;
  }
}
