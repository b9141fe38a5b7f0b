// The page’s frame: as high as the window, so that only the lists within it scroll.

import { css } from 'lit';

export const appStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    overflow: hidden;
    block-size: 100dvh;
    min-inline-size: 20rem;
  }

  main {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
  }

  .rows {
    flex: 1;
    min-block-size: 0;
    --min: 12rem;
    --max: calc(100% - 9rem);
  }

  .rows.folded {
    --min: calc(100% - var(--dock-bar) - var(--divider-width));
    --max: var(--min);
  }

  /* As high as their tracks and no higher: what they hold scrolls within. */
  .columns,
  .rows > echo-dock {
    block-size: 0;
    min-block-size: 100%;
  }

  .columns {
    --min: 21rem;
    --max: calc(100% - 24rem);
  }

  echo-phone-tabs {
    flex: 1;
    min-block-size: 0;
  }
`;
