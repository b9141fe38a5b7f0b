// The inspector: a line of a transcript or of the server's log opened, its bytes looked at in every way, and closed.

import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectEcho } from './support/expect-echo.ts';
import { NativeClient } from './support/native-client.ts';
import { type Card, cardOf, hasFocus } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

/** The line of a transcript with these words. */
function line(card: Card, name: RegExp): Locator {
  return card.root.getByRole('log').getByRole('button', { name });
}

function logLine(page: Page, name: RegExp): Locator {
  return page.getByRole('log', { name: 'Life-cycle log of the server' }).getByRole('button', { name });
}

async function show(page: Page, view: 'Text' | 'Hex' | 'String' | 'Compare'): Promise<string> {
  await page.getByRole('tab', { name: view, exact: true }).click();
  await page.getByRole('tabpanel', { name: view, exact: true }).waitFor();
  return page.getByRole('tabpanel', { name: view, exact: true }).innerText();
}

function hexDump(page: Page): Locator {
  return page.getByRole('region', { name: 'Hex dump' });
}

async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** Every second binary message from the gateway on has its byte at `index` changed, as no honest echo server would. */
async function spoilEchoes(page: Page, index: number): Promise<void> {
  await page.routeWebSocket(/\/bridge/, (browser) => {
    const gateway = browser.connectToServer();
    gateway.onMessage((message) => {
      if (typeof message !== 'string') message[index] = (message[index] ?? 0) ^ 0x20;
      browser.send(message);
    });
  });
}

describe('the inspector', () => {
  it('opens a sent line by mouse and shows its bytes in every way', async () => {
    await withPlayground({}, async ({ page }) => {
      const card = cardOf(page, 'A');
      await card.send('first');
      await card.send('Grüße, "world"');
      await line(card, /^received .* 16 B same bytes$/).waitFor();
      await line(card, /^sent .* 16 B$/).click();
      await page.getByRole('dialog', { name: /^A sent [\d:.]+ bytes 5–20$/ }).waitFor();

      expect(await show(page, 'Text')).toContain('Grüße, "world"');
      await show(page, 'Hex');
      expect(await hexDump(page).innerText()).toContain(
        '00000005  47 72 c3 bc c3 9f 65 2c  20 22 77 6f 72 6c 64 22  |Gr....e, "world"|',
      );
      expect(await show(page, 'String')).toContain('"Gr\\xc3\\xbc\\xc3\\x9fe, \\"world\\""');
      expect(await show(page, 'Compare')).toContain('All 16 bytes came back the same.');
    });
  });

  it('goes a row a key, however fast the keys come', async () => {
    await withPlayground({}, async ({ page }) => {
      const card = cardOf(page, 'A');
      await card.send('one');
      await expectEcho(card, 'one');
      await card.root.getByRole('log').evaluate((log: HTMLElement) => {
        log.focus();
        const press = () => new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true, composed: true });
        // The newest row, and one up; nothing is drawn in between.
        for (let count = 0; count < 2; count += 1) log.dispatchEvent(press());
      });
      await expect.poll(() => hasFocus(line(card, /^sent .* one 3 B$/))).toBe(true);
    });
  });

  it('opens a line by keyboard, and Esc leads back to it', async () => {
    await withPlayground({}, async ({ page }) => {
      const card = cardOf(page, 'A');
      await card.send('one');
      await card.send('two');
      await expectEcho(card, 'two');
      await card.root.getByRole('log').focus();
      for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown']) await page.keyboard.press(key);
      const sent = line(card, /^sent .* two 3 B$/);
      await expect.poll(() => hasFocus(sent)).toBe(true);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: /bytes 3–5$/ }).waitFor();
      const text = page.getByRole('tab', { name: 'Text' });
      await expect.poll(() => hasFocus(text)).toBe(true);
      // Letters are no keys of the page behind.
      await page.keyboard.press('n');
      await page.keyboard.press('ArrowRight');
      await hexDump(page).waitFor();
      await close(page);
      await expect.poll(() => hasFocus(sent)).toBe(true);
      expect(await cardOf(page, 'C').root.count()).toBe(0);

      await page.keyboard.press('Home');
      const first = line(card, /Connected in/);
      await expect.poll(() => hasFocus(first)).toBe(true);
      await page.keyboard.press('Space');
      await page.getByRole('dialog', { name: /Connected in/ }).waitFor();
      expect(await page.getByRole('tab', { name: 'Hex' }).count()).toBe(0);
      await page.getByText('number 1 of this client').waitFor();
    });
  });

  it('holds the list still while a row has the focus, and lets it go on afterwards', async () => {
    await withPlayground({}, async ({ page, echo }) => {
      await logLine(page, /accept .* B$/).waitFor();
      const log = page.getByRole('log', { name: 'Life-cycle log of the server' });
      await log.focus();
      await page.keyboard.press('Home');
      const first = logLine(page, /listen/);
      await expect.poll(() => hasFocus(first)).toBe(true);
      for (let count = 0; count < 15; count += 1) {
        await (await NativeClient.connect(echo)).close();
      }
      const latest = page.getByRole('button', { name: /^\d+ new$/ });
      await latest.waitFor();
      expect(await hasFocus(first)).toBe(true);
      await latest.click();
      await first.waitFor({ state: 'detached' });
      await latest.waitFor({ state: 'detached' });
    });
  });

  it('shows a large message page by page and copies the page', async () => {
    await withPlayground({}, async ({ page, context, url }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(url).origin });
      const card = cardOf(page, 'A');
      await card.generate('10000');
      await line(card, /^received .* 10.0 kB same bytes$/).click();
      await show(page, 'Hex');
      await page.getByText('bytes 0–4,095 of 10,000').waitFor();
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByText('bytes 8,192–9,999 of 10,000').waitFor();
      expect(await page.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Copy', exact: true }).click();
      await page.getByRole('status').getByText('Copied bytes 8,192–9,999').waitFor();
      const copied = (await page.evaluate(() => navigator.clipboard.readText())).trimEnd().split('\n');
      expect(copied.length).toBe(113);
      expect(copied[0]).toMatch(/^00002000 {2}([\da-f]{2} ){8} ([\da-f]{2} ){8} \|.{16}\|$/);
    });
  });

  it('lights a byte up on both sides and says what it is', async () => {
    await withPlayground({}, async ({ page }) => {
      const card = cardOf(page, 'A');
      await card.send('hello');
      await line(card, /^sent .* hello 5 B$/).click();
      await show(page, 'Hex');
      await hexDump(page).getByText('65', { exact: true }).hover();
      await page.getByText('offset 1: 0x65, 101, “e”').waitFor();
      const lit = hexDump(page).locator('[lit]');
      expect(await lit.allInnerTexts()).toEqual(['65', 'e']);
    });
  });

  it('marks the first difference of an echo that was changed on the way', async () => {
    await withPlayground({}, async ({ page }) => {
      await spoilEchoes(page, 4);
      await page.reload();
      const card = cardOf(page, 'A');
      await card.waitForState('ESTABLISHED');
      await card.send('abcdefgh');
      await line(card, /^received .*differs at offset 4.* different$/).click();
      const compared = await show(page, 'Compare');
      expect(compared).toContain('First difference at offset 4: sent 0x65, received 0x45.');
      expect(compared).toMatch(/same\s+7 bytes\s+different\s+1 byte/);
      await page.getByRole('region', { name: 'Around the first difference' }).waitFor();
      await page.getByRole('button', { name: 'Go to the first difference' }).click();
      await hexDump(page).getByRole('img', { name: 'first difference' }).waitFor();
      expect(await hexDump(page).innerText()).toContain('61 62 63 64 45 66 67 68');
    });
  });

  it('opens the lines of the server’s log: an own client’s bytes, a native one’s beginning', async () => {
    await withPlayground({}, async ({ page, echo }) => {
      const card = cardOf(page, 'A');
      await card.send('own bytes');
      await logLine(page, /recv · send .* 9 B A$/).click();
      await page.getByRole('dialog', { name: /^A sent .* bytes 0–8$/ }).waitFor();
      expect(await show(page, 'Text')).toContain('own bytes');
      await close(page);

      const native = await NativeClient.connect(echo);
      await native.exchange(`hello from nc\n${'.'.repeat(86)}`);
      await logLine(page, /recv · send .* 100 B native$/).click();
      expect(await show(page, 'Text')).toMatch(/^hello from nc ?LF/);
      await page.getByText('First 64 of 100 bytes').waitFor();
      expect(await page.getByRole('tab', { name: 'Compare' }).count()).toBe(0);
      await close(page);
      await native.close();
      await logLine(page, /^[\d:.]+ close/).click();
      await page.getByText('both directions ended with FIN').waitFor();
    });
  });
});

