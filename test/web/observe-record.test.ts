// The observe record: a snapshot replaces, deltas add, a gap is noticed, and the log stays bounded.

import { describe, expect, it } from 'vitest';
import type { ServerEvent } from '../../server/protocol/server-event.ts';
import { MAX_LOG_EVENTS, ObserveRecord } from '../../web/model/observe-record.ts';
import { connection, delta, snapshot, target, totals } from '../support/target-views.ts';

function accept(id: number): ServerEvent {
  const peer = { address: '127.0.0.1', port: 50_000 + id };
  return { id, at: 0, server: 'echo', kind: 'accept', connection: id, peer };
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
    expect([record.totals, record.connections.length, record.events.length]).toEqual([undefined, 0, 1]);
    expect(record.isLive).toBe(false);
    expect(record.apply(delta(8))).toBe('ignored');
  });

  it('keeps the list of targets while the server is away, and changes them one by one in their places', () => {
    const record = new ObserveRecord();
    expect(record.defaultTarget).toBeUndefined();
    record.apply(snapshot({ targets: [target('far'), target('echo')] }));
    const before = record.targets;
    record.apply(delta(8));
    expect(record.targets).toBe(before);
    record.apply(delta(9, { targets: [target('far', { health: 'down' })] }));
    record.disconnected();
    expect([...record.targets.values()].map(({ name, health }) => `${name} ${health}`)).toEqual([
      'far down',
      'echo up',
    ]);
    expect(record.defaultTarget?.name).toBe('far');
    record.apply(snapshot({ targets: [target('echo')] }));
    expect([...record.targets.keys()]).toEqual(['echo']);
  });

  it('adds up what the observed servers have done', () => {
    const record = new ObserveRecord();
    const { totals: _totals, ...unseen } = target('student');
    record.apply(snapshot({ targets: [target('echo', { totals: totals(2) }), unseen] }));
    record.apply(delta(8, { targets: [target('echo-forked', { totals: totals(3) })] }));
    expect(record.totals).toMatchObject({ open: 5, accepted: 7 });
  });
});
