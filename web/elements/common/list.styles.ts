// The looks of a virtual list: viewport, rows in columns, and the button that leads back to the end.

import { css } from 'lit';

export const listStyles = css`
  .viewport {
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--line-strong) transparent;
  }

  .viewport:focus-visible {
    outline-offset: -2px;
  }

  .rows {
    position: absolute;
    inset-inline: 0;
    inset-block-start: 0;
  }

  .row {
    display: grid;
    align-items: center;
    block-size: var(--row-height);
    overflow: hidden;
    font-size: var(--size-small);
    font-variant-numeric: tabular-nums;
    white-space: pre;
  }

  .row > * {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .row[role="button"] {
    cursor: pointer;
  }

  .row[role="button"]:hover {
    background: var(--surface-lit);
  }

  .row[role="button"]:focus-visible {
    outline-offset: -2px;
  }

  .row .end {
    text-align: end;
  }

  /* Its bytes are pointed at. */
  .row[data-touched] {
    background: var(--surface-lit);
    box-shadow: inset 3px 0 var(--accent);
  }

  @media (forced-colors: active) {
    .row[data-touched],
    .row.lit {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }

  .newer {
    position: absolute;
    inset-block-end: 0.4rem;
    inset-inline-start: 50%;
    translate: -50% 0;
    border-radius: 999px;
    box-shadow: var(--shadow-float);
  }

  .dropped {
    padding: 0.15rem var(--space-3);
    border-block-end: 1px dashed var(--line);
    color: var(--text-quiet);
    font-size: var(--size-tiny);
  }

  .empty {
    display: grid;
    place-content: center;
    gap: 0.25rem;
    padding: var(--space-4);
    color: var(--text-quiet);
    text-align: center;
    text-wrap: balance;
  }
`;
