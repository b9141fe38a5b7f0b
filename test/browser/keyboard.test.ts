// Everything works from the keyboard, and a letter is only a key while nobody types.

import { describe, expect, it } from 'vitest';
import { expectEcho } from './support/expect-echo.ts';
import { allCards, cardOf, hasFocus, leaveFields } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

describe('the keyboard', () => {
  it('N opens a client and puts the cursor into its message box, where n is a letter', async () => {
    await withPlayground({}, async ({ page }) => {
      await cardOf(page, 'B').waitForState('ESTABLISHED');
      await leaveFields(page);
      await page.keyboard.press('n');
      const third = cardOf(page, 'C');
      await third.waitForState('ESTABLISHED');
      await expect.poll(() => hasFocus(third.messageBox)).toBe(true);
      await page.keyboard.type('n/?');
      expect(await third.messageBox.inputValue()).toBe('n/?');
      expect(await allCards(page).count()).toBe(3);
    });
  });

  it('/ goes to the filter, which narrows the cards, and Esc leaves it', async () => {
    await withPlayground({}, async ({ page }) => {
      await cardOf(page, 'B').waitForState('ESTABLISHED');
      await leaveFields(page);
      await page.keyboard.press('/');
      const filter = page.getByRole('searchbox', { name: 'Filter the clients' });
      await expect.poll(() => hasFocus(filter)).toBe(true);
      await page.keyboard.type('client b');
      await cardOf(page, 'A').root.waitFor({ state: 'detached' });
      expect(await allCards(page).count()).toBe(1);

      await page.keyboard.press('Escape');
      await cardOf(page, 'A').waitForState('ESTABLISHED');
      expect(await filter.inputValue()).toBe('');
      expect(await hasFocus(filter)).toBe(false);
    });
  });

  it('? lists the keys, and Esc closes the list', async () => {
    await withPlayground({}, async ({ page }) => {
      await leaveFields(page);
      await page.keyboard.press('?');
      const list = page.getByRole('dialog', { name: 'Keys and words' });
      await list.waitFor();
      await page.getByText('Light, dark or system theme', { exact: true }).waitFor();
      await page.getByRole('heading', { name: 'TCP’s words' }).waitFor();
      await page.keyboard.press('Escape');
      await list.waitFor({ state: 'hidden' });
    });
  });

  it('↑ recalls sent messages, the latest first, and ↓ comes back to the draft', async () => {
    await withPlayground({}, async ({ page }) => {
      const card = cardOf(page, 'A');
      await card.send('one');
      await card.send('two');
      await expectEcho(card, 'two');
      await card.messageBox.fill('draft');
      for (const [key, text] of [
        ['ArrowUp', 'two'],
        ['ArrowUp', 'one'],
        ['ArrowDown', 'two'],
        ['ArrowDown', 'draft'],
      ] as const) {
        await card.messageBox.press(key);
        await expect.poll(() => card.messageBox.inputValue()).toBe(text);
      }
    });
  });

  it('Alt and an arrow go from one message box to the next', async () => {
    await withPlayground({}, async ({ page }) => {
      const [first, second] = [cardOf(page, 'A'), cardOf(page, 'B')];
      await expect.poll(() => hasFocus(first.messageBox)).toBe(true);
      await page.keyboard.press('Alt+ArrowDown');
      await expect.poll(() => hasFocus(second.messageBox)).toBe(true);
      await page.keyboard.press('Alt+ArrowUp');
      await expect.poll(() => hasFocus(first.messageBox)).toBe(true);
    });
  });

  it('reaches FIN by Tab and presses it with Space', async () => {
    await withPlayground({}, async ({ page }) => {
      const card = cardOf(page, 'A');
      await card.waitForState('ESTABLISHED');
      await card.messageBox.focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      expect(await hasFocus(card.button('FIN'))).toBe(true);
      await page.keyboard.press('Space');
      await card.waitForEnding(/close 1000/);
    });
  });
});
