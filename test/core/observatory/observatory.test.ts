// The observatory's record against a clock that stands still until it is told to go on.

import { describe, expect, it } from 'vitest';
import { LATE_ACCEPT_MS } from '../../../server/core/observatory/attribution.ts';
import {
  MAX_CHANGES_PER_DELTA,
  MAX_PREVIEW_BYTES,
  MAX_RECORDED_EVENTS,
  MAX_SNAPSHOT_EVENTS,
  MAX_TRANSFERS_PER_DELTA,
} from '../../../server/protocol/limits.ts';
import {
  connection,
  createObservatoryBench,
  servedBy,
  server,
  source,
} from '../../support/observatory-bench.ts';

describe('a snapshot', () => {
  it('holds totals, open connections and the record', () => {
    const { clock, observatory, accept, echo } = createObservatoryBench();
    const first = accept(1);
    echo(first, 12);
    clock.now = 4000;
    expect(observatory.snapshot('')).toEqual({
      type: 'snapshot',
      sequence: 0,
      at: 4000,
      targets: [
        {
          name: 'echo',
          kind: 'builtIn',
          description: 'all at once',
          endpoint: server,
          health: 'up',
          reason: undefined,
          totals: { open: 1, accepted: 1, refused: 0, bytesReceived: 12, bytesSent: 12 },
        },
      ],
      sessions: [],
      connections: [
        {
          id: 1,
          server: 'echo',
          peer: first.peer,
          state: 'ESTABLISHED',
          bytesReceived: 12,
          bytesSent: 12,
          acceptedAt: 1000,
          servedBy,
          session: undefined,
        },
      ],
      events: [
        { id: 1, at: 1000, server: 'echo', kind: 'listen', endpoint: server },
        {
          id: 2,
          at: 1000,
          server: 'echo',
          kind: 'accept',
          connection: 1,
          peer: first.peer,
          session: undefined,
          servedBy,
        },
      ],
      eventsDropped: 0,
    });
  });

  it('carries the latest events and says how many it leaves out or has forgotten', () => {
    const { observatory, observer } = createObservatoryBench();
    const peer = { address: '::1', port: 1 };
    for (let i = 0; i < MAX_SNAPSHOT_EVENTS; i += 1) observer.refused(peer);
    expect(observatory.snapshot('')).toMatchObject({
      eventsDropped: 1,
      targets: [{ totals: { refused: MAX_SNAPSHOT_EVENTS } }],
    });
    expect(observatory.snapshot('').events).toHaveLength(MAX_SNAPSHOT_EVENTS);
    expect(observatory.snapshot('').events[0]?.id).toBe(2);
    for (let i = 0; i < MAX_RECORDED_EVENTS; i += 1) observer.refused(peer);
    expect(observatory.snapshot('').eventsDropped).toBe(1 + MAX_RECORDED_EVENTS);
  });
});

