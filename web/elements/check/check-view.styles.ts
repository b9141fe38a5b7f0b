// The looks of the check's bar and notes.

import { css } from 'lit';

export const checkViewStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
    container: check / inline-size;
  }

  .bar {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-2);
    padding: var(--space-1) var(--space-2) var(--space-1) var(--space-3);
    border-block-end: 1px solid var(--line);
    font-size: var(--size-small);
  }

  select.field {
    max-inline-size: 16rem;
    block-size: 1.75rem;
    padding-inline: 0.4em;
    border-color: var(--line-control);
    font-size: var(--size-small);
  }

  /* As wide as its longest words, so that nothing moves when they change. */
  .run {
    min-inline-size: 7.2rem;
  }

  .state {
    display: flex;
    flex: 1 1 16rem;
    align-items: center;
    gap: var(--space-2);
    min-inline-size: 0;
    padding-inline-start: var(--space-1);
  }

  .quiet {
    color: var(--text-quiet);
  }

  .progress {
    flex: 0 1 12rem;
    min-inline-size: 5rem;
    block-size: 0.5rem;
    overflow: hidden;
    border-radius: 999px;
    background: var(--surface-control);
    box-shadow: inset 0 0 0 1px var(--line);
  }

  .progress i {
    display: block;
    block-size: 100%;
    border-radius: inherit;
    background: var(--accent);
  }

  @media (prefers-reduced-motion: no-preference) {
    .progress i {
      transition: inline-size 0.2s ease-out;
    }
  }

  @media (forced-colors: active) {
    .progress {
      border: 1px solid CanvasText;
    }

    .progress i {
      background: Highlight;
      forced-color-adjust: none;
    }
  }

  .count {
    font-weight: 600;
    white-space: nowrap;
  }

  .now {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .summary {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-3);
    font-size: var(--size-text);
  }

  .summary > span {
    display: inline-flex;
    gap: 0.4em;
  }

  .summary b {
    font-weight: 650;
  }

  .filter {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    color: var(--text-quiet);
    white-space: nowrap;
  }

  .filter input {
    margin: 0;
    accent-color: var(--accent);
  }

  wa-dropdown {
    display: var(--if-secondary, inline-block);
  }

  .note {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-3);
    padding: var(--space-1) var(--space-3);
    border-block-end: 1px solid var(--line);
    background: var(--warn-surface);
    color: var(--warn);
    font-size: var(--size-small);
  }

  .note.bad {
    background: var(--bad-surface);
    color: var(--bad);
  }

  .empty span {
    max-inline-size: 34rem;
  }

  @container check (max-width: 34rem) {
    .state {
      order: 3;
      flex-basis: 100%;
      padding-inline-start: 0;
    }

    .state:empty {
      display: none;
    }

    select.field {
      flex: 1 1 6rem;
      block-size: 2.25rem;
    }

    .run {
      min-block-size: 2.25rem;
    }

    .filter {
      order: 4;
      flex: 1;
      min-block-size: 2rem;
    }

    wa-dropdown {
      order: 5;
    }
  }
`;
