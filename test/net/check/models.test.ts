// The concurrency models under the Echo Check: those that serve all clients at once pass, and the iterative one fails where
// there is more than one, and nowhere else.

import { expect, it } from 'vitest';
import { checkPort, complaints } from '../../support/check-run.ts';
import { withModel } from '../../support/with-model.ts';

/** Long enough for a server on a busy machine; clients of the iterative one wait for it five times. */
const SILENCE_MS = 1000;

it.each([
  ['forked', []],
  ['threads', []],
  ['iterative', ['five-clients', 'others-stay', 'order-under-load', 'hundred-clients', 'never-reader']],
] as const)('%s fails in %j', { timeout: 120_000 }, async (model, failed) => {
  await withModel(model, { maxConnections: 1000 }, async ({ port }) => {
    const report = await checkPort(port, { silenceMs: SILENCE_MS });
    expect(report.end).toBe('complete');
    expect(complaints(report).map(({ id }) => id)).toEqual(failed);
  });
});
