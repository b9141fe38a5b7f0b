// A client that is none of the page's, such as nc: its connection can be looked at like the page's own.

import { describe, expect, it } from 'vitest';
import { NativeClient } from './support/native-client.ts';
import { cardOf, connectionRow } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

describe('a native client', () => {
  it('is what there is to pick while the page has no client', async () => {
    await withPlayground({ viewport: { width: 1440, height: 900 } }, async ({ page, echo }) => {
      for (const letter of ['A', 'B']) {
        await cardOf(page, letter).waitForState('ESTABLISHED');
        await page.getByRole('button', { name: `Close Client ${letter}` }).click();
      }
      const picker = page.getByRole('combobox', { name: 'Shown client' });
      await expect.poll(() => picker.count()).toBe(0);
      await page.getByText('Add a client, and send a message from it.').waitFor();

      const native = await NativeClient.connect(echo);
      const port = `:${native.endpoint.port}`;
      await expect
        .poll(() => picker.locator('option').allTextContents())
        .toEqual(['Choose', `${port} native`]);
      await native.close();
    });
  });

  it('is shown by the views when its row is chosen: its bytes, its kernel, its path', async () => {
    await withPlayground({ viewport: { width: 1440, height: 900 } }, async ({ page, echo }) => {
      const native = await NativeClient.connect(echo);
      const port = `:${native.endpoint.port}`;
      await connectionRow(page, port, { client: 'native' }).getByRole('button', { name: 'native' }).click();
      const picker = page.getByRole('combobox', { name: 'Shown client' });
      await expect
        .poll(() => picker.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text))
        .toBe(`${port} native`);
      await native.exchange('hello from nc\n');

      const timeline = page.getByRole('application');
      await expect.poll(() => timeline.getAttribute('aria-label')).toContain(`${port} in time, 3 events`);
      // Nothing is seen of its own end, and no gateway is between.
      expect(await page.locator('echo-timeline-view .gutter span').allTextContents()).toEqual(['server']);
      await page.getByRole('tab', { name: 'Chunks' }).click();
      await page.getByText('1 read', { exact: true }).first().waitFor();

      await page.getByRole('tab', { name: 'Kernel' }).click();
      const states = page.getByRole('row', { name: /^state/ }).getByText('ESTABLISHED', { exact: true });
      await expect.poll(() => states.count()).toBe(2);

      await page.getByRole('tab', { name: 'States' }).click();
      const diagram = page.getByRole('img', { name: /^State diagram/ });
      await expect.poll(() => diagram.getAttribute('aria-label')).toContain('is in ESTABLISHED (kernel)');
      await native.close();
      await expect
        .poll(() => diagram.getAttribute('aria-label'))
        .toMatch(/client .* is in TIME_WAIT \(kernel\)/);
      // The connection is gone from the server's table, and is still what is shown.
      await expect
        .poll(() => picker.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text))
        .toBe(`${port} (closed)`);
    });
  });
});
