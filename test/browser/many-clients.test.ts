// A page with a hundred connected clients: each one echoes, and each echo is compared.

import { describe, expect, it } from 'vitest';
import { allCards } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

/** To look at a hundred cards one by one takes its time on a slow machine, in milliseconds. */
const TIMEOUT_MS = 180_000;

describe('a hundred clients', () => {
  it('are connected at once, and all echo what is sent to all', { timeout: TIMEOUT_MS }, async () => {
    await withPlayground({}, async ({ page }) => {
      for (let clients = 2; clients < 97; clients += 5) {
        await page.getByRole('button', { name: '+5' }).click();
      }
      for (let clients = 97; clients < 100; clients += 1) {
        await page.getByRole('button', { name: 'Client', exact: true }).click();
      }
      await page.getByText('100 connected', { exact: true }).waitFor();
      const cards = allCards(page);
      expect(await cards.count()).toBe(100);

      await page.getByRole('textbox', { name: 'Message to all clients' }).fill('all of us');
      await page.getByRole('button', { name: 'Send to all' }).click();
      for (const card of await cards.all()) {
        // A card draws itself once it is in view.
        await card.scrollIntoViewIfNeeded();
        await card.getByLabel('same bytes', { exact: true }).waitFor();
        await card.getByLabel('Received 9 B', { exact: true }).waitFor();
      }
      await page.getByText('100 connected', { exact: true }).waitFor();
    });
  });
});
