// The looks of the crowd's picture: words on the left and bars on the right, one target below the other; where it is
// narrow, words above bars.

import { css } from 'lit';

export const crowdPictureStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    container: picture / inline-size;
    --head: 25rem;
  }

  .parts {
    flex: 1;
    min-block-size: 0;
    padding-inline: var(--space-3);
    overflow: hidden auto;
    scrollbar-width: thin;
    scrollbar-color: var(--line-strong) transparent;
  }

  .part,
  .foot-axis {
    display: grid;
    grid-template-columns: var(--head) minmax(0, 1fr);
    gap: 0 var(--space-3);
  }

  .part {
    padding-block: 0.375rem;
    border-block-end: 1px solid var(--line);
  }

  .head {
    display: grid;
    align-content: start;
    gap: 0.15rem;
    min-inline-size: 0;
  }

  .head h2 {
    overflow: hidden;
    font-size: var(--size-text);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .head b {
    font-weight: 650;
  }

  .what {
    display: var(--if-secondary, inline);
    color: var(--text-quiet);
    font-size: var(--size-small);
  }

  .result {
    font-size: var(--size-text);
    font-weight: 550;
    line-height: 1.3;
    text-wrap: pretty;
  }

  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.8em;
    margin: 0;
    font-size: var(--size-small);
  }

  dl > div {
    display: flex;
    gap: 0.35em;
    white-space: nowrap;
  }

  dt {
    color: var(--text-quiet);
  }

  dd {
    margin: 0;
  }

  dl .bad {
    color: var(--bad);
    font-weight: 600;
  }

  /* Many targets in little height: name and sentence in one paragraph, and no figures where they have no room. */
  .compact .part {
    padding-block: 2px;
  }

  .compact .head {
    display: block;
    line-height: 1.3;
  }

  .compact :is(h2, .result) {
    display: inline;
    font-size: var(--size-small);
    white-space: normal;
  }

  .compact .result {
    font-weight: 400;
    line-height: inherit;
  }

  .compact .what,
  .tight dl {
    display: none;
  }

  .tight .head {
    display: -webkit-box;
    line-height: 1.2;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  .lanes {
    position: relative;
    align-self: start;
    min-inline-size: 0;
    contain: layout;
  }

  .lanes svg {
    display: block;
    overflow: visible;
  }

  .foot-axis {
    position: sticky;
    inset-block-end: 0;
    z-index: 1;
    background: var(--surface-panel);
  }

  .axis {
    position: relative;
    grid-column: 2;
    block-size: 1.5rem;
    color: var(--text-quiet);
    font-size: var(--size-tiny);
    white-space: nowrap;
  }

  .axis span {
    position: absolute;
    inset-block-start: 0.35rem;
    translate: -50% 0;
  }

  .axis span:first-child {
    translate: 0 0;
  }

  .axis span::before {
    content: "";
    position: absolute;
    inset-block-end: 100%;
    inset-inline-start: 50%;
    block-size: 0.3rem;
    border-inline-start: 1px solid var(--line-strong);
  }

  .axis span:first-child::before {
    inset-inline-start: 0;
  }

  .foot {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 var(--space-4);
    min-block-size: 1.75rem;
    padding: 0.15rem var(--space-3);
    border-block-start: 1px solid var(--line);
    font-size: var(--size-small);
  }

  .detail {
    flex: 1 1 20rem;
    min-block-size: 1.3em;
    color: var(--text-quiet);
  }

  .detail.of {
    color: var(--text);
  }

  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-3);
    margin: 0;
    padding: 0;
    color: var(--text-quiet);
    font-size: var(--size-tiny);
    list-style: none;
  }

  .key li {
    display: flex;
    align-items: center;
    gap: 0.4em;
    white-space: nowrap;
  }

  .key svg {
    overflow: visible;
  }

  /* Most sentences in one line. */
  @container picture (min-width: 72rem) {
    .tight {
      --head: 32rem;
    }
  }

  @container picture (max-width: 56rem) {
    .parts {
      --head: 17rem;
    }
  }

  @container picture (max-width: 42rem) {
    .parts {
      display: flex;
      flex: none;
      flex-direction: column;
      overflow: visible;
    }

    /* Above the bars, where it stays in sight. */
    .foot-axis {
      inset-block: 0 auto;
      order: -1;
    }

    .axis span::before {
      display: none;
    }

    .part,
    .foot-axis {
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-1);
    }

    .axis {
      grid-column: 1;
    }

    .what {
      display: none;
    }

    .foot {
      display: contents;
    }

    .detail {
      position: sticky;
      inset-block-end: 0;
      flex: none;
      min-block-size: 2.9em;
      padding: var(--space-1) var(--space-3);
      border-block-start: 1px solid var(--line);
      background: var(--surface-panel);
      font-size: var(--size-small);
    }

    .key {
      padding: var(--space-1) var(--space-3);
    }
  }
`;
