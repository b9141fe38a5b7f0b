// How a case stands, as an icon and a word: never told by colour alone.

import { css, html, type TemplateResult } from 'lit';
import type { Verdict } from '../../../server/protocol/check.ts';
import type { CheckRow, RowState } from '../../model/check/check-record.ts';
import { verdictWords } from '../../model/check/check-words.ts';
import { icon } from '../common/icon.ts';

const icons: Record<Verdict, string> = {
  pass: 'check',
  slow: 'clock',
  fail: 'circle-xmark',
  notTestable: 'circle-minus',
};

const stateWords: Record<Exclude<RowState, 'done'>, string> = {
  waiting: 'waiting',
  running: 'running',
  notRun: 'not run',
};

/** The mark of a verdict, with another word such as a count in place of its own. */
export function verdictMark(verdict: Verdict, word = verdictWords[verdict].word): TemplateResult {
  return html`<span class="verdict ${verdict}" title=${verdictWords[verdict].meaning}
    >${icon(icons[verdict])}<span>${word}</span></span
  >`;
}

/** The mark of a row: its verdict, or that it has none yet. */
export function rowMark({ state, result }: CheckRow): TemplateResult {
  if (result) return verdictMark(result.verdict);
  const word = stateWords[state === 'done' ? 'waiting' : state];
  return html`<span class="verdict ${state}"><i class="dot"></i><span>${word}</span></span>`;
}

export const verdictStyles = css`
  .verdict {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    color: var(--text-quiet);
    white-space: nowrap;
  }

  .verdict.pass {
    color: var(--good);
  }

  .verdict.slow {
    color: var(--warn);
    font-weight: 600;
  }

  .verdict.fail {
    color: var(--bad);
    font-weight: 650;
  }

  .verdict.running {
    color: var(--accent);
    font-weight: 600;
  }

  .verdict .dot {
    flex: none;
    inline-size: 0.55em;
    block-size: 0.55em;
    margin-inline: 0.3em;
    border: 1.5px solid currentcolor;
    border-radius: 50%;
  }

  .verdict.running .dot {
    background: currentcolor;
  }

  .verdict.notRun .dot {
    border-style: dotted;
  }

  @media (prefers-reduced-motion: no-preference) {
    .verdict.running .dot {
      animation: beat 0.7s ease-in-out infinite alternate;
    }
  }

  @keyframes beat {
    to {
      opacity: 0.3;
    }
  }
`;
