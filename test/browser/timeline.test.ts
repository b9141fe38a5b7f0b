// The timeline as a learner meets it: one Enter shows the whole way of the bytes, and what is pointed at in one place
// lights up in the others.

import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectEcho } from './support/expect-echo.ts';
import { cardOf } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

/** High enough for the dock to be unfolded. */
const viewport = { width: 1280, height: 900 };

/** The diagram, which is named after what it shows in words. */
function diagram(page: Page): Locator {
  return page.getByRole('application', { name: /in time/ });
}

/** What is written on the ladder, from left to right or not. */
function labels(page: Page): Promise<string[]> {
  return diagram(page).locator('svg text').allTextContents();
}

/** Sends a message from client A, and waits until the diagram tells of its whole way. */
async function echo(page: Page, text: string): Promise<void> {
  const card = cardOf(page, 'A');
  await card.send(text);
  await expectEcho(card, text);
  await page.getByRole('application', { name: wholeWay(text.length) }).waitFor();
}

function wholeWay(bytes: number): RegExp {
  return new RegExp(`${bytes} B sent → 1 read → 1 write → 1 message · [\\d.]+ m?s$`);
}

/** Where the newest event is, in CSS pixels from the page's left edge. */
async function newestX(page: Page): Promise<number> {
  const label = diagram(page)
    .locator('svg text', { hasText: /^receive/ })
    .last();
  return (await label.boundingBox())?.x ?? Number.NaN;
}

describe('the timeline', () => {
  it('shows the whole way of one message at every station, once Enter was pressed', async () => {
    await withPlayground({ viewport }, async ({ page }) => {
      await echo(page, 'Hello, world');
      await diagram(page).focus();
      // The page's own status speaks of the 12 B, too, a little later.
      const status = page.getByRole('status').filter({ hasText: / · \w+ 12 B · bytes/ });
      await page.keyboard.press('ArrowDown');
      while ((await status.count()) === 0) await page.keyboard.press('ArrowDown');
      const way: string[] = [];
      for (let station = 0; station < 8; station += 1) {
        way.push((await status.textContent()) ?? '');
        await page.keyboard.press('ArrowDown');
      }
      expect(way.map((words) => / · (\w+ · \w+ 12 B · bytes 0 – 11)/.exec(words)?.[1])).toEqual(
        [
          'browser · send',
          'gateway · receive',
          'gateway · write',
          'server · read',
          'server · write',
          'gateway · read',
          'gateway · send',
          'browser · receive',
        ].map((stop) => `${stop} 12 B · bytes 0 – 11`),
      );
    });
  });

  it('holds still while it is frozen, counts what is new, and goes back to it', async () => {
    await withPlayground({ viewport }, async ({ page }) => {
      await echo(page, 'first');
      await page.getByRole('button', { name: 'Freeze' }).click();
      const before = await labels(page);
      const card = cardOf(page, 'A');
      await card.send('the second');
      await expectEcho(card, 'the second');
      // Two of the browser's, four of the gateway's, two of the server's.
      await page.getByRole('button', { name: 'Live · 8 new' }).waitFor();
      expect(await labels(page)).toEqual(before);
      await page.getByRole('button', { name: 'Live · 8 new' }).click();
      await page.getByRole('application', { name: wholeWay(10) }).waitFor();
      await page.getByRole('button', { name: 'Freeze' }).waitFor();
    });
  });

  it('is moved and zoomed from the keyboard, and goes from event to event', async () => {
    await withPlayground({ viewport }, async ({ page }) => {
      await echo(page, 'Hello, world');
      await diagram(page).focus();
      const start = await newestX(page);
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => newestX(page)).toBeLessThan(start - 100);
      await page.getByRole('button', { name: 'Live' }).waitFor();
      await page.keyboard.press('End');
      await expect.poll(() => newestX(page)).toBeCloseTo(start, 0);

      const ticks = () => diagram(page).locator('svg text.time').allTextContents();
      const before = await ticks();
      await page.keyboard.press('+');
      await expect.poll(ticks).not.toEqual(before);
      await page.keyboard.press('-');
      await expect.poll(ticks).toEqual(before);
      await page.keyboard.press('0');
      await expect.poll(async () => (await labels(page)).includes('dial')).toBe(true);

      await page.keyboard.press('ArrowDown');
      await page.getByRole('status').filter({ hasText: 'opens the WebSocket' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.getByRole('status').filter({ hasText: 'gateway' }).waitFor();
    });
  });

  it('lights the transcript’s and the log’s lines of the bytes that are pointed at, and the other way round', async () => {
    await withPlayground({ viewport }, async ({ page }) => {
      await echo(page, 'Hello, world');
      await echo(page, 'second');
      const transcript = cardOf(page, 'A').root.getByRole('log');
      const log = page.getByRole('log', { name: 'Life-cycle log of the server' });
      const lit = (list: Locator) => list.locator('[data-touched]');

      const label = diagram(page).locator('svg text', { hasText: 'send 6 B' }).first();
      const box = await label.boundingBox();
      if (box === null) throw new Error('The browser’s send is not in view.');
      // Its mark stands to the left of its label and a little lower.
      await page.mouse.move(box.x - 7, box.y + box.height + 4);
      await expect.poll(() => lit(transcript).allInnerTexts()).toEqual([expect.stringContaining('second')]);
      await expect.poll(() => lit(log).allInnerTexts()).toEqual([expect.stringContaining('6 B')]);
      expect(await lit(transcript).getByLabel('sent').count()).toBe(1);

      await transcript.getByText('second').last().hover();
      const touched = diagram(page).locator('path[data-touched]');
      await expect.poll(() => touched.getAttribute('data-touched')).toBe('4');
      await expect.poll(() => lit(transcript).getByLabel('received').count()).toBe(1);

      await page.getByRole('heading', { name: 'Echo Bridge' }).hover();
      await expect.poll(() => touched.getAttribute('data-touched')).toBe('0');
      expect(await lit(log).count()).toBe(0);
    });
  });

  it('asks for the bytes of an event to be inspected', async () => {
    await withPlayground({ viewport }, async ({ page }) => {
      await echo(page, 'Hello, world');
      const asked = page.evaluate(
        () =>
          new Promise((resolve) => {
            document.addEventListener('echo-inspect', (event) => {
              const { key, connection, direction, from, bytes, title } = event as unknown as Record<
                string,
                unknown
              >;
              resolve({ key, connection, direction, from, bytes, title });
            });
          }),
      );
      await diagram(page).focus();
      await page.keyboard.press('ArrowDown');
      const status = page.getByRole('status').filter({ hasText: 'browser · send 12 B' });
      while ((await status.count()) === 0) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(await asked).toEqual({
        key: expect.stringMatching(/^client:\d+$/),
        connection: 1,
        direction: 'up',
        from: 0,
        bytes: 12,
        title: 'browser send',
      });
    });
  });
});
