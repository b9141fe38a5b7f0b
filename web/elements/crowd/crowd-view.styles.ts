// The looks of the crowd's view around controls and picture, and of its first sight.

import { css } from 'lit';

export const crowdViewStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
    container: crowd / inline-size;
  }

  echo-crowd-controls {
    flex: none;
  }

  echo-crowd-picture {
    flex: 1;
    min-block-size: 0;
  }

  .empty {
    display: grid;
    flex: 1;
    align-content: safe center;
    justify-items: center;
    gap: var(--space-3);
    min-block-size: 0;
    padding: var(--space-3) var(--space-4);
    overflow: auto;
    text-align: center;
  }

  .empty p {
    max-inline-size: 40rem;
    text-wrap: balance;
  }

  .empty.quiet,
  .empty p {
    color: var(--text-quiet);
  }

  .empty b {
    color: var(--text);
  }

  .empty .button {
    min-block-size: var(--control-height);
    padding-inline: 1.1em;
    font-size: var(--size-text);
  }

  .sketches {
    display: flex;
    gap: var(--space-4) calc(2 * var(--space-4));
  }

  figure {
    display: grid;
    justify-items: start;
    gap: var(--space-1);
    margin: 0;
    color: var(--text-quiet);
    font-size: var(--size-tiny);
  }

  figure svg {
    inline-size: 9.75rem;
    block-size: 2.6rem;
  }

  .served {
    fill: var(--accent);
  }

  .wait {
    fill: none;
    stroke: var(--text-quiet);
    stroke-dasharray: 3 2;
  }

  @container crowd (max-width: 42rem) {
    :host {
      overflow: auto;
    }

    .empty,
    echo-crowd-picture {
      flex: none;
    }

    .sketches figure svg {
      inline-size: 7.5rem;
    }
  }

  @media (max-width: 720px) {
    :host {
      overflow: auto;
    }

    .empty,
    echo-crowd-picture {
      flex: none;
    }
  }
`;
