// The looks of the inspector: a drawer at the side, its content one column of which only the bytes scroll.

import { css } from 'lit';

export const inspectorStyles = css`
  wa-drawer {
    --size: min(44rem, 100vw);
    --spacing: var(--space-4);
  }

  wa-drawer::part(header) {
    padding-block: var(--space-3) var(--space-2);
  }

  wa-drawer::part(body) {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    padding-block-start: 0;
    overflow: hidden;
  }

  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.6em;
    font-size: var(--size-large);
    font-weight: 600;
  }

  .title .range {
    color: var(--text-quiet);
    font-weight: 400;
  }

  .content {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: var(--space-3);
    min-block-size: 0;
    font-size: var(--size-text);
  }

  .bar,
  .pager {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-2);
  }

  .bar {
    border-block-end: 1px solid var(--line);
  }

  .tabs {
    flex: 1;
  }

  .tab {
    min-block-size: 2.25rem;
  }

  .panel {
    display: flex;
    flex: 0 1 auto;
    flex-direction: column;
    gap: var(--space-3);
    min-block-size: 0;
    overflow: hidden auto;
  }

  .jump {
    align-self: start;
  }

  .sheet {
    min-block-size: 0;
    padding: var(--space-3);
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface-sunken);
    font-family: var(--font-bytes);
    line-height: 1.6;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    scrollbar-width: thin;
  }

  .sheet:focus-visible {
    outline-offset: -2px;
  }

  .control {
    margin-inline: 1px;
    padding: 0 0.25em;
    border: 1px solid var(--line-control);
    border-radius: 3px;
    color: var(--text-quiet);
    font-size: 0.75em;
    white-space: nowrap;
  }

  .invalid {
    color: var(--bad);
    text-decoration: underline dotted;
    text-underline-offset: 0.2em;
  }

  .hint {
    color: var(--text-quiet);
    font-size: var(--size-small);
  }

  .copied {
    color: var(--good);
    font-size: var(--size-small);
  }

  .copied.bad {
    color: var(--bad);
  }

  .off-screen {
    position: fixed;
    inset-inline-start: -100vw;
  }

  /* A projector: as large as a whole row of a hex dump lets it be. */
  :host([large]) wa-drawer {
    --size: min(62rem, 100vw);
  }

  :host([large]) :is(.content, .tab, .button, .hint, .copied) {
    font-size: 1.125rem;
  }

  :host([large]) .button {
    min-block-size: 2.25rem;
  }

  :host([large]) .title {
    font-size: 1.375rem;
  }

  @media (max-width: 720px) {
    wa-drawer {
      --spacing: var(--space-3);
    }

    .tab {
      padding-inline: 0.6em;
    }

    .copied:not(:empty) {
      flex-basis: 100%;
      order: 1;
      padding-block-end: var(--space-1);
    }
  }
`;
