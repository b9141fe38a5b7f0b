// The looks of the chunk ruler's bars: label, bar and count in columns that all rows share, and an axis below.

import { css } from 'lit';

export const chunkBarsStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
  }

  .grid {
    display: grid;
    flex: 1;
    min-block-size: 0;
    grid-template-columns: max-content minmax(0, 1fr) max-content;
    grid-template-rows: minmax(0, 1fr) 1.2rem;
    column-gap: var(--space-2);
  }

  .rows,
  .row {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
  }

  .rows {
    position: relative;
    grid-auto-rows: minmax(1.05rem, 1fr);
    min-block-size: 0;
  }

  .row {
    padding-block: 0.08rem;
    border-block-start: 1px dashed transparent;
    --ink: var(--accent);
  }

  /* A projector does without the stations that cut as their neighbours do. */
  .row.aside {
    display: var(--if-secondary, grid);
  }

  /* The echo server turns the bytes round between these two. */
  .row.turn {
    border-color: var(--line-strong);
  }

  .row.down {
    --ink: var(--good);
  }

  .who,
  .count {
    display: flex;
    align-items: center;
    font-size: var(--size-small);
    white-space: nowrap;
  }

  .who {
    gap: 0.35em;
  }

  .who > span {
    color: var(--ink);
    font-weight: 700;
  }

  .who b {
    font-weight: 600;
  }

  .bar {
    position: relative;
    border: 1px solid var(--line);
    border-radius: 3px;
    background: var(--surface-sunken);
    overflow: clip;
  }

  .segment {
    position: absolute;
    inset-block: 0;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.4em;
    border-inline-end: 1px solid var(--ink);
    background: color-mix(in oklab, var(--ink) 20%, var(--surface-card));
    font-size: var(--size-tiny);
    line-height: 1;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
    container-type: inline-size;
    overflow: clip;
    cursor: default;
  }

  .segment.even {
    background: color-mix(in oklab, var(--ink) 34%, var(--surface-card));
  }

  /* Several chunks in one: hatched, and counted where there is room. */
  .segment.run {
    background: repeating-linear-gradient(
      115deg,
      color-mix(in oklab, var(--ink) 16%, var(--surface-card)) 0 4px,
      color-mix(in oklab, var(--ink) 34%, var(--surface-card)) 4px 6px
    );
  }

  .segment.run b,
  .segment.run .size {
    padding-inline: 0.25em;
    border-radius: 2px;
    background: color-mix(in oklab, var(--surface-card) 85%, transparent);
  }

  /* The chunk carries bytes beyond the range, too: an open end. */
  .segment.begun {
    border-inline-start: 2px dotted var(--ink);
  }

  .segment.goes-on {
    border-inline-end: 2px dotted var(--ink);
  }

  .segment:focus-visible {
    outline-offset: -2px;
  }

  .segment b {
    display: none;
    font-weight: 700;
  }

  .segment .size {
    display: none;
  }

  @container (min-width: 1.6rem) {
    .segment.short .size {
      display: inline;
    }
  }

  @container (min-width: 2.4rem) {
    .segment b {
      display: inline;
    }
  }

  @container (min-width: 3.4rem) {
    .segment:not(.run) .size {
      display: inline;
    }
  }

  @container (min-width: 7rem) {
    .segment .size {
      display: inline;
    }
  }

  .slice {
    position: absolute;
    inset-block: 0;
    border-inline-start: 1px dashed color-mix(in oklab, var(--ink) 55%, transparent);
    pointer-events: none;
  }

  .gap {
    position: absolute;
    inset-block: 30%;
    border-block: 1px dotted var(--text-quiet);
  }

  /* The column of the bars, in all rows. */
  .over {
    position: absolute;
    grid-column: 2 / 3;
    inset: 0;
    pointer-events: none;
  }

  .band {
    position: absolute;
    inset-block: -1px;
    min-inline-size: 3px;
    border-inline: 2px solid var(--text);
    background: color-mix(in oklab, var(--text) 13%, transparent);
  }

  .axis {
    position: relative;
    grid-column: 2;
    container-type: inline-size;
    color: var(--text-quiet);
    font-size: var(--size-tiny);
    white-space: nowrap;
  }

  .axis span {
    position: absolute;
    inset-block-start: 0.2rem;
  }

  .axis .to {
    inset-inline-end: 0;
  }

  .axis .tick {
    display: none;
    translate: -50% 0;
  }

  @container (min-width: 24rem) {
    .axis .tick {
      display: inline;
    }
  }

  .axis .tick::before {
    content: "";
    position: absolute;
    inset-block-end: 100%;
    inset-inline-start: 50%;
    block-size: 0.25rem;
    border-inline-start: 1px solid var(--line-strong);
  }

  .foot {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-1) var(--space-3);
  }

  .detail {
    min-block-size: 1.3em;
    color: var(--text-quiet);
    font-size: var(--size-small);
  }

  .detail.of {
    color: var(--text);
  }

  @media (max-width: 720px) {
    .count,
    .who {
      font-size: var(--size-tiny);
    }

  }

  @media (forced-colors: active) {
    .segment {
      border-inline-end: 2px solid CanvasText;
    }

    .band {
      border-color: Highlight;
    }
  }
`;
