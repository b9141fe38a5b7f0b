// The ways to look at a run of bytes, and each of them as text for the clipboard.

import { escapeString } from './escaped-string.ts';
import { hexRows, hexRowText } from './hex-rows.ts';
import type { Inspected } from './inspected.ts';
import type { BytePage } from './pages.ts';
import { runsText, type TextRun, textRuns } from './text-runs.ts';
import { MAX_CHARACTER_BYTES } from './utf-8.ts';

export const BYTE_VIEWS = ['text', 'hex', 'string', 'compare'] as const;

/** `text`: UTF-8; `hex`: a dump; `string`: a literal; `compare`: beside the other direction. */
export type ByteView = (typeof BYTE_VIEWS)[number];

/** One page as text. A character that reaches over the edge of a page is shown once, where it begins. */
export function pageRuns(inspected: Inspected, { start, end }: BytePage): TextRun[] {
  const reach = MAX_CHARACTER_BYTES - 1;
  const first = Math.max(0, start - reach);
  const bytes = inspected.read(first, end + reach);
  // Without the bytes before it the page may still be held.
  if (bytes.length <= start - first) return textRuns(inspected.read(start, end));
  return textRuns(bytes, start - first, Math.min(bytes.length, end - first));
}

/** One page in a view, as it is copied. */
export function pageText(inspected: Inspected, page: BytePage, view: Exclude<ByteView, 'compare'>): string {
  const bytes = (): Uint8Array => inspected.read(page.start, page.end);
  switch (view) {
    case 'text':
      return runsText(pageRuns(inspected, page));
    case 'hex':
      return hexRows(bytes(), inspected.from + page.start)
        .map((row) => `${hexRowText(row)}\n`)
        .join('');
    case 'string':
      return escapeString(bytes());
  }
}
