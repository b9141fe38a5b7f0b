// The looks of the cases: a table whose columns are aligned over all lines; on a phone each case is a card.

import { css } from 'lit';

export const checkCasesStyles = css`
  :host {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
    container: cases / inline-size;
  }

  .cases {
    /* Room for what can be done with a case. */
    --acts: 6.6rem;
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--line-strong) transparent;
    font-size: var(--size-small);
  }

  .cases:focus-visible {
    outline-offset: -2px;
  }

  .line {
    display: grid;
    grid-template-columns: 7.2rem minmax(12rem, 1.3fr) 8.5rem 4.6rem minmax(12rem, 2fr) var(--acts);
    align-items: center;
    gap: 0 var(--space-3);
    min-block-size: calc(var(--row-height) + 0.35rem);
    padding-inline: var(--space-3) var(--space-2);
  }

  .line > * {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .head {
    position: sticky;
    z-index: 2;
    inset-block-start: 0;
    border-block-end: 1px solid var(--line);
    background: var(--surface-panel);
    color: var(--text-quiet);
    font-size: var(--size-tiny);
  }

  .head .line {
    min-block-size: 1.3rem;
  }

  .line > .mark {
    display: flex;
  }

  .time {
    text-align: end;
  }

  /* Findings are written to go on after a colon, as in a terminal. */
  .case .finding::first-letter,
  .seen dd::first-letter {
    text-transform: uppercase;
  }

  .source {
    color: var(--text-quiet);
  }

  .case {
    /* The head covers so much of what is scrolled to. */
    scroll-margin-block-start: 1.4rem;
    border-block-end: 1px solid var(--line);
    background: var(--surface-card);
  }

  .case.waiting,
  .case.notRun {
    background: none;
  }

  .case > .line {
    position: relative;
  }

  .case > .line:hover {
    background: var(--surface-lit);
  }

  .case.running > .line {
    box-shadow: inset 3px 0 var(--accent);
  }

  .case.fail > .line {
    background: var(--bad-surface);
    box-shadow: inset 3px 0 var(--bad);
  }

  .case.slow > .line {
    box-shadow: inset 3px 0 var(--warn);
  }

  .toggle {
    display: inline-flex;
    align-items: center;
    gap: 0.35em;
    max-inline-size: 100%;
    padding: 0.2em 0;
    border: 0;
    background: none;
    text-align: start;
    cursor: pointer;
  }

  .toggle span {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .toggle .icon {
    inline-size: 0.95em;
    block-size: 0.95em;
    color: var(--text-quiet);
  }

  /* All of the line unfolds it. */
  .toggle::after {
    content: '';
    position: absolute;
    inset: 0;
  }

  .toggle:focus-visible {
    outline: none;
  }

  .toggle:focus-visible::after {
    outline: 2px solid var(--focus);
    outline-offset: -2px;
  }

  .line > .acts {
    position: relative;
    z-index: 1;
    display: flex;
    gap: var(--space-1);
    overflow: visible;
  }

  .acts .button {
    min-block-size: 1.5rem;
  }

  .acts .bare[aria-disabled='true'] {
    color: color-mix(in oklab, var(--text-quiet) 65%, transparent);
  }

  .details {
    padding: var(--space-2) var(--space-3) var(--space-3) calc(var(--space-3) + 1.3rem);
    background: var(--surface-sunken);
    line-height: 1.45;
  }

  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
    gap: var(--space-3) var(--space-4);
    margin: 0 0 var(--space-2);
  }

  dt {
    color: var(--text-quiet);
    font-size: var(--size-tiny);
    font-weight: 600;
  }

  dd {
    margin: 0;
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }

  .seen.fail dd {
    color: var(--bad);
    font-weight: 550;
  }

  .hint dd {
    font-weight: 550;
  }

  .of {
    color: var(--text-quiet);
    font-size: var(--size-tiny);
  }

  .number {
    min-inline-size: 1.6rem;
    min-block-size: 1.5rem;
    padding: 0 0.3em;
  }

  @container cases (max-width: 60rem) {
    .line {
      grid-template-columns: 7.2rem minmax(10rem, 1.3fr) 4.6rem minmax(8rem, 2fr) var(--acts);
    }

    .line > .source {
      display: none;
    }
  }

  @container cases (max-width: 44rem) {
    .head {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    .case > .line {
      grid-template:
        'mark time acts' auto
        'title title title' auto
        'finding finding finding' auto / auto 1fr auto;
      gap: 0.1rem var(--space-2);
      padding-block: var(--space-1) var(--space-2);
    }

    .mark {
      grid-area: mark;
    }

    .title {
      grid-area: title;
      font-weight: 550;
    }

    .time {
      grid-area: time;
      text-align: start;
    }

    .line > .finding {
      grid-area: finding;
      white-space: normal;
    }

    .line > .finding:empty {
      display: none;
    }

    .toggle,
    .line > .title {
      white-space: normal;
    }

    .acts {
      grid-area: acts;
    }

    .acts .button,
    .number {
      min-block-size: 2rem;
    }

    .acts .square {
      inline-size: 2rem;
    }

    .number {
      min-inline-size: 2rem;
    }

    .details {
      padding-inline-start: var(--space-3);
    }
  }
`;
