// The kernel's view in a browser: with reading paused, 8 MiB fill the kernel's queues until a zero window holds, as
// the kernel's own table has it, and drain to the last byte once reading goes on.

import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../web/model/format.ts';
import { expectEcho } from './support/expect-echo.ts';
import { readKernelTable } from './support/kernel-table.ts';
import { cardOf } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

/** The page tries again while the server is away. */
const REFUSED = /console error: .*ERR_CONNECTION_(REFUSED|RESET)/;
const DESK = { width: 1440, height: 900 };

/** The cells of a row of the table of both ends: the client end's and the server end's. */
async function rowOf(page: Page, name: string): Promise<readonly string[]> {
  const row = page
    .getByRole('table', { name: 'Both ends' })
    .getByRole('row', { name: new RegExp(`^${name}`) });
  return row.getByRole('cell').allInnerTexts();
}

function direction(page: Page, name: 'To the server' | 'To the client'): Locator {
  return page.getByRole('group', { name, exact: true });
}

describe('the kernel’s view', () => {
  it('shows pause reading and 8 MiB fill the queues up to a zero window, and resume drain them', async () => {
    await withPlayground({ viewport: DESK }, async ({ page, echo }) => {
      const card = cardOf(page, 'A');
      const port = Number((await card.port()).slice(1));
      await page.getByRole('tab', { name: 'Kernel' }).click();
      await expect.poll(() => rowOf(page, 'receive queue')).toEqual(['0 B', '0 B']);
      expect((await readKernelTable(port, echo.port)).client.receiveQueue).toBe(0);
      await expect.poll(() => direction(page, 'To the client').innerText()).toContain('window');

      await card.button('Pause reading').click();
      await card.generate('8 MiB');

      // The receive queue of the end that does not read has grown as far as its kernel lets it …
      const down = direction(page, 'To the client');
      await down.getByRole('note', { name: /^zero window/ }).waitFor();
      await down.getByText('paused', { exact: true }).waitFor();
      await down.getByText(/^probe (in|due)/).waitFor();
      // … and stands still there, so that the page and the kernel's table can be compared.
      await expect
        .poll(async () => {
          const kernel = await readKernelTable(port, echo.port);
          const isHeld =
            kernel.client.receiveQueue > 0 && kernel.server.sendQueue > kernel.client.receiveQueue;
          const shown = [await rowOf(page, 'receive queue'), await rowOf(page, 'send queue')];
          return (
            isHeld &&
            same(shown, [
              [kernel.client.receiveQueue, kernel.server.receiveQueue],
              [kernel.client.sendQueue, kernel.server.sendQueue],
            ])
          );
        })
        .toBe(true);
      expect(await down.innerText()).toMatch(/receive queue\s+\d+ kB full/);

      await card.button('Resume reading').click();
      await expectEcho(card, '.*', '8.4 MB');
      await expect.poll(() => rowOf(page, 'receive queue')).toEqual(['0 B', '0 B']);
      await expect.poll(() => rowOf(page, 'send queue')).toEqual(['0 B', '0 B']);
      await expect.poll(() => page.getByRole('note', { name: /^zero window/ }).count()).toBe(0);
      const plot = page.getByRole('img', {
        name: /^Queues of the last minute to the client: .*with zero window$/,
      });
      await plot.waitFor();
    });
  });

  it('says whose figures they are once the server is away, and forgets them when the client is back', async () => {
    await withPlayground({ viewport: DESK, expectedProblems: [REFUSED] }, async ({ page, playground }) => {
      await page.getByRole('tab', { name: 'Kernel' }).click();
      await expect.poll(() => rowOf(page, 'receive queue')).toEqual(['0 B', '0 B']);
      const note = page.getByText('The server is away: what the kernel said last is shown.');
      expect(await note.count()).toBe(0);
      await playground.stop();
      await note.waitFor();
      await playground.restart();
      await cardOf(page, 'A').waitForState('ESTABLISHED');
      await expect.poll(() => note.count()).toBe(0);
    });
  });
});

function same(shown: readonly (readonly string[])[], bytes: readonly (readonly number[])[]): boolean {
  return JSON.stringify(shown) === JSON.stringify(bytes.map((row) => row.map(formatBytes)));
}
