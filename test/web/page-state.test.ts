// What the page keeps: identities, drafts and history, saved settings, the ring, the wait before a reconnect.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffDelayMs, FIRST_DELAY_MS, MAX_DELAY_MS } from '../../web/model/backoff.ts';
import { History, MAX_HISTORY } from '../../web/model/draft.ts';
import { createIdentity, nextIdentityIndex } from '../../web/model/identity.ts';
import { Ring } from '../../web/model/ring.ts';
import { MAX_CLIENTS, parseCards, parsePreferences } from '../../web/model/saved-page.ts';
import { Transcript } from '../../web/model/transcript.ts';

describe('an identity', () => {
  it('has letters A to Z, then AA and on', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map((index) => createIdentity(index).letter)).toEqual([
      'A',
      'Z',
      'AA',
      'AZ',
      'BA',
      'ZZ',
      'AAA',
    ]);
  });

  it('shares its pair of colour and shape with none of the 55 before', () => {
    const pairs = Array.from({ length: 56 }, (_, index) => {
      const { colour, shape } = createIdentity(index);
      return `${colour} ${shape}`;
    });
    expect(new Set(pairs).size).toBe(56);
  });

  it('takes the lowest free number', () => {
    expect(nextIdentityIndex([0, 1, 3])).toBe(2);
    expect(nextIdentityIndex([])).toBe(0);
  });
});

describe('a history', () => {
  it('recalls sent messages and brings the unsent one back', () => {
    const history = new History();
    history.add('text', 'one');
    history.add('hex', '02');
    expect(history.older({ mode: 'text', text: 'dra' })).toEqual({ mode: 'hex', text: '02' });
    expect(history.older({ mode: 'hex', text: '02' })).toEqual({ mode: 'text', text: 'one' });
    expect(history.older({ mode: 'text', text: 'one' })).toBeUndefined();
    expect(history.newer()).toEqual({ mode: 'hex', text: '02' });
    expect(history.newer()).toEqual({ mode: 'text', text: 'dra' });
    expect(history.newer()).toBeUndefined();
  });

  it('keeps a repeated message once and a bounded number of them', () => {
    const history = new History();
    history.add('text', 'same');
    history.add('text', 'same');
    for (let index = 0; index < MAX_HISTORY; index += 1) history.add('text', `${index}`);
    let steps = 0;
    while (history.older({ mode: 'text', text: '' })) steps += 1;
    expect(steps).toBe(MAX_HISTORY);
  });
});

describe('saved preferences', () => {
  it('have defaults, one by one', () => {
    expect(parsePreferences(null)).toEqual({
      theme: 'system',
      presentation: false,
      clientsShare: 58,
      tableShare: 42,
      shownServer: '',
      dockOpen: undefined,
      dockShare: 38,
      dockView: 'timeline',
    });
    expect(parsePreferences('{"theme":"mauve","clientsShare":70}')).toMatchObject({
      theme: 'system',
      clientsShare: 70,
    });
  });

  it('never fail, whatever is stored', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (stored) => {
        expect(parsePreferences(stored)).toHaveProperty('theme');
        parseCards(stored);
      }),
    );
  });
});

describe('saved cards', () => {
  const card = {
    identity: 2,
    name: 'Ann',
    target: 'echo-iterative',
    draft: { mode: 'hex', texts: { text: 'a', hex: '0a', generate: '' } },
    sessions: ['s1'],
  };

  it('come back as they were', () => {
    expect(parseCards(JSON.stringify([card]))).toEqual([card]);
  });

  it('have the default target when none of use is stored', () => {
    const { target: _target, ...untold } = card;
    const stored = [
      untold,
      { ...card, target: '' },
      { ...card, target: 7 },
      { ...card, target: 'x'.repeat(201) },
    ];
    for (const each of stored) expect(parseCards(JSON.stringify([each]))?.[0]?.target).toBeUndefined();
  });

  it('are ignored when they do not parse, are too many or share an identity', () => {
    expect(parseCards('[{"identity":"A"}]')).toBeUndefined();
    expect(parseCards(JSON.stringify([card, card]))).toBeUndefined();
    const many = Array.from({ length: MAX_CLIENTS + 1 }, (_, identity) => ({ ...card, identity }));
    expect(parseCards(JSON.stringify(many))).toBeUndefined();
  });
});

describe('a ring', () => {
  it('keeps the newest in order and counts the dropped', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), (items, capacity) => {
        const ring = new Ring<number>(capacity);
        for (const item of items) ring.push(item);
        const kept = items.slice(-capacity);
        expect(ring.toArray()).toEqual(kept);
        expect(Array.from({ length: ring.length }, (_, index) => ring.at(index))).toEqual(kept);
        expect(ring.dropped).toBe(items.length - kept.length);
      }),
    );
  });

  it('keeps the newest in order when its capacity changes', () => {
    const capacity = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(fc.nat(), { maxLength: 20 }), capacity)), (steps) => {
        const ring = new Ring<number>(5);
        let kept: number[] = [];
        let pushed = 0;
        let limit = 5;
        for (const [items, next] of steps) {
          for (const item of items) ring.push(item);
          kept = [...kept, ...items].slice(-limit);
          pushed += items.length;
          limit = next;
          ring.resize(limit);
          kept = kept.slice(-limit);
          expect(ring.toArray()).toEqual(kept);
          expect(Array.from({ length: ring.length }, (_, index) => ring.at(index))).toEqual(kept);
          expect(ring.dropped).toBe(pushed - kept.length);
        }
      }),
    );
  });
});

describe('a transcript', () => {
  it('replaces a line by its id, and leaves alone what was dropped', () => {
    const transcript = new Transcript(2);
    const note = { kind: 'note', wallMs: 0, connection: 1, tone: 'quiet' } as const;
    const first = transcript.append({ ...note, text: 'one' });
    const second = transcript.append({ ...note, text: 'two' });
    transcript.append({ ...note, text: 'three' });
    transcript.replace({ ...note, id: first, text: 'ONE' });
    transcript.replace({ ...note, id: second, text: 'TWO' });
    expect(transcript.toArray().map((line) => line.kind === 'note' && line.text)).toEqual(['TWO', 'three']);
    expect(transcript.dropped).toBe(1);
  });
});

describe('the wait before a reconnect', () => {
  it('grows, stays bounded and is spread', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const delayMs = backoffDelayMs(attempt, random);
        expect(delayMs).toBeGreaterThanOrEqual(FIRST_DELAY_MS / 2);
        expect(delayMs).toBeLessThanOrEqual(MAX_DELAY_MS);
      }),
    );
    expect(backoffDelayMs(3, 1)).toBe(FIRST_DELAY_MS * 8);
  });
});