describe('deltas', () => {
  it('are empty when nothing changed', () => {
    const { observatory } = createObservatoryBench();
    observatory.watch('');
    observatory.takeDelta('');
    expect(observatory.takeDelta('')).toBeUndefined();
  });

  it('sum up what a connection moved, in one event', () => {
    const { observatory, accept, echo } = createObservatoryBench();
    const first = accept(1);
    observatory.watch('');
    observatory.takeDelta('');
    for (let i = 0; i < 1000; i += 1) echo(first, 10);
    expect(observatory.takeDelta('')).toMatchObject({
      sequence: 1,
      connections: [{ id: 1, bytesReceived: 10_000, bytesSent: 10_000 }],
      events: [
        {
          kind: 'transfer',
          connection: 1,
          bytesReceived: 10_000,
          reads: 1000,
          bytesSent: 10_000,
          writes: 1000,
        },
      ],
    });
    expect(observatory.takeDelta('')).toBeUndefined();
  });

  it('do not tell again what was moved before somebody watched', () => {
    const { observatory, accept, echo } = createObservatoryBench();
    const first = accept(1);
    echo(first, 10);
    observatory.watch('');
    echo(first, 5);
    expect(observatory.takeDelta('')?.events).toMatchObject([
      { kind: 'transfer', bytesReceived: 5, reads: 1 },
    ]);
  });

  it('stand in the order in which things happened, although bytes are told late', () => {
    const { clock, observatory, accept, echo } = createObservatoryBench();
    const first = accept(1);
    observatory.watch('');
    clock.now = 1010;
    echo(first, 1);
    clock.now = 1020;
    accept(2);
    clock.now = 1030;
    echo(first, 1);
    clock.now = 1100;
    const told = (observatory.takeDelta('')?.events ?? []).map(({ kind, at }) => `${at} ${kind}`);
    expect(told).toEqual(['1010 transfer', '1020 accept']);
    clock.now = 1110;
    echo(first, 1);
    clock.now = 1200;
    expect(observatory.takeDelta('')?.events).toMatchObject([{ at: 1110, kind: 'transfer' }]);
  });

  it('put a connection’s bytes before its FIN and its end', () => {
    const { observatory, accept, echo, clock, observer } = createObservatoryBench();
    observatory.watch('');
    const first = accept(1);
    echo(first, 3);
    first.finReceived = true;
    observer.finReceived(first);
    expect(observatory.takeDelta('')?.connections).toMatchObject([{ id: 1, state: 'CLOSE_WAIT' }]);
    first.finSent = true;
    observer.finSent(first);
    expect(observatory.takeDelta('')?.connections).toMatchObject([{ id: 1, state: 'LAST_ACK' }]);
    clock.now += 500;
    observer.closed(first, { how: 'fin' });
    expect(observatory.takeDelta('')).toMatchObject({
      connections: [],
      closed: [1],
      events: [{ kind: 'close', how: 'fin', bytesReceived: 3, bytesSent: 3, durationMs: 500 }],
      targets: [{ totals: { open: 0 } }],
    });
    const { events } = observatory.snapshot('');
    expect(events.map(({ kind }) => kind)).toEqual(['listen', 'accept', 'transfer', 'fin', 'close']);
  });

  it('call a server that ends first FIN_WAIT_2, then TIME_WAIT', () => {
    const { observatory, accept, observer } = createObservatoryBench();
    observatory.watch('');
    const first = accept(1);
    first.finSent = true;
    observer.finSent(first);
    expect(observatory.takeDelta('')?.connections).toMatchObject([{ state: 'FIN_WAIT_2' }]);
    first.finReceived = true;
    observer.finReceived(first);
    expect(observatory.takeDelta('')?.connections).toMatchObject([{ state: 'TIME_WAIT' }]);
  });

  it('give a line each to so many connections, and one line to the rest', () => {
    const { observatory, accept, echo } = createObservatoryBench();
    observatory.watch('');
    const crowd = Array.from({ length: MAX_TRANSFERS_PER_DELTA + 20 }, (_, i) => accept(i + 1));
    observatory.takeDelta('');
    for (const each of crowd) echo(each, 7);
    const events = observatory.takeDelta('')?.events ?? [];
    expect(events.filter(({ kind }) => kind === 'transfer')).toHaveLength(MAX_TRANSFERS_PER_DELTA);
    expect(events.at(-1)).toMatchObject({
      kind: 'transfers',
      connections: 20,
      bytesReceived: 140,
      writes: 20,
    });
  });

  it('carry a bounded number of connections and events; the rest waits and nothing is lost', () => {
    const { observatory, accept } = createObservatoryBench();
    observatory.watch('');
    const count = MAX_CHANGES_PER_DELTA + 1;
    for (let id = 1; id <= count; id += 1) accept(id);
    const first = observatory.takeDelta('');
    const second = observatory.takeDelta('');
    expect(first?.connections).toHaveLength(MAX_CHANGES_PER_DELTA);
    expect(first?.events).toHaveLength(MAX_CHANGES_PER_DELTA);
    expect(second?.connections).toHaveLength(1);
    expect(second?.events.at(-1)?.id).toBe(count + 1);
    expect(observatory.takeDelta('')).toBeUndefined();
  });
});

