// The looks of what joins the stops of the bytes' way: arrows, valves, and the wire between the two kernels.

import { css } from 'lit';

export const bytePathLinkStyles = css`
  @media (forced-colors: active) {
    .link .line,
    .wire > .line,
    .link.shut svg {
      forced-color-adjust: none;
      --flow: CanvasText;
      --line-strong: CanvasText;
      --warn: CanvasText;
      --warn-surface: Canvas;
      --bad: CanvasText;
    }
  }

  .link {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
  }

  .link .line {
    position: absolute;
    inset-inline: 0.25rem;
    inset-block-start: calc(50% - 0.75px);
    block-size: 1.5px;
    background: var(--line-strong);
  }

  .link .line::after {
    position: absolute;
    inset-inline-end: -1px;
    inset-block-start: -3.25px;
    border: 4px solid transparent;
    border-inline: 7px solid var(--line-strong);
    border-inline-end: 0;
    content: "";
  }

  .down .link .line::after {
    inset-inline: -1px auto;
    border-inline: 0;
    border-inline-end: 7px solid var(--line-strong);
  }

  .link.shut {
    gap: 0.1rem;
    color: var(--warn);
    font-weight: 700;
  }

  .link.shut svg {
    z-index: 1;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    margin-block-start: 1.05em;
  }

  .link.shut circle {
    fill: var(--warn-surface);
    stroke: var(--warn);
    stroke-width: 1.5;
  }

  .link.shut path {
    fill: none;
    stroke: var(--warn);
    stroke-width: 1.8;
  }

  .wire {
    position: relative;
    display: grid;
    place-items: center;
    padding-inline: 0.35rem;
  }

  .wire > .line {
    position: absolute;
    inset-inline: 0.3rem;
    inset-block-start: calc(50% - 2.5px);
    block-size: 5px;
    border-block: 1.5px solid var(--flow);
  }

  .wire > .line::after {
    position: absolute;
    inset-inline-end: -1px;
    inset-block-start: -5px;
    border: 6px solid transparent;
    border-inline: 9px solid var(--flow);
    border-inline-end: 0;
    content: "";
  }

  .down .wire > .line::after {
    inset-inline: -1px auto;
    border-inline: 0;
    border-inline-end: 9px solid var(--flow);
  }

  .window {
    align-self: end;
    margin-block-end: 0.35rem;
    color: var(--text-quiet);
    white-space: nowrap;
  }

  .wire.shut > .line {
    border-color: var(--bad);
    border-block-style: dashed;
  }

  .wire.shut > .line::after {
    display: none;
  }

  .plate {
    z-index: 1;
    display: grid;
    justify-items: center;
    margin-block: 0.15rem;
    padding: 0.1rem 0.35rem;
    border: 1.5px solid var(--bad);
    border-radius: var(--radius-small);
    background: var(--bad-surface);
    color: var(--bad);
    line-height: 1.25;
    text-align: center;
  }

  .plate b {
    font-size: var(--size-text);
    font-weight: 800;
    letter-spacing: 0.04em;
  }
`;
