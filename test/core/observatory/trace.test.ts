// A trace against hostile chunking: whatever the budget, what is told covers every byte once and counts every chunk.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Trace } from '../../../server/core/observatory/trace.ts';
import { MAX_TRACE_ENTRIES_UNSEEN } from '../../../server/protocol/limits.ts';
import { isByteRun } from '../../../server/protocol/trace.ts';

function createBench(left = 10) {
  const clock = { now: 0 };
  const budget = { left };
  const news: Trace[] = [];
  const trace = new Trace(
    'gateway',
    { of: 'session', id: 's1' },
    {
      now: () => clock.now,
      budget,
      onNews: (fresh) => news.push(fresh),
    },
  );
  return { clock, budget, news, trace };
}

describe('a trace that is kept for somebody', () => {
  it('tells each chunk while there is room, then sums up, and ends with how it ended, whatever the budget', () => {
    const { clock, trace } = createBench(0);
    trace.keep(3);
    trace.mark('accept');
    for (let chunk = 0; chunk < 100; chunk += 1) {
      clock.now = chunk;
      trace.bytes('read', chunk, 1);
    }
    trace.mark('finReceived');
    trace.mark('close', 'fin');
    expect(trace.take()).toEqual([
      { step: 'accept', at: 0 },
      { step: 'read', at: 0, from: 0, bytes: 1 },
      { step: 'read', at: 1, from: 1, bytes: 99, count: 99, until: 99 },
      { step: 'finReceived', at: 99 },
      { step: 'close', at: 99, detail: 'fin' },
    ]);
  });

  it('shares the budget of all as soon as somebody looks', () => {
    const { trace } = createBench(0);
    trace.keep(100);
    trace.addLooker({});
    for (let chunk = 0; chunk < 5; chunk += 1) trace.bytes('read', chunk, 1);
    expect(trace.take()).toHaveLength(1);
  });
});

describe('a trace that somebody looks at', () => {
  it('tells each chunk while there is budget, then sums a burst up', () => {
    const { clock, trace } = createBench(2);
    trace.addLooker({});
    for (let chunk = 0; chunk < 5; chunk += 1) {
      clock.now = chunk;
      trace.bytes('read', chunk * 10, 10);
    }
    expect(trace.take()).toEqual([
      { step: 'read', at: 0, from: 0, bytes: 10 },
      { step: 'read', at: 1, from: 10, bytes: 40, count: 4, until: 4 },
    ]);
  });

  it('keeps the steps apart, and begins a new run where bytes are missing', () => {
    const { trace } = createBench(0);
    trace.addLooker({});
    trace.bytes('read', 0, 10);
    trace.bytes('write', 0, 4);
    trace.bytes('read', 10, 10);
    trace.bytes('read', 50, 1);
    expect(trace.take()).toEqual([
      { step: 'read', at: 0, from: 0, bytes: 20, count: 2, until: 0 },
      { step: 'write', at: 0, from: 0, bytes: 4 },
      { step: 'read', at: 0, from: 50, bytes: 1 },
    ]);
  });

  it('says once that it has news, until they are taken', () => {
    const { news, trace } = createBench();
    trace.addLooker({});
    trace.mark('dial');
    trace.mark('connect');
    expect(news).toHaveLength(1);
    trace.take();
    trace.mark('close', '1000');
    expect(news).toHaveLength(2);
    expect(trace.take()).toEqual([{ step: 'close', at: 0, detail: '1000' }]);
  });

  it('holds a bounded number of marks, however fast a peer brings them about', () => {
    const { trace } = createBench(0);
    trace.addLooker({});
    for (let i = 0; i < 10_000; i += 1) trace.mark(i % 2 ? 'pause' : 'resume');
    expect(trace.take()).toHaveLength(MAX_TRACE_ENTRIES_UNSEEN);
  });

  it('says last whether reading goes on, however often it stopped', () => {
    const { trace } = createBench(0);
    trace.addLooker({});
    for (let i = 0; i < 1001; i += 1) {
      trace.mark(i % 2 ? 'resume' : 'pause');
      trace.mark(i % 2 ? 'release' : 'hold');
    }
    const steps = trace.take().map(({ step }) => step);
    expect(steps.findLast((step) => step === 'pause' || step === 'resume')).toBe('pause');
    expect(steps.findLast((step) => step === 'hold' || step === 'release')).toBe('hold');
  });

  it('always has room for what happens once', () => {
    const { trace } = createBench(0);
    trace.addLooker({});
    for (let i = 0; i < 100; i += 1) trace.mark(i % 2 ? 'resume' : 'pause');
    for (const step of ['finReceived', 'finSent', 'close'] as const) trace.mark(step);
    expect(
      trace
        .take()
        .slice(-3)
        .map(({ step }) => step),
    ).toEqual(['finReceived', 'finSent', 'close']);
  });

  it('tells in the order of time, although the latest stands for several', () => {
    const { clock, trace } = createBench(0);
    trace.addLooker({});
    for (clock.now = 0; clock.now < 100; clock.now += 1) {
      trace.tcpRtt(clock.now, 1);
      trace.mark(clock.now % 2 ? 'resume' : 'pause');
      if (clock.now === 50) trace.mark('finSent');
    }
    const times = trace.take().map(({ at }) => at);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(times.at(-1)).toBe(99);
  });

  it('lets the latest round trip of a burst stand for all', () => {
    const { trace } = createBench(1);
    trace.addLooker({});
    for (let to = 1; to <= 1000; to += 1) trace.tcpRtt(to, to / 10);
    expect(trace.take()).toEqual([{ step: 'tcpRtt', at: 0, to: 1000, rttMs: 100 }]);
  });

  it('covers every byte once and counts every chunk, whatever the budget', () => {
    const chunks = fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 1e6 }), taken: fc.boolean() }));
    fc.assert(
      fc.property(chunks, fc.integer({ min: 0, max: 20 }), (list, left) => {
        const { trace } = createBench(left);
        trace.addLooker({});
        let offset = 0;
        const entries = [];
        for (const { bytes, taken } of list) {
          trace.bytes('read', offset, bytes);
          offset += bytes;
          if (taken) entries.push(...trace.take());
        }
        entries.push(...trace.take());
        let covered = 0;
        let count = 0;
        for (const entry of entries) {
          if (!isByteRun(entry)) throw new Error('no mark was made');
          expect(entry.from).toBe(covered);
          covered += entry.bytes;
          count += entry.count ?? 1;
        }
        expect([covered, count]).toEqual([offset, list.length]);
      }),
    );
  });
});

describe('a trace that nobody has looked at', () => {
  it('keeps its beginning and no more', () => {
    const { budget, news, trace } = createBench();
    for (let i = 0; i < MAX_TRACE_ENTRIES_UNSEEN + 10; i += 1) trace.bytes('read', i, 1);
    expect([news.length, budget.left]).toEqual([0, 10]);
    trace.addLooker({});
    expect(news).toHaveLength(1);
    const entries = trace.take();
    expect(entries).toHaveLength(MAX_TRACE_ENTRIES_UNSEEN);
    expect(entries[0]).toMatchObject({ from: 0 });
    // What was not kept shows as a gap.
    trace.bytes('read', 500, 1);
    expect(trace.take()).toMatchObject([{ from: 500, bytes: 1 }]);
  });
});
