// The crowd in a browser: the same clients at several servers, and the picture tells how each server serves them.

import type { Socket } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page, WebSocket } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { withTcpServer } from '../support/with-tcp-server.ts';
import { allCards, connectionRow, hasFocus, isInView, serverLog } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

/** High enough for the dock to be unfolded. */
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

const iterative = { models: ['iterative' as const] };

/** Six who come quickly and stay for half a second: nobody has gone when the next one comes. */
const SIX = { 'Clients each': 6, Arrivals: 50, Messages: 2, 'Think time': 500 };

async function openCrowd(page: Page): Promise<void> {
  const inspect = page.getByRole('tab', { name: 'Inspect' });
  if (await inspect.isVisible()) await inspect.click();
  await page.getByRole('tab', { name: 'Crowd', exact: true }).click();
  await page.getByRole('button', { name: 'Start the crowd' }).waitFor();
}

async function fill(page: Page, numbers: Readonly<Record<string, number>>): Promise<void> {
  for (const [label, number] of Object.entries(numbers)) {
    await page.getByRole('textbox', { name: label }).fill(String(number));
  }
}

/** Goes on once Clear can be pressed: the crowd is over, and every WebSocket of it has closed. */
async function waitUntilOver(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Clear', disabled: false }).waitFor();
}

function part(page: Page, target: string): Locator {
  return page.getByRole('region', { name: target, exact: true });
}

