// The observatory's record against a clock that stands still until it is told to go on.

import { describe, expect, it } from 'vitest';
import type { EchoConnection } from '../../server/core/echo-observer.ts';
import { Observatory } from '../../server/core/observatory.ts';
import {
  MAX_CHANGES_PER_DELTA,
  MAX_RECORDED_EVENTS,
  MAX_TRANSFERS_PER_DELTA,
} from '../../server/protocol/limits.ts';

const server = { address: '127.0.0.1', port: 65432 };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function connection(id: number): Mutable<EchoConnection> {
  return {
    id,
    peer: { address: '127.0.0.1', port: 50_000 + id },
    local: server,
    bytesReceived: 0,
    bytesSent: 0,
    reads: 0,
    writes: 0,
    finReceived: false,
    finSent: false,
  };
}

function createBench() {
  const clock = { now: 1000 };
  const observatory = new Observatory('echo', () => clock.now);
  observatory.listening(server);
  const accept = (id: number) => {
    const accepted = connection(id);
    observatory.accepted(accepted);
    return accepted;
  };
  const echo = (to: Mutable<EchoConnection>, bytes: number) => {
    to.bytesReceived += bytes;
    to.reads += 1;
    observatory.received(to, bytes);
    to.bytesSent += bytes;
    to.writes += 1;
    observatory.sent(to, bytes);
  };
  const kinds = () => observatory.snapshot().events.map(({ kind }) => kind);
  return { clock, observatory, accept, echo, kinds };
}

describe('a snapshot', () => {
  it('holds totals, open connections and the record', () => {
    const { clock, observatory, accept, echo } = createBench();
    const first = accept(1);
    echo(first, 12);
    clock.now = 4000;
    expect(observatory.snapshot()).toEqual({
      type: 'snapshot',
      sequence: 0,
      at: 4000,
      server: {
        name: 'echo',
        listening: server,
        open: 1,
        accepted: 1,
        refused: 0,
        bytesReceived: 12,
        bytesSent: 12,
      },
      connections: [
        {
          id: 1,
          peer: first.peer,
          state: 'ESTABLISHED',
          bytesReceived: 12,
          bytesSent: 12,
          acceptedAt: 1000,
          session: undefined,
        },
      ],
      events: [
        { id: 1, at: 1000, kind: 'listen', endpoint: server },
        { id: 2, at: 1000, kind: 'accept', connection: 1, peer: first.peer, session: undefined },
      ],
      eventsDropped: 0,
    });
  });

  it('forgets the oldest events and says how many', () => {
    const { observatory } = createBench();
    for (let i = 0; i < MAX_RECORDED_EVENTS + 5; i += 1) observatory.refused({ address: '::1', port: 1 });
    const { events, eventsDropped, server: totals } = observatory.snapshot();
    expect(events).toHaveLength(MAX_RECORDED_EVENTS);
    expect(eventsDropped).toBe(6);
    expect(events[0]?.id).toBe(7);
    expect(totals.refused).toBe(MAX_RECORDED_EVENTS + 5);
  });
});

