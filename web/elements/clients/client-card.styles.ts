// The looks of a client card. A card off screen is not painted (content-visibility), so that a hundred cost no more
// than the few in view; within a card everything adapts to its width, not to the window.

import { css } from 'lit';

export const clientCardStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    border: 1px solid var(--line);
    border-radius: var(--radius-card);
    background: var(--surface-card);
    box-shadow: var(--shadow-card);
    container: card / inline-size;
    content-visibility: auto;
    contain-intrinsic-size: auto 22rem auto 22rem;
  }

  :host([lit]) {
    border-color: var(--mark);
    box-shadow:
      0 0 0 1px var(--mark),
      var(--shadow-card);
  }

  @media (forced-colors: active) {
    :host([lit]) {
      border-color: Highlight;
      outline: 1px solid Highlight;
    }
  }

  header {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    padding: var(--space-2) var(--space-2) 0 var(--space-3);
  }

  .who {
    font-size: var(--size-large);
  }

  .name {
    flex: 1 1 4rem;
    min-inline-size: 2rem;
    block-size: 1.75rem;
    padding: 0 0.35rem;
    border: 1px solid transparent;
    border-radius: var(--radius-small);
    background: transparent;
    font-weight: 550;
    text-overflow: ellipsis;
  }

  .name::placeholder {
    color: var(--text);
    opacity: 1;
  }

  .name:hover {
    border-color: var(--line);
  }

  .name:focus {
    border-color: var(--focus);
    outline: 1px solid var(--focus);
    outline-offset: 0;
  }

  .facts {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2);
    min-block-size: 1.5rem;
    padding: 0.1rem var(--space-3) var(--space-1);
    border-block-end: 1px solid var(--line);
    color: var(--text-quiet);
    font-size: var(--size-small);
    white-space: nowrap;
    overflow: hidden;
  }

  .rtt,
  .totals {
    display: inline-flex;
    align-items: center;
    gap: 0.45em;
  }

  /* Where there is no room for all, the older end of the line of round trips goes before anything of the target's name. */
  .rtt {
    justify-content: end;
    min-inline-size: 0;
    overflow: hidden;
  }

  .ports,
  .totals {
    flex: none;
  }

  .ends {
    display: inline-flex;
    align-items: center;
    flex: none;
    gap: 0.25em;
    max-inline-size: 55%;
  }

  .there {
    display: none;
  }

  @container card (min-width: 27rem) {
    .there {
      display: inline;
    }
  }

  .rtt > span {
    flex: none;
    color: var(--text);
  }

  .mismatches {
    color: var(--bad);
    font-weight: 650;
  }

  echo-client-transcript {
    flex: 1;
    min-block-size: 0;
  }

  .ending {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    padding: var(--space-2) var(--space-2) var(--space-2) var(--space-3);
    background: var(--surface-control);
    font-size: var(--size-small);
  }

  .ending p {
    flex: 1;
    text-wrap: pretty;
  }

  .ending.bad {
    background: var(--bad-surface);
    color: var(--bad);
  }

  .ending.away {
    background: var(--warn-surface);
    color: var(--warn);
  }

  .ending.good {
    background: var(--good-surface);
    color: var(--good);
  }

  @container card (max-width: 25rem) {
    .rtt echo-term {
      display: none;
    }
  }

  @container card (max-width: 22rem) {
    .rtt .sparkline {
      display: none;
    }
  }
`;
