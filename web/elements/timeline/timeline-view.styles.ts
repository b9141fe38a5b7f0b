// The looks of the timeline: a bar of controls and facts, the lanes' names beside the ladder, and the overview strip.

import { css } from 'lit';

export const timelineStyles = css`
  :host {
    --gutter: 5rem;
    --up: var(--accent);
    --down: var(--good);
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
    container: timeline / inline-size;
  }

  .bar {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1);
    padding: 0.15rem var(--space-2);
    font-size: var(--size-small);
  }

  .live {
    min-inline-size: 5.2rem;
  }

  .button.square {
    font-size: var(--size-large);
  }

  .secondary {
    display: var(--if-secondary, inline-flex);
    align-items: center;
    gap: 0.4em;
    margin-inline-start: var(--space-2);
    color: var(--text-quiet);
    white-space: nowrap;
  }

  input {
    margin: 0;
    accent-color: var(--accent);
  }

  .legend {
    gap: var(--space-3);
  }

  .key {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
  }

  .key::before {
    content: '';
    inline-size: 1.6em;
    border-block-start: 2px solid var(--up);
  }

  .key.down::before {
    border-block-start: 2px dashed var(--down);
  }

  .key.inferred::before {
    border-block-start: 2px dotted var(--text-quiet);
  }

  /* Always as high as two lines, so that pointing at something moves nothing. */
  .facts {
    display: flex;
    flex: 1 1 24rem;
    flex-direction: column;
    justify-content: center;
    min-inline-size: 0;
    block-size: 2.1rem;
    padding-inline: var(--space-2);
    line-height: 1.3;
    text-align: end;
    white-space: nowrap;
  }

  .facts > * {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  strong {
    font-weight: 600;
  }

  .detail {
    color: var(--text-quiet);
    font-size: var(--size-tiny);
  }

  .body {
    display: flex;
    flex: 1;
    min-block-size: 0;
    border-block-start: 1px solid var(--line);
  }

  .gutter {
    position: relative;
    flex: none;
    inline-size: var(--gutter);
    border-inline-end: 1px solid var(--line);
    background: var(--surface-panel);
    font-size: var(--size-small);
    font-weight: 550;
  }

  .gutter span {
    position: absolute;
    inset-inline-end: var(--space-2);
    translate: 0 -50%;
  }

  .surface {
    position: relative;
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    background: var(--surface-card);
    font-size: var(--size-small);
    cursor: grab;
    touch-action: pan-y;
    user-select: none;
  }

  .surface:active {
    cursor: grabbing;
  }

  .surface:focus-visible {
    outline-offset: -2px;
  }

  /* Above the lanes, which it would else be struck through by. */
  .empty {
    position: relative;
    display: grid;
    place-content: center;
    padding-inline: var(--space-4);
    color: var(--text-quiet);
    text-align: center;
    text-wrap: balance;
  }

  .empty span {
    padding: var(--space-1) var(--space-3);
    border-radius: var(--radius-small);
    background: var(--surface-card);
  }

  .unseen {
    position: absolute;
    inset-inline-start: var(--space-2);
    max-inline-size: calc(100% - 2 * var(--space-2));
    padding-inline: var(--space-1);
    overflow: hidden;
    background: var(--surface-card);
    color: var(--text-quiet);
    text-overflow: ellipsis;
    white-space: nowrap;
    line-height: 1.3;
    translate: 0 0.15em;
    pointer-events: none;
  }

  echo-timeline-overview {
    flex: none;
    block-size: 1.375rem;
    margin-inline-start: var(--gutter);
    border-block-start: 1px solid var(--line);
    border-inline-start: 1px solid var(--line);
  }

  @container timeline (max-width: 62rem) {
    .legend {
      display: none;
    }
  }

  @container timeline (max-width: 34rem) {
    .bar .secondary {
      display: none;
    }

    .live {
      min-inline-size: 0;
    }

    .gutter {
      inline-size: 4rem;
      font-size: var(--size-tiny);
    }

    echo-timeline-overview {
      margin-inline-start: 4rem;
    }

    .facts {
      font-size: var(--size-tiny);
      text-align: start;
    }

    .facts > :only-child {
      white-space: normal;
    }
  }
`;
