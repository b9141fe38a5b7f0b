// Finds, or gets, a browser that really starts: takes the steps of browser-plan.ts one by one.
//
//   planBrowserSearch ──► use ──► starts? ──yes──► its path
//                         download, apt: run, then as above
//                         none left ──► BrowserNotFoundError, one line that says what to install
//
// A candidate counts only once it was started: stubs that point to a store, and downloads whose system
// libraries are missing, exist as files and yet are no browsers.

import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import {
  type BrowserStep,
  browserArguments,
  describeMissingBrowser,
  type Machine,
  planBrowserSearch,
} from './browser-plan.ts';

/** How long a candidate may take to start, in milliseconds. */
const START_TIMEOUT_MS = 30_000;

/** How long one connection of Playwright's download may be silent, in milliseconds; it tries five times. */
const DOWNLOAD_SILENCE_MS = 10_000;

/** What looking for a browser does to the machine. */
export interface BrowserActions {
  exists(path: string): boolean;
  /** Starts the program headless and ends it again; rejects if it is no usable browser. */
  start(path: string): Promise<void>;
  /** Has Playwright download its Chromium; rejects if that fails or takes longer than `timeoutMs`. */
  download(timeoutMs: number): Promise<void>;
  /** Installs Debian's `chromium`; rejects if that fails or one command takes longer than `timeoutMs`. */
  installPackage(timeoutMs: number): Promise<void>;
  /** Tells whoever waits what is about to take long, and why a candidate is passed over. */
  announce(line: string): void;
}

/** No browser could be found or got; `message` is one line that says what to install. */
export class BrowserNotFoundError extends Error {
  override readonly name = 'BrowserNotFoundError';
  readonly code = 'BROWSER_NOT_FOUND';
}

/** The path of a browser that starts. @throws {BrowserNotFoundError} */
export async function findBrowser(
  machine: Machine = describeMachine(),
  actions: BrowserActions = machineActions(machine),
): Promise<string> {
  const steps = planBrowserSearch(machine);
  for (const step of steps) {
    try {
      await prepare(step, actions);
      if (!actions.exists(step.path)) continue;
      await actions.start(step.path);
      return step.path;
    } catch (error) {
      actions.announce(`${step.kind} ${step.path}: ${firstLine(error)}`);
    }
  }
  throw new BrowserNotFoundError(describeMissingBrowser(machine, steps.length));
}

/** What browser-plan.ts wants to know about the machine that this process runs on. */
export function describeMachine(): Machine {
  return {
    platform: process.platform,
    environment: process.env,
    homeDirectory: homedir(),
    playwrightPath: chromium.executablePath(),
    isRoot: process.getuid?.() === 0,
    distribution: readDistribution(),
  };
}

async function prepare(step: BrowserStep, actions: BrowserActions): Promise<void> {
  switch (step.kind) {
    case 'use':
      return;
    case 'download':
      actions.announce('No browser found for the tests: Playwright downloads its Chromium …');
      return actions.download(step.timeoutMs);
    case 'apt':
      actions.announce('No browser found for the tests: apt-get installs chromium …');
      return actions.installPackage(step.timeoutMs);
    default:
      return step satisfies never;
  }
}

function machineActions({ isRoot }: Machine): BrowserActions {
  return {
    exists: existsSync,
    start: (path) => startOnce(path, browserArguments(isRoot)),
    download: downloadChromium,
    installPackage: installChromiumPackage,
    announce: (line) => void process.stderr.write(`${line}\n`),
  };
}

async function startOnce(executablePath: string, args: string[]): Promise<void> {
  const browser = await chromium.launch({ executablePath, args, timeout: START_TIMEOUT_MS });
  await browser.close();
}

async function downloadChromium(timeoutMs: number): Promise<void> {
  const playwright = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'));
  await run(process.execPath, [join(playwright, 'cli.js'), 'install', 'chromium', '--no-shell'], timeoutMs, {
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: String(DOWNLOAD_SILENCE_MS),
  });
}

async function installChromiumPackage(timeoutMs: number): Promise<void> {
  const unattended = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], timeoutMs, unattended);
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], timeoutMs, unattended);
}

async function run(
  command: string,
  args: string[],
  timeoutMs: number,
  environment: Record<string, string>,
): Promise<void> {
  const running = promisify(execFile)(command, args, {
    timeout: timeoutMs,
    env: { ...process.env, ...environment },
    maxBuffer: 16 * 1024 * 1024,
  });
  // Nobody answers questions here: a command that asks one gets the end of its input.
  running.child.stdin?.end();
  await running;
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
}

function readDistribution(): string | undefined {
  if (!existsSync('/etc/os-release')) return undefined;
  return /^ID="?([\w.-]+)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
}
