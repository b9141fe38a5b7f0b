// The Echo Check on the page: a good server passes, a broken one is found out, and what happened can be looked at.

import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Download, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  caseRow,
  caseToggle,
  checkEnded,
  keepSilent,
  openCheck,
  serverToCheck,
  shout,
  startCheck,
  verdicts,
  withTarget,
} from './support/check-page.ts';
import { hasFocus } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

/** High enough for the dock to be unfolded. */
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

const HALF_CLOSE = 'Finishes its answer after FIN';
const SMOKE = 'Says back what it is told';
const CAPITALS = /^Byte \d+ of \d+: 0x\w\w sent, 0x\w\w came back: the case of letters was changed$/i;

/** What is spoken by the page's own status. */
function spoken(page: Page): Promise<string | null> {
  return page.locator('echo-live-region').getByRole('status').textContent();
}

function laneNames(page: Page): Promise<string[]> {
  return page.locator('echo-timeline-view .gutter span').allTextContents();
}

function shownInViews(page: Page): Promise<string | undefined> {
  return page
    .getByRole('combobox', { name: 'Shown client' })
    .evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text);
}

describe('a check of the built-in server', () => {
  it('passes, and each case opens the timeline of what happened', async () => {
    await withPlayground({ viewport: DESK }, async ({ page }) => {
      await openCheck(page);
      await page.getByText('Choose a server and run the check.').waitFor();
      await startCheck(page, 'echo');
      await page.getByRole('progressbar', { name: 'Echo Check of echo' }).waitFor();
      await checkEnded(page);
      const words = await verdicts(page);
      expect(words.length).toBeGreaterThan(20);
      // A machine may be busy enough for an answer to be late.
      expect(new Set(words.filter((word) => word !== 'slow'))).toEqual(new Set(['pass']));
      await expect.poll(() => spoken(page)).toMatch(/^Echo Check of echo: \d+ pass(, \d+ slow)?$/);
      await page
        .locator('echo-check-view .summary')
        .getByText(/^: \d+ pass/)
        .waitFor();

      await caseRow(page, HALF_CLOSE)
        .getByRole('button', { name: `Timeline of ${HALF_CLOSE}` })
        .click();
      const diagram = page.getByRole('application', { name: /^half-close in time/ });
      await diagram.waitFor();
      await expect.poll(() => hasFocus(page.getByRole('tab', { name: 'Timeline' }))).toBe(true);
      await expect.poll(() => laneNames(page)).toEqual(['check', 'server']);
      const labels = diagram.locator('svg text');
      await expect
        .poll(() => labels.allTextContents())
        .toEqual(expect.arrayContaining(['FIN', 'FIN received']));
      await expect.poll(() => shownInViews(page)).toBe('half-close');

      await page.getByRole('tab', { name: 'Chunks' }).click();
      await page.getByRole('rowheader', { name: 'check write' }).waitFor();
      await page.getByRole('rowheader', { name: 'server read' }).waitFor();
      await page.getByRole('tab', { name: 'Kernel' }).click();
      await page.getByText('half-close is over, and nobody asked the kernel').waitFor();
      await page.getByRole('tab', { name: 'States' }).click();
      const states = page.getByRole('img', { name: /^State diagram/ });
      await expect.poll(() => states.getAttribute('aria-label')).toContain('FIN_WAIT_2');
      await expect.poll(() => states.getAttribute('aria-label')).toContain('LAST_ACK');

      // The results are still there.
      await page.getByRole('tab', { name: 'Check' }).click();
      await expect.poll(() => verdicts(page)).toEqual(words);
    });
  });

  it('offers every connection of a case that was kept', async () => {
    await withPlayground({ viewport: DESK }, async ({ page }) => {
      const hundred = 'A hundred clients at once';
      await openCheck(page);
      await startCheck(page, 'echo');
      // It ends while the check goes on, and can be looked at as soon as it has.
      const timeline = page.getByRole('button', { name: `Timeline of ${hundred}` });
      await expect.poll(() => timeline.getAttribute('aria-disabled')).toBe('false');
      await caseToggle(page, hundred).click();
      await page.getByRole('button', { name: 'Timeline of hundred-clients · 3 of 100' }).click();
      await expect.poll(() => shownInViews(page)).toBe('hundred-clients · 3 of 100');
      const picker = page.getByRole('combobox', { name: 'Shown client' });
      const names = (await picker.locator('option').allTextContents()).filter((name) =>
        name.includes(' of '),
      );
      expect(names).toEqual(Array.from({ length: 8 }, (_, index) => `hundred-clients · ${index + 1} of 100`));
      await picker.selectOption('hundred-clients · 8 of 100');
      await page.getByRole('application', { name: /^hundred-clients · 8 of 100 in time/ }).waitFor();
    });
  });

  it('shows its connections in the server’s pane as its own', async () => {
    await withPlayground({ viewport: DESK }, async ({ page }) => {
      await openCheck(page);
      await startCheck(page, 'echo');
      const row = page
        .getByRole('table', { name: 'Live connections' })
        .getByRole('button', { name: 'Echo Check' });
      await row.first().click();
      await page.getByRole('tab', { name: 'Timeline' }).click();
      await expect.poll(() => laneNames(page)).toEqual(['check', 'server']);
    });
  });
});

