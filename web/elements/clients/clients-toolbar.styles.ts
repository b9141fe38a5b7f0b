// The looks of the toolbar: one row where there is room, else as many as it takes; a phone gets another order.

import { css } from 'lit';

export const toolbarStyles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
    padding: var(--space-2) var(--space-3);
  }

  .target {
    max-inline-size: 9rem;
    padding-inline: 0.4em;
    border-color: var(--line);
    font-size: var(--size-small);
    text-overflow: ellipsis;
    field-sizing: content;
  }

  /* One control more in the same row. */
  .target ~ .broadcast {
    flex-basis: 11rem;
  }

  .target ~ echo-filter-field {
    flex-basis: 6.5rem;
  }

  .broadcast {
    flex: 1 1 15rem;
    display: flex;
    min-inline-size: 0;
  }

  .broadcast .field {
    flex: 1;
    border-inline-end: 0;
    border-start-end-radius: 0;
    border-end-end-radius: 0;
  }

  .broadcast .button {
    min-block-size: var(--control-height);
    border-color: var(--line-strong);
    border-start-start-radius: 0;
    border-end-start-radius: 0;
  }

  echo-filter-field {
    flex: 0 1 8.5rem;
    display: var(--if-secondary, flex);
    min-inline-size: 6rem;
  }

  @media (max-width: 720px) {
    .broadcast,
    .reconnect,
    echo-filter-field {
      order: 1;
    }

    wa-dropdown {
      margin-inline-start: auto;
    }

    echo-filter-field {
      flex: 1;
    }

    echo-filter-field.few {
      display: none;
    }
  }

  wa-button.secondary,
  wa-dropdown.secondary {
    display: var(--if-secondary, inline-block);
  }
`;
