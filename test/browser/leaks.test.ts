// What has left the page leaves the memory, too: a page that stays open for a whole lesson must not grow.

import type { CDPSession, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { withPlayground } from './support/with-playground.ts';

const VIEWS = ['Timeline', 'Chunks', 'Kernel', 'States', 'Record', 'Measurements', 'Check', 'Crowd'];

/** Looks at each view of the dock, and folds it. */
async function lookAtAll(page: Page): Promise<void> {
  for (const view of VIEWS) {
    await page.getByRole('tab', { name: view, exact: true }).click();
    await page.getByRole('tabpanel', { name: view }).waitFor();
  }
  await page.getByRole('button', { name: 'Fold the views' }).click();
}

/** Event listeners that the page holds once its garbage has been collected. */
async function listeners(browser: CDPSession): Promise<number> {
  await browser.send('HeapProfiler.collectGarbage');
  const { metrics } = await browser.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'JSEventListeners')?.value ?? Number.NaN;
}

/** Nodes of the pane with the cards, the cards' own insides left out. */
function nodesOfPane(page: Page): Promise<number> {
  return page.getByRole('region', { name: 'Clients' }).evaluate((region) => {
    const walker = document.createTreeWalker(region, NodeFilter.SHOW_ALL);
    let nodes = 0;
    while (walker.nextNode()) nodes += 1;
    return nodes;
  });
}

describe('the page', () => {
  it('keeps nothing of the views that were shown', async () => {
    await withPlayground({}, async ({ page, context }) => {
      const browser = await context.newCDPSession(page);
      await browser.send('Performance.enable');
      await lookAtAll(page);
      await lookAtAll(page);
      const before = await listeners(browser);
      for (let round = 0; round < 4; round += 1) await lookAtAll(page);
      // A garbage collection may still leave some of the last ones.
      await expect.poll(() => listeners(browser)).toBeLessThanOrEqual(before + 6);
    });
  });

  it('keeps nothing in the list of the clients that were closed', async () => {
    await withPlayground({}, async ({ page }) => {
      const before = await nodesOfPane(page);
      for (let round = 0; round < 3; round += 1) {
        await page.getByRole('button', { name: 'Client', exact: true }).click();
        const card = page.getByRole('region', { name: 'Clients' }).getByRole('group').nth(2);
        await card.getByRole('button', { name: /^Close Client/ }).click();
        await card.waitFor({ state: 'detached' });
      }
      expect(await nodesOfPane(page)).toBe(before);
    });
  });
});
