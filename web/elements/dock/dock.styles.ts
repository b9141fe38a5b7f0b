// The looks of the dock: one bar of tabs and figures, and below it the view.

import { css } from 'lit';

export const dockStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    block-size: 100%;
    background: var(--surface-panel);
    container: dock / inline-size;
  }

  .bar {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--space-1) var(--space-2);
    block-size: var(--dock-bar);
    padding: 0 var(--space-3) 0 var(--space-1);
    font-size: var(--size-small);
    white-space: nowrap;
  }

  .tabs {
    align-self: stretch;
    overflow: auto hidden;
    scrollbar-width: none;
  }

  echo-dock-figures {
    margin-inline-start: auto;
  }

  .view {
    flex: 1;
    min-block-size: 0;
    border-block-start: 1px solid var(--line);
  }

  :host([expanded]) .bar {
    flex-wrap: wrap;
    gap: var(--space-1);
    block-size: auto;
    padding-block: var(--space-1);
  }

  /* Tabs and what follows them share their lines. */
  :host([expanded]) .tabs {
    display: contents;
  }

  :host([expanded]) .tab {
    padding: 0.45rem 0.4rem;
  }

  :host([expanded]) echo-dock-figures {
    display: none;
  }

  @container dock (max-width: 73rem) {
    echo-dock-figures {
      display: none;
    }
  }
`;
