// The looks of the chunks view: the ruler, and the latency split beside it or, where it is narrow, below it.

import { css } from 'lit';

export const chunksViewStyles = css`
  :host {
    display: block;
    block-size: 100%;
    overflow: auto;
    container: chunks / inline-size;
  }

  .view {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 19rem;
    grid-template-rows: minmax(13rem, 1fr);
    gap: var(--space-2) var(--space-4);
    block-size: 100%;
    padding: var(--space-2) var(--space-3);
  }

  .view.alone {
    grid-template-columns: minmax(0, 1fr);
  }

  .ruler {
    display: flex;
    flex-direction: column;
    gap: var(--space-1);
    min-inline-size: 0;
    min-block-size: 0;
  }

  .story {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: 0 0.45em;
    font-size: clamp(1rem, 1.7cqi, 1.75rem);
    font-weight: 650;
    line-height: 1.15;
  }

  .unseen {
    color: var(--text-quiet);
    font-size: var(--size-small);
  }

  .part {
    display: inline-flex;
    flex-direction: column;
    white-space: nowrap;
  }

  .part small {
    color: var(--text-quiet);
    font-size: max(0.5em, var(--size-tiny));
    font-weight: 500;
  }

  .part.partial {
    color: var(--text-quiet);
  }

  .arrow {
    color: var(--text-quiet);
    font-weight: 400;
  }

  echo-chunk-bars {
    flex: 1;
  }

  echo-ruler-picker {
    display: var(--if-secondary, inline-flex);
  }

  .empty {
    display: grid;
    flex: 1;
    place-content: center;
    justify-items: center;
    gap: var(--space-2);
    color: var(--text-quiet);
    font-size: var(--size-large);
    text-align: center;
    text-wrap: balance;
  }

  @container chunks (max-width: 62rem) {
    .view {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: minmax(min(100%, 15rem), max-content) auto;
      block-size: auto;
      min-block-size: 100%;
    }
  }
`;
