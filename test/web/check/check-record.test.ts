// An Echo Check as the page learns of it, message by message.

import { describe, expect, it } from 'vitest';
import type { CheckMessage, Trail, Verdict } from '../../../server/protocol/check.ts';
import { CheckRecord } from '../../../web/model/check/check-record.ts';
import { isRemarkable } from '../../../web/model/check/check-words.ts';
import { infoOf } from '../../support/check-messages.ts';

const TRAIL: Trail = { session: 'check:1', gateway: [{ step: 'dial', at: 1 }], server: [] };

function start(ids: readonly string[], target = 'echo'): CheckMessage {
  return { type: 'start', target, cases: ids.map(infoOf) };
}

function result(id: string, verdict: Verdict = 'pass', ms = 1): CheckMessage {
  return {
    type: 'result',
    result: { id, verdict, ms, finding: `${id} seen` },
    trails: [TRAIL],
    trailsOmitted: 2,
  };
}

/** A record that was told so much, of a whole check unless told. */
function createRecord(messages: readonly CheckMessage[], isPart = false): CheckRecord {
  const record = new CheckRecord();
  record.begin(isPart);
  for (const message of messages) record.apply(message);
  return record;
}

function states(record: CheckRecord): string[] {
  return record.rows.map(({ info, state, result: { verdict } = { verdict: '' } }) =>
    `${info.id} ${state} ${verdict}`.trim(),
  );
}

const COMPLETE: readonly CheckMessage[] = [
  start(['a', 'b', 'c']),
  { type: 'case', id: 'a' },
  result('a', 'pass', 10),
  { type: 'case', id: 'b' },
  result('b', 'slow', 200),
  { type: 'case', id: 'c' },
  result('c', 'fail', 3),
  { type: 'end', how: 'complete' },
];

describe('a check', () => {
  it('is nothing before the first', () => {
    const record = new CheckRecord();
    expect(record).toMatchObject({ target: undefined, rows: [], isBusy: false, phase: { kind: 'idle' } });
    expect(record.progress).toEqual({ done: 0, of: 0, running: undefined });
  });

  it('says how far it is, and which case runs', () => {
    const record = createRecord(COMPLETE.slice(0, 4));
    expect(record.isBusy).toBe(true);
    expect(states(record)).toEqual(['a done pass', 'b running', 'c waiting']);
    expect(record.progress).toEqual({ done: 1, of: 3, running: infoOf('b') });
  });

  it('counts what the cases came to, and their time', () => {
    const record = createRecord(COMPLETE);
    expect(record.counts).toEqual({ pass: 1, slow: 1, fail: 1, notTestable: 0 });
    expect(record.totalMs).toBe(213);
    expect(record.phase).toEqual({ kind: 'ended', how: 'complete' });
    expect(record.progress).toEqual({ done: 3, of: 3, running: undefined });
    expect(record.rows[0]).toMatchObject({ trails: [TRAIL], trailsOmitted: 2 });
    expect(record.rows.filter(isRemarkable).map(({ info }) => info.id)).toEqual(['b', 'c']);
  });

  it.each(['stopped', 'timedOut'] as const)('that %s says what it did not come to', (how) => {
    const record = createRecord([...COMPLETE.slice(0, 4), { type: 'end', how }]);
    expect(states(record)).toEqual(['a done pass', 'b notRun', 'c notRun']);
    expect(record.phase).toEqual({ kind: 'ended', how });
    expect(record.notRun).toBe(2);
    expect(record.isBusy).toBe(false);
  });

  it('that the page stops keeps what it has', () => {
    const record = createRecord(COMPLETE.slice(0, 4));
    record.stopping();
    expect(record.isBusy).toBe(true);
    record.stopped();
    expect(states(record)).toEqual(['a done pass', 'b notRun', 'c notRun']);
    expect(record.phase).toEqual({ kind: 'ended', how: 'stopped' });
  });

  it('that is lost keeps what it has, and says why', () => {
    const record = createRecord(COMPLETE.slice(0, 4));
    record.failed('The connection was lost.');
    expect(states(record)).toEqual(['a done pass', 'b notRun', 'c notRun']);
    expect(record.phase).toEqual({ kind: 'failed', why: 'The connection was lost.' });
  });

  it('that is refused leaves the results of the one before', () => {
    const record = createRecord(COMPLETE);
    record.begin(false);
    expect(record.rows).toHaveLength(3);
    record.failed('The check has to wait.');
    expect(states(record)).toEqual(['a done pass', 'b done slow', 'c done fail']);
  });

  it('that starts replaces the one before', () => {
    const record = createRecord(COMPLETE);
    record.begin(false);
    record.apply(start(['a', 'd'], 'lab'));
    expect(record.target).toBe('lab');
    expect(states(record)).toEqual(['a waiting', 'd waiting']);
  });

  it('ignores cases that it was never told of', () => {
    const record = createRecord([...COMPLETE.slice(0, 2), { type: 'case', id: 'evil' }, result('evil')]);
    expect(states(record)).toEqual(['a running', 'b waiting', 'c waiting']);
  });
});

describe('a case that is run again', () => {
  it('replaces its own result and keeps the others', () => {
    const record = createRecord(COMPLETE);
    record.begin(true);
    record.apply(start(['c']));
    expect(states(record)).toEqual(['a done pass', 'b done slow', 'c waiting']);
    expect(record.progress).toEqual({ done: 0, of: 1, running: undefined });
    record.apply(result('c', 'pass', 5));
    record.apply({ type: 'end', how: 'complete' });
    expect(states(record)).toEqual(['a done pass', 'b done slow', 'c done pass']);
    expect(record.totalMs).toBe(215);
    expect(record.single?.info.id).toBe('c');
  });

  it('of another server replaces all', () => {
    const record = createRecord(COMPLETE);
    record.begin(true);
    record.apply(start(['c'], 'lab'));
    expect(states(record)).toEqual(['c waiting']);
  });

  it('is listed where the server did not tell of it before', () => {
    const record = createRecord(COMPLETE);
    record.begin(true);
    record.apply(start(['d']));
    expect(states(record)).toEqual(['a done pass', 'b done slow', 'c done fail', 'd waiting']);
  });
});
