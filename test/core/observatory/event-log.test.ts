// The log of all rooms against a list that keeps everything: what a room is told, and what it is told to have lost.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EventLog } from '../../../server/core/observatory/event-log.ts';
import { Recent } from '../../../server/core/observatory/recent.ts';

const CAPACITY = 8;
const scopes = fc.array(fc.constantFrom('ada', 'bob', null), { maxLength: 60 });

function fill(list: readonly (string | null)[]): EventLog {
  const log = new EventLog(CAPACITY);
  for (const scope of list) log.append(scope, (id) => ({ id, at: id, server: 'echo', kind: 'stop' }));
  return log;
}

it('tells a room all that is held of its own and everybody’s, in order, in steps of any size', () => {
  fc.assert(
    fc.property(scopes, fc.integer({ min: 1, max: 5 }), (list, limit) => {
      const log = fill(list);
      const wanted = list
        .map((scope, index) => ({ scope, id: index + 1 }))
        .slice(-CAPACITY)
        .filter(({ scope }) => scope === null || scope === 'ada')
        .map(({ id }) => id);
      const told: number[] = [];
      let cursor = 0;
      while (cursor < log.lastId) {
        const step = log.read('ada', cursor, limit);
        expect(step.events.length).toBeLessThanOrEqual(limit);
        told.push(...step.events.map(({ id }) => id));
        cursor = step.cursor;
      }
      expect(told).toEqual(wanted);
      const { events, omitted } = log.latest('ada', limit);
      expect(events.map(({ id }) => id)).toEqual(wanted.slice(-limit));
      expect(omitted).toBe(Math.max(0, wanted.length - limit));
    }),
  );
});

it('counts what a room has lost for as long as anything of it is held', () => {
  const log = fill([...Array.from({ length: 5 }, () => 'ada'), ...Array.from({ length: 7 }, () => 'bob')]);
  expect([log.dropped('ada'), log.dropped('bob')]).toEqual([4, 0]);
  log.append('bob', (id) => ({ id, at: id, server: 'echo', kind: 'stop' }));
  expect([log.dropped('ada'), log.dropped('bob')]).toEqual([0, 0]);
  log.append('ada', (id) => ({ id, at: id, server: 'echo', kind: 'stop' }));
  expect([log.dropped('ada'), log.dropped('bob')]).toEqual([0, 1]);
});

it('remembers the latest, and of those no more than it may', () => {
  const recent = new Recent<number>(2);
  recent.add('a', 1);
  recent.add('b', 2);
  recent.add('a', 3);
  recent.add('c', 4);
  expect(['a', 'b', 'c'].map((key) => recent.get(key))).toEqual([3, undefined, 4]);
});
