// Echo servers as students write them, in Python and in C, pass the whole Echo Check: on the page, where the operator has put them
// on the list, and at the terminal.

import { expect, it } from 'vitest';
import { CHECK_CASES } from '../../server/core/check/cases.ts';
import { runCommand } from '../support/command-line.ts';
import { withCServer, withPythonServer } from '../support/student-server.ts';
import { checkEnded, openCheck, startCheck, verdicts } from './support/check-page.ts';
import { withPlayground } from './support/with-playground.ts';

const DESK = { width: 1440, height: 900 };

it.each([
  ['Python', withPythonServer],
  ['C', withCServer],
])('a threaded server in %s passes from page and terminal', async (_, withServer) => {
  await withServer(async (port) => {
    const targets = [{ name: 'mine', host: '127.0.0.1', port }];
    await withPlayground({ viewport: DESK, settings: { targets } }, async ({ page }) => {
      await openCheck(page);
      await startCheck(page, 'mine');
      await checkEnded(page);
      const words = await verdicts(page);
      expect(words).toHaveLength(CHECK_CASES.length);
      // A machine may be busy enough for an answer to be late.
      expect(new Set(words.filter((word) => word !== 'slow'))).toEqual(new Set(['pass']));
    });
    const { status, stdout } = await runCommand(['check', `127.0.0.1:${port}`]);
    expect(stdout).toMatch(new RegExp(`^${CHECK_CASES.length} passed in |^\\d+ passed, \\d+ slow in `, 'm'));
    expect(status).toBe(0);
  });
});
