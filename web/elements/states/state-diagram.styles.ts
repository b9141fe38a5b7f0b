// The looks of the state diagram: thin grey arrows as the figure has them, thick ones that were taken, lit boxes.

import { css } from 'lit';

export const stateDiagramStyles = css`
  .arrow .line {
    fill: none;
    stroke: var(--line-strong);
    stroke-width: 1.1;
  }

  .arrow .head {
    fill: var(--line-strong);
  }

  .arrow.rare.untaken {
    opacity: 0.6;
  }

  .arrow.client .line {
    stroke: var(--client);
    stroke-width: 4;
  }

  .arrow.client .head {
    fill: var(--client);
    stroke: var(--client);
    stroke-width: 2.5;
    stroke-linejoin: round;
  }

  .arrow.server .line {
    stroke: var(--server);
    stroke-width: 2.4;
    stroke-dasharray: 6 3;
  }

  .arrow.server .head {
    fill: var(--server);
    stroke: var(--server);
    stroke-width: 1.5;
    stroke-linejoin: round;
  }

  .words {
    fill: var(--text-quiet);
    font-size: 9.5px;
  }

  .words.taken {
    fill: var(--text);
    font-weight: 650;
  }

  .words.reset {
    fill: var(--bad);
    font-weight: 700;
  }

  .box .frame {
    fill: var(--surface-card);
    stroke: var(--line-strong);
    stroke-width: 1;
  }

  .box .name {
    fill: var(--text-quiet);
    font-size: 10.5px;
    font-weight: 600;
    letter-spacing: 0.01em;
    text-anchor: middle;
  }

  .box.passed .name {
    fill: var(--text);
  }

  .box.passed .frame {
    stroke: var(--text-quiet);
    stroke-width: 1.4;
  }

  .box.lit .name {
    font-weight: 750;
  }

  .box.lit.server .frame {
    fill: var(--surface-control);
    stroke: var(--server);
    stroke-width: 2.2;
    stroke-dasharray: 6 3;
  }

  .box.lit.client .frame {
    fill: color-mix(in oklab, var(--client) 14%, var(--surface-card));
    stroke: var(--client);
    stroke-width: 2.6;
    stroke-dasharray: none;
  }

  .box .second {
    fill: none;
    stroke: var(--server);
    stroke-width: 2.6;
    stroke-dasharray: 6 6;
  }

  .tag rect {
    fill: var(--server);
  }

  .tag.client rect {
    fill: color-mix(in oklab, var(--client) 82%, var(--text));
  }

  .tag text {
    fill: var(--surface-card);
    font-size: 8.8px;
    font-weight: 650;
    text-anchor: middle;
  }

  @media (prefers-reduced-motion: no-preference) {
    .box .frame {
      transition:
        fill 0.25s,
        stroke 0.25s;
    }
  }
`;
