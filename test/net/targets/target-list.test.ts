// Where each target is dialled as it comes up and goes down, and what watchers are told of it.

import { describe, expect, it } from 'vitest';
import { TargetBoard } from '../../../server/core/observatory/target-board.ts';
import { TargetList } from '../../../server/net/targets/target-list.ts';

const here = { address: '127.0.0.1', port: 7 };
const there = { address: '127.0.0.1', port: 8 };

function createList() {
  const infos = ['own', 'lab'].map((name) => ({ name, kind: 'builtIn', description: '' }) as const);
  const board = new TargetBoard(infos);
  const list = new TargetList(['own', 'lab'], board);
  const shown = (name: string) => board.views().find((view) => view.name === name);
  return { list, shown };
}

describe('a server of this program', () => {
  it('is dialled where it says that it listens, and not at all while it is down', () => {
    const { list, shown } = createList();
    const health = list.healthOf('own');
    expect(list.get('own')).toMatchObject({ endpoint: undefined, reason: undefined });
    health.up(here);
    expect(list.get('own')).toMatchObject({ endpoint: here, reason: undefined });
    health.down('It ended.');
    expect(list.get('own')).toMatchObject({ endpoint: undefined, reason: 'It ended.' });
    expect(shown('own')).toMatchObject({ health: 'down', reason: 'It ended.' });
    health.up(there);
    expect(list.get('own')).toMatchObject({ endpoint: there, reason: undefined });
    expect(shown('own')).toMatchObject({ health: 'up', endpoint: there });
  });

  it('can be asked to end a connection', () => {
    const { list } = createList();
    const ended: unknown[] = [];
    list.healthOf('own', (client, how) => ended.push([client, how]));
    list.get('own')?.end?.(there, 'fin');
    expect(ended).toEqual([[there, 'fin']]);
    expect(list.get('lab')?.end).toBeUndefined();
  });
});

it('dials a target of the operator’s though the last probe found it down: it may be up by now', () => {
  const { list, shown } = createList();
  list.expect('lab', here);
  expect(shown('lab')).toMatchObject({ health: 'unknown', endpoint: here });
  list.healthOf('lab').down('It did not answer.');
  expect(list.get('lab')).toMatchObject({ endpoint: here, reason: 'It did not answer.' });
  expect(shown('lab')).toMatchObject({ health: 'down', endpoint: here });
});

it('has a default, and nothing that is not on it', () => {
  const { list } = createList();
  expect(list.defaultName).toBe('own');
  expect(list.get('else')).toBeUndefined();
  expect(() => list.healthOf('else')).toThrow(RangeError);
  expect(() => list.expect('else', here)).toThrow(RangeError);
  expect(() => new TargetList([], new TargetBoard([]))).toThrow(RangeError);
});
