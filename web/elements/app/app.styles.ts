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

  wa-split-panel {
    flex: 1;
    min-block-size: 0;
    --min: 21rem;
    --max: calc(100% - 24rem);
  }

  echo-phone-tabs {
    flex: 1;
    min-block-size: 0;
  }
`;
