// The course of a check as a transcript: verdicts, limits, stopping, and a server that is not there. Time is a fake.

import { expect, it } from 'vitest';
import {
  CaseFailure,
  type CheckCase,
  NotTestable,
  Unreachable,
} from '../../../server/core/check/check-case.ts';
import { type CaseBench, type Clock, runCases } from '../../../server/core/check/run-cases.ts';

/** A clock that goes on when it is told to. */
class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ at: number; then: () => void }>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, then: () => void): () => void {
    const timer = { at: this.#now + milliseconds, then };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const timer of this.#timers) {
      if (timer.at > this.#now) continue;
      this.#timers.delete(timer);
      timer.then();
    }
  }

  get pending(): number {
    return this.#timers.size;
  }
}

/** What a case does: fails, passes, takes time, or waits for ever. */
type Script = (clock: FakeClock) => Promise<string>;

const forever = () => new Promise<never>(() => {});
const pass = async () => 'as expected';
const refuse = async () => {
  throw new Unreachable('connection refused');
};

async function transcriptOf(
  scripts: Readonly<Record<string, Script>>,
  { stop = forever(), limitMs }: { stop?: Promise<unknown>; limitMs?: number } = {},
) {
  const clock = new FakeClock();
  const lines: string[] = [];
  const bench = (caseId: string): CaseBench => ({
    now: () => clock.now(),
    open: forever,
    wait: forever,
    readServerMemory: forever,
    standing: () => 'half of it having come back',
    async end(how) {
      lines.push(`bench of ${caseId} ended ${how}`);
    },
  });
  const cases = Object.entries(scripts).map(([id, script]): CheckCase => {
    const about = { title: '', source: '', description: '', expectation: '' };
    return { ...about, id, hint: `hint of ${id}`, slowMs: 100, limitMs: 1000, run: () => script(clock) };
  });
  const report = await runCases({
    cases,
    clock,
    stop,
    limitMs,
    openBench: bench,
    listener: {
      started: (infos) => lines.push(`started: ${infos.map(({ id }) => id).join(' ')}`),
      caseStarted: (id) => lines.push(`> ${id}`),
      caseEnded: ({ id, verdict, ms, finding, hint }) =>
        lines.push(`< ${id}: ${verdict} in ${ms} ms: ${finding}${hint ? ` (${hint.split('.')[0]})` : ''}`),
    },
  });
  return { lines, report, pendingTimers: clock.pending };
}

it('runs one case after the other, and clears up after each', async () => {
  const { lines, report, pendingTimers } = await transcriptOf({
    good: pass,
    late: async (clock) => {
      clock.advance(101);
      return 'all of it';
    },
    bad: async () => {
      throw new CaseFailure('something else');
    },
    odd: async () => {
      throw new NotTestable('no socket left');
    },
  });
  expect(lines).toEqual([
    'started: good late bad odd',
    '> good',
    'bench of good ended inOrder',
    '< good: pass in 0 ms: as expected',
    '> late',
    'bench of late ended inOrder',
    '< late: slow in 101 ms: all of it',
    '> bad',
    'bench of bad ended inOrder',
    '< bad: fail in 0 ms: something else (hint of bad)',
    '> odd',
    'bench of odd ended inOrder',
    '< odd: notTestable in 0 ms: no socket left',
  ]);
  expect(report).toMatchObject({ end: 'complete', notRun: [] });
  expect(report.results).toHaveLength(4);
  expect(pendingTimers).toBe(0);
});

it('tells of cases what is data, and no more', async () => {
  const { report } = await transcriptOf({ only: forever }, { stop: Promise.resolve() });
  expect(report.notRun).toEqual([
    { id: 'only', title: '', source: '', description: '', expectation: '', limitMs: 1000 },
  ]);
});

it('ends a case at its limit, and goes on', async () => {
  const { lines, pendingTimers } = await transcriptOf({
    endless: async (clock) => {
      clock.advance(1000);
      return forever();
    },
    next: pass,
  });
  expect(lines.slice(1)).toEqual([
    '> endless',
    'bench of endless ended inOrder',
    '< endless: fail in 1000 ms: not over after 1.0 s, half of it having come back (hint of endless)',
    '> next',
    'bench of next ended inOrder',
    '< next: pass in 0 ms: as expected',
  ]);
  expect(pendingTimers).toBe(0);
});

