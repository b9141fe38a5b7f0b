// The looks of the panel of targets: a drawer at the side, one block a target.

import { css } from 'lit';

export const targetsPanelStyles = css`
  wa-drawer {
    --size: min(38rem, 100vw);
    --spacing: var(--space-4);
  }

  :host([large]) wa-drawer {
    --size: min(46rem, 100vw);
  }

  wa-drawer::part(header) {
    padding-block: var(--space-3) var(--space-2);
  }

  wa-drawer::part(title) {
    font-size: var(--size-large);
    font-weight: 600;
  }

  wa-drawer::part(body) {
    padding-block: 0 var(--space-4);
    font-size: var(--size-text);
  }

  .about {
    color: var(--text-quiet);
    text-wrap: pretty;
  }

  .note {
    margin-block-start: var(--space-2);
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-small);
    background: var(--warn-surface);
    color: var(--warn);
  }

  section {
    margin-block-start: var(--space-4);
  }

  h3 {
    font-size: var(--size-text);
    font-weight: 650;
  }

  section > .about {
    font-size: var(--size-small);
  }

  ul {
    margin: var(--space-2) 0 0;
    padding: 0;
    border: 1px solid var(--line);
    border-radius: var(--radius-card);
    list-style: none;
  }

  li {
    display: grid;
    gap: var(--space-1);
    padding: var(--space-3);
  }

  li + li {
    border-block-start: 1px solid var(--line);
  }

  .head,
  .foot,
  .where {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-2);
  }

  .head b {
    font-size: var(--size-large);
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .health {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
    padding: 0.1em 0.5em;
    border-radius: var(--radius-small);
    background: var(--surface-control);
    color: var(--text-quiet);
    font-size: var(--size-small);
    font-weight: 550;
  }

  .health.up {
    background: var(--good-surface);
    color: var(--good);
  }

  .health.down {
    background: var(--bad-surface);
    color: var(--bad);
  }

  .open {
    margin-inline-start: auto;
    color: var(--text-quiet);
    font-size: var(--size-small);
  }

  .description,
  .why {
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }

  .description::first-letter {
    text-transform: uppercase;
  }

  .why {
    color: var(--text-quiet);
  }

  .why.down {
    color: var(--bad);
  }

  .where {
    flex: 1 1 12rem;
    flex-wrap: nowrap;
    min-inline-size: 0;
  }

  @media (max-width: 480px) {
    .where {
      flex-basis: 100%;
    }
  }

  .where code {
    overflow-wrap: anywhere;
  }

  .button.use[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--surface-lit);
    color: var(--accent);
  }

  @media (forced-colors: active) {
    .button.use[aria-pressed='true'] {
      border-color: Highlight;
    }
  }
`;
