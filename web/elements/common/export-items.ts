// The items of a menu that take something out of the page: `copy` to the clipboard, `text` and `json` to a file.

import { html, type TemplateResult } from 'lit';

/** `json`: what the file is, as the reader sees it. */
export function exportItems(json: 'JSON' | 'JSON Lines'): TemplateResult {
  return html`
    <wa-dropdown-item value="copy"><wa-icon slot="icon" name="copy"></wa-icon>Copy</wa-dropdown-item>
    ${exportItem('text', 'Export as text')}${exportItem('json', `Export as ${json}`)}
  `;
}

export function exportItem(value: string, words: string): TemplateResult {
  return html`<wa-dropdown-item value=${value}
    ><wa-icon slot="icon" name="download"></wa-icon>${words}</wa-dropdown-item
  >`;
}
