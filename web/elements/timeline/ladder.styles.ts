// The looks of the ladder. Bytes to the server have the client's colour, solid lines and discs; bytes back have another
// colour, dashed lines and diamonds; what several chunks share is hollow. Colour is never all that tells them apart.

import { css } from 'lit';

export const ladderStyles = css`
  svg.still,
  svg.moving {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    block-size: 100%;
    pointer-events: none;
  }

  svg.still {
    inline-size: 100%;
  }

  svg.moving {
    overflow: visible;
    will-change: transform;
  }

  path {
    fill: none;
  }

  .lane {
    stroke: var(--line-strong);
  }

  .gateway {
    fill: var(--surface-control);
    stroke: var(--line-strong);
  }

  .axis {
    stroke: var(--line);
  }

  .fold {
    fill: color-mix(in oklab, var(--surface-control) 75%, transparent);
  }

  .origin {
    stroke: var(--line);
  }

  .tick {
    stroke: var(--line-control);
  }

  .up {
    --way: var(--up);
  }

  .down {
    --way: var(--down);
  }

  .links,
  .within {
    stroke: var(--way);
    stroke-width: 1.75;
  }

  .down .links,
  .down .within,
  .down .several {
    stroke-dasharray: 5 3.5;
  }

  .bands {
    fill: var(--way);
    opacity: 0.12;
  }

  .heads,
  .single {
    fill: var(--way);
  }

  .several {
    fill: var(--surface-card);
    stroke: var(--way);
    stroke-width: 1.75;
  }

  .arrow {
    stroke: var(--text-quiet);
    stroke-width: 1.5;
  }

  .arrow.inferred {
    stroke-dasharray: 1.5 3;
    stroke-linecap: round;
  }

  .arrow-head {
    fill: var(--text-quiet);
  }

  .arrow.bad {
    stroke: var(--bad);
  }

  .arrow-head.bad {
    fill: var(--bad);
  }

  .marks {
    stroke: var(--text);
    stroke-width: 2;
  }

  .gaps {
    stroke: var(--warn);
    stroke-width: 1.5;
    stroke-dasharray: 2 3;
  }

  .span {
    stroke: var(--line-strong);
  }

  text {
    fill: var(--text);
    stroke: var(--surface-card);
    stroke-width: 3px;
    stroke-linejoin: round;
    paint-order: stroke;
    font-size: var(--size-small);
    font-variant-numeric: tabular-nums;
  }

  text.up,
  text.down {
    fill: color-mix(in oklab, var(--way) 75%, var(--text));
    font-weight: 550;
  }

  text.mark {
    font-weight: 600;
  }

  text.bad {
    fill: var(--bad);
    font-weight: 650;
  }

  text.quiet,
  text.time {
    fill: var(--text-quiet);
  }

  text.time {
    stroke: none;
    font-size: var(--size-tiny);
  }

  text.origin-time {
    fill: var(--text);
  }

  .lit {
    stroke: var(--focus);
    stroke-width: 3;
    stroke-linecap: round;
  }

  .lit.active {
    stroke: var(--text);
    stroke-width: 2;
  }

  @media (forced-colors: active) {
    .lane,
    .gateway,
    .links,
    .within,
    .several,
    .arrow,
    .marks,
    .span,
    .tick {
      stroke: CanvasText;
    }

    .heads,
    .single,
    .arrow-head {
      fill: CanvasText;
    }

    .gateway,
    .several {
      fill: Canvas;
    }

    .lit {
      stroke: Highlight;
    }

    text {
      fill: CanvasText !important;
      stroke: Canvas;
    }
  }
`;
