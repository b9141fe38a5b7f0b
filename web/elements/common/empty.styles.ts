// The looks of a view that has nothing to show yet: a sentence in its middle that says what to do.

import { css } from 'lit';

export const emptyStyles = css`
  .empty {
    display: grid;
    place-content: center;
    block-size: 100%;
    padding: var(--space-4);
    color: var(--text-quiet);
    text-align: center;
    text-wrap: balance;
  }
`;
