// The record of every step, from the page to a file and back; and the plots beside it.

import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { parseRecord, type RecordEvent } from '../../server/protocol/record.ts';
import { expectEcho } from './support/expect-echo.ts';
import { cardOf } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

/** Shows a view of the dock. */
async function showView(page: Page, name: 'Record' | 'Measurements'): Promise<void> {
  await page.getByRole('tab', { name }).click();
  await page.getByRole('tabpanel', { name }).waitFor();
}

function recordList(page: Page): Locator {
  return page.getByRole('log', { name: 'Every event of all clients' });
}

/** The rows in view whose text fits. */
function rows(page: Page, name: string | RegExp): Locator {
  return recordList(page).getByRole('button', { name });
}

/** Ticks one thing in one of the menus over the record. */
async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu, exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: item, exact: true }).click();
  await page.keyboard.press('Escape');
}

async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search the record' }).fill(text);
}

/** Saves a file by what `choose` does, and reads it as a record. */
async function download(
  page: Page,
  choose: () => Promise<void>,
): Promise<{ readonly name: string; readonly events: readonly RecordEvent[] }> {
  const [file] = await Promise.all([page.waitForEvent('download'), choose()]);
  const parsed = parseRecord(await readFile(await file.path(), 'utf8'));
  if (!parsed.ok) throw new Error(`${file.suggestedFilename()}:${parsed.line}: ${parsed.reason}`);
  return { name: file.suggestedFilename(), events: parsed.events };
}

