// The looks of the record: a bar that fits one line of the dock, and rows whose columns are aligned over all.

import { css } from 'lit';

export const recordViewStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
    container: record / inline-size;
  }

  .bar {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--space-1) var(--space-2);
    padding: var(--space-1) var(--space-2) var(--space-1) var(--space-3);
    border-block-end: 1px solid var(--line);
  }

  echo-record-filters {
    flex: 1 1 auto;
  }

  .count {
    flex: 0 1 auto;
    min-inline-size: 0;
    overflow: hidden;
    color: var(--text-quiet);
    font-size: var(--size-tiny);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .count.bad {
    color: var(--bad);
  }

  wa-dropdown {
    display: var(--if-secondary, inline-block);
  }

  .row {
    grid-template-columns: 6.6rem 3.6rem 4.2rem 6rem 1rem 9.5rem 6.5rem minmax(0, 1fr);
    gap: 0 var(--space-3);
    padding-inline: var(--space-3);
  }

  .head {
    flex: none;
    block-size: 1.3rem;
    border-block-end: 1px solid var(--line);
    color: var(--text-quiet);
    font-size: var(--size-tiny);
  }

  .row.lit {
    background: var(--surface-lit);
  }

  .time,
  .connection,
  .quiet .step {
    color: var(--text-quiet);
  }

  .who {
    display: flex;
    align-items: center;
    gap: 0.5em;
  }

  .connection {
    font-size: var(--size-tiny);
  }

  .step {
    font-weight: 550;
  }

  .quiet .step {
    font-weight: 400;
  }

  .direction {
    text-align: center;
  }

  .bad .step,
  .bad .text {
    color: var(--bad);
  }

  .empty .button {
    justify-self: center;
  }

  @container record (max-width: 62rem) {
    .bar {
      flex-wrap: wrap;
    }

    .count {
      flex: 1;
    }
  }

  @container record (max-width: 50rem) {
    .row {
      grid-template-columns: 6.2rem 3.2rem 3.6rem 5.4rem 0.9rem 7.6rem 5.6rem minmax(0, 1fr);
      gap: 0 var(--space-2);
    }
  }

  /* Too narrow for one line: the step, and below it its bytes. */
  @container record (max-width: 42rem) {
    .head {
      display: none;
    }

    .row {
      grid-template: "time who lane step direction" "range range size text text" / 5.9rem 2.8rem 3.7rem minmax(0, 1fr) 0.9rem;
      align-content: center;
      block-size: calc(1.7 * var(--row-height));
      border-block-end: 1px solid var(--line);
    }

    .time {
      grid-area: time;
    }

    .who {
      grid-area: who;
    }

    .lane {
      grid-area: lane;
    }

    .step {
      grid-area: step;
    }

    .direction {
      grid-area: direction;
    }

    .range {
      grid-area: range;
    }

    .size {
      grid-area: size;
    }

    .row .end {
      text-align: start;
    }

    .text {
      grid-area: text;
    }

    .row:not(.moves) .text {
      grid-column: 1 / -1;
    }
  }
`;
