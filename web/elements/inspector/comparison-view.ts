// What was sent beside what came back: the verdict, its figures, and around the first difference both sides byte by
// byte. A differing byte is told by colour, by an underline and by a sign below it.
//
//   offset 16   sent      71 72 73 74     qrst
//               received  71 58 73 74     qXst
//                            ≠

import { css, html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../model/format.ts';
import type { BytePair } from '../../model/inspector/comparison.ts';
import type { Fact } from '../../model/inspector/facts.ts';
import { asciiOf, hexByte, NARROW_ROW_BYTES, ROW_BYTES } from '../../model/inspector/hex-rows.ts';
import type { Verdict } from '../../model/inspector/verdict.ts';
import { renderFacts } from './facts-table.ts';

export interface ComparisonParts {
  readonly verdict: Verdict;
  readonly facts: readonly Fact[];
  /** What stands around the first difference; empty when there is none. */
  readonly pairs: readonly BytePair[];
  /** Eight bytes a row instead of sixteen. */
  readonly isNarrow: boolean;
}

export function renderComparison({ verdict, facts, pairs, isNarrow }: ComparisonParts): TemplateResult {
  const rowBytes = isNarrow ? NARROW_ROW_BYTES : ROW_BYTES;
  const rows: (readonly BytePair[])[] = [];
  for (let start = 0; start < pairs.length; start += rowBytes)
    rows.push(pairs.slice(start, start + rowBytes));
  return html`
    <p class="verdict ${verdict.tone}">${signs[verdict.tone]} ${verdict.sentence}</p>
    ${renderFacts(facts)}
    ${
      rows.length === 0
        ? nothing
        : html`<h3>Around the first difference</h3>
          <div class="pairs" role="region" aria-label="Around the first difference" tabindex="0"
            >${rows.map(renderPairRow)}</div
          >`
    }
  `;
}

function renderPairRow(pairs: readonly BytePair[]): TemplateResult {
  const at = formatCount(pairs[0]?.offset ?? 0);
  const hasDifference = pairs.some(({ differs }) => differs);
  return html`<section aria-label=${`From offset ${at}`}>
    <p class="at">from offset ${at}</p>
    <p class="side"><span class="name">sent</span>${renderSide(pairs, ({ sent }) => sent)}</p>
    <p class="side"><span class="name">received</span>${renderSide(pairs, ({ received }) => received)}</p>
    ${
      hasDifference
        ? html`<p class="side signs" aria-hidden="true"
            ><span class="name"></span>${pairs.map(({ differs }) => (differs ? ' ≠ ' : '   ')).join('')}</p
          >`
        : nothing
    }
  </section>`;
}

function renderSide(pairs: readonly BytePair[], of: (pair: BytePair) => number | undefined): TemplateResult {
  const hex = pairs.map((pair) => {
    const byte = of(pair);
    if (byte === undefined) return html` <span class="none">--</span>`;
    return html` <span class=${pair.differs ? 'differs' : nothing}>${hexByte(byte)}</span>`;
  });
  const ascii = pairs.map((pair) => {
    const byte = of(pair);
    if (byte === undefined) return html`<span class="none"> </span>`;
    return html`<span class=${pair.differs ? 'differs' : nothing}>${asciiOf(byte)}</span>`;
  });
  return html`${hex}<span class="none">  |</span>${ascii}<span class="none">|</span>`;
}

const signs = { good: '✓', bad: '✗', quiet: '…' } as const;

export const comparisonStyles = css`
  .verdict {
    font-size: 1.15em;
    font-weight: 600;
  }

  .verdict.good {
    color: var(--good);
  }

  .verdict.bad {
    color: var(--bad);
  }

  .pairs {
    padding: var(--space-3);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface-sunken);
    flex: none;
    overflow: auto hidden;
    font-family: var(--font-bytes);
    line-height: 1.6;
  }

  .pairs:focus-visible {
    outline-offset: -2px;
  }

  .pairs .side {
    white-space: pre;
  }

  @media (max-width: 720px) {
    .pairs {
      padding: var(--space-2);
      font-size: var(--size-tiny);
    }
  }

  .pairs section + section {
    margin-block-start: var(--space-3);
  }

  .pairs .at {
    color: var(--text-quiet);
    font-family: var(--font-text);
    font-size: var(--size-small);
  }

  .pairs .name {
    display: inline-block;
    inline-size: 9ch;
    color: var(--text-quiet);
  }

  .pairs .none {
    color: var(--text-quiet);
  }

  .pairs .differs {
    color: var(--bad);
    font-weight: 700;
    text-decoration: underline;
    text-decoration-thickness: 2px;
    text-underline-offset: 0.2em;
  }

  .pairs .signs {
    color: var(--bad);
    font-weight: 700;
    line-height: 1;
  }
`;
