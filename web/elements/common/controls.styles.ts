// Native controls for the parts of the page that are there a hundred times over: buttons and fields of the cards, which
// look like Web Awesome's but cost one node each.

import { css } from 'lit';

export const controlStyles = css`
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.35em;
    min-block-size: 1.75rem;
    padding: 0 0.65em;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface-card);
    color: var(--text);
    font-size: var(--size-small);
    font-weight: 500;
    white-space: nowrap;
    cursor: pointer;
  }

  .button:hover {
    background: var(--surface-control);
  }

  .button[aria-pressed="true"] {
    border-color: var(--warn);
    background: var(--warn-surface);
    color: var(--warn);
  }

  @media (forced-colors: active) {
    .button[aria-pressed="true"] {
      border-color: Highlight;
    }

    .button[aria-disabled="true"] {
      border-color: GrayText;
      color: GrayText;
    }
  }

  .button[aria-disabled="true"],
  .button:disabled {
    background: transparent;
    color: color-mix(in oklab, var(--text-quiet) 65%, transparent);
    cursor: default;
  }

  .button.accent:not([aria-disabled="true"]) {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }

  .button.accent:not([aria-disabled="true"]):hover {
    background: var(--accent-hover);
  }

  .button.bare {
    border-color: transparent;
    background: transparent;
    color: var(--text-quiet);
  }

  .button.bare:hover {
    background: var(--surface-control);
    color: var(--text);
  }

  .button.square {
    inline-size: 1.75rem;
    padding: 0;
    font-size: var(--size-text);
  }

  .field {
    min-inline-size: 0;
    block-size: var(--control-height);
    padding: 0 0.65em;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: var(--surface-card);
  }

  .field::placeholder {
    color: var(--text-quiet);
    opacity: 1;
  }

  .field:focus-visible {
    border-color: var(--focus);
    outline: 1px solid var(--focus);
    outline-offset: 0;
  }

  .field[aria-invalid="true"] {
    border-color: var(--bad);
    outline-color: var(--bad);
  }

  .field[type="search"]::-webkit-search-cancel-button {
    appearance: none;
  }
`;
