// One page of bytes in the chosen view. What is not held is said where it would stand.

import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../model/format.ts';
import { type ByteView, pageRuns, pageText } from '../../model/inspector/byte-views.ts';
import type { Inspected } from '../../model/inspector/inspected.ts';
import type { BytePage } from '../../model/inspector/pages.ts';
import type { TextRun } from '../../model/inspector/text-runs.ts';
import { comparisonFacts, describeComparison } from '../../model/inspector/verdict.ts';
import { renderComparison } from './comparison-view.ts';
import './hex-dump.ts';

export function renderBytes(
  inspected: Inspected,
  page: BytePage,
  view: ByteView,
  isNarrow: boolean,
): TemplateResult {
  if (view === 'compare') return renderCompared(inspected, isNarrow);
  const bytes = inspected.read(page.start, page.end);
  const missing = page.end - page.start - bytes.length;
  if (bytes.length === 0)
    return html`<p class="hint">${missing > 0 ? NOT_HELD : 'No bytes have come yet.'}</p>`;
  return html`
    ${renderView(inspected, page, view, bytes, isNarrow)}
    ${
      missing > 0
        ? html`<p class="hint">From offset ${formatCount(inspected.from + page.start + bytes.length)} on: ${NOT_HELD}</p>`
        : nothing
    }
  `;
}

const NOT_HELD =
  'These bytes are no longer held. The page keeps the latest typed messages, and of what came back different or unasked only the first bytes.';

function renderView(
  inspected: Inspected,
  page: BytePage,
  view: Exclude<ByteView, 'compare'>,
  bytes: Uint8Array,
  isNarrow: boolean,
): TemplateResult {
  switch (view) {
    case 'text':
      return html`<div class="sheet" role="region" aria-label="Text" tabindex="0">${pageRuns(inspected, page).map(renderRun)}</div>`;
    case 'hex':
      return html`<echo-hex-dump
        .bytes=${bytes}
        .from=${inspected.from + page.start}
        .marked=${inspected.compare()?.marked}
        .narrow=${isNarrow}
      ></echo-hex-dump>`;
    case 'string':
      return html`
        <div class="sheet" role="region" aria-label="String" tabindex="0">${pageText(inspected, page, view)}</div>
        <p class="hint">Python: <code class="bytes">b"…"</code>, JavaScript: <code class="bytes">Buffer.from("…", "latin1")</code></p>
      `;
  }
}

function renderRun({ kind, text, name, endsLine }: TextRun): TemplateResult {
  switch (kind) {
    case 'text':
      return html`${text}`;
    case 'control':
      return html`<span class="control">${name}</span>${endsLine ? '\n' : nothing}`;
    case 'invalid':
      return html`<span class="invalid" title="Not UTF-8">${text}</span>`;
  }
}

function renderCompared(inspected: Inspected, isNarrow: boolean): TemplateResult {
  const found = inspected.compare();
  if (found === undefined) return html`<p class="hint">${NOT_COMPARABLE}</p>`;
  const { comparison, unexpected, pairs } = found;
  return renderComparison({
    verdict: describeComparison(comparison),
    facts: comparisonFacts(comparison, unexpected),
    pairs,
    isNarrow,
  });
}

const NOT_COMPARABLE =
  'There is nothing to compare with: these bytes answer nothing that was sent, or the connection was too long ago.';
