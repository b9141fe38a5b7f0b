// The operator's list as the page tells it: groups, words, the status line, and which server is shown.

import { describe, expect, it } from 'vitest';
import type { SessionView, TargetView } from '../../../server/protocol/observe.ts';
import { servedByWords } from '../../../web/model/served-by.ts';
import {
  ALL_SERVERS,
  isShown,
  nativeHint,
  shownTotals,
  showServers,
} from '../../../web/model/targets/shown-server.ts';
import { groupTargets } from '../../../web/model/targets/target-groups.ts';
import { describeStatus, type StatusFacts } from '../../../web/model/targets/target-status.ts';
import {
  countOpen,
  describeHealth,
  isOnThisMachine,
  menuLabel,
  terminalCommand,
  whyUnseen,
} from '../../../web/model/targets/target-words.ts';
import { listed, target, totals } from '../../support/target-views.ts';

const FAR = { address: 'echo.example.org', port: 7 };

function session(id: string, to: string, phase: SessionView['phase'] = 'open'): SessionView {
  return { id, target: to, phase, startedAt: 0 };
}

describe('groups of targets', () => {
  it('are built in, listed, broken; each in the order of the list, and none empty', () => {
    const list = [
      listed('student'),
      target('broken-1024', { kind: 'broken' }),
      target('echo'),
      target('echo-forked'),
    ];
    const names = groupTargets(list).map(({ kind, targets }) => [kind, targets.map(({ name }) => name)]);
    expect(names).toEqual([
      ['builtIn', ['echo', 'echo-forked']],
      ['listed', ['student']],
      ['broken', ['broken-1024']],
    ]);
    expect(groupTargets([target('echo')]).map(({ kind }) => kind)).toEqual(['builtIn']);
    expect(groupTargets([])).toEqual([]);
  });
});

describe('a target in words', () => {
  it.each([
    [target('a'), 'up', ''],
    [
      target('a', { health: 'down', reason: 'python3 is not installed.' }),
      'down',
      'python3 is not installed.',
    ],
    [target('a', { health: 'down', reason: ' no such name ' }), 'down', 'no such name.'],
    [target('a', { health: 'down' }), 'down', 'It cannot be reached.'],
    [target('a', { health: 'unknown' }), 'unknown', 'Nobody has tried to reach it yet.'],
  ])('says how it is, and why: %#', (view, word, sentence) => {
    expect(describeHealth(view)).toMatchObject({ word, sentence });
  });

  it('is marked in a menu only while it is down', () => {
    const labels = (['up', 'down', 'unknown'] as const).map((health) =>
      menuLabel(target('echo', { health })),
    );
    expect(labels).toEqual(['echo', 'echo (down)', 'echo']);
  });

  it.each([
    ['127.0.0.1', true],
    ['127.1.2.3', true],
    ['::1', true],
    ['localhost', true],
    ['127.0.0.1.example.org', false],
    ['10.0.0.7', false],
    ['notlocalhost', false],
  ])('of the operator’s at %s is on this machine: %s', (address, isHere) => {
    const view = listed('student', { endpoint: { address, port: 7 } });
    expect(isOnThisMachine(view)).toBe(isHere);
    expect(terminalCommand(view)).toBe(isHere ? `nc ${address} 7` : undefined);
  });

  it('has no terminal command while nobody knows where it is', () => {
    expect(terminalCommand(target('echo-threads', { endpoint: null }))).toBeUndefined();
    expect(terminalCommand(listed('student', { endpoint: null }))).toBeUndefined();
    expect(terminalCommand(undefined)).toBeUndefined();
  });

  it('says whose steps are not seen', () => {
    expect(whyUnseen(target('echo'))).toBeUndefined();
    expect(whyUnseen(undefined)).toBeUndefined();
    expect(whyUnseen(listed('student'))).toMatch(
      /^student is not a server of this playground: .*not seen\.$/,
    );
    expect(whyUnseen(listed('broken-fin', { kind: 'broken' }))).toMatch(/^broken-fin tells nothing/);
  });

  it('counts what its server sees, else this room’s open sessions to it', () => {
    const sessions = [session('1', 'student'), session('2', 'student', 'dialling'), session('3', 'echo')];
    expect(countOpen(listed('student'), sessions)).toBe(1);
    expect(countOpen(target('echo', { totals: totals(9) }), sessions)).toBe(9);
  });
});

