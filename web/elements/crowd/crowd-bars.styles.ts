// The looks of the crowd's bars. Patterns tell the phases apart, not colours alone: hatched, solid, light, a stroke, a cross.

import { css } from 'lit';

export const crowdBarsStyles = css`
  .hatching {
    stroke: var(--text-quiet);
    stroke-width: 1.6;
  }

  .grid-line {
    stroke: var(--line);
    shape-rendering: crispEdges;
  }

  .rows {
    position: absolute;
    inset: 0;
  }

  .row.lit {
    background: color-mix(in oklab, var(--accent) 16%, transparent);
  }

  .row:focus-visible {
    position: relative;
    outline-offset: 0;
  }

  .dial {
    fill: var(--line-strong);
  }

  .wait {
    stroke: var(--text-quiet);
    stroke-width: 0.6;
  }

  .think {
    fill: color-mix(in oklab, var(--accent) 34%, var(--surface-panel));
    stroke: var(--accent);
    stroke-width: 0.75;
  }

  .echo {
    fill: var(--accent);
  }

  .leave {
    stroke: var(--text-quiet);
    stroke-dasharray: 2 2;
  }

  .fin {
    stroke: var(--text);
    stroke-width: 2;
  }

  .stopped {
    stroke: var(--text-quiet);
    stroke-width: 1;
    stroke-dasharray: 1 1;
  }

  .failed {
    fill: none;
    stroke: var(--bad);
    stroke-width: 1.75;
  }

  @media (forced-colors: active) {
    .hatching,
    .wait,
    .leave,
    .fin,
    .stopped,
    .failed {
      stroke: CanvasText;
    }

    .echo {
      fill: CanvasText;
    }

    .think {
      fill: GrayText;
    }

    .row.lit {
      outline: 2px solid Highlight;
    }
  }
`;