it('does not mind what becomes of a case after its limit', async () => {
  let fail = (_: Error) => {};
  const { report } = await transcriptOf({
    endless: (clock) => {
      clock.advance(1000);
      return new Promise((_, reject) => {
        fail = reject;
      });
    },
    next: async () => {
      fail(new Error('the bench was ended'));
      return 'as expected';
    },
  });
  expect(report.results.map(({ verdict }) => verdict)).toEqual(['fail', 'pass']);
});

it('ends at its own limit: the case that runs, and the rest, have not run', async () => {
  const { lines, report, pendingTimers } = await transcriptOf(
    {
      first: pass,
      second: async (clock) => {
        clock.advance(900);
        return forever();
      },
      third: pass,
    },
    { limitMs: 900 },
  );
  expect(lines.slice(4)).toEqual(['> second', 'bench of second ended atOnce']);
  expect(report.end).toBe('timedOut');
  expect(report.results.map(({ id }) => id)).toEqual(['first']);
  expect(report.notRun.map(({ id }) => id)).toEqual(['second', 'third']);
  expect(pendingTimers).toBe(0);
});

it('stops at once, in the midst of a case', async () => {
  let halt = () => {};
  const stop = new Promise<void>((resolve) => {
    halt = resolve;
  });
  const { lines, report, pendingTimers } = await transcriptOf(
    {
      first: pass,
      second: () => {
        halt();
        return forever();
      },
      third: pass,
    },
    { stop },
  );
  expect(lines.slice(4)).toEqual(['> second', 'bench of second ended atOnce']);
  expect(report.end).toBe('stopped');
  expect(report.notRun.map(({ id }) => id)).toEqual(['second', 'third']);
  expect(pendingTimers).toBe(0);
});

it('stops before the first case when it was stopped before', async () => {
  const { lines, report } = await transcriptOf({ first: pass }, { stop: Promise.resolve() });
  expect(lines).toEqual(['started: first']);
  expect(report).toMatchObject({ end: 'stopped', results: [] });
});

it('is complete when the stop comes after the last case', async () => {
  let halt = () => {};
  const stop = new Promise<void>((resolve) => {
    halt = resolve;
  });
  const { report } = await transcriptOf(
    {
      only: async () => {
        queueMicrotask(halt);
        return 'as expected';
      },
    },
    { stop },
  );
  expect(report).toMatchObject({ end: 'complete', notRun: [] });
});

it('fails once for a server that is not there, tries once more, and then no longer', async () => {
  let dials = 0;
  const dial = () => {
    dials += 1;
    return refuse();
  };
  const { lines, report } = await transcriptOf({ first: dial, second: dial, third: dial, fourth: dial });
  expect(lines.filter((line) => line.startsWith('<'))).toEqual([
    '< first: fail in 0 ms: connection refused (Start the server first, and compare the address and port that it listens on with those of the check)',
    '< second: notTestable in 0 ms: the server cannot be reached: connection refused',
    '< third: notTestable in 0 ms: the server cannot be reached: connection refused',
    '< fourth: notTestable in 0 ms: the server cannot be reached: connection refused',
  ]);
  expect(dials).toBe(2);
  expect(report.end).toBe('complete');
});

it('says that a server is gone, and goes on when it is back', async () => {
  const { lines } = await transcriptOf({ first: pass, second: refuse, third: pass, fourth: refuse });
  expect(lines.filter((line) => line.startsWith('<'))).toEqual([
    '< first: pass in 0 ms: as expected',
    '< second: fail in 0 ms: connection refused (The server was there before, so it ended in or after an earlier case)',
    '< third: pass in 0 ms: as expected',
    '< fourth: fail in 0 ms: connection refused (The server was there before, so it ended in or after an earlier case)',
  ]);
});

it('hides no defect of a case', async () => {
  const defect = new TypeError('undefined is not a case');
  const running = transcriptOf({
    broken: async () => {
      throw defect;
    },
  });
  await expect(running).rejects.toBe(defect);
});
