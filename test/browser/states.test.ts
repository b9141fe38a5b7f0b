// The state diagram in a browser: FIN in either direction moves both ends as the kernel does, whose own table the test
// reads and compares.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readKernelTable } from './support/kernel-table.ts';
import { type Card, cardOf } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

const DESK = { width: 1440, height: 900 };

/** What the diagram says in words: `client … LISTEN, SYN_RECEIVED and is in ESTABLISHED (kernel)`. */
async function diagram(page: Page): Promise<string> {
  const words = await page.getByRole('img', { name: /^State diagram/ }).getAttribute('aria-label');
  return words ?? '';
}

/** `FIN_WAIT_2 LAST_ACK`, the states of client and server where the page says that they are the kernel's. */
async function shownStates(page: Page): Promise<string> {
  return [...(await diagram(page)).matchAll(/is in (\w+) \(kernel\)/g)].map(([, state]) => state).join(' ');
}

/** Waits until the page shows these states of both ends as the kernel's, and the kernel's own table has them, too. */
async function expectStates(page: Page, card: Ends, client: string, server: string): Promise<void> {
  const expected = `${client} ${server}`;
  await expect.poll(() => shownStates(page)).toBe(expected);
  const kernel = await readKernelTable(card.client, card.server);
  expect(`${kernel.client.state} ${kernel.server.state}`).toBe(expected);
}

interface Ends {
  readonly client: number;
  readonly server: number;
}

async function show(page: Page, card: Card, server: number): Promise<Ends> {
  const client = Number((await card.port()).slice(1));
  await page.getByRole('tab', { name: 'States' }).click();
  return { client, server };
}

async function serverFin(page: Page, card: Card): Promise<void> {
  await card.root.getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menuitem', { name: 'FIN from the server' }).click();
}

describe('the state diagram', () => {
  it('follows a FIN of the client, whose echoes are still to come, at both ends', async () => {
    await withPlayground({ viewport: DESK }, async ({ page, echo }) => {
      const card = cardOf(page, 'A');
      const ends = await show(page, card, echo.port);
      await expectStates(page, ends, 'ESTABLISHED', 'ESTABLISHED');

      // The server's FIN waits behind an echo for which the paused client's kernel has no room.
      await card.button('Pause reading').click();
      await card.generate('1 MiB');
      await page.getByRole('progressbar', { name: 'Echo of 1.0 MB' }).waitFor();
      await card.button('FIN').click();
      await expectStates(page, ends, 'FIN_WAIT_2', 'LAST_ACK');

      await card.button('Resume reading').click();
      await expectStates(page, ends, 'TIME_WAIT', 'CLOSED');
      const words = await diagram(page);
      expect(words).toContain(
        'The client came through CLOSED, SYN_SENT, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 and is in',
      );
      expect(words).toContain(
        'The server came through CLOSED, LISTEN, SYN_RECEIVED, ESTABLISHED, CLOSE_WAIT, LAST_ACK and is in',
      );
      // TIME_WAIT's clock is the kernel's.
      await page.getByText(/^\d\d s left by the kernel’s timer\.$/).waitFor();
    });
  });

  it('follows a FIN of the server, and then the client’s, at both ends', async () => {
    await withPlayground({ viewport: DESK }, async ({ page, echo }) => {
      const card = cardOf(page, 'A');
      const ends = await show(page, card, echo.port);
      await expectStates(page, ends, 'ESTABLISHED', 'ESTABLISHED');
      await serverFin(page, card);
      await expectStates(page, ends, 'CLOSE_WAIT', 'FIN_WAIT_2');
      await card.button('FIN').click();
      await expectStates(page, ends, 'CLOSED', 'TIME_WAIT');
      const words = await diagram(page);
      expect(words).toContain(
        'The client came through CLOSED, SYN_SENT, ESTABLISHED, CLOSE_WAIT, LAST_ACK and is in',
      );
      expect(words).toContain('ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 and is in TIME_WAIT');
    });
  });

  it('ends both ends at once by RST, and begins anew with the next connection', async () => {
    await withPlayground({ viewport: DESK }, async ({ page, echo }) => {
      const card = cardOf(page, 'A');
      const ends = await show(page, card, echo.port);
      await expectStates(page, ends, 'ESTABLISHED', 'ESTABLISHED');
      await card.button('RST').click();
      await expectStates(page, ends, 'CLOSED', 'CLOSED');
      const words = await diagram(page);
      expect(words).toContain('The client came through CLOSED, SYN_SENT, ESTABLISHED and is in CLOSED');
      await card.button('Reconnect').click();
      await expectStates(page, await show(page, card, echo.port), 'ESTABLISHED', 'ESTABLISHED');
    });
  });
});
