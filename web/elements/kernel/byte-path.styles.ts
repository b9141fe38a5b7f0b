// The looks of the picture of the bytes' way: eight columns of links and stops, a heading and two rows. What joins the
// stops is in byte-path-links.styles.ts.

import { css } from 'lit';

export const bytePathStyles = css`
  .path {
    --kernel: var(--accent);
    display: grid;
    flex: none;
    grid-template-columns:
      [v1] 3.1rem [gateway] minmax(0, 0.85fr) [v2] 3.1rem [of-client] minmax(0, 1.25fr) [wire] minmax(9.75rem, 1.1fr)
      [of-server] minmax(0, 1.25fr) [v3] 3.1rem [server] minmax(0, 0.75fr);
    grid-template-rows: auto minmax(3.6rem, auto) minmax(3.6rem, auto);
    font-size: var(--size-tiny);
  }

  .row {
    display: contents;
  }

  .up {
    --flow: var(--accent);
  }

  .down {
    --flow: var(--good);
  }

  .up > * {
    grid-row: 2;
  }

  .down > * {
    grid-row: 3;
  }

  .v1 {
    grid-column: v1;
  }

  .v2 {
    grid-column: v2;
  }

  .v3 {
    grid-column: v3;
  }

  .browser {
    grid-column: v1;
  }

  .gateway {
    grid-column: gateway;
  }

  .of-client {
    grid-column: of-client;
  }

  .wire,
  .wire-head {
    grid-column: wire;
  }

  .of-server {
    grid-column: of-server;
  }

  .server {
    grid-column: server;
  }

  .ground {
    grid-row: 1 / 4;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface-card);
  }

  .ground.kernel {
    border-color: var(--line-control);
    background: var(--surface-control);
  }

  .head {
    grid-row: 1;
    padding: 0.15rem 0.1rem;
    overflow: hidden;
    color: var(--text-quiet);
    text-align: center;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .head.browser {
    padding-inline: 0;
    overflow: visible;
  }

  .head b {
    color: var(--text);
    font-weight: 650;
  }

  .gauge {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.1rem 0.3em;
    align-content: center;
    align-items: baseline;
    padding: 0 0.4rem;
    z-index: 1;
  }

  .gauge .label {
    overflow: hidden;
    color: var(--text-quiet);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .gauge .value {
    color: var(--text-quiet);
    white-space: nowrap;
  }

  .gauge.holds .value {
    color: var(--text);
    font-weight: 700;
  }

  .bar {
    display: flex;
    grid-row: 2;
    grid-column: 1 / -1;
    block-size: 0.95rem;
    overflow: hidden;
    border: 1px solid var(--line-strong);
    border-radius: 2px;
    background: var(--surface-panel);
  }

  .down .bar {
    justify-content: end;
  }

  .fill {
    flex: none;
    background: var(--flow, var(--text-quiet));
  }

  .holds .fill {
    min-inline-size: 2px;
  }

  .full .bar {
    border-color: var(--bad);
    outline: 1px solid var(--bad);
  }

  .gauge.full .value {
    color: var(--bad);
  }

  .kernel .fill,
  .sample.kernel {
    background: repeating-linear-gradient(
      -45deg,
      var(--flow) 0 0.22rem,
      color-mix(in oklab, var(--flow) 55%, var(--surface-card)) 0.22rem 0.44rem
    );
  }

  /* No room for a whole heading: the grounds tell kernel from process, and the legend says so. */
  @container kernel (max-width: 56rem) {
    .head echo-term {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .fill,
    .sample {
      forced-color-adjust: none;
      --flow: CanvasText;
      --text-quiet: CanvasText;
      --surface-card: Canvas;
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    .fill {
      transition: inline-size 0.2s linear;
    }
  }

  /* The server turns the bytes round: one stop for both rows */
  .gauge.server {
    grid-row: 2 / 4;
  }
`;