describe('sessions', () => {
  it('are found whichever end is seen first', () => {
    const { observatory, accept, bridge } = createObservatoryBench();
    bridge(1);
    const late = source('s2');
    observatory.sessionStarted(late, server);
    observatory.sessionConnected('s2', connection(2).peer, server);
    accept(2);
    const { connections, events } = observatory.snapshot('');
    expect(connections.map(({ session }) => session)).toEqual(['s1', 's2']);
    expect(events).toMatchObject([{ kind: 'listen' }, { session: 's1' }, { session: 's2' }]);
  });

  it('are told as they begin, connect and end', () => {
    const { observatory, lobby, accept } = createObservatoryBench();
    observatory.watch('');
    const session = source('s1');
    observatory.sessionStarted(session, server);
    expect(lobby()?.sessions).toEqual([
      {
        id: 's1',
        target: 'echo',
        phase: 'dialling',
        startedAt: 1000,
        local: undefined,
        remote: undefined,
      },
    ]);
    const { peer } = accept(1);
    observatory.sessionConnected('s1', peer, server);
    expect(lobby()?.sessions).toMatchObject([{ id: 's1', phase: 'open', local: peer, remote: server }]);
    observatory.sessionDisconnected('s1');
    observatory.sessionEnded('s1');
    expect(lobby()).toMatchObject({ sessions: [], ended: ['s1'] });
  });

  it('do not outlive their connection', () => {
    const { clock, observatory, accept } = createObservatoryBench();
    const { peer } = connection(1);
    observatory.sessionStarted(source('a'), server);
    observatory.sessionConnected('a', peer, server);
    observatory.sessionDisconnected('a');
    clock.now += LATE_ACCEPT_MS + 1;
    accept(1);
    expect(observatory.snapshot('').connections[0]?.session).toBeUndefined();
  });

  it('to other servers are none of this one’s', () => {
    const { observatory, accept } = createObservatoryBench();
    const elsewhere = { address: '127.0.0.1', port: 7 };
    observatory.sessionStarted(source('a'), elsewhere);
    observatory.sessionConnected('a', connection(1).peer, elsewhere);
    accept(1);
    expect(observatory.snapshot('').connections[0]?.session).toBeUndefined();
  });
});

