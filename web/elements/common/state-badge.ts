// A TCP state as a badge, with what it means on hover and focus, and how the page knows.

import { css, html, type TemplateResult } from 'lit';
import type { TcpState } from '../../../server/protocol/tcp-state.ts';
import './term.ts';

type Tone = 'good' | 'warn' | 'none';

/** The badge; `busy` while the state is about to change by itself. */
export function stateBadge(state: TcpState, busy = false): TemplateResult {
  return html`<span class="state ${toneOf(state)} ${busy ? 'busy' : ''}"
    ><echo-term word=${state}></echo-term><echo-term class="how" word="inferred" passive>inferred</echo-term></span
  >`;
}

/** Good while bytes flow both ways, warning while one direction is closed. */
export function toneOf(state: TcpState): Tone {
  switch (state) {
    case 'ESTABLISHED':
      return 'good';
    case 'FIN_WAIT_1':
    case 'FIN_WAIT_2':
    case 'CLOSING':
    case 'CLOSE_WAIT':
    case 'LAST_ACK':
    case 'TIME_WAIT':
      return 'warn';
    case 'LISTEN':
    case 'SYN_SENT':
    case 'SYN_RECEIVED':
    case 'CLOSED':
      return 'none';
  }
}

export const stateBadgeStyles = css`
  .state {
    display: inline-flex;
    align-items: baseline;
    gap: 0.45em;
    padding: 0.15em 0.55em;
    border-radius: var(--radius-small);
    background: var(--surface-control);
    font-size: var(--size-tiny);
    font-weight: 600;
    letter-spacing: 0.02em;
    white-space: nowrap;
  }

  .state.good {
    background: var(--good-surface);
    color: var(--good);
  }

  .state.warn {
    background: var(--warn-surface);
    color: var(--warn);
  }

  .state .how {
    font-weight: 400;
    letter-spacing: normal;
  }

  @media (prefers-reduced-motion: no-preference) {
    .state.busy {
      animation: busy 1.2s ease-in-out infinite alternate;
    }
  }

  @keyframes busy {
    to {
      opacity: 0.55;
    }
  }
`;
