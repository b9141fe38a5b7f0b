// The looks of the crowd's controls: targets, numbers and actions in one line where there is room, else in as many as it
// takes.

import { css } from 'lit';

export const crowdControlsStyles = css`
  :host {
    display: block;
    border-block-end: 1px solid var(--line);
  }

  form {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-4);
    padding: var(--space-1) var(--space-3);
    font-size: var(--size-small);
  }

  .targets {
    display: flex;
    flex: 1 1 0;
    flex-basis: max-content;
    flex-wrap: wrap;
    gap: 0 var(--space-3);
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  .targets legend {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  .target {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-block-size: 1.75rem;
    font-weight: 550;
    white-space: nowrap;
    cursor: pointer;
  }

  .target.down {
    color: var(--text-quiet);
    text-decoration: line-through;
    cursor: default;
  }

  .target input {
    inline-size: 1rem;
    block-size: 1rem;
    margin: 0;
    accent-color: var(--accent);
  }

  .fold {
    min-block-size: 1.75rem;
    margin-inline-start: -0.4em;
    padding-inline: 0.4em;
    color: var(--text-quiet);
    font-size: inherit;
  }

  .numbers {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-3);
  }

  .number {
    display: var(--if-secondary, inline-flex);
    align-items: center;
    gap: 0.4em;
    color: var(--text-quiet);
    white-space: nowrap;
  }

  /* What is wrong is seen even where there are few controls. */
  .number.wrong {
    display: inline-flex;
  }

  .number .field {
    block-size: 1.75rem;
    padding-inline: 0.5em;
    color: var(--text);
    font-size: var(--size-small);
    text-align: end;
  }

  .presets,
  .actions {
    display: flex;
    align-items: center;
    gap: var(--space-1);
  }

  wa-dropdown {
    display: var(--if-secondary, inline-block);
  }

  .note {
    flex: 1 1 16rem;
    color: var(--text-quiet);
  }

  /* What is down is crossed out, too. */
  #down:not([hidden]) {
    display: var(--if-secondary, block);
  }

  .note.bad {
    color: var(--bad);
  }

  .note[hidden] {
    display: none;
  }

  @media (max-width: 720px) {
    form {
      gap: var(--space-1) var(--space-3);
    }

    .numbers {
      display: grid;
      flex-basis: 100%;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: var(--space-1) var(--space-3);
    }

    .number {
      display: grid;
      grid-template-columns: minmax(0, 1fr) max-content 1.6em;
    }

    .presets {
      grid-column: 1 / -1;
    }

    .note {
      flex-basis: 100%;
    }
  }
`;
