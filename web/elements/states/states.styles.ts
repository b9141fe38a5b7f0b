// How the diagram and the two sentences are laid out. `--client` and `--server` are the ends' colours.

import { css } from 'lit';

export const statesStyles = css`
  :host {
    --client: var(--mark, var(--accent));
    --server: var(--text);
    display: block;
    block-size: 100%;
    min-block-size: 0;
    container: states / size;
  }

  .view {
    display: flex;
    flex-direction: column;
    gap: var(--space-1);
    block-size: 100%;
    padding: var(--space-2) var(--space-3);
    overflow: auto;
  }

  .wide {
    flex: 1;
    min-block-size: 0;
  }

  .tall {
    display: none;
  }

  svg {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    font-family: var(--font-text);
  }

  dl {
    display: grid;
    flex: none;
    grid-template-columns: auto auto minmax(0, 1fr);
    gap: 0.15rem var(--space-2);
    align-items: baseline;
    margin: 0;
    font-size: var(--size-small);
  }

  dl > div {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: baseline;
  }

  dt {
    white-space: nowrap;
  }

  dd {
    margin: 0;
  }

  .who {
    display: inline-block;
    min-inline-size: 4.2em;
    padding: 0.05em 0.6em;
    border-radius: 2px;
    background: var(--server);
    color: var(--surface-card);
    font-weight: 650;
    text-align: center;
  }

  .client .who {
    border-radius: 1em;
    background: color-mix(in oklab, var(--client) 82%, var(--text));
  }

  .state {
    white-space: nowrap;
  }

  .state b {
    font-weight: 700;
  }

  .how {
    margin-inline-start: 0.4em;
    color: var(--text-quiet);
    font-size: var(--size-tiny);
  }

  .left {
    color: var(--text-quiet);
    white-space: nowrap;
  }

  /* Much wider than high: the sentences stand beside the diagram */
  @container states (min-aspect-ratio: 5.4/1) and (min-width: 68rem) {
    .view {
      flex-direction: row;
      gap: var(--space-4);
      align-items: center;
    }

    .wide {
      block-size: 100%;
    }

    dl {
      grid-template-columns: auto minmax(0, 1fr);
      inline-size: 21rem;
      gap: var(--space-1) var(--space-2);
    }

    dl > div {
      margin-block-end: var(--space-2);
    }

    dd.sentence {
      grid-column: 1 / -1;
    }
  }

  @container states (max-width: 40rem) {
    .view {
      flex-direction: column-reverse;
      justify-content: flex-end;
      gap: var(--space-3);
    }

    .wide {
      display: none;
    }

    .tall {
      display: block;
      flex: none;
      inline-size: min(100%, 32rem);
      margin-inline: auto;
    }

    .tall svg {
      block-size: auto;
    }

    dl {
      grid-template-columns: auto minmax(0, 1fr);
    }

    dd.sentence {
      grid-column: 1 / -1;
      margin-block-end: var(--space-2);
    }
  }
`;
