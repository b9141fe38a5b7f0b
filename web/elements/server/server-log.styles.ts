// The looks of the server’s log: one event is one row of fixed height, its columns aligned over all rows.

import { type CSSResult, css, unsafeCSS } from 'lit';

/** `host`: which hosts, as a selector. */
function twoLines(host: string): CSSResult {
  const within = unsafeCSS(host);
  return css`
    ${within} .row {
      grid-template: "time label peer client" "time detail detail detail" / 5.9rem 5.2rem minmax(3.2rem, 1fr) fit-content(6rem);
      align-content: center;
      block-size: calc(1.7 * var(--row-height));
      border-block-end: 1px solid var(--line);
    }

    ${within} .time {
      grid-area: time;
    }

    ${within} .peer {
      grid-area: peer;
    }

    ${within} .client {
      grid-area: client;
    }

    ${within} .detail {
      grid-area: detail;
      color: var(--text-quiet);
    }
  `;
}

export const serverLogStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
  }

  .bar {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    padding: var(--space-1) var(--space-2) var(--space-1) var(--space-3);
    border-block: 1px solid var(--line);
  }

  h3 {
    font-weight: 600;
  }

  .count {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--text-quiet);
    font-size: var(--size-tiny);
  }

  echo-filter-field {
    display: var(--if-secondary, flex);
    inline-size: 8rem;
    margin-inline-start: auto;
  }

  wa-dropdown {
    display: var(--if-secondary, inline-block);
  }

  .row {
    grid-template-columns: 6.6rem 5.2rem 3.4rem minmax(0, 1fr) 5.6rem;
    gap: 0 var(--space-2);
    padding-inline: var(--space-3);
  }

  :host(.several) .row {
    grid-template-columns: 6.6rem 5.2rem 3.4rem 6.2rem minmax(0, 1fr) 5.6rem;
  }

  .server {
    color: var(--text-quiet);
  }

  .row.lit {
    background: var(--surface-lit);
  }

  .time,
  .quiet .label,
  .stranger {
    color: var(--text-quiet);
  }

  .gone {
    opacity: 0.6;
  }

  .label {
    font-weight: 550;
  }

  .quiet .label {
    font-weight: 400;
  }

  .bad .label,
  .bad .detail {
    color: var(--bad);
  }

  /* Too narrow for one line: what happened, and below it the figures. */
  @container pane (max-width: 36rem) {
    ${twoLines(':host')}
  }

  /* With the server's name even sooner. */
  @container pane (max-width: 46rem) {
    ${twoLines(':host(.several)')}

    :host(.several) .row {
      grid-template-areas: "time label peer client" "time server detail detail";
      grid-template-columns: 5.9rem 6.2rem minmax(3.2rem, 1fr) fit-content(6rem);
    }

    :host(.several) .server {
      grid-area: server;
    }
  }
`;
