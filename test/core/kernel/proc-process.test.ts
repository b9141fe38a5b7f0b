// Linux's text about processes: parents, memory, and who descends from whom.

import { describe, expect, it } from 'vitest';
import { descendants, parseOwnBytes, parseParent } from '../../../server/core/kernel/proc-process.ts';

describe('parseParent', () => {
  it.each<[string, number | undefined]>([
    ['42 (python3) S 41 42 42 0 -1 4194304', 41],
    ['42 (a) b (c) 7) R 41 42', 41],
    ['42 (two\nlines) S 41 42', 41],
    ['', undefined],
    ['42 python3 S 41', undefined],
  ])('%j', (stat, parent) => {
    expect(parseParent(stat)).toBe(parent);
  });
});

describe('parseOwnBytes', () => {
  const status =
    'Name:\tnode\nVmPeak:\t  999 kB\nVmRSS:\t  9999 kB\nRssAnon:\t    1234 kB\nRssFile:\t 1 kB\n';

  it('adds what is swapped out', () => {
    expect(parseOwnBytes(status)).toBe(1234 * 1024);
    expect(parseOwnBytes(`${status}VmSwap:\t     100 kB\n`)).toBe(1334 * 1024);
  });

  it.each(['', 'Name:\tkthreadd\nThreads:\t1\n', 'RssAnon: many kB\n'])('knows nothing of %j', (text) => {
    expect(parseOwnBytes(text)).toBeUndefined();
  });
});

describe('descendants', () => {
  it('are children and theirs, each once', () => {
    const parents = new Map([
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 3],
      [6, 1],
    ]);
    expect(descendants([2], parents)).toEqual([2, 3, 4, 5]);
    expect(descendants([3, 2], parents).sort()).toEqual([2, 3, 4, 5]);
    expect(descendants([9], parents)).toEqual([9]);
  });

  it('end, though numbers were used again while they were read', () => {
    const parents = new Map([
      [2, 3],
      [3, 2],
    ]);
    expect(descendants([2], parents)).toEqual([2, 3]);
  });
});
