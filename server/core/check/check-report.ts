// How an Echo Check is told while it runs, and what it comes to. The runner is server/net/check/run-check.ts; the report
// for people is made by report-text.ts, those for programs by report-junit.ts and protocol/check-document.ts.

import type { CaseInfo, CaseResult, CheckEnd } from '../../protocol/check.ts';

/** Who hears of a check as it goes on; each method is quick and does not throw. */
export interface CheckListener {
  /** Once, before the first case. */
  started(cases: readonly CaseInfo[]): void;
  caseStarted(id: string): void;
  caseEnded(result: CaseResult): void;
}

export interface CheckReport {
  readonly end: CheckEnd;
  /** Of the cases that ran, in their order. */
  readonly results: readonly CaseResult[];
  /** Cases that there was no time for. */
  readonly notRun: readonly CaseInfo[];
}

/** Whether the server may count as an echo server: every case had its time, and none failed. */
export function isPassed({ end, results }: CheckReport): boolean {
  return end === 'complete' && results.every(({ verdict }) => verdict !== 'fail');
}