describe('rooms', () => {
  it('see their own sessions and connections, and no others', () => {
    const { observatory, bridge, echo, receive, observer } = createObservatoryBench();
    observatory.watch('ada');
    observatory.watch('bob');
    observatory.takeDelta('ada');
    observatory.takeDelta('bob');
    const { accepted } = bridge(1, 'ada');
    echo(accepted, 5);
    receive(accepted, new Uint8Array([1, 2, 3]));
    accepted.finReceived = true;
    observer.finReceived(accepted);
    observer.closed(accepted, { how: 'fin' });
    observatory.sessionEnded('s1');
    const ada = observatory.takeDelta('ada');
    expect(ada?.events.map(({ kind }) => kind)).toEqual(['accept', 'transfer', 'fin', 'close']);
    expect(ada).toMatchObject({ closed: [1], ended: ['s1'] });
    const bob = observatory.takeDelta('bob');
    // The totals are everybody's; whose connections they were is not told.
    expect(bob).toMatchObject({
      sessions: [],
      ended: [],
      connections: [],
      closed: [],
      events: [],
      targets: [{ totals: { accepted: 1, bytesReceived: 8 } }],
    });
    expect(observatory.snapshot('bob').events.map(({ kind }) => kind)).toEqual(['listen']);
    expect(observatory.snapshot('ada').events).toHaveLength(5);
  });

  it('count the events that each of them has lost', () => {
    const { observatory, bridge } = createObservatoryBench();
    bridge(1, 'ada');
    for (let id = 2; id <= MAX_RECORDED_EVENTS + 1; id += 1) bridge(id, 'bob');
    expect(observatory.snapshot('ada').events).toEqual([]);
    expect(observatory.snapshot('bob').events).toHaveLength(MAX_SNAPSHOT_EVENTS);
    // The one line of everybody's is gone for both; of ada nothing is left to remember her by.
    expect(observatory.snapshot('ada').eventsDropped).toBe(1);
    expect(observatory.snapshot('bob').eventsDropped).toBe(1 + MAX_RECORDED_EVENTS - MAX_SNAPSHOT_EVENTS);
  });

  it('all see a native client where nobody but this machine can connect', () => {
    const { observatory, accept } = createObservatoryBench();
    observatory.watch('ada');
    observatory.watch('bob');
    accept(1);
    for (const room of ['ada', 'bob']) {
      expect(observatory.takeDelta(room)).toMatchObject({
        connections: [{ id: 1 }],
        events: [{ kind: 'accept', connection: 1 }],
      });
    }
  });

  it('lose nothing of a native client’s when another room begins to watch', () => {
    const { observatory, accept, echo } = createObservatoryBench();
    const native = accept(1);
    observatory.watch('ada');
    echo(native, 10);
    observatory.watch('bob');
    expect(observatory.takeDelta('ada')?.events).toMatchObject([{ kind: 'transfer', bytesReceived: 10 }]);
  });

  it('see no native client where others can connect', () => {
    const { observatory, accept, observer } = createObservatoryBench({ showsNative: false });
    observatory.watch('ada');
    observer.refused(accept(1).peer);
    expect(observatory.takeDelta('ada')).toMatchObject({
      connections: [],
      events: [],
      targets: [{ totals: { open: 1, refused: 1 } }],
    });
  });

  it('learn of a connection only once it is known whose it is', () => {
    const { observatory, accept, receive } = createObservatoryBench();
    observatory.watch('ada');
    observatory.watch('bob');
    observatory.sessionStarted(source('s1', 'ada'), server);
    const accepted = accept(1);
    receive(accepted, new Uint8Array([104, 105]));
    const before = observatory.takeDelta('bob');
    expect([before?.connections, before?.events.map(({ kind }) => kind)]).toEqual([[], []]);
    observatory.sessionConnected('s1', accepted.peer, server);
    expect(observatory.takeDelta('bob')).toBeUndefined();
    const ada = observatory.takeDelta('ada');
    expect(ada?.events).toMatchObject([{ kind: 'accept', session: 's1' }, { kind: 'transfer' }]);
    expect(ada?.events.at(-1)).not.toHaveProperty('preview');
  });

  it('take it for a native client once no dial that was under way can have made it', () => {
    const { observatory, accept } = createObservatoryBench();
    observatory.watch('');
    observatory.sessionStarted(source('early'), server);
    accept(1);
    observatory.sessionStarted(source('late'), server);
    expect(observatory.takeDelta('')?.connections).toEqual([]);
    observatory.sessionDisconnected('early');
    expect(observatory.takeDelta('')?.connections).toMatchObject([{ id: 1, session: undefined }]);
  });
});

describe('a native client’s bytes', () => {
  it('are shown by their first few', () => {
    const { observatory, accept, receive, lobby } = createObservatoryBench();
    observatory.watch('');
    const first = accept(1);
    lobby();
    receive(first, new Uint8Array([0x68, 0x69]));
    receive(first, new Uint8Array(MAX_PREVIEW_BYTES).fill(0x21));
    expect(lobby()?.events).toMatchObject([
      { kind: 'transfer', receivedFrom: 0, preview: `6869${'21'.repeat(MAX_PREVIEW_BYTES - 2)}` },
    ]);
    receive(first, new Uint8Array([0x0a]));
    expect(lobby()?.events).toMatchObject([{ receivedFrom: MAX_PREVIEW_BYTES + 2, preview: '0a' }]);
  });
});

describe('a port', () => {
  it('that a younger connection has is no longer the older one’s', () => {
    const { observatory, bridge, observer } = createObservatoryBench();
    const { session, accepted } = bridge(1, 'ada');
    const sight = observatory.sight('ada', { of: 'session', id: 's1' }) ?? {};
    observer.closed(accepted, { how: 'reset', code: 'ECONNRESET' });
    observatory.sessionDisconnected(session.id);
    observatory.sessionEnded(session.id);
    expect(observatory.isSucceeded(sight)).toBe(false);
    const heir = { ...connection(2), peer: accepted.peer };
    observer.accepted(heir);
    expect(observatory.isSucceeded(sight)).toBe(true);
    observer.closed(heir, { how: 'fin' });
    expect(observatory.isSucceeded(sight)).toBe(true);
    expect(observatory.isSucceeded(observatory.sight('ada', { of: 'connection', id: 2 }) ?? {})).toBe(false);
  });
});
