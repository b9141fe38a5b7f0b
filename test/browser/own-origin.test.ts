// The page works in a room without internet: whatever part of it is opened comes from its own address, and under
// its own policy. Each other browser test watches for this as well (support/page-problems.ts).

import { describe, expect, it } from 'vitest';
import { expectEcho } from './support/expect-echo.ts';
import { cardOf, leaveFields } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

describe('the page and all its parts', () => {
  it('come from one origin, scripts and styles from hashed files', async () => {
    await withPlayground({ viewport: { width: 1440, height: 1000 } }, async ({ page, url }) => {
      // What the page before the reload asks for does not count, and must be over.
      await page.getByText('2 connected', { exact: true }).waitFor();
      const addresses: string[] = [];
      page.on('request', (request) => addresses.push(request.url()));
      page.on('websocket', (socket) => addresses.push(socket.url()));
      const response = await page.reload();
      const card = cardOf(page, 'A');
      await card.send('hello');
      await expectEcho(card, 'hello');
      await card.button('FIN').hover();
      await page.getByText('RFC 9293 §3.6').waitFor();
      await card.root.getByRole('button', { name: /^More for Client A/ }).click();
      await page.getByRole('menuitem', { name: 'Copy', exact: true }).waitFor();
      await page.keyboard.press('Escape');
      await leaveFields(page);
      await page.keyboard.press('?');
      await page.getByRole('heading', { name: 'TCP’s words' }).waitFor();
      await page.keyboard.press('Escape');
      await page.setViewportSize({ width: 360, height: 740 });
      await page.getByRole('tab', { name: 'Server' }).click();

      const { host } = new URL(url);
      const foreign = addresses.filter(
        (address) => !address.startsWith('data:') && new URL(address).host !== host,
      );
      expect(foreign).toEqual([]);
      const scripts = addresses.filter((address) => new URL(address).pathname.endsWith('.js'));
      expect(scripts.filter((address) => !/\/assets\/[\w.-]+-[\w-]{8}\.js$/.test(address))).toEqual([]);
      // The first load, and what each of the parts above brought.
      expect(scripts.length).toBeGreaterThan(4);
      expect(addresses.filter((address) => address.startsWith('ws:')).length).toBe(3);
      expect(response?.headers()['content-security-policy']).toContain("script-src 'self'");
    });
  });
});
