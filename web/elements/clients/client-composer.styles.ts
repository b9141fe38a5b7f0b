// The looks of the composer and of the progress of a large message: sent behind, echoed in front.

import { css } from 'lit';

export const composerStyles = css`
  :host {
    display: block;
    padding: var(--space-2) var(--space-2) 0;
    border-block-start: 1px solid var(--line);
  }

  form {
    display: flex;
    gap: var(--space-1);
  }

  .mode {
    display: var(--if-secondary, block);
    inline-size: auto;
    padding-inline: 0.4em 0.1em;
    border-color: var(--line);
    background: var(--surface-control);
    font-size: var(--size-small);
    cursor: pointer;
  }

  input.field {
    flex: 1;
  }

  .send {
    min-block-size: var(--control-height);
    padding-inline: 0.75em;
    font-size: var(--size-text);
  }

  .error {
    padding: var(--space-1) 0.15rem 0;
    color: var(--bad);
    font-size: var(--size-small);
    text-wrap: pretty;
  }

  .transfer {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    padding: 0 0.15rem var(--space-2);
    color: var(--text-quiet);
    font-size: var(--size-small);
    white-space: nowrap;
  }

  .bar {
    position: relative;
    flex: 1;
    block-size: 0.375rem;
    overflow: hidden;
    border-radius: 999px;
    background: var(--surface-control);
  }

  .part {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    border-radius: inherit;
  }

  .part.sent {
    background: color-mix(in oklab, var(--accent) 35%, transparent);
  }

  .part.echoed {
    background: var(--accent);
  }

  /* Backgrounds are taken away: the bar gets an edge; what is sent is hatched, what is echoed full. */
  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
    }

    .part {
      forced-color-adjust: none;
    }

    .part.sent {
      background: repeating-linear-gradient(90deg, CanvasText 0 1px, Canvas 1px 4px);
    }

    .part.echoed {
      background: Highlight;
    }
  }

  @container card (max-width: 19rem) {
    .send span {
      display: none;
    }
  }
`;
