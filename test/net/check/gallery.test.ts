// The gallery of broken servers is the test of the Echo Check: each bug is caught by the case that is meant for it, with its
// hint, and cases that it does not concern pass.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CHECK_CASES } from '../../../server/core/check/cases.ts';
import { GALLERY } from '../../../server/core/targets/gallery.ts';
import type { Listening } from '../../../server/net/gallery/run-broken.ts';
import { checkPort, complaints } from '../../support/check-run.ts';

const program = fileURLToPath(new URL('../../../dist/server/net/gallery/run-broken.js', import.meta.url));

/** Long enough for a server on a busy machine; many of these servers stay silent. */
const SILENCE_MS = 1000;

const LOADS = ['order-under-load', 'late-reader', 'unread-flood'];
const LARGE = ['size-65535', 'size-65536', 'size-65537', 'size-1mib', 'size-16mib', 'half-close'];

/** The cases that may fail beside the one that is meant for the bug, because it concerns them as well. */
const alsoConcerned: Readonly<Record<string, readonly string[]>> = {
  'broken-per-line': [],
  'broken-one-recv': ['crlf', ...LOADS],
  'broken-1024': ['size-4095', 'size-4096', 'size-4097', ...LARGE, ...LOADS],
  'broken-partial-send': [...LARGE, ...LOADS],
  'broken-utf-8': ['all-bytes', 'split-character'],
  'broken-upper-case': ['all-bytes', 'no-commands'],
  'broken-first-only': [
    'byte-by-byte',
    'idle-then-send',
    'no-commands',
    'split-character',
    'others-stay',
    ...LARGE,
    ...LOADS,
  ],
  'broken-one-client': ['others-stay', 'order-under-load', 'hundred-clients', 'never-reader'],
  'broken-on-reset': [],
  'broken-unbounded': [],
  'broken-half-close': [],
  'broken-fin': ['empty-connection', 'half-close'],
};

/** Runs `test` with the port of a broken server in a process of its own, which may well die. */
async function withBrokenServer(name: string, test: (port: number) => Promise<void>): Promise<void> {
  const child = fork(program, [name, '127.0.0.1'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const exited = once(child, 'exit');
  try {
    const [{ listening }] = (await once(child, 'message')) as [Listening];
    await test(listening.port);
  } finally {
    child.kill('SIGKILL');
    await exited;
  }
}

describe.concurrent('the check of', () => {
  it.each(GALLERY)('$name finds that it $bug', { timeout: 120_000 }, async ({ name, caughtBy }) => {
    await withBrokenServer(name, async (port) => {
      const report = await checkPort(port, { silenceMs: SILENCE_MS });
      expect(report.end).toBe('complete');
      expect(report.results).toHaveLength(CHECK_CASES.length);
      const found = complaints(report);
      expect(found).toContainEqual({
        id: caughtBy,
        verdict: 'fail',
        ms: expect.any(Number),
        finding: expect.any(String),
        hint: CHECK_CASES.find(({ id }) => id === caughtBy)?.hint,
      });
      const concerned = [caughtBy, ...(alsoConcerned[name] ?? [])];
      expect(found.filter(({ id }) => !concerned.includes(id))).toEqual([]);
    });
  });
});
