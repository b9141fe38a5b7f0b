// What a person did to the page is still there after a reload: drafts, names, theme.

import { describe, expect, it } from 'vitest';
import { expectEcho } from './support/expect-echo.ts';
import { allCards, Card, cardOf, leaveFields } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

describe('a reload', () => {
  it('keeps clients, names and drafts, and connects them again', async () => {
    await withPlayground({}, async ({ page }) => {
      const [first, second] = [cardOf(page, 'A'), cardOf(page, 'B')];
      await page.getByRole('button', { name: 'Client', exact: true }).click();
      await page.getByRole('textbox', { name: 'Name of client C' }).fill('Grace');
      await second.root.getByRole('combobox', { name: 'Kind of message' }).selectOption('Hex');
      await second.messageBox.fill('48 69');
      // The last edit comes right before the reload: nothing may depend on a pause.
      await first.messageBox.fill('half a sentence');
      await page.reload();

      expect(await first.messageBox.inputValue()).toBe('half a sentence');
      expect(await second.messageBox.inputValue()).toBe('48 69');
      await new Card(page, 'Grace').waitForState('ESTABLISHED');
      expect(await allCards(page).count()).toBe(3);

      await first.messageBox.press('Enter');
      await expectEcho(first, 'half a sentence');
      await second.messageBox.press('Enter');
      await expectEcho(second, 'Hi');
    });
  });

  it('is not needed to bring a closed client back: Undo does, the one closed last', async () => {
    await withPlayground({}, async ({ page }) => {
      const [first, second] = [cardOf(page, 'A'), cardOf(page, 'B')];
      await first.waitForState('ESTABLISHED');
      await second.messageBox.fill('a draft');
      await page.getByRole('button', { name: 'Close Client A' }).click();
      await page.getByRole('button', { name: 'Close Client B' }).click();
      await expect.poll(() => allCards(page).count()).toBe(0);
      await page.getByRole('button', { name: 'Undo' }).click();
      await second.waitForState('ESTABLISHED');
      expect(await second.messageBox.inputValue()).toBe('a draft');
      expect(await allCards(page).count()).toBe(1);
    });
  });

  it('starts afresh when what was stored is no use', async () => {
    await withPlayground({}, async ({ page }) => {
      await cardOf(page, 'B').waitForState('ESTABLISHED');
      await page.addInitScript(() => {
        sessionStorage.setItem('echo-bridge.cards.v1', '[{"identity":-1}]');
        localStorage.setItem('echo-bridge.preferences.v1', 'no JSON');
      });
      await page.reload();
      await cardOf(page, 'A').waitForState('ESTABLISHED');
      await cardOf(page, 'B').waitForState('ESTABLISHED');
      expect(await allCards(page).count()).toBe(2);
    });
  });
});

describe('the theme', () => {
  it('follows the system until it is chosen, and the choice survives a reload', async () => {
    await withPlayground({ colorScheme: 'light' }, async ({ page }) => {
      const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await background();
      await page.emulateMedia({ colorScheme: 'dark' });
      await expect.poll(background).not.toBe(light);
      const dark = await background();

      await page.getByRole('button', { name: 'Theme: As the system' }).click();
      await page.getByRole('menuitemcheckbox', { name: 'Light' }).click();
      await expect.poll(background).toBe(light);
      await page.reload();
      await page.getByRole('button', { name: 'Theme: Light' }).waitFor();
      expect(await background()).toBe(light);

      await leaveFields(page);
      await page.keyboard.press('t');
      await expect.poll(background).toBe(dark);
    });
  });
});

describe('the layout', () => {
  it('keeps the height of the dock through reloads, folding and the presentation size', async () => {
    await withPlayground({}, async ({ page }) => {
      const toggle = page.getByRole('button', { name: /the views/ });
      const height = async () => Math.round((await page.locator('echo-dock').boundingBox())?.height ?? 0);
      await toggle.click();
      const top = (await page.locator('echo-dock').boundingBox())?.y ?? 0;
      await page.mouse.move(640, top - 1);
      await page.mouse.down();
      await page.mouse.move(640, top - 61);
      await page.mouse.up();
      await expect.poll(height).toBeGreaterThan(340);
      const chosen = await height();
      // A view that holds more than fits scrolls within.
      await page.getByRole('tab', { name: 'Record' }).click();
      await page.getByText(/^\d+ events$/).waitFor();
      await expect.poll(height).toBe(chosen);
      await page.getByRole('tab', { name: 'Timeline' }).click();

      for (const _ of [1, 2]) {
        await page.reload();
        await cardOf(page, 'A').waitForState('ESTABLISHED');
        await expect.poll(height).toBe(chosen);
      }
      await toggle.click();
      await expect.poll(height).toBeLessThan(50);
      await page.reload();
      await cardOf(page, 'A').waitForState('ESTABLISHED');
      await expect.poll(height).toBeLessThan(50);
      await toggle.click();
      await expect.poll(height).toBe(chosen);

      const presentation = page.getByRole('button', { name: 'Presentation' });
      await presentation.click();
      await presentation.click();
      await page.setViewportSize({ width: 1280, height: 600 });
      await expect.poll(height).toBeLessThan(chosen);
      await page.setViewportSize({ width: 1280, height: 800 });
      await expect.poll(height).toBe(chosen);
    });
  });

  it('keeps what is open, and the presentation size', async () => {
    await withPlayground({}, async ({ page }) => {
      const size = () => page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));
      const usual = await size();
      const presentation = page.getByRole('button', { name: 'Presentation' });
      await presentation.click();
      expect(await size()).toBeGreaterThan(usual);
      await page.reload();
      expect(await presentation.getAttribute('aria-pressed')).toBe('true');
      expect(await size()).toBeGreaterThan(usual);
    });
  });
});