describe('deltas', () => {
  it('are empty when nothing changed', () => {
    const { observatory } = createBench();
    observatory.setWatched(true);
    observatory.takeDelta();
    expect(observatory.takeDelta()).toBeUndefined();
  });

  it('sum up what a connection moved, in one event', () => {
    const { observatory, accept, echo } = createBench();
    const first = accept(1);
    observatory.setWatched(true);
    observatory.takeDelta();
    for (let i = 0; i < 1000; i += 1) echo(first, 10);
    expect(observatory.takeDelta()).toMatchObject({
      sequence: 2,
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
    expect(observatory.takeDelta()).toBeUndefined();
  });

  it('do not tell again what was moved before somebody watched', () => {
    const { observatory, accept, echo } = createBench();
    const first = accept(1);
    echo(first, 10);
    observatory.setWatched(true);
    echo(first, 5);
    expect(observatory.takeDelta()?.events).toMatchObject([{ kind: 'transfer', bytesReceived: 5, reads: 1 }]);
  });

  it('stand in the order in which things happened, although bytes are told late', () => {
    const { clock, observatory, accept, echo } = createBench();
    const first = accept(1);
    observatory.setWatched(true);
    clock.now = 1010;
    echo(first, 1);
    clock.now = 1020;
    accept(2);
    clock.now = 1030;
    echo(first, 1);
    clock.now = 1100;
    const told = (observatory.takeDelta()?.events ?? []).map(({ kind, at }) => `${at} ${kind}`);
    expect(told).toEqual(['1010 transfer', '1020 accept']);
    clock.now = 1110;
    echo(first, 1);
    clock.now = 1200;
    expect(observatory.takeDelta()?.events).toMatchObject([{ at: 1110, kind: 'transfer' }]);
  });

  it('put a connection’s bytes before its FIN and its end', () => {
    const { observatory, accept, echo, clock } = createBench();
    observatory.setWatched(true);
    const first = accept(1);
    echo(first, 3);
    first.finReceived = true;
    observatory.finReceived(first);
    expect(observatory.takeDelta()?.connections).toMatchObject([{ id: 1, state: 'CLOSE_WAIT' }]);
    first.finSent = true;
    observatory.finSent(first);
    expect(observatory.takeDelta()?.connections).toMatchObject([{ id: 1, state: 'LAST_ACK' }]);
    clock.now += 500;
    observatory.closed(first, { how: 'fin' });
    expect(observatory.takeDelta()).toMatchObject({
      connections: [],
      closed: [1],
      events: [{ kind: 'close', how: 'fin', bytesReceived: 3, bytesSent: 3, durationMs: 500 }],
      server: { open: 0 },
    });
    const { events } = observatory.snapshot();
    expect(events.map(({ kind }) => kind)).toEqual(['listen', 'accept', 'transfer', 'fin', 'close']);
  });

  it('call a server that ends first FIN_WAIT_2, then TIME_WAIT', () => {
    const { observatory, accept } = createBench();
    observatory.setWatched(true);
    const first = accept(1);
    first.finSent = true;
    observatory.finSent(first);
    expect(observatory.takeDelta()?.connections).toMatchObject([{ state: 'FIN_WAIT_2' }]);
    first.finReceived = true;
    observatory.finReceived(first);
    expect(observatory.takeDelta()?.connections).toMatchObject([{ state: 'TIME_WAIT' }]);
  });

  it('give a line each to so many connections, and one line to the rest', () => {
    const { observatory, accept, echo } = createBench();
    observatory.setWatched(true);
    const crowd = Array.from({ length: MAX_TRANSFERS_PER_DELTA + 20 }, (_, i) => accept(i + 1));
    observatory.takeDelta();
    for (const each of crowd) echo(each, 7);
    const events = observatory.takeDelta()?.events ?? [];
    expect(events.filter(({ kind }) => kind === 'transfer')).toHaveLength(MAX_TRANSFERS_PER_DELTA);
    expect(events.at(-1)).toMatchObject({
      kind: 'transfers',
      connections: 20,
      bytesReceived: 140,
      writes: 20,
    });
  });

  it('carry a bounded number of connections and events; the rest waits and nothing is lost', () => {
    const { observatory, accept } = createBench();
    observatory.setWatched(true);
    const count = MAX_CHANGES_PER_DELTA + 1;
    for (let id = 1; id <= count; id += 1) accept(id);
    const first = observatory.takeDelta();
    const second = observatory.takeDelta();
    expect(first?.connections).toHaveLength(MAX_CHANGES_PER_DELTA);
    expect(first?.events).toHaveLength(MAX_CHANGES_PER_DELTA);
    expect(second?.connections).toHaveLength(1);
    expect(second?.events.at(-1)?.id).toBe(count + 1);
    expect(observatory.takeDelta()).toBeUndefined();
  });
});

describe('sessions', () => {
  it('are found whichever end is seen first', () => {
    const { observatory, accept } = createBench();
    const early = connection(1);
    observatory.sessionConnected('a', early.peer, server);
    accept(1);
    const late = accept(2);
    observatory.sessionConnected('b', late.peer, server);
    const { connections, events } = observatory.snapshot();
    expect(connections.map(({ session }) => session)).toEqual(['a', 'b']);
    expect(events).toMatchObject([{ kind: 'listen' }, { session: 'a' }, { session: 'b' }]);
  });

  it('do not outlive their connection', () => {
    const { observatory, accept } = createBench();
    const { peer } = connection(1);
    observatory.sessionConnected('a', peer, server);
    observatory.sessionClosed('a', peer);
    accept(1);
    expect(observatory.snapshot().connections[0]?.session).toBeUndefined();
  });

  it('to other servers are none of this one’s', () => {
    const { observatory, accept } = createBench();
    observatory.sessionConnected('a', connection(1).peer, { address: '127.0.0.1', port: 7 });
    accept(1);
    expect(observatory.snapshot().connections[0]?.session).toBeUndefined();
  });
});