describe('a check of a broken server', () => {
  it('says what was seen and where to look, and one case can be run again', async () => {
    await withTarget('lab', shout, async (targets) => {
      await withPlayground({ viewport: DESK, settings: { targets } }, async ({ page }) => {
        await openCheck(page);
        await startCheck(page, 'lab');
        await checkEnded(page);
        const before = await verdicts(page);
        expect(before).toContain('pass');
        const fails = before.filter((word) => word === 'fail').length;
        await expect.poll(() => spoken(page)).toMatch(new RegExp(`^Echo Check of lab: .*${fails} fail`));

        await page.getByRole('checkbox', { name: 'Only what did not pass' }).check();
        await expect.poll(() => verdicts(page)).not.toContain('pass');
        await page.getByRole('checkbox', { name: 'Only what did not pass' }).uncheck();
        await expect.poll(() => verdicts(page)).toEqual(before);

        const row = caseRow(page, SMOKE);
        await caseToggle(page, SMOKE).click();
        await row.getByText('Where to look', { exact: true }).waitFor();
        expect(await row.getByText(CAPITALS).count()).toBe(2);

        const again = row.getByRole('button', { name: `Run ${SMOKE} again` });
        await again.click();
        await expect.poll(() => spoken(page)).toBe(`Echo Check of lab: ${SMOKE}: fail`);
        expect(await verdicts(page)).toEqual(before);
        expect(await hasFocus(again)).toBe(true);

        // Nothing is seen of a server that is none of the playground's.
        await row.getByRole('button', { name: `Timeline of ${SMOKE}` }).click();
        await expect.poll(() => laneNames(page)).toEqual(['check']);
      });
    });
  });

  it('can be taken away as JSON and as text', async () => {
    await withTarget('lab', shout, async (targets) => {
      await withPlayground({ viewport: DESK, settings: { targets } }, async ({ page }) => {
        await openCheck(page);
        await startCheck(page, 'lab');
        await checkEnded(page);
        const [json, jsonName] = await exported(page, 'Export as JSON');
        expect(jsonName).toBe('echo-check-lab.json');
        expect(JSON.parse(json)).toMatchObject({ target: 'lab', end: 'complete', notRun: [] });
        const [text, textName] = await exported(page, 'Export as text');
        expect(textName).toBe('echo-check-lab.txt');
        expect(text).toMatch(/^Echo Check of lab: /);
        expect(text).toContain('hint: ');
      });
    });
  });

  it('is walked through by keyboard', async () => {
    await withTarget('lab', shout, async (targets) => {
      await withPlayground({ viewport: DESK, settings: { targets } }, async ({ page }) => {
        await openCheck(page);
        await startCheck(page, 'lab');
        await checkEnded(page);
        const titles = await page.locator('echo-check-view .toggle').allTextContents();
        await caseToggle(page, titles[0] as string).focus();
        await page.keyboard.press('ArrowDown');
        expect(await hasFocus(caseToggle(page, titles[1] as string))).toBe(true);
        await page.keyboard.press('End');
        expect(await hasFocus(caseToggle(page, titles.at(-1) as string))).toBe(true);
        await page.keyboard.press('Home');
        await page.keyboard.press('Enter');
        const first = caseToggle(page, titles[0] as string);
        await expect.poll(() => first.getAttribute('aria-expanded')).toBe('true');
        await page.keyboard.press('Tab');
        expect(await hasFocus(page.getByRole('button', { name: `Timeline of ${titles[0]}` }))).toBe(true);
        await page.keyboard.press('Enter');
        await expect.poll(() => hasFocus(page.getByRole('tab', { name: 'Timeline' }))).toBe(true);
      });
    });
  });
});

