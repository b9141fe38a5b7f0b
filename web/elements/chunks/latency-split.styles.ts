// The looks of the latency split: two stacked bars on one scale, and their figures. Each part has a pattern of its own.

import { css } from 'lit';

export const latencySplitStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    font-size: var(--size-small);
  }

  section {
    display: grid;
    gap: var(--space-1);
    max-inline-size: 34rem;
  }

  h2 {
    font-size: var(--size-text);
    font-weight: 650;
  }

  .scale {
    display: grid;
    grid-template-columns: 3.4rem minmax(0, 1fr);
    align-items: center;
  }

  .label {
    color: var(--text-quiet);
  }

  .bar {
    position: relative;
    display: flex;
    block-size: 1.1rem;
    border-radius: 3px;
    background: var(--surface-sunken);
    overflow: clip;
  }

  /* The total: what no part covers of it is not known. */
  .extent {
    position: absolute;
    inset-block: 0;
    border: 1px dashed var(--line-strong);
    border-radius: 3px;
  }

  .part {
    position: relative;
  }

  .part + .part {
    border-inline-start: 2px solid var(--surface-panel);
  }

  .tcp {
    background: var(--accent);
  }

  .websocket {
    background: repeating-linear-gradient(
      115deg,
      var(--good) 0 3px,
      color-mix(in oklab, var(--good) 45%, var(--surface-card)) 3px 6px
    );
  }

  .rest {
    background:
      radial-gradient(circle at 3px 3px, var(--text-quiet) 1px, transparent 1.4px) 0 0 / 6px 6px,
      var(--surface-control);
    box-shadow: inset 0 0 0 1px var(--line-strong);
  }

  /* The patterns tell the parts apart, so they stay, in the system's colours. */
  @media (forced-colors: active) {
    .part,
    .swatch {
      forced-color-adjust: none;
      --accent: CanvasText;
      --good: CanvasText;
      --text-quiet: CanvasText;
      --line-strong: CanvasText;
      --surface-card: Canvas;
      --surface-control: Canvas;
      --surface-panel: Canvas;
    }
  }

  table {
    inline-size: 100%;
    border-collapse: collapse;
  }

  .of {
    display: var(--if-secondary, inline);
  }

  th {
    padding: 0.12rem 0;
    font-weight: 500;
    text-align: start;
    white-space: nowrap;
  }

  thead th,
  td {
    white-space: nowrap;
    padding-inline-start: var(--space-3);
    text-align: end;
  }

  thead th {
    color: var(--text-quiet);
    font-weight: 400;
  }

  .swatch {
    display: inline-block;
    inline-size: 0.85em;
    block-size: 0.85em;
    margin-inline-end: 0.5em;
    border-radius: 2px;
    vertical-align: -0.08em;
  }

  .total th,
  .total td {
    border-block-start: 1px solid var(--line);
    font-weight: 650;
  }

  .note {
    color: var(--text-quiet);
    font-size: var(--size-tiny);
    text-wrap: pretty;
  }
`;
