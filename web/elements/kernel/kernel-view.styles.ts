// How the kernel's view is laid out: the picture and below it the curves, beside them the table where there is room.

import { css } from 'lit';

export const kernelViewStyles = css`
  :host {
    display: block;
    block-size: 100%;
    min-block-size: 0;
    container: kernel / size;
  }

  .view {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) auto;
    grid-template-areas: "notes notes" "main table";
    gap: 0 var(--space-4);
    block-size: 100%;
    padding: var(--space-2) var(--space-3);
    overflow: auto;
  }

  .note {
    grid-area: notes;
    margin-block-end: var(--space-2);
    font-size: var(--size-small);
    padding: 0.2rem 0.6rem;
    border-inline-start: 3px solid var(--line-strong);
    background: var(--surface-control);
    color: var(--text-quiet);
  }

  .note.trouble {
    border-color: var(--warn);
    background: var(--warn-surface);
    color: var(--warn);
  }

  .main {
    display: flex;
    flex-direction: column;
    grid-area: main;
    gap: var(--space-2);
    min-inline-size: 0;
  }

  .legend {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 0 var(--space-3);
    color: var(--text-quiet);
    font-size: var(--size-tiny);
  }

  .sample {
    --flow: var(--text-quiet);
    display: inline-block;
    inline-size: 1.6em;
    block-size: 0.75em;
    margin-inline-end: 0.4em;
    border: 1px solid var(--line-strong);
    border-radius: 2px;
    background: var(--flow);
    vertical-align: -0.05em;
  }

  .plots {
    display: grid;
    flex: 1;
    grid-template-columns: 1fr 1fr;
    gap: var(--space-4);
    min-block-size: 3.6rem;
  }

  .plot {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    margin: 0;
    font-size: var(--size-tiny);
  }

  .plot.up {
    --flow: var(--accent);
  }

  .plot.down {
    --flow: var(--good);
  }

  figcaption {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.8em;
    color: var(--text-quiet);
  }

  .title {
    color: var(--text);
    font-weight: 600;
  }

  .key::before {
    display: inline-block;
    inline-size: 1.4em;
    margin-inline-end: 0.35em;
    border-block-start: 2px solid var(--flow);
    vertical-align: 0.3em;
    content: "";
  }

  .key.receive::before {
    border-block-start-style: dashed;
  }

  .key.zero::before {
    block-size: 0.7em;
    inline-size: 0.9em;
    border: 1px solid var(--bad);
    background: var(--bad-surface);
    vertical-align: -0.05em;
  }

  .canvas {
    position: relative;
    flex: 1;
    min-block-size: 2.4rem;
    border-block: 1px solid var(--line);
    border-block-end-color: var(--line-strong);
  }

  .canvas svg {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }

  .canvas polyline {
    fill: none;
    stroke: var(--flow);
    stroke-width: 2;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }

  .canvas .receive {
    stroke-dasharray: 5 3;
  }

  .canvas rect {
    fill: color-mix(in oklab, var(--bad) 16%, transparent);
  }

  .top,
  .since {
    position: absolute;
    inset-block-start: 0.1rem;
    inset-inline-start: 0.2rem;
    color: var(--text-quiet);
  }

  .since {
    inset-block: auto 0.1rem;
  }

  table {
    grid-area: table;
    align-self: start;
    border-collapse: collapse;
    font-size: var(--size-small);
  }

  td,
  th {
    padding: 0.09rem 0 0.09rem var(--space-3);
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }

  tr > :first-child {
    padding-inline-start: 0;
    text-align: start;
  }

  th {
    color: var(--text-quiet);
  }

  thead th {
    color: var(--text);
    font-weight: 650;
  }

  tbody tr {
    border-block-start: 1px solid var(--line);
  }

  .state {
    font-weight: 650;
  }

  .how {
    color: var(--text-quiet);
    font-size: var(--size-tiny);
    font-weight: 400;
  }

  @container kernel (max-width: 76rem) {
    .view {
      grid-template: auto auto auto / minmax(0, 1fr);
      grid-template-areas: "notes" "main" "table";
      align-content: start;
    }

    table {
      inline-size: 100%;
      margin-block-start: var(--space-3);
    }
  }

  @container kernel (max-width: 42rem) {
    .plots {
      flex: none;
      grid-template-columns: 1fr;
      grid-auto-rows: 6rem;
      gap: var(--space-2);
    }

    td,
    th {
      padding-inline-start: var(--space-1);
    }

    td.state {
      white-space: normal;
    }
  }
`;
