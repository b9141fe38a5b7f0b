// The looks of the table of connections: one row each in as many columns as the pane has room for; of several servers and
// in a narrow pane, a row has two lines.

import { type CSSResult, css, unsafeCSS } from 'lit';

/** Without age and names. `host`: which hosts, as a compound selector. */
function compact(host: string): CSSResult {
  const within = unsafeCSS(host === '' ? ':host' : `:host(${host})`);
  return css`
    ${within} .row {
      --columns-first: 3.4rem minmax(5.6rem, 1fr);
      --columns-last: 3.4rem 3.4rem minmax(3rem, 0.7fr);
      gap: 0 var(--space-2);
    }

    ${within} .age,
    ${within} .to-client .name {
      display: none;
    }
  `;
}

/** Who serves it stands below its state, and its server above the bytes. */
function twoLines(host: string): CSSResult {
  const within = unsafeCSS(`:host(.choice${host})`);
  return css`
    ${within} .row {
      grid-template:
        "peer state server server client" "peer by recv sent client"
        / var(--columns-first) var(--columns-last);
      align-content: center;
      block-size: calc(1.7 * var(--row-height));
      border-block-end: 1px solid var(--line);
    }

    ${areas(within, ['peer', 'recv', 'sent', 'client', 'server', 'by'])}

    ${within} :is(.state, .state-head) {
      grid-area: state;
    }

    ${within} .server {
      text-align: end;
    }
  `;
}

function areas(within: CSSResult, names: readonly string[]): CSSResult {
  return unsafeCSS(names.map((name) => `${within} .${name} { grid-area: ${name}; }`).join('\n'));
}

export const connectionsTableStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
  }

  .row {
    --columns-first: 4.2rem minmax(7rem, 1.4fr);
    --columns-last: minmax(4rem, 1fr) minmax(4rem, 1fr) 3.6rem minmax(5.5rem, 1.2fr);
    grid-template-columns: var(--columns-first) var(--columns-last);
    gap: 0 var(--space-3);
    padding-inline: var(--space-3);
  }

  :host(.choice) .row {
    grid-template-columns: var(--columns-first) minmax(7rem, 1.2fr) var(--columns-last);
  }

  :host(.choice.all) .row {
    grid-template-columns: var(--columns-first) minmax(6.2rem, 1fr) minmax(7rem, 1.2fr) var(--columns-last);
  }

  .server {
    color: var(--text-quiet);
  }

  /* Nobody serves it yet: dashed, and in words. */
  .row.waits {
    padding-inline-start: calc(var(--space-3) - 3px);
    border-inline-start: 3px dashed var(--warn);
  }

  .waiting {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
    vertical-align: bottom;
    color: var(--warn);
    font-weight: 600;
  }

  .sticky {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    background: var(--surface-panel);
  }

  .head {
    border-block-end: 1px solid var(--line);
    color: var(--text-quiet);
    font-size: var(--size-tiny);
  }

  .head small {
    font-size: inherit;
    opacity: 0.85;
  }

  .row[data-row]:hover,
  .row.lit {
    background: var(--surface-lit);
  }

  .state {
    font-size: var(--size-tiny);
    font-weight: 600;
    letter-spacing: 0.02em;
  }

  .state.good {
    color: var(--good);
  }

  .state.warn {
    color: var(--warn);
  }

  @container pane (max-width: 34rem) {
    ${compact('')}
  }

  @container pane (max-width: 43rem) {
    ${compact('.choice')}
  }

  @container pane (max-width: 50rem) {
    ${compact('.choice.all')}

    :host(.choice.all) .row {
      --columns-last: 3.4rem 3.4rem minmax(4.9rem, 1fr);
      grid-template-columns: 3.4rem minmax(5.6rem, 0.7fr) minmax(6.2rem, 0.8fr) minmax(6.2rem, 0.8fr) var(--columns-last);
    }
  }

  /* No room for all in one line: whose it is, and below it who serves it. */
  @container pane (max-width: 37rem) {
    ${twoLines('.all.several')}
  }

  /* All of one server, whose name the log says. */
  @container pane (min-width: 29rem) and (max-width: 37rem) {
    :host(.choice.all:not(.several)) .row {
      grid-template-columns: var(--columns-first) minmax(6.4rem, 1fr) var(--columns-last);
    }

    :host(.choice.all:not(.several)) .server {
      display: none;
    }
  }

  @container pane (max-width: 28.99rem) {
    ${twoLines(':not(.several)')}
    ${twoLines('.all:not(.several)')}
  }

  .stranger {
    overflow: hidden;
    color: var(--text-quiet);
    text-overflow: ellipsis;
  }

  .button.to-client {
    justify-content: start;
    max-inline-size: calc(100% + 0.4rem);
    min-block-size: 1.25rem;
    margin-inline-start: -0.4rem;
    padding: 0 0.4rem;
    color: var(--text);
  }

  /* Its edge is seen here, and must not stand out of the cell. */
  @media (forced-colors: active) {
    .button.to-client {
      margin-inline-start: 0;
    }
  }
`;
