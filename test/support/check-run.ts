// An Echo Check run to its end by a test, and what came of it.

import type { CheckReport } from '../../server/core/check/check-report.ts';
import { type CheckOptions, runCheck } from '../../server/net/check/run-check.ts';
import type { CaseResult } from '../../server/protocol/check.ts';

/** Checks the server at `port` of the loopback address. */
export function checkPort(
  port: number,
  options: Partial<Omit<CheckOptions, 'port'>> = {},
): Promise<CheckReport> {
  return runCheck({
    host: '127.0.0.1',
    port,
    listener: { started() {}, caseStarted() {}, caseEnded() {} },
    signal: new AbortController().signal,
    ...options,
  });
}

/** The results that are neither pass nor slow. */
export function complaints({ results }: CheckReport): readonly CaseResult[] {
  return results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'slow');
}
