// Two projects: `unit` runs in Node alone, `browser` drives the built page in a real browser.
//
//   vitest run --config test/vitest.config.ts                    both, one after the other
//   vitest run --config test/vitest.config.ts --project unit     no browser needed
//
// Neither may be empty, and neither is ever skipped: a missing browser fails the run (browser/support/).

import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** Fails the run when a project finds no test file at all; Vitest only does so when every project is empty. */
function refuseEmptyProject(): Plugin {
  return {
    name: 'refuse-empty-project',
    async configureVitest({ project }) {
      const { testFiles } = await project.globTestFiles();
      if (testFiles.length > 0) return;
      const patterns = project.config.include.join(', ');
      throw new Error(`The test project "${project.name}" is empty: no file fits ${patterns}.`);
    },
  };
}

export default defineConfig({
  root: repository,
  test: {
    passWithNoTests: false,
    projects: [
      {
        root: repository,
        plugins: [refuseEmptyProject()],
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/{protocol,core,net,cli,web}/**/*.test.ts', 'test/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          // A second, the default, is not much for a machine that has something else to do.
          expect: { poll: { timeout: 15_000 } },
          // The tests of sockets wait more than they compute, so that two cores have room for more of them at once.
          maxWorkers: 2,
          maxConcurrency: 12,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root: repository,
        plugins: [refuseEmptyProject()],
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/support/provide-browser.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 15_000, interval: 50 } },
          // A browser is several processes of its own: more files at once would only slow each other down.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
