// Cases of a check for tests: each field tells its case apart.

import type { CaseInfo } from '../../server/protocol/check.ts';

/** The case of this id. */
export function infoOf(id: string): CaseInfo {
  return {
    id,
    title: `Title of ${id}`,
    source: `RFC ${id}`,
    description: `${id} is done`,
    expectation: `${id} is expected`,
    limitMs: 5000,
  };
}
