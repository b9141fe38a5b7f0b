// The looks of the top line; on a phone the server’s status gets a line of its own.

import { css } from 'lit';

export const appHeaderStyles = css`
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-4);
    min-block-size: 3rem;
    padding: var(--space-1) var(--space-2) var(--space-1) var(--space-3);
    border-block-end: 1px solid var(--line);
    background: var(--surface-card);
  }

  h1 {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    margin: 0;
    font-size: 1rem;
    font-weight: 650;
    letter-spacing: -0.01em;
    white-space: nowrap;
  }

  img {
    inline-size: 1.5rem;
    block-size: 1.5rem;
  }

  /* One line beside the buttons: what finds no room in it is left out. */
  .status {
    display: flex;
    flex: 1 1 0;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.5rem;
    min-inline-size: 0;
    block-size: 1.5em;
    overflow: hidden;
    color: var(--text-quiet);
    line-height: 1.5;
    white-space: nowrap;
  }

  .status b {
    color: var(--text);
    font-weight: 600;
  }

  .status .bytes {
    color: var(--text);
  }

  .status > span + span:not(.bytes)::before {
    content: '·';
    margin-inline-end: 0.5rem;
  }

  .sentence {
    flex: 1 1 0;
    min-inline-size: 4rem;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .others {
    color: var(--warn);
  }

  .room {
    padding: 0.1em 0.6em;
    border-radius: var(--radius-small);
    background: var(--surface-control);
    font-size: var(--size-small);
    white-space: nowrap;
  }

  .rate {
    min-inline-size: 6.5em;
  }

  .dot {
    flex: none;
    align-self: center;
    inline-size: 0.55rem;
    block-size: 0.55rem;
    border-radius: 50%;
    background: var(--line-strong);
  }

  .dot.up {
    background: var(--good);
  }

  .dot.down {
    background: var(--bad);
  }

  /* Filled when the target is up, hollow when not. */
  @media (forced-colors: active) {
    .dot {
      border: 2px solid CanvasText;
    }

    .dot.up {
      background: CanvasText;
      forced-color-adjust: none;
    }

    .present[aria-pressed='true'] {
      border-color: Highlight;
    }
  }

  nav {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    margin-inline-start: auto;
  }

  .word {
    font-size: var(--size-text);
  }

  .present[aria-pressed='true'] {
    border-color: transparent;
    background: var(--surface-lit);
    color: var(--accent);
  }

  @media (max-width: 720px) {
    .status {
      order: 3;
      flex-basis: 100%;
      margin-block-end: var(--space-1);
      font-size: var(--size-small);
    }

    /* So that name and buttons share a line. */
    header {
      column-gap: var(--space-2);
    }

    nav {
      gap: 0;
    }

    .word {
      padding-inline: 0.5rem;
    }

    .word .icon {
      display: none;
    }

    .present {
      display: none;
    }
  }
`;
