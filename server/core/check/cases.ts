// All cases of the Echo Check, in the order in which they run: simple ones first, and last those after which a bad server
// may be gone. A new case is one entry in the file of its theme.

import { byteCases } from './cases/bytes.ts';
import { crowdCases } from './cases/crowd.ts';
import { endingCases, resetCase } from './cases/endings.ts';
import { flowCases } from './cases/flow.ts';
import { sizeCases } from './cases/sizes.ts';
import { talkCases } from './cases/talk.ts';
import type { CheckCase } from './check-case.ts';

export const CHECK_CASES: readonly CheckCase[] = [
  ...talkCases,
  ...byteCases,
  ...sizeCases,
  ...endingCases,
  ...crowdCases,
  ...flowCases,
  resetCase,
];

/**
 * The cases with these ids, in their own order; all when none is named.
 * @throws {RangeError} on an id that there is not
 */
export function chooseCases(only: readonly string[] | undefined): readonly CheckCase[] {
  if (only === undefined || only.length === 0) return CHECK_CASES;
  const unknown = findUnknownId(only);
  if (unknown !== undefined) throw new RangeError(`no such case: ${unknown}`);
  return CHECK_CASES.filter(({ id }) => only.includes(id));
}

/** The first of `ids` that is no case's. */
export function findUnknownId(ids: readonly string[]): string | undefined {
  return ids.find((id) => !CHECK_CASES.some((known) => known.id === id));
}
