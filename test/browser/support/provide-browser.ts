// Set-up of the browser tests, once a run: finds the browser and hands its path to the test files, which
// start it (with-playground.ts). Without a browser the whole run fails here.

import type {} from 'vitest';
import type { TestProject } from 'vitest/node';
import { browserArguments } from './browser-plan.ts';
import { BrowserNotFoundError, describeMachine, findBrowser } from './find-browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The browser to start. */
    browserPath: string;
    /** The arguments to start it with. */
    browserArguments: string[];
  }
}

export default async function provideBrowser(project: TestProject): Promise<void> {
  const machine = describeMachine();
  project.provide('browserPath', await findBrowser(machine).catch(withoutStack));
  project.provide('browserArguments', browserArguments(machine.isRoot));
}

/** The line says what to install; where in the search it was thrown helps nobody. */
function withoutStack(error: unknown): never {
  if (error instanceof BrowserNotFoundError) error.stack = '';
  throw error;
}
