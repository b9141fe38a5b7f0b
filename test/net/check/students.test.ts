// Echo servers as students write them pass the whole Echo Check.

import { expect, it } from 'vitest';
import { CHECK_CASES } from '../../../server/core/check/cases.ts';
import { checkPort, complaints } from '../../support/check-run.ts';
import { withCServer, withPythonServer } from '../../support/student-server.ts';

it.each([
  ['Python', withPythonServer],
  ['C', withCServer],
])('a threaded server in %s passes every case', async (_, withServer) => {
  await withServer(async (port) => {
    const report = await checkPort(port);
    expect(complaints(report)).toEqual([]);
    expect(report.end).toBe('complete');
    expect(report.results).toHaveLength(CHECK_CASES.length);
  });
});
