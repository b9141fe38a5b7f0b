// The looks of a transcript: one line is one row of fixed height, its columns aligned over all lines.

import { css } from 'lit';

export const transcriptStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    background: var(--surface-sunken);
  }

  .row {
    font-size: var(--size-text);
    grid-template-columns: 1.1em 7.4rem minmax(0, 1fr) auto 1.1em;
    gap: 0 0.6em;
    padding-inline: var(--space-3);
  }

  .arrow {
    color: var(--text-quiet);
    font-weight: 600;
  }

  .sent .arrow {
    color: var(--mark);
  }

  .time {
    color: var(--text-quiet);
    font-size: var(--size-small);
  }

  .preview {
    color: var(--text);
  }

  .end {
    color: var(--text-quiet);
  }

  .echo .time {
    color: var(--text);
  }

  .verdict {
    color: var(--good);
    font-weight: 700;
    text-align: center;
  }

  .note {
    grid-template-columns: 1.1em 7.4rem minmax(0, 1fr);
    color: var(--text-quiet);
  }

  .note.good .text {
    color: var(--good);
  }

  .bad .text,
  .bad .time,
  .bad .arrow,
  .bad .preview,
  .bad .verdict {
    color: var(--bad);
  }

  .filter {
    display: flex;
    gap: var(--space-1);
    padding: var(--space-1) var(--space-2);
    border-block-end: 1px solid var(--line);
  }

  .filter .field {
    flex: 1;
    block-size: 1.75rem;
    font-size: var(--size-small);
  }

  @container card (max-width: 27rem) {
    .row {
      grid-template-columns: 1.1em 6.6rem minmax(0, 1fr) auto 1.1em;
    }

    .note {
      grid-template-columns: 1.1em 6.6rem minmax(0, 1fr);
    }

    .time {
      font-size: var(--size-tiny);
    }
  }
`;
