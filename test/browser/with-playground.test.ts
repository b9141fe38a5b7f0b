// The nets under every browser test hold: whatever must not happen on a page fails the test in which it does.

import { readFile, rm } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type Scene, withPlayground } from './support/with-playground.ts';

/** What goes wrong, how to bring it about, and what the failure says. */
const mishaps: [what: string, bring: (scene: Scene) => Promise<unknown>, failure: RegExp][] = [
  [
    'an error on the console',
    ({ page }) => page.evaluate(() => console.error('boom')),
    /console error: boom/,
  ],
  ['an uncaught exception', ({ page }) => page.evaluate(throwLater), /uncaught: Error: boom/],
  [
    'a script that the policy forbids',
    ({ page }) => page.evaluate(addInlineScript),
    /policy violation: script-src/,
  ],
  [
    'a request to another host',
    ({ page, url }) => page.goto(url.replace('127.0.0.1', 'localhost')),
    /another host/,
  ],
  ['a file that is missing', ({ page, url }) => openMissingFile(page, url), /console error: .*404/],
];

describe('a browser test fails on', () => {
  it.each(mishaps)('%s', async (_what, bring, failure) => {
    await expect(withPlayground({}, async (scene) => void (await bring(scene)))).rejects.toThrow(failure);
  });

  it('what its body finds, and keeps a picture of the page', async () => {
    const failure = await withPlayground({}, async () => expect(1).toBe(2)).catch(String);
    expect(failure).toContain('expected 1 to be 2');
    const picture = /^The page: (.*)$/m.exec(String(failure))?.[1] ?? '';
    expect((await readFile(picture)).subarray(1, 4).toString()).toBe('PNG');
    await rm(picture);
  });
});

describe('a browser test passes with', () => {
  it('a problem that it announced', async () => {
    await withPlayground({ expectedProblems: [/boom/] }, async ({ page }) => {
      await page.evaluate(() => console.error('boom'));
    });
  });

  it('a playground that was stopped and started again', async () => {
    await withPlayground({}, async ({ page, playground, url }) => {
      await page.goto('about:blank');
      await playground.stop();
      await expect(fetch(url)).rejects.toThrow();
      await playground.restart();
      expect((await fetch(url)).status).toBe(200);
    });
  });
});

function throwLater(): Promise<void> {
  return new Promise((resolve) => {
    addEventListener('error', () => resolve());
    setTimeout(() => {
      throw new Error('boom');
    });
  });
}

function addInlineScript(): Promise<void> {
  return new Promise((resolve) => {
    addEventListener('securitypolicyviolation', () => resolve());
    document.body.append(Object.assign(document.createElement('script'), { text: 'void 0' }));
  });
}

async function openMissingFile(page: Page, url: string): Promise<void> {
  const [message] = await Promise.all([
    page.waitForEvent('console'),
    page.goto(new URL('missing.js', url).href),
  ]);
  expect(message.type()).toBe('error');
}