async function violations(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).analyze();
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join()}`);
}

describe('a crowd', () => {
  it('is served one after the other by the iterative server, and together by the event loop', async () => {
    await withPlayground({ viewport: DESK, settings: iterative }, async ({ page }) => {
      await openCrowd(page);
      await fill(page, SIX);
      await page.getByRole('button', { name: 'Start the crowd' }).click();
      expect(await hasFocus(page.getByRole('button', { name: 'Stop', exact: true }))).toBe(true);
      await waitUntilOver(page);

      const one = part(page, 'echo-iterative');
      await one.getByText(/^The 6th client waited .*; one at a time was served\.$/).waitFor();
      await one.getByText('6 of 6').waitFor();
      const all = part(page, 'echo');
      await all.getByText(/^The 6th client waited .*; up to [2-6] were served together\.$/).waitFor();
      await all.getByText('6 of 6').waitFor();

      // The keyboard goes from bar to bar, and over to the next target.
      await all.getByRole('img').first().focus();
      await page.keyboard.press('End');
      await all.getByRole('img', { name: /^Client 6 waited .* It had all 2 echoes/ }).waitFor();
      await page.keyboard.press('ArrowDown');
      await one.getByRole('img', { name: /^Client 1 waited / }).waitFor();
      await page.keyboard.press('End');
      const last = /^Client 6 waited .* for its first echo, while clients? .*\b5 (was|were) served\./;
      await one.getByRole('img', { name: last }).waitFor();
      await page.locator('echo-crowd-picture').getByText(last).waitFor();

      expect(await serverLog(page)).toMatch(/\bcrowd\b/);
      expect(await serverLog(page)).not.toContain('another page');
    });
  });

  it('leaves no session behind when it is stopped', async () => {
    const expectedProblems = [/WebSocket is closed before the connection is established/];
    const settings = { models: [] };
    await withPlayground({ viewport: DESK, settings, expectedProblems }, async ({ page }) => {
      await page.getByText('2 connected', { exact: true }).waitFor();
      await openCrowd(page);
      const webSockets: WebSocket[] = [];
      page.on('websocket', (webSocket) => webSockets.push(webSocket));
      await fill(page, { ...SIX, 'Clients each': 20, Messages: 100 });
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      await connectionRow(page, ':\\d+', { client: 'crowd' }).first().waitFor();
      await part(page, 'echo')
        .getByText(/^20 are served/)
        .waitFor();
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await waitUntilOver(page);
      await part(page, 'echo')
        .getByText(/Stopped with 20 clients still to finish\.$/)
        .waitFor();
      await page.getByText('2 connected', { exact: true }).waitFor();
      expect(webSockets.length).toBeGreaterThanOrEqual(2);
      expect(webSockets.every((webSocket) => webSocket.isClosed())).toBe(true);
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.getByRole('button', { name: 'Start the crowd' }).waitFor();
    });
  });

  it('goes to no target that is down, and counts whom a server reset', async () => {
    const rude = (socket: Socket): void => {
      socket.on('data', () => socket.resetAndDestroy());
    };
    const nobody = { name: 'nobody', host: '127.0.0.1', port: 1 };
    await withTcpServer(rude, async (port) => {
      const targets = [nobody, { name: 'rude', host: '127.0.0.1', port }];
      await withPlayground({ viewport: DESK, settings: { models: [], targets } }, async ({ page }) => {
        await openCrowd(page);
        await page.getByText(/^nobody is down: .*ECONNREFUSED/).waitFor();
        expect(await page.getByRole('checkbox', { name: 'nobody' }).isDisabled()).toBe(true);
        await page.getByRole('checkbox', { name: 'rude' }).check();
        await fill(page, { 'Clients each': 3 });
        await page.getByRole('button', { name: 'Start the crowd' }).click();
        await waitUntilOver(page);
        const reset = 'Nobody got an echo. 3 clients failed: Reset by rude ECONNRESET (4104).';
        await part(page, 'rude').getByText(reset).waitFor();
        await part(page, 'echo').getByText('3 of 3').waitFor();
      });
    });
  });

  it('leaves the page no more cards than WebSockets, until it is stopped', async () => {
    const settings = { models: [] };
    await withPlayground({ viewport: DESK, settings }, async ({ page }) => {
      await openCrowd(page);
      await fill(page, { 'Clients each': 197, Arrivals: 1, Messages: 1 });
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      const add = page.getByRole('button', { name: '+5 clients' });
      await add.click();
      await page.getByText(/^A page holds 200 clients, and the crowd has 19[67] of them\./).waitFor();
      expect(await allCards(page).count()).toBeLessThanOrEqual(4);
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await waitUntilOver(page);
      await add.click();
      await expect.poll(() => allCards(page).count()).toBeGreaterThan(6);
    });
  });

  it('keeps the many broken servers folded until they are wanted', async () => {
    await withPlayground({ viewport: DESK, settings: { models: [], gallery: true } }, async ({ page }) => {
      await openCrowd(page);
      const one = page.getByRole('checkbox', { name: 'broken-one-client' });
      const other = page.getByRole('checkbox', { name: 'broken-fin' });
      const fold = page.getByRole('button', { name: /^\d+ broken on purpose$/ });
      await fold.waitFor();
      expect(await one.count()).toBe(0);
      await fold.click();
      await one.check();
      await fold.click();
      await other.waitFor({ state: 'detached' });
      expect(await hasFocus(fold)).toBe(true);
      // What is chosen stays in sight.
      expect(await one.isChecked()).toBe(true);
    });
  });

  it('shows four targets together, without scrolling', async () => {
    const targets = ['p', 'q', 'r'];
    const list = (port: number) => targets.map((name) => ({ name, host: '127.0.0.1', port }));
    await withTcpServer(
      (socket) => socket.pipe(socket),
      async (port) => {
        const settings = { models: [], targets: list(port) };
        await withPlayground({ viewport: DESK, settings }, async ({ page }) => {
          await openCrowd(page);
          for (const name of targets) await page.getByRole('checkbox', { name, exact: true }).check();
          await page.getByRole('button', { name: 'Start the crowd' }).click();
          await waitUntilOver(page);
          const parts = page.locator('echo-crowd-picture .part');
          expect(await parts.count()).toBe(4);
          for (const each of await parts.all()) expect(await isInView(each)).toBe(true);
        });
      },
    );
  });

  it('says what is wrong with its numbers, and keeps them over a reload', async () => {
    await withPlayground({ viewport: DESK, settings: iterative }, async ({ page }) => {
      await openCrowd(page);
      await fill(page, { 'Clients each': 150 });
      await page
        .getByRole('alert')
        .getByText('2 targets × 150 clients + 2 cards are 302. Ask for at most 99 a target.')
        .waitFor();
      await page.getByRole('button', { name: 'Start the crowd' }).click();
      expect(await hasFocus(page.getByRole('textbox', { name: 'Clients each' }))).toBe(true);
      await page.reload();
      expect(await page.getByRole('textbox', { name: 'Clients each' }).inputValue()).toBe('150');
      await page.getByRole('button', { name: 'A dozen' }).click();
      await expect.poll(() => page.getByRole('textbox', { name: 'Clients each' }).inputValue()).toBe('12');
      await page.getByRole('alert').waitFor({ state: 'hidden' });
    });
  });
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it.each([
    ['a desk', DESK],
    ['a phone', PHONE],
  ])('%s has no violation before, during and after', async (_name, viewport) => {
    await withPlayground({ colorScheme, viewport, settings: iterative }, async ({ page }) => {
      await openCrowd(page);
      expect(await violations(page)).toEqual([]);
      await fill(page, { ...SIX, Messages: 4 });
      await page.getByRole('button', { name: 'Start the crowd' }).click();
      await part(page, 'echo-iterative')
        .getByText(/\d waits?\b/)
        .first()
        .waitFor();
      expect(await violations(page)).toEqual([]);
      await waitUntilOver(page);
      await part(page, 'echo').getByRole('img').first().focus();
      expect(await violations(page)).toEqual([]);
    });
  });
});
