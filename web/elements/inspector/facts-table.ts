// Names and values in two columns.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { Fact } from '../../model/inspector/facts.ts';

export function renderFacts(facts: readonly Fact[]): TemplateResult | typeof nothing {
  if (facts.length === 0) return nothing;
  return html`<dl class="facts figures">
    ${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
  </dl>`;
}

export const factsStyles = css`
  .facts {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.35rem var(--space-4);
    margin: 0;
  }

  .facts dt {
    color: var(--text-quiet);
  }

  .facts dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
`;