describe('the status line', () => {
  function status(targets: readonly TargetView[], facts: Partial<StatusFacts> = {}) {
    return describeStatus({ stream: 'online', targets, sessions: [], open: 0, ...facts });
  }

  it('waits for the list, and says when the gateway is away', () => {
    expect(status([], { stream: 'connecting' })).toMatchObject({ tone: 'unknown', words: 'connecting …' });
    expect(status([target('echo')], { stream: 'away' })).toMatchObject({
      tone: 'down',
      words: 'cannot be reached',
    });
  });

  it('counts the connections of the only server', () => {
    const only = target('echo', { totals: totals(4) });
    expect(status([only], { open: 4 })).toMatchObject({
      tone: 'up',
      name: 'echo',
      address: '127.0.0.1:65432',
      words: '4 connected',
      hasRate: true,
      others: '',
    });
  });

  it('tells the default one’s connections from all, and how many others are down', () => {
    const list = [
      target('echo', { totals: totals(1) }),
      target('echo-iterative', { totals: totals(2) }),
      target('echo-threads', { health: 'down' }),
      listed('student', { health: 'unknown' }),
    ];
    expect(status(list, { open: 3 })).toMatchObject({
      words: '1 connected, 3 in all',
      others: '1 other down',
    });
  });

  it('says why the default one is down, whatever the others do', () => {
    const list = [listed('far', { health: 'down', reason: 'The name does not resolve.' }), target('echo')];
    expect(status(list, { open: 5 })).toMatchObject({
      tone: 'down',
      name: 'far',
      address: '',
      words: 'is down',
      sentence: 'The name does not resolve.',
      hasRate: false,
    });
  });

  it('claims to see nothing of a default one that is not observed but this room’s sessions', () => {
    const far = listed('far', { endpoint: FAR });
    expect(
      status([far, target('echo', { totals: totals(7) })], { open: 7, sessions: [session('1', 'far')] }),
    ).toMatchObject({
      tone: 'up',
      address: 'echo.example.org:7',
      words: '1 connected from here',
      hasRate: false,
    });
    expect(status([{ ...far, health: 'unknown' }]).tone).toBe('unknown');
  });
});

describe('the shown server', () => {
  const echo = target('echo', { totals: totals(1) });
  const iterative = target('echo-iterative', {
    endpoint: { address: '127.0.0.1', port: 40_001 },
    totals: totals(2),
  });

  it('is no choice of one, nor of those that are not observed', () => {
    for (const chosen of ['student', 'echo']) {
      expect(showServers([echo, listed('student')], chosen)).toMatchObject({
        isChoice: false,
        only: undefined,
      });
    }
  });

  it('is all of them until one is chosen that there is', () => {
    for (const chosen of [ALL_SERVERS, 'gone', 'student']) {
      const shown = showServers([echo, iterative, listed('student')], chosen);
      expect(shown).toMatchObject({ isChoice: true, only: undefined });
      expect([isShown(shown, 'echo'), isShown(shown, 'echo-iterative')]).toEqual([true, true]);
      expect(shownTotals(shown, totals(3))).toEqual(totals(3));
      expect(nativeHint(shown)).toBe('nc 127.0.0.1 65432');
    }
  });

  it('is the chosen one, with its own totals and port', () => {
    const shown = showServers([echo, iterative], 'echo-iterative');
    expect([isShown(shown, 'echo'), isShown(shown, 'echo-iterative')]).toEqual([false, true]);
    expect(shownTotals(shown, totals(3))).toEqual(totals(2));
    expect(nativeHint(shown)).toBe('nc 127.0.0.1 40001');
  });
});

describe('who serves a connection', () => {
  it('is a process, a thread, or nobody yet', () => {
    const words = [{ kind: 'process', id: 4242 } as const, { kind: 'thread', id: 7 } as const, undefined].map(
      servedByWords,
    );
    expect(words).toEqual(['process 4242', 'thread 7', 'waits']);
  });
});
