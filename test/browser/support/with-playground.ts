// `withPlayground` sets up what a browser test needs and takes it down again, whatever happens between:
//
//   playground on free ports ──► fresh browser context ──► page at its address ──► body
//   unexpected problems fail the test ◄── playground stopped ◄── context closed ◄──┘
//
// The browser itself is started once a test file. A failed test leaves a picture of its page.

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, expect, inject } from 'vitest';
import type { Config } from '../../../server/core/config.ts';
import type { Endpoint } from '../../../server/protocol/endpoint.ts';
import { PageProblems } from './page-problems.ts';
import { RunningPlayground } from './running-playground.ts';

export interface PlaygroundOptions {
  /** Settings of the playground; the ports are free ones unless given, and the echo server is the only target. */
  readonly settings?: Partial<Config>;
  /** Default 1280 × 800 CSS pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Default `light`. */
  readonly colorScheme?: 'light' | 'dark';
  /** Default `reduce`, so that a picture or a click never meets a control half-way. */
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** Problems (page-problems.ts) that this test brings about itself. */
  readonly expectedProblems?: readonly RegExp[];
}

/** What the body of a test gets. */
export interface Scene {
  /** Open at `url`. */
  readonly page: Page;
  readonly context: BrowserContext;
  readonly url: string;
  readonly echo: Endpoint;
  readonly playground: RunningPlayground;
}

/** Longest that one action on the page may take, in milliseconds; then the test fails and says which. */
const ACTION_TIMEOUT_MS = 20_000;

/** What `npm run build` made of web/. */
const pageDirectory = fileURLToPath(new URL('../../../dist/page', import.meta.url));

let launching: Promise<Browser> | undefined;

afterAll(async () => {
  await (await launching)?.close();
});

/** Runs `body` with a page of a playground of its own; fails if the page has an unexpected problem. */
export async function withPlayground(
  options: PlaygroundOptions,
  body: (scene: Scene) => Promise<void>,
): Promise<void> {
  const problems = new PageProblems();
  const playground = await RunningPlayground.start({
    settings: options.settings,
    pageDirectory,
    onError: (line) => problems.add(`the playground logged: ${line}`),
  });
  try {
    await withContext(options, async (context) => {
      const { url, echo } = playground;
      await problems.watch(context, url);
      const page = await context.newPage();
      await page.goto(url);
      await body({ page, context, url, echo, playground });
    });
  } catch (error) {
    throw withProblems(error, problems.unexpected(options.expectedProblems));
  } finally {
    await playground.stop();
  }
  const unexpected = problems.unexpected(options.expectedProblems);
  if (unexpected.length > 0)
    throw withProblems(new Error('The page did what no test may let pass.'), unexpected);
}

async function withContext(
  options: PlaygroundOptions,
  body: (context: BrowserContext) => Promise<void>,
): Promise<void> {
  launching ??= chromium.launch({
    executablePath: inject('browserPath'),
    args: inject('browserArguments'),
  });
  const {
    viewport = { width: 1280, height: 800 },
    colorScheme = 'light',
    reducedMotion = 'reduce',
  } = options;
  const context = await (await launching).newContext({ viewport, colorScheme, reducedMotion });
  try {
    context.setDefaultTimeout(ACTION_TIMEOUT_MS);
    await body(context);
  } catch (error) {
    throw await withPicture(error, context.pages()[0]);
  } finally {
    await context.close();
  }
}

/** The same error, its message ending in the path of a picture of the page. */
async function withPicture(error: unknown, page: Page | undefined): Promise<unknown> {
  if (!(error instanceof Error) || !page || page.isClosed()) return error;
  const name = expect.getState().currentTestName ?? 'test';
  const path = join(
    tmpdir(),
    `echo-bridge-${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}-${process.pid}.png`,
  );
  try {
    await page.screenshot({ path });
    error.message += `\nThe page: ${path}`;
  } catch (failure) {
    error.message += `\nNo picture of the page could be taken: ${String(failure)}`;
  }
  return error;
}

/** The same error, its message ending in the problems that may explain it. */
function withProblems(error: unknown, problems: readonly string[]): unknown {
  if (error instanceof Error && problems.length > 0) {
    error.message += `\nProblems of the page:\n  ${problems.join('\n  ')}`;
  }
  return error;
}
