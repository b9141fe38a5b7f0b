// The looks of a bar of tabs: words, of which the chosen one is underlined.

import { css } from 'lit';

export const tabsStyles = css`
  .tabs {
    display: flex;
  }

  .tab {
    padding: 0 0.7em;
    border: 0;
    border-block: 2px solid transparent;
    background: none;
    color: var(--text-quiet);
    font-size: var(--size-text);
    font-weight: 500;
    cursor: pointer;
  }

  .tab:hover {
    color: var(--text);
  }

  .tab:focus-visible {
    outline-offset: -2px;
  }

  .tab[aria-selected="true"] {
    border-block-end-color: var(--accent);
    color: var(--text);
    font-weight: 650;
  }

  @media (forced-colors: active) {
    .tab {
      border-block-color: Canvas;
    }

    .tab[aria-selected="true"] {
      border-block-end-color: Highlight;
    }
  }
`;
