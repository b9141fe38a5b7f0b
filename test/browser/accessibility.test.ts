// No violation that axe-core can find, in light and dark, on a desk and on a phone, with something going on.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectEcho } from './support/expect-echo.ts';
import { NativeClient } from './support/native-client.ts';
import { cardOf, isInView, leaveFields } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

/** High enough for the dock to be unfolded. */
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

/** Each violation with the elements that it concerns. */
async function findViolations(page: Page): Promise<string[]> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  expect(passes.length).toBeGreaterThan(20);
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** Controls in view that reach over an edge of the window, left or right. */
async function findCutOff(page: Page): Promise<string[]> {
  const cutOff: string[] = [];
  let controls = 0;
  for (const role of ['button', 'combobox', 'searchbox', 'tab', 'textbox'] as const) {
    for (const control of await page.getByRole(role).all()) {
      const box = await control.boundingBox();
      if (box === null) continue;
      controls += 1;
      if (box.x < 0 || box.x + box.width > PHONE.width) cutOff.push(await control.ariaSnapshot());
    }
  }
  // Three tabs and the header's two buttons are on each, or the buttons of a dialog.
  expect(controls).toBeGreaterThanOrEqual(5);
  return cutOff;
}

/** Messages that came back, one that was lost, and connections in several states. */
async function makeHistory(page: Page): Promise<void> {
  const [first, second] = [cardOf(page, 'A'), cardOf(page, 'B')];
  await first.send('hello');
  await expectEcho(first, 'hello');
  await first.button('Pause reading').click();
  await first.send('on its way');
  await second.button('Pause reading').click();
  await second.send('lost');
  await second.button('RST').click();
  await second.waitForEnding(/close 4105/);
}

/** Brings each view of the dock to the front, and runs `check` while it is there. */
async function eachView(page: Page, check: () => Promise<void>): Promise<void> {
  for (const view of Object.keys(viewSigns)) {
    await page.getByRole('tab', { name: view, exact: true }).click();
    await page.getByRole('tabpanel', { name: view, exact: true }).waitFor();
    await viewSigns[view as keyof typeof viewSigns](page).filter({ visible: true }).first().waitFor();
    await check();
  }
}

/** What each view shows once it has been loaded and knows something. */
const viewSigns = {
  Timeline: (page: Page) => page.getByRole('application', { name: /latest exchange/ }),
  Chunks: (page: Page) => page.getByText('1 send of'),
  Kernel: (page: Page) => page.getByRole('rowheader', { name: /^send queue/i }),
  States: (page: Page) => page.locator('echo-states-view').getByText('SYN_RECEIVED'),
  Record: (page: Page) => page.locator('echo-record-view').getByText(/\d events/),
  Measurements: (page: Page) => page.getByText('Round-trip time', { exact: true }),
  Check: (page: Page) => page.getByText(/^Choose a server and run the check/),
  Crowd: (page: Page) => page.getByText(/^How do servers treat a crowd/),
};

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it('a desk has no violation, from the first look to the list of keys', async () => {
    await withPlayground({ colorScheme }, async ({ page, echo }) => {
      const native = await NativeClient.connect(echo);
      await cardOf(page, 'B').waitForState('ESTABLISHED');
      expect(await findViolations(page)).toEqual([]);
      await makeHistory(page);
      expect(await findViolations(page)).toEqual([]);
      await leaveFields(page);
      await page.keyboard.press('?');
      await page.getByRole('heading', { name: 'TCP’s words' }).waitFor();
      expect(await findViolations(page)).toEqual([]);
      await native.close();
    });
  });

  it('a desk has no violation in any view of the dock', async () => {
    await withPlayground({ colorScheme, viewport: DESK }, async ({ page }) => {
      await makeHistory(page);
      await cardOf(page, 'A').messageBox.focus();
      await eachView(page, async () => expect(await findViolations(page)).toEqual([]));
    });
  });

  it('the presentation size has no violation', async () => {
    await withPlayground({ colorScheme, viewport: { width: 1920, height: 1080 } }, async ({ page }) => {
      await page.getByRole('button', { name: 'Presentation' }).click();
      await makeHistory(page);
      expect(await findViolations(page)).toEqual([]);
    });
  });

  it('several targets bring no violation, on a desk or a phone, and the list of them none', async () => {
    const targets = [
      { name: 'nobody', host: '127.0.0.1', port: 1 },
      { name: 'elsewhere', host: 'echo.invalid', port: 7 },
    ];
    await withPlayground(
      { colorScheme, settings: { targets, models: ['iterative'], gallery: true } },
      async ({ page }) => {
        await page.getByText('2 others down').waitFor();
        await cardOf(page, 'A').changeTarget('echo-iterative');
        await cardOf(page, 'A').waitForState('ESTABLISHED');
        await cardOf(page, 'B').changeTarget('echo-iterative');
        await page.getByText('waits', { exact: true }).waitFor();
        expect(await findViolations(page)).toEqual([]);
        await page.getByRole('button', { name: 'Targets' }).click();
        await page.getByRole('button', { name: 'New client of nobody' }).waitFor();
        expect(await findViolations(page)).toEqual([]);
        await page.setViewportSize(PHONE);
        expect(await findViolations(page)).toEqual([]);
        expect(await findCutOff(page)).toEqual([]);
        await page.keyboard.press('Escape');
        for (const tab of ['Clients', 'Server']) {
          await page.getByRole('tab', { name: tab }).click();
          await page.getByRole('tabpanel', { name: tab }).waitFor();
          expect(await findViolations(page)).toEqual([]);
          expect(await findCutOff(page)).toEqual([]);
        }
      },
    );
  });

  it('a phone has no violation on any of its tabs, and every control in full', async () => {
    await withPlayground({ colorScheme, viewport: PHONE }, async ({ page }) => {
      await makeHistory(page);
      for (const tab of ['Clients', 'Server', 'Inspect']) {
        await page.getByRole('tab', { name: tab }).click();
        await page.getByRole('tabpanel', { name: tab }).waitFor();
        expect(await findViolations(page)).toEqual([]);
        expect(await findCutOff(page)).toEqual([]);
      }
      await eachView(page, async () => {
        expect(await findViolations(page)).toEqual([]);
        expect(await findCutOff(page)).toEqual([]);
      });
    });
  });
});

it('a small desk has its header in one line, and every view’s tab in full', async () => {
  const settings = {
    models: ['iterative' as const],
    targets: [{ name: 'nobody', host: '127.0.0.1', port: 1 }],
  };
  await withPlayground({ viewport: { width: 1024, height: 768 }, settings }, async ({ page }) => {
    await cardOf(page, 'A').changeTarget('echo-iterative');
    await page.getByText(/^1 connected, 2 in all$/).waitFor();
    const name = await page.getByRole('heading', { name: 'Echo Bridge' }).boundingBox();
    const keys = await page.getByRole('button', { name: 'Keys' }).boundingBox();
    expect(keys?.y).toBeLessThan((name?.y ?? 0) + (name?.height ?? 0));
    for (const tab of await page.getByRole('tab').all()) expect(await isInView(tab)).toBe(true);
  });
});
