// An Echo Check in words: verdicts, the sentence that sums it up, and why it could not be run.

import type { Verdict } from '../../../server/protocol/check.ts';
import { CloseCode } from '../../../server/protocol/close-codes.ts';
import type { CheckRecord, CheckRow } from './check-record.ts';

/** Each with what it means. */
export const verdictWords: Record<Verdict, { readonly word: string; readonly meaning: string }> = {
  pass: { word: 'pass', meaning: 'The server did what was expected.' },
  slow: { word: 'slow', meaning: 'The server did what was expected, but late.' },
  fail: { word: 'fail', meaning: 'The server did something else than expected, or nothing.' },
  notTestable: { word: 'not testable', meaning: 'Nothing could be learnt here.' },
};

/** `29 pass, 1 slow, 1 fails`; `nothing` before the first result. */
export function summarise({ counts, notRun }: Pick<CheckRecord, 'counts' | 'notRun'>): string {
  const parts = [
    counts.pass > 0 && `${counts.pass} ${counts.pass === 1 ? 'passes' : 'pass'}`,
    counts.slow > 0 && `${counts.slow} slow`,
    counts.fail > 0 && `${counts.fail} ${counts.fail === 1 ? 'fails' : 'fail'}`,
    counts.notTestable > 0 && `${counts.notTestable} not testable`,
    notRun > 0 && `${notRun} not run`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

/** What screen readers hear at the end; undefined while it goes on. */
export function announceEnd(record: CheckRecord): string | undefined {
  const { phase, target } = record;
  if (phase.kind === 'failed') return phase.why;
  if (phase.kind !== 'ended') return undefined;
  const { single } = record;
  const what = single
    ? `${single.info.title}: ${single.result ? verdictWords[single.result.verdict].word : 'not run'}`
    : summarise(record);
  const how = { complete: '', stopped: ' stopped', timedOut: ' ran out of time' }[phase.how];
  return `Echo Check of ${target ?? 'a server'}${how}: ${what}`;
}

/** Why a check of `target` is not running, from what its WebSocket was closed with; one sentence. */
export function describeCheckClose(code: number, reason: string, target: string): string {
  const because = reason === '' ? '' : `: ${reason.replace(/\.$/, '')}`;
  switch (code) {
    case CloseCode.tryAgainLater:
      return `The check has to wait${because}.`;
    case CloseCode.targetRefused:
      return `${target} cannot be checked${because}.`;
    case CloseCode.policyViolation:
      return `The server refuses to check ${target}${because}.`;
    case CloseCode.goingAway:
      return 'The server is stopping, and the check with it.';
    case CloseCode.internalError:
      return 'The check failed by a defect of this program; its log says more.';
    default:
      return `The connection to the server was lost (close ${code}), and the check with it.`;
  }
}

/** Whether a case calls for a look: it ended, and did not pass. */
export function isRemarkable({ result, state }: CheckRow): boolean {
  return state === 'notRun' || (result !== undefined && result.verdict !== 'pass');
}
