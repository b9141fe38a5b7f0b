// What gateway and server did, step by step, for whoever looks: from the beginning, in turns, and not for everybody.

import { describe, expect, it } from 'vitest';
import type { Observatory } from '../../../server/core/observatory/observatory.ts';
import { MAX_ENDED_SESSIONS, MAX_TRACE_ENTRIES_PER_DELTA } from '../../../server/protocol/limits.ts';
import { connection, createObservatoryBench, server, source } from '../../support/observatory-bench.ts';

describe('traces', () => {
  const told = (observatory: Observatory) =>
    observatory.tracing
      .take()
      .map((trace) => ({ lane: trace.lane, subject: trace.subject, entries: trace.take() }));

  it('tell whoever looks what gateway and server did, from the beginning', () => {
    const { observatory, bridge, echo } = createObservatoryBench();
    observatory.watch('');
    const { session, accepted } = bridge(1);
    session.tap?.mark('connect');
    session.tap?.bytes('receive', 0, 5);
    echo(accepted, 5);
    expect(told(observatory)).toEqual([]);
    const sight = observatory.sight('', { of: 'session', id: 's1' });
    observatory.tracing.look(sight ?? {}, {});
    expect(told(observatory)).toMatchObject([
      {
        lane: 'gateway',
        subject: { of: 'session', id: 's1' },
        entries: [{ step: 'connect' }, { step: 'receive', from: 0, bytes: 5 }],
      },
      {
        lane: 'server',
        subject: { of: 'session', id: 's1' },
        entries: [
          { step: 'accept' },
          { step: 'read', from: 0, bytes: 5 },
          { step: 'write', from: 0, bytes: 5 },
        ],
      },
    ]);
    echo(accepted, 3);
    expect(told(observatory)).toMatchObject([
      {
        lane: 'server',
        entries: [
          { from: 5, bytes: 3 },
          { from: 5, bytes: 3 },
        ],
      },
    ]);
  });

  it('follow a session to a connection that is accepted later', () => {
    const { observatory, accept } = createObservatoryBench();
    observatory.watch('');
    observatory.sessionStarted(source('s1'), server);
    observatory.tracing.look(observatory.sight('', { of: 'session', id: 's1' }) ?? {}, {});
    observatory.sessionConnected('s1', connection(1).peer, server);
    accept(1);
    expect(told(observatory)).toMatchObject([{ lane: 'server', entries: [{ step: 'accept' }] }]);
  });

  it('are not given to another room, nor is it said whether there is such a session', () => {
    const { observatory, bridge } = createObservatoryBench();
    observatory.watch('bob');
    bridge(1, 'ada');
    for (const id of ['s1', 'nobody'])
      expect(observatory.sight('bob', { of: 'session', id })).toBeUndefined();
    expect(observatory.sight('bob', { of: 'connection', id: 1 })).toBeUndefined();
    expect(observatory.sight('ada', { of: 'connection', id: 1 })).toBeDefined();
  });

  it('can be looked at some time after the end, of so many sessions', () => {
    const { observatory } = createObservatoryBench();
    for (let id = 0; id <= MAX_ENDED_SESSIONS; id += 1) {
      observatory.sessionStarted(source(`s${id}`), undefined);
      observatory.sessionEnded(`s${id}`);
    }
    expect(observatory.sight('', { of: 'session', id: 's0' })).toBeUndefined();
    expect(observatory.sight('', { of: 'session', id: 's1' })).toBeDefined();
  });

  it('can be looked at after the end of as many sessions, although each had a connection', () => {
    const { observatory, bridge, observer } = createObservatoryBench();
    for (let id = 1; id <= MAX_ENDED_SESSIONS; id += 1) {
      const { session, accepted } = bridge(id);
      observer.closed(accepted, { how: 'fin' });
      observatory.sessionEnded(session.id);
    }
    expect(observatory.sight('', { of: 'session', id: 's1' })).toBeDefined();
    expect(observatory.sight('', { of: 'connection', id: 1 })).toBeDefined();
  });

  it('hold nothing of the gateway’s or the server’s after the end', () => {
    const { observatory, bridge, observer } = createObservatoryBench();
    const { session, accepted } = bridge(1);
    observer.closed(accepted, { how: 'fin' });
    observatory.sessionEnded(session.id);
    const sight = observatory.sight('', { of: 'session', id: 's1' });
    expect(sight?.session?.source).not.toBe(session);
    expect(sight?.session?.source).toMatchObject({ id: 's1', room: '', target: 'echo' });
    expect(sight?.connection?.connection).not.toBe(accepted);
    expect(sight?.connection?.connection).toEqual(accepted);
  });

  it('go on for who looks at a session, when the same looks away from its connection', () => {
    const { observatory, bridge, echo } = createObservatoryBench();
    observatory.watch('');
    const { accepted } = bridge(1);
    const looker = {};
    const session = observatory.sight('', { of: 'session', id: 's1' }) ?? {};
    const connection = observatory.sight('', { of: 'connection', id: 1 }) ?? {};
    observatory.tracing.look(session, looker);
    observatory.tracing.look(connection, looker);
    observatory.tracing.unlook(connection, looker);
    told(observatory);
    echo(accepted, 1);
    expect(told(observatory)).toMatchObject([{ lane: 'server' }]);
    observatory.tracing.unlook(session, looker);
    echo(accepted, 1);
    expect(told(observatory)).toEqual([]);
  });

  it('follow a session to a connection that was accepted before anybody watched', () => {
    const { observatory, accept, echo } = createObservatoryBench();
    observatory.sessionStarted(source('s1'), server);
    const accepted = accept(1);
    observatory.watch('');
    observatory.tracing.look(observatory.sight('', { of: 'session', id: 's1' }) ?? {}, {});
    observatory.sessionConnected('s1', accepted.peer, server);
    echo(accepted, 1);
    expect(told(observatory)).toMatchObject([
      { lane: 'server', entries: [{ step: 'read' }, { step: 'write' }] },
    ]);
  });

  it('tell how the server’s end failed', () => {
    const { observatory, bridge, observer } = createObservatoryBench();
    observatory.watch('');
    const { accepted } = bridge(1);
    observatory.tracing.look(observatory.sight('', { of: 'session', id: 's1' }) ?? {}, {});
    told(observatory);
    observer.closed(accepted, { how: 'error', code: 'ETIMEDOUT' });
    expect(told(observatory)).toMatchObject([
      {
        entries: [
          { step: 'error', detail: 'ETIMEDOUT' },
          { step: 'close', detail: 'error' },
        ],
      },
    ]);
  });

  it('cost nothing more once nobody looks', () => {
    const { observatory, bridge, echo } = createObservatoryBench();
    observatory.watch('');
    const { session, accepted } = bridge(1);
    const looker = {};
    const sight = observatory.sight('', { of: 'session', id: 's1' }) ?? {};
    observatory.tracing.look(sight, looker);
    observatory.tracing.unlook(sight, looker);
    session.tap?.bytes('receive', 0, 5);
    echo(accepted, 5);
    observatory.tracing.look(sight, looker);
    expect(told(observatory)).toEqual([]);
  });

  it('are told in turns when there are too many, and none is forgotten', () => {
    const { observatory, bridge, echo } = createObservatoryBench();
    observatory.watch('');
    const crowd = Array.from({ length: MAX_TRACE_ENTRIES_PER_DELTA }, (_, i) => bridge(i + 1).accepted);
    for (const { id } of crowd) {
      observatory.tracing.look(observatory.sight('', { of: 'connection', id }) ?? {}, {});
    }
    told(observatory);
    for (const each of crowd) echo(each, 1);
    for (const each of crowd) echo(each, 1);
    const covered = new Map<unknown, number>();
    for (let turns = 0; covered.size < crowd.length && turns < 10; turns += 1) {
      const traces = told(observatory);
      const entries = traces.flatMap((trace) => trace.entries);
      expect(entries.length).toBeLessThan(2 * MAX_TRACE_ENTRIES_PER_DELTA);
      for (const { subject, entries: own } of traces) {
        const reads = own.filter((entry) => entry.step === 'read' && 'bytes' in entry);
        covered.set(
          subject.id,
          reads.reduce((sum, entry) => sum + ('bytes' in entry ? entry.bytes : 0), 0),
        );
      }
    }
    expect([...covered.values()]).toEqual(crowd.map(() => 2));
  });

  it('have the WebSockets timed of those who are looked at', () => {
    const { observatory, bridge } = createObservatoryBench();
    observatory.watch('');
    const seen = bridge(1).session;
    const unseen = bridge(2).session;
    observatory.tracing.look(observatory.sight('', { of: 'session', id: 's1' }) ?? {}, {});
    observatory.timeWebSockets();
    expect([seen.timed, unseen.timed]).toEqual([1, 0]);
  });
});