describe('bytes of a connection that is nobody’s here', () => {
  it('are said not to be held', async () => {
    await withPlayground({}, async ({ page }) => {
      await cardOf(page, 'A').waitForState('ESTABLISHED');
      await page.locator('echo-dock').evaluate((dock) => {
        const what = {
          key: 'connection:9',
          connection: 1,
          direction: 'up',
          from: 0,
          bytes: 3,
          title: 'server read',
        };
        dock.dispatchEvent(Object.assign(new Event('echo-inspect', { bubbles: true, composed: true }), what));
      });
      await page.getByText('The page holds no bytes of this connection').waitFor();
    });
  });
});

describe.each(['light', 'dark'] as const)('the open inspector in %s', (colorScheme) => {
  it.each([
    ['a desk', 1280, 800],
    ['a phone', 360, 740],
  ])('has no violation on %s', async (_what, width, height) => {
    await withPlayground({ colorScheme, viewport: { width, height } }, async ({ page }) => {
      await spoilEchoes(page, 1);
      await page.reload();
      const card = cardOf(page, 'A');
      await card.waitForState('ESTABLISHED');
      await card.send(`${'hello '.repeat(700)}`);
      await line(card, /^received/).click();
      for (const view of ['Text', 'Hex', 'String', 'Compare'] as const) {
        await show(page, view);
        // Few bytes are enough to be judged by; the pages' own controls are there on each of them.
        if (view === 'Hex') await page.getByRole('button', { name: 'Next page' }).click();
        const { violations, passes } = await new AxeBuilder({ page }).analyze();
        expect(passes.length).toBeGreaterThan(10);
        expect(
          violations.map(({ id, nodes }) => `${view}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        ).toEqual([]);
      }
    });
  });
});
