// The observe record: a snapshot replaces, deltas add, a gap is noticed, and the log stays bounded.

import { describe, expect, it } from 'vitest';
import type { ConnectionView, ObserveDelta, ObserveSnapshot } from '../../server/protocol/observe.ts';
import type { ServerEvent } from '../../server/protocol/server-event.ts';
import { MAX_LOG_EVENTS, ObserveRecord } from '../../web/model/observe-record.ts';

const SERVER = {
  name: 'echo',
  listening: { address: '127.0.0.1', port: 65_432 },
  open: 0,
  accepted: 0,
  refused: 0,
  bytesReceived: 0,
  bytesSent: 0,
};

function connection(id: number): ConnectionView {
  return {
    id,
    peer: { address: '127.0.0.1', port: 50_000 + id },
    state: 'ESTABLISHED',
    bytesReceived: 0,
    bytesSent: 0,
    acceptedAt: 0,
  };
}

function accept(id: number): ServerEvent {
  return { id, at: 0, kind: 'accept', connection: id, peer: { address: '127.0.0.1', port: 50_000 + id } };
}

function snapshot(parts: Partial<ObserveSnapshot> = {}): ObserveSnapshot {
  return {
    type: 'snapshot',
    sequence: 7,
    at: 1,
    server: SERVER,
    sessions: [],
    connections: [],
    events: [],
    eventsDropped: 0,
    ...parts,
  };
}

function delta(sequence: number, parts: Partial<ObserveDelta> = {}): ObserveDelta {
  return {
    type: 'delta',
    sequence,
    at: 2,
    server: SERVER,
    sessions: [],
    ended: [],
    connections: [],
    closed: [],
    events: [],
    eventsDropped: 0,
    ...parts,
  };
}

describe('the observe record', () => {
  it('ignores deltas until there is a snapshot', () => {
    const record = new ObserveRecord();
    expect(record.apply(delta(8))).toBe('ignored');
    expect(record.apply(snapshot())).toBe('applied');
    expect(record.apply(delta(8))).toBe('applied');
  });

  it('adds, changes and removes connections, the oldest first', () => {
    const record = new ObserveRecord();
    record.apply(snapshot({ connections: [connection(5), connection(3)] }));
    record.apply(
      delta(8, { connections: [connection(9), { ...connection(3), bytesReceived: 12 }], closed: [5] }),
    );
    expect(record.connections.map(({ id, bytesReceived }) => [id, bytesReceived])).toEqual([
      [3, 12],
      [9, 0],
    ]);
  });

  it('notices a missing delta', () => {
    const record = new ObserveRecord();
    record.apply(snapshot());
    expect(record.apply(delta(9))).toBe('gap');
  });

  it('lets a fresh snapshot replace everything', () => {
    const record = new ObserveRecord();
    record.apply(snapshot({ connections: [connection(1)], events: [accept(1)], eventsDropped: 4 }));
    record.apply(snapshot({ sequence: 90, events: [accept(2), accept(3)], eventsDropped: 9 }));
    expect(record.connections).toEqual([]);
    expect(record.events.toArray().map((event) => event.id)).toEqual([2, 3]);
    expect(record.eventsDropped).toBe(9);
    expect(record.apply(delta(91))).toBe('applied');
  });

  it('keeps a bounded log and counts what it dropped', () => {
    const record = new ObserveRecord();
    record.apply(snapshot({ eventsDropped: 3 }));
    const events = Array.from({ length: MAX_LOG_EVENTS + 10 }, (_, index) => accept(index + 1));
    record.apply(delta(8, { events }));
    expect(record.events.length).toBe(MAX_LOG_EVENTS);
    expect(record.events.at(0)?.id).toBe(11);
    expect(record.eventsDropped).toBe(13);
  });

  it('shows no connections while the server is away, but keeps the log', () => {
    const record = new ObserveRecord();
    record.apply(snapshot({ connections: [connection(1)], events: [accept(1)] }));
    record.disconnected();
    expect([record.server, record.connections.length, record.events.length]).toEqual([undefined, 0, 1]);
    expect(record.apply(delta(8))).toBe('ignored');
  });
});
