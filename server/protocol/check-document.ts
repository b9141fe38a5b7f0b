// What an Echo Check came to as one JSON document, for programs: the terminal prints it (`--json`), and the page exports it.

import type { CaseInfo, CaseResult, CheckEnd, Verdict } from './check.ts';

/** Times are in milliseconds. */
export interface CheckDocument {
  /** `HOST:PORT`, or in a page the target's name. */
  readonly target: string;
  readonly end: CheckEnd;
  readonly counts: Readonly<Record<Verdict | 'notRun', number>>;
  /** Of the cases that ran, each with what it asked. */
  readonly results: readonly (CaseInfo & CaseResult)[];
  /** Ids of the cases that did not run. */
  readonly notRun: readonly string[];
}

/** `cases`: those that were to run, in their order. */
export function checkDocument(
  target: string,
  end: CheckEnd,
  cases: readonly CaseInfo[],
  results: readonly CaseResult[],
): CheckDocument {
  const resultOf = new Map(results.map((result) => [result.id, result]));
  const notRun = cases.map(({ id }) => id).filter((id) => !resultOf.has(id));
  return {
    target,
    end,
    counts: { ...countVerdicts(results), notRun: notRun.length },
    results: cases.flatMap((info) => {
      const result = resultOf.get(info.id);
      return result ? [{ ...info, ...result }] : [];
    }),
    notRun,
  };
}

/** How many cases came to each verdict. */
export function countVerdicts(results: readonly CaseResult[]): Readonly<Record<Verdict, number>> {
  const counts = { pass: 0, slow: 0, fail: 0, notTestable: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}
