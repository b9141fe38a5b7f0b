// What somebody who opens the page for the first time sees and does, in the order in which it happens.

import { describe, expect, it } from 'vitest';
import { expectEcho } from './support/expect-echo.ts';
import { NativeClient } from './support/native-client.ts';
import {
  allCards,
  Card,
  cardOf,
  connectionRow,
  hasFocus,
  isInView,
  serverLog,
} from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

describe('the first minute', () => {
  it('opens with two connected clients and the cursor in the first one’s message box', async () => {
    await withPlayground({}, async ({ page, echo }) => {
      const [first, second] = [cardOf(page, 'A'), cardOf(page, 'B')];
      await first.waitForState('ESTABLISHED');
      await second.waitForState('ESTABLISHED');
      expect(await allCards(page).count()).toBe(2);
      await expect.poll(() => hasFocus(first.messageBox)).toBe(true);
      const header = page.getByRole('banner');
      await header.getByText(`${echo.address}:${echo.port}`, { exact: true }).waitFor();
      await header.getByText('2 connected', { exact: true }).waitFor();
    });
  });

  it('sends what is typed when Enter is pressed, and ticks the echo', async () => {
    await withPlayground({}, async ({ page }) => {
      const [first, second] = [cardOf(page, 'A'), cardOf(page, 'B')];
      await expect.poll(() => hasFocus(first.messageBox)).toBe(true);
      await page.keyboard.type('Hello, world');
      await page.keyboard.press('Enter');
      await expectEcho(first, 'Hello, world');
      expect(await first.messageBox.inputValue()).toBe('');
      expect(await second.transcript()).not.toContain('Hello');

      const port = await first.port();
      await connectionRow(page, port, { state: 'ESTABLISHED', bytes: '12 B', client: 'A' }).waitFor();
      await expect
        .poll(() => serverLog(page))
        .toMatch(new RegExp(`accept ${port} .*recv · send ${port} 12 B`));
    });
  });

  it('sends while a client still connects, and takes the bytes along', async () => {
    await withPlayground({}, async ({ page }) => {
      await page.getByRole('button', { name: 'Client', exact: true }).click();
      const third = cardOf(page, 'C');
      await third.send('early');
      await expectEcho(third, 'early');
    });
  });

  it('has five clients echo at once', async () => {
    await withPlayground({}, async ({ page }) => {
      for (let more = 0; more < 3; more += 1) {
        await page.getByRole('button', { name: 'Client', exact: true }).click();
      }
      const cards = [...'ABCDE'].map((letter) => cardOf(page, letter));
      await page.getByText('5 connected', { exact: true }).waitFor();

      // Paused, none can finish before the last has begun.
      for (const card of cards) {
        await card.waitForState('ESTABLISHED');
        await card.button('Pause reading').click();
        await card.generate('256 KiB');
      }
      await expect.poll(() => page.getByRole('progressbar', { name: 'Echo of 262 kB' }).count()).toBe(5);
      for (const card of cards) await card.button('Resume reading').click();

      for (const card of cards) await expectEcho(card, '.*', '262 kB');
      for (const card of cards) {
        await connectionRow(page, await card.port(), { state: 'ESTABLISHED', bytes: '262 kB' }).waitFor();
      }
    });
  });

  it('sends one message from all clients', async () => {
    await withPlayground({}, async ({ page }) => {
      const cards = [cardOf(page, 'A'), cardOf(page, 'B')];
      for (const card of cards) await card.waitForState('ESTABLISHED');
      await page.getByRole('textbox', { name: 'Message to all clients' }).fill('to everyone');
      await page.getByRole('button', { name: 'Send to all' }).click();
      for (const card of cards) await expectEcho(card, 'to everyone');
    });
  });

  it('plays the classic client: two messages, two echoes, FIN', async () => {
    await withPlayground({}, async ({ page }) => {
      await page.getByRole('button', { name: 'Classic client' }).click();
      const classic = new Card(page, 'Classic client');
      // The third card has no room beside the first two: the page goes to it.
      await expect.poll(() => isInView(classic.root.getByRole('log'))).toBe(true);
      await classic.waitForEnding(/^Both ends sent FIN .*close 1000/);
      await expectEcho(classic, 'Hello, world');
      await expectEcho(classic, 'Goodbye, world');
    });
  });

  it('shows a native client beside the browser’s, from its accept to its close', async () => {
    await withPlayground({}, async ({ page, echo }) => {
      const native = await NativeClient.connect(echo);
      const port = `:${native.endpoint.port}`;
      expect(await native.exchange('from outside')).toBe('from outside');
      await connectionRow(page, port, { state: 'ESTABLISHED', bytes: '12 B', client: 'native' }).waitFor();

      await native.close();
      await connectionRow(page, port).waitFor({ state: 'detached' });
      await expect
        .poll(() => serverLog(page))
        .toMatch(new RegExp(`FIN ${port} .*close ${port} both FIN · 12 B echoed`));
    });
  });

  it('gives another page’s client its own row, and none of its bytes', async () => {
    await withPlayground({}, async ({ page, context, url }) => {
      const other = await context.newPage();
      await other.goto(url);
      const stranger = cardOf(other, 'A');
      const port = await stranger.port();
      await stranger.send('not for you');
      await expectEcho(stranger, 'not for you');
      await connectionRow(page, port, {
        state: 'ESTABLISHED',
        bytes: '11 B',
        client: 'another page',
      }).waitFor();
      expect(await page.locator('body').ariaSnapshot()).not.toContain('not for you');
    });
  });

  it('names a client, and calls it so everywhere', async () => {
    await withPlayground({ viewport: { width: 1920, height: 900 } }, async ({ page }) => {
      const port = await cardOf(page, 'A').port();
      await page.getByRole('textbox', { name: 'Name of client A' }).fill('Ada');
      const named = new Card(page, 'Ada');
      await named.send('hello');
      await expectEcho(named, 'hello');
      await connectionRow(page, port, { state: 'ESTABLISHED', bytes: '5 B', client: 'A Ada' }).waitFor();
    });
  });
});
