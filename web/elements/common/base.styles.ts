// What every element begins with: box model, focus ring, and text for screen readers only.

import { css } from 'lit';

export const baseStyles = css`
  :host {
    box-sizing: border-box;
  }

  :host([hidden]) {
    display: none !important;
  }

  /* Not "inherit": the browser would share no style between elements, and take ten times as long over many of them. */
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 1px;
  }

  h2,
  h3,
  p {
    margin: 0;
    font: inherit;
  }

  .spoken {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .figures {
    font-variant-numeric: tabular-nums;
  }

  .bytes {
    font-family: var(--font-bytes);
    font-size: 0.95em;
  }
`;
