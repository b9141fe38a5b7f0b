// Which targets there are, what the operator may call them, and how watchers are told of them.

import { describe, expect, it } from 'vitest';
import { createConfig } from '../../../server/core/config.ts';
import { TargetBoard } from '../../../server/core/observatory/target-board.ts';
import { GALLERY } from '../../../server/core/targets/gallery.ts';
import { listTargets } from '../../../server/core/targets/list-targets.ts';
import { parseTarget } from '../../../server/core/targets/named-target.ts';

describe('the list', () => {
  it('has the built-in servers, the operator’s own, and the gallery when it is on', () => {
    const lab = { name: 'lab', host: '10.0.0.5', port: 7 };
    const names = (config = createConfig()) => listTargets(config).map(({ name }) => name);
    expect(names()).toEqual(['echo', 'echo-iterative', 'echo-forked', 'echo-threads']);
    expect(names(createConfig({ models: ['threads'], targets: [lab] }))).toEqual([
      'echo',
      'echo-threads',
      'lab',
    ]);
    expect(names(createConfig({ models: [], gallery: true }))).toEqual([
      'echo',
      ...GALLERY.map(({ name }) => name),
    ]);
  });

  it('begins with the default one', () => {
    const config = createConfig({ defaultTarget: 'echo-forked' });
    expect(listTargets(config).map(({ name }) => name)).toEqual([
      'echo-forked',
      'echo',
      'echo-iterative',
      'echo-threads',
    ]);
  });
});

describe('NAME=HOST:PORT', () => {
  it.each([
    ['lab=10.0.0.5:7', { name: 'lab', host: '10.0.0.5', port: 7 }],
    ['a.b-c_9=Echo.Example:65535', { name: 'a.b-c_9', host: 'echo.example', port: 65_535 }],
    ['v6=[::1]:7', { name: 'v6', host: '::1', port: 7 }],
  ])('%s', (text, target) => {
    expect(parseTarget(text)).toEqual(target);
  });

  it.each([
    '',
    '=',
    'lab',
    'lab=',
    'lab=:7',
    '=10.0.0.5:7',
    'lab=10.0.0.5',
    'lab=10.0.0.5:0',
    'lab=10.0.0.5:65536',
    'lab=::1:7',
    'la b=10.0.0.5:7',
    '-lab=10.0.0.5:7',
    'lab=tcp://10.0.0.5:7',
    'lab=10.0.0.5:7 ',
    `${'x'.repeat(33)}=10.0.0.5:7`,
    'lab\n=10.0.0.5:7',
  ])('is not %j', (text) => {
    expect(parseTarget(text)).toBeUndefined();
  });
});

describe('the board', () => {
  const endpoint = { address: '127.0.0.1', port: 7 };
  const createBoard = () =>
    new TargetBoard([
      { name: 'a', kind: 'builtIn', description: 'one' },
      { name: 'b', kind: 'listed', description: 'two' },
    ]);

  it('tells everything at first, and then what changed', () => {
    const board = createBoard();
    expect(board.views().map(({ name, health, endpoint }) => [name, health, endpoint])).toEqual([
      ['a', 'unknown', null],
      ['b', 'unknown', null],
    ]);
    const told = board.version;
    board.entry('b').up(endpoint);
    expect(board.views(told)).toMatchObject([{ name: 'b', health: 'up', endpoint }]);
    expect(board.views(board.version)).toEqual([]);
  });

  it('takes what it knows already for no news', () => {
    const board = createBoard();
    board.entry('b').up(endpoint);
    const told = board.version;
    board.entry('b').up({ ...endpoint });
    expect(board.views(told)).toEqual([]);
    board.entry('b').down('It is gone.');
    expect(board.views(told)).toMatchObject([{ health: 'down', reason: 'It is gone.', endpoint }]);
    board.entry('b').up(endpoint);
    expect(board.views(told)).toMatchObject([{ health: 'up', reason: undefined }]);
  });

  it('hands out totals that stand still', () => {
    const board = createBoard();
    const totals = { open: 0, accepted: 0, refused: 0, bytesReceived: 0, bytesSent: 0 };
    const entry = board.entry('a');
    entry.totals = totals;
    const [before] = board.views();
    totals.open = 1;
    expect(before?.totals?.open).toBe(0);
  });

  it('knows no other', () => {
    expect(() => createBoard().entry('c')).toThrow(RangeError);
  });
});
