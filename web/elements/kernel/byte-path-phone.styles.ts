// The picture of the bytes' way on a phone, from top to bottom: on the left the way down to the server, on the right
// the way back up. Each stop is a heading and a row of two gauges.

import { css } from 'lit';

export const bytePathPhoneStyles = css`
  @container kernel (max-width: 42rem) {
    .path {
      grid-template-rows:
        [browser] auto [v1] 2.2rem [gateway-head] auto [gateway] 3rem [v2] 2.6rem [of-client-head] auto
        [of-client] 3rem [wire] minmax(4rem, auto) [of-server-head] auto [of-server] 3rem [v3] 2.6rem
        [server-head] auto [server] 3rem;
      grid-template-columns: 1fr 1fr;
    }

    .path .up > * {
      grid-column: 1;
    }

    .path .down > * {
      grid-column: 2;
    }

    .path .head,
    .path .ground {
      grid-column: 1 / -1;
    }

    .path .browser {
      grid-row: browser;
    }

    .path .wire-head,
    .link.shut .line {
      display: none;
    }

    .path .ground.gateway {
      grid-row: gateway-head / span 2;
    }

    .path .head.gateway {
      grid-row: gateway-head;
    }

    .path .gauge.gateway {
      grid-row: gateway;
    }

    .path .ground.of-client {
      grid-row: of-client-head / span 2;
    }

    .path .head.of-client {
      grid-row: of-client-head;
    }

    .path .gauge.of-client {
      grid-row: of-client;
    }

    .path .ground.of-server {
      grid-row: of-server-head / span 2;
    }

    .path .head.of-server {
      grid-row: of-server-head;
    }

    .path .gauge.of-server {
      grid-row: of-server;
    }

    .path .ground.server {
      grid-row: server-head / span 2;
    }

    .path .head.server {
      grid-row: server-head;
    }

    .path .gauge.server {
      grid-row: server;
    }

    .path .gauge.server {
      grid-column: 1 / -1;
    }

    .path .v1 {
      grid-row: v1;
    }

    .path .v2 {
      grid-row: v2;
    }

    .path .v3 {
      grid-row: v3;
    }

    .path .wire {
      grid-row: wire;
    }

    .link .line,
    .wire > .line {
      inset-inline: calc(50% - 0.85rem);
      rotate: 90deg;
    }

    .wire > .line {
      inset-inline: calc(50% - 1.7rem);
    }

    .link.shut {
      flex-direction: row;
    }

    .link.shut svg {
      margin: 0;
    }

    .window {
      align-self: center;
      padding-inline: 0.3rem;
      margin: 0;
      background: var(--surface-panel);
      z-index: 1;
    }
  }
`;
