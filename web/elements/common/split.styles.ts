// The divider of a split panel: a hairline that shows itself when it can be moved.

import { css } from 'lit';

export const splitStyles = css`
  wa-split-panel {
    --divider-width: 1px;
    --divider-hit-area: 11px;
    /* Panels are never larger than the split panel across its direction: they scroll within. */
    grid-auto-rows: minmax(0, 1fr);
    grid-auto-columns: minmax(0, 1fr);
  }

  wa-split-panel::part(divider) {
    background: var(--line);
    color: transparent;
    transition: background 120ms;
  }

  wa-split-panel::part(divider):hover,
  wa-split-panel::part(divider):focus-visible {
    outline: 1px solid var(--focus);
    outline-offset: 0;
    background: var(--focus);
  }

  @media (prefers-reduced-motion: reduce) {
    wa-split-panel::part(divider) {
      transition: none;
    }
  }
`;