async function exportRecord(page: Page, item = 'Export as JSON Lines'): Promise<void> {
  await page.getByRole('button', { name: 'Copy or export the record' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** `lane step direction from bytes`, or `lane step`. */
function summarise(event: RecordEvent): string {
  const { lane, step } = event;
  return 'bytes' in event
    ? `${lane} ${step} ${event.direction} ${event.from} ${event.bytes}`
    : `${lane} ${step}`;
}

/** What the lines say but for the time, which follows what is known of the two clocks. */
function contents(events: readonly RecordEvent[]): readonly string[] {
  return events
    .map(({ at: _at, ...rest }) =>
      JSON.stringify(rest, (key, value) => (key === 'until' ? undefined : value)),
    )
    .sort();
}

/** The eight stops of a byte on its way there and back. */
const journey = [
  'browser send up',
  'gateway receive up',
  'gateway write up',
  'server read up',
  'server write down',
  'gateway read down',
  'gateway send down',
  'browser receive down',
];

describe('the record', () => {
  it('tells every step of a message in order, and opens its bytes', async () => {
    await withPlayground({}, async ({ page }) => {
      await showView(page, 'Record');
      await cardOf(page, 'A').send('Hello, world');
      for (const step of journey) await rows(page, `A #1 ${step} 0–11 12 B Hello, world`).waitFor();
      await search(page, 'hello');
      await expect.poll(() => rows(page, /./).count()).toBe(journey.length);
      const names = await rows(page, /./).allInnerTexts();
      expect(names.map((name) => name.replace(/\s+/g, ' ').replace('↑', 'up').replace('↓', 'down'))).toEqual(
        journey.map((step) => expect.stringContaining(step)),
      );
      await rows(page, /server read/).click();
      await page.getByRole('dialog', { name: /^A sent .* server read bytes 0–11$/ }).waitFor();
      await expect
        .poll(() => page.getByRole('tabpanel', { name: 'Text', exact: true }).innerText())
        .toBe('Hello, world');
    });
  });

  it('is narrowed by client, lane, kind and bytes, and says what is left of it', async () => {
    await withPlayground({}, async ({ page }) => {
      const [first, second] = [cardOf(page, 'A'), cardOf(page, 'B')];
      await first.send('Hi');
      await second.send('Hi');
      await expectEcho(second, 'Hi');
      await showView(page, 'Record');
      await choose(page, 'All clients', 'B');
      await choose(page, 'All lanes', 'gateway');
      await rows(page, /B #1 gateway read down 0–1 2 B Hi/).waitFor();
      expect(await rows(page, /A #1|browser|server/).count()).toBe(0);
      await choose(page, 'All kinds', 'bytes');
      await expect.poll(() => rows(page, /./).count()).toBe(4);
      await page.getByText(/^4 of \d+ events$/).waitFor();

      await page.getByRole('button', { name: 'hex', exact: true }).click();
      await search(page, '48 6');
      await page
        .getByRole('status')
        .getByText(/odd number of hex digits/)
        .waitFor();
      await search(page, '48 69');
      await expect.poll(() => rows(page, /./).count()).toBe(4);
      await search(page, '4870');
      await page.getByRole('button', { name: 'Show all' }).click();
      await rows(page, /B #1 browser receive/).waitFor();
      await page.getByText(/^\d+ events$/).waitFor();
    });
  });

  it('holds still while somebody looks at older events, and counts the new ones', async () => {
    await withPlayground({}, async ({ page }) => {
      const card = cardOf(page, 'A');
      await card.generate('1 MiB');
      await expectEcho(card, '.*', '1.0 MB');
      await showView(page, 'Record');
      await rows(page, /browser receive/)
        .last()
        .waitFor();
      await recordList(page).evaluate((list) => list.scrollTo(0, 0));
      await rows(page, /A #1 browser dial/).waitFor();
      await page.getByRole('button', { name: 'Latest' }).waitFor();
      await cardOf(page, 'B').send('news');
      await page.getByRole('button', { name: /^8 new$/ }).click();
      await rows(page, /B #1 browser receive down 0–3 4 B news/).waitFor();
    });
  });

  it('leaves as a file that is read back: all, what the filter leaves, or one client', async () => {
    await withPlayground({}, async ({ page }) => {
      const [first, second] = [cardOf(page, 'A'), cardOf(page, 'B')];
      await showView(page, 'Record');
      await first.send('Hello, world');
      await second.send('other');
      await second.button('FIN').click();
      await second.waitForEnding(/close 1000/);
      await rows(page, /B #1 server close/).waitFor();

      const all = await download(page, () => exportRecord(page));
      expect(all.name).toBe('echo-bridge-record.jsonl');
      const ofFirst = all.events.filter(({ client }) => client === 'A');
      const steps = ofFirst.map(summarise);
      expect(steps.filter((step) => / 0 12$/.test(step))).toEqual(journey.map((step) => `${step} 0 12`));
      expect(steps).toEqual(
        expect.arrayContaining(['gateway upgrade', 'gateway dial', 'server accept', 'browser connect']),
      );
      const payloads = ofFirst
        .map((event) => ('payload' in event ? event.payload : undefined))
        .filter(Boolean);
      expect(payloads).toEqual(journey.map(() => Buffer.from('Hello, world').toString('hex')));
      const ofSecond = all.events.filter(({ client }) => client === 'B');
      expect(ofSecond.map(summarise)).toEqual(
        expect.arrayContaining([
          'browser finSent',
          'gateway finSent',
          'server finReceived',
          'server finSent',
        ]),
      );
      expect(new Set(ofSecond.map(({ session }) => session)).size).toBe(1);
      const times = all.events.map(({ at }) => at);
      expect(times).toEqual([...times].sort((one, other) => one - other));
      expect(Math.abs((times.at(-1) ?? 0) - Date.now())).toBeLessThan(60_000);

      await search(page, 'other');
      await expect.poll(() => rows(page, /./).count()).toBe(journey.length);
      const left = await download(page, () => exportRecord(page));
      expect(left.events.map(summarise)).toEqual(journey.map((step) => `${step} 0 5`));
      const whole = await download(page, () => exportRecord(page, 'Export all as JSON Lines'));
      expect(contents(whole.events)).toEqual(contents(all.events));

      const card = await download(page, async () => {
        await first.root.getByRole('button', { name: /^More for Client A/ }).click();
        await page.getByRole('menuitem', { name: 'Export as JSON Lines' }).click();
      });
      expect(card.name).toBe('echo-bridge-client-A.jsonl');
      expect(contents(card.events)).toEqual(contents(ofFirst));
    });
  });
});

describe('the measurements', () => {
  it('plot round trips, their spread, throughput and open connections', async () => {
    await withPlayground({}, async ({ page }) => {
      await showView(page, 'Measurements');
      await page.getByRole('img', { name: 'Round-trip time. Send a message' }).waitFor();
      await cardOf(page, 'A').send('one');
      await cardOf(page, 'B').send('two');
      await page
        .getByRole('img', { name: /^Round-trip times of the last minute: 2 samples between/ })
        .waitFor();
      await page.getByRole('img', { name: /^Histogram of the latest 2 round trips/ }).waitFor();
      await page
        .getByRole('img', { name: /^Throughput of the last minute: at most \d+ B\/s sent/ })
        .waitFor();
      await page.getByRole('img', { name: 'Open connections: 2 at the server, 2 of this page' }).waitFor();
      await cardOf(page, 'B').button('RST').click();
      await page.getByRole('img', { name: 'Open connections: 1 at the server, 1 of this page' }).waitFor();
      expect(await page.getByRole('tabpanel', { name: 'Measurements' }).locator('canvas').count()).toBe(3);
    });
  });
});

describe.each([
  ['a desk', { width: 1280, height: 900 }],
  ['a phone', { width: 360, height: 740 }],
] as const)('on %s', (_name, viewport) => {
  it.each(['light', 'dark'] as const)(
    'record and measurements have no violation in %s',
    async (colorScheme) => {
      await withPlayground({ viewport, colorScheme }, async ({ page }) => {
        await cardOf(page, 'A').send('hello');
        await cardOf(page, 'B').button('RST').click();
        await cardOf(page, 'B').waitForEnding(/close 4105/);
        if (viewport.width < 720) await page.getByRole('tab', { name: 'Inspect' }).click();
        for (const view of ['Record', 'Measurements'] as const) {
          await showView(page, view);
          if (view === 'Record') await rows(page, /B #1 browser close/).waitFor();
          else await page.getByRole('img', { name: /^Histogram/ }).waitFor();
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(
            violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' '))]),
          ).toEqual([]);
        }
      });
    },
  );
});