describe('a check that does not come to its end', () => {
  it('is stopped by the button that began it, and keeps what it has', async () => {
    await withTarget('silent', keepSilent, async (targets) => {
      await withPlayground({ viewport: DESK, settings: { targets } }, async ({ page }) => {
        await openCheck(page);
        await startCheck(page, 'silent');
        await expect.poll(async () => (await verdicts(page))[0]).toBe('fail');
        const stop = page.getByRole('button', { name: 'Stop' });
        await stop.focus();
        await page.keyboard.press('Enter');
        await checkEnded(page);
        expect(await hasFocus(page.getByRole('button', { name: 'Run again' }))).toBe(true);
        const words = await verdicts(page);
        expect(words[0]).toBe('fail');
        expect(words.at(-1)).toBe('not run');
        await expect.poll(() => spoken(page)).toMatch(/^Echo Check of silent stopped: .* not run$/);
        // At once again.
        await page.keyboard.press('Enter');
        await page.getByRole('progressbar').waitFor();
      });
    });
  });

  it('has to wait for another one of its room, and says so', async () => {
    await withTarget('silent', keepSilent, async (targets) => {
      await withPlayground({ viewport: DESK, settings: { targets } }, async ({ page, context, url }) => {
        await openCheck(page);
        await startCheck(page, 'silent');
        await page.getByRole('progressbar').waitFor();
        const other = await context.newPage();
        await other.goto(url);
        await openCheck(other);
        await startCheck(other, 'echo');
        await other.getByText('The check has to wait: a check runs in this room already.').first().waitFor();
        await page.getByRole('button', { name: 'Stop' }).click();
        await checkEnded(page);
        await other.getByRole('button', { name: 'Run again' }).click();
        await other.getByRole('progressbar').waitFor();
        // The note is gone, and with it the button that was pressed.
        expect(await hasFocus(other.getByRole('button', { name: 'Stop' }))).toBe(true);
      });
    });
  });

  it('says that the server is gone, and runs again when it is back', async () => {
    const expectedProblems = [/WebSocket connection to .* failed/];
    await withTarget('silent', keepSilent, async (targets) => {
      const options = { viewport: DESK, settings: { targets }, expectedProblems };
      await withPlayground(options, async ({ page, playground }) => {
        await openCheck(page);
        await startCheck(page, 'silent');
        await page.getByRole('progressbar').waitFor();
        await playground.stop();
        await page.getByText('The server is stopping, and the check with it.').first().waitFor();
        expect(await verdicts(page)).toContain('not run');
        await playground.restart();
        const run = page.getByRole('button', { name: 'Run again' }).first();
        await expect.poll(() => run.getAttribute('aria-disabled')).toBe('false');
        await run.click();
        await page.getByRole('progressbar').waitFor();
      });
    });
  });

  it('cannot begin with a server that is down', async () => {
    await withTarget('lab', shout, async ([lab]) => {
      const gone = { name: 'gone', host: '127.0.0.1', port: 1 };
      const targets = lab ? [lab, gone] : [gone];
      await withPlayground({ viewport: DESK, settings: { targets } }, async ({ page }) => {
        await openCheck(page);
        const option = serverToCheck(page).locator('option', { hasText: /^gone – down: .*refused/i });
        await expect.poll(() => option.count()).toBe(1);
        expect(await option.isDisabled()).toBe(true);
      });
    });
  });
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it.each([
    ['a desk', DESK],
    ['a phone', PHONE],
  ])('%s has no violation, before, during and after a check', async (_name, viewport) => {
    await withTarget('lab', shout, async (targets) => {
      await withPlayground({ colorScheme, viewport, settings: { targets } }, async ({ page }) => {
        await openCheck(page);
        await page.getByText('Choose a server and run the check.').waitFor();
        expect(await findViolations(page)).toEqual([]);
        await startCheck(page, 'echo');
        await page.getByRole('progressbar').waitFor();
        expect(await findViolations(page)).toEqual([]);
        await checkEnded(page);
        await startCheck(page, 'lab');
        await expect.poll(() => spoken(page)).toContain('Echo Check of lab');
        await caseToggle(page, SMOKE).click();
        expect(await findViolations(page)).toEqual([]);
        expect(await findCutOff(page, viewport.width)).toEqual([]);
        await page.getByRole('button', { name: `Timeline of ${SMOKE}` }).click();
        await page.getByRole('application', { name: /^smoke in time/ }).waitFor();
        expect(await findViolations(page)).toEqual([]);
      });
    });
  });
});

/** What a choice of the menu saves, and under which name. */
async function exported(page: Page, choice: string): Promise<[text: string, name: string]> {
  await page.getByRole('button', { name: 'Copy or export the check' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: choice }).click();
  const download: Download = await downloading;
  return [await readFile(await download.path(), 'utf8'), download.suggestedFilename()];
}

/** Each violation with the elements that it concerns. */
async function findViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** Controls of the view that reach over the window's right edge. */
async function findCutOff(page: Page, width: number): Promise<string[]> {
  const cutOff: string[] = [];
  for (const control of await page.locator('echo-check-view').locator('button, select, input').all()) {
    const box = await control.boundingBox();
    if (box && box.x + box.width > width) cutOff.push(await control.ariaSnapshot());
  }
  return cutOff;
}
