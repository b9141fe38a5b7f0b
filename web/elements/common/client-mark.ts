// A client's mark: its shape in its colour, and its letter. The same wherever the client is spoken of.

import { css, html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { Identity, IdentityShape } from '../../model/identity.ts';

/** Shape and letter. The letter is text, so that it is read out too. */
export function clientMark(identity: Identity): TemplateResult {
  return html`<span class="mark" style=${`--mark: var(--identity-${identity.colour})`}
    ><svg viewBox="0 0 16 16" aria-hidden="true">${shapes[identity.shape]}</svg><b>${identity.letter}</b></span
  >`;
}

const shapes: Record<IdentityShape, SVGTemplateResult> = {
  circle: svg`<circle cx="8" cy="8" r="6.4" />`,
  square: svg`<rect x="2.4" y="2.4" width="11.2" height="11.2" rx="1.6" />`,
  triangle: svg`<path d="M8 1.8 14.8 13.8H1.2Z" stroke-linejoin="round" />`,
  diamond: svg`<path d="M8 .8 15.2 8 8 15.2.8 8Z" />`,
  hexagon: svg`<path d="M4.4 1.6h7.2L15.2 8l-3.6 6.4H4.4L.8 8Z" />`,
  cross: svg`<path d="M5.6 1.6h4.8v4h4v4.8h-4v4H5.6v-4h-4V5.6h4Z" />`,
  ring: svg`<path fill-rule="evenodd" d="M8 1.4a6.6 6.6 0 1 1 0 13.2A6.6 6.6 0 0 1 8 1.4m0 3.9a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4" />`,
};

export const markStyles = css`
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 0.35em;
    white-space: nowrap;
  }

  .mark svg {
    inline-size: 0.8em;
    block-size: 0.8em;
    flex: none;
    fill: var(--mark);
  }

  .mark b {
    font-weight: 650;
  }
`;
