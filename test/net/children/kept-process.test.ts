// A process that is kept running: when it is started again, and that it is ended for good.

import { ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { explainEnd, KeptProcess } from '../../../server/net/children/kept-process.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(async () => {
  // Starts wait in one line for all: nobody's may be left in it.
  await vi.runOnlyPendingTimersAsync();
  vi.useRealTimers();
});

/** A process that only says when it was asked to end. */
function createFake(again = true) {
  const startedAt: number[] = [];
  const children: ChildProcess[] = [];
  const asked: ChildProcess[] = [];
  const ends: string[] = [];
  const kept = new KeptProcess({
    spawn: () => {
      const child = new ChildProcess();
      Object.assign(child, { pid: 1 });
      vi.spyOn(child, 'kill').mockImplementation((signal) => child.emit('close', null, signal));
      startedAt.push(Date.now());
      children.push(child);
      return child;
    },
    onStart: () => {},
    onEnd: (end) => {
      ends.push(explainEnd(end));
      return again;
    },
    askToEnd: (child) => asked.push(child),
  });
  return { kept, startedAt, children, asked, ends };
}

/** Lets it run that long and end, and returns the delay in milliseconds after which it runs again. */
async function runFor(ms: number, { startedAt, children }: ReturnType<typeof createFake>): Promise<number> {
  await vi.advanceTimersByTimeAsync(ms);
  children.at(-1)?.emit('close', 1, null);
  const endedAt = Date.now();
  for (const runs = startedAt.length; startedAt.length === runs; ) await vi.advanceTimersByTimeAsync(5);
  return Math.floor(((startedAt.at(-1) ?? 0) - endedAt) / 5) * 5;
}

describe('it is started', () => {
  it('not at once', async () => {
    const { startedAt } = createFake();
    expect(startedAt).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(startedAt.length).toBe(1);
  });

  it('again after delays that double up to ten seconds', async () => {
    const fake = createFake();
    const delays: number[] = [];
    for (let run = 0; run < 9; run += 1) delays.push(await runFor(10, fake));
    expect(delays).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  });

  it('after the first delay again once it has run well', async () => {
    const fake = createFake();
    expect([await runFor(10, fake), await runFor(10, fake)]).toEqual([100, 200]);
    expect(await runFor(20_000, fake)).toBe(100);
  });

  it('never again when that is of no use', async () => {
    const { startedAt, children } = createFake(false);
    await vi.advanceTimersByTimeAsync(1);
    children[0]?.emit('close', 1, null);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(startedAt.length).toBe(1);
  });
});

describe('closing', () => {
  it('asks it to end, and does not start it again', async () => {
    const { kept, startedAt, children, asked } = createFake();
    await vi.advanceTimersByTimeAsync(1);
    const closed = kept.close();
    expect(asked).toEqual(children);
    children[0]?.emit('close', 0, null);
    await closed;
    await vi.advanceTimersByTimeAsync(100_000);
    expect(startedAt.length).toBe(1);
  });

  it('kills one that does not end', async () => {
    const { kept, ends } = createFake();
    await vi.advanceTimersByTimeAsync(1);
    const closed = kept.close();
    await vi.advanceTimersByTimeAsync(1000);
    await closed;
    expect(ends).toEqual(['was ended by SIGKILL']);
  });

  it('prevents a start that was due', async () => {
    const { kept, startedAt } = createFake();
    await kept.close();
    await vi.advanceTimersByTimeAsync(100_000);
    expect(startedAt).toEqual([]);
  });

  it('prevents a restart that was due', async () => {
    const { kept, startedAt, children } = createFake();
    await vi.advanceTimersByTimeAsync(1);
    children[0]?.emit('close', 1, null);
    await vi.advanceTimersByTimeAsync(1);
    await kept.close();
    await vi.advanceTimersByTimeAsync(100_000);
    expect(startedAt.length).toBe(1);
  });
});

describe('an end', () => {
  const end = { status: null, signal: null, failure: undefined, lastWords: '' };

  it.each([
    ['could not be started (ENOENT)', { ...end, failure: 'ENOENT' }],
    ['was ended by SIGKILL', { ...end, signal: 'SIGKILL' as const }],
    ['ended with exit status 3', { ...end, status: 3, lastWords: 'no error here' }],
    ['ended (Error: read ECONNRESET)', { ...end, status: 1, lastWords: 'x\nError: read ECONNRESET\n  at y' }],
    ['ended (OSError: [Errno 9])', { ...end, status: 1, lastWords: 'Traceback\nOSError: [Errno 9]\n' }],
  ])('%s', (text, what) => {
    expect(explainEnd(what)).toBe(text);
  });
});
