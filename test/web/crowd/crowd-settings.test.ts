// What stands in the crowd's form, and what becomes of it: settings, or one sentence.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TargetView } from '../../../server/protocol/observe.ts';
import { leastDuration, planCrowd } from '../../../web/model/crowd/crowd-plan.ts';
import {
  A_DOZEN,
  aRush,
  CROWD_FIELD_NAMES,
  CROWD_FIELDS,
  type CrowdForm,
  chosenTargets,
  FIRST_FORM,
  parseForm,
  readForm,
  toTexts,
} from '../../../web/model/crowd/crowd-settings.ts';
import { MAX_CLIENTS } from '../../../web/model/saved-page.ts';

function target(
  name: string,
  kind: TargetView['kind'] = 'builtIn',
  health: TargetView['health'] = 'up',
): TargetView {
  return { name, kind, description: '', endpoint: null, health };
}

const targets = [
  target('echo'),
  target('echo-iterative'),
  target('echo-threads', 'builtIn', 'down'),
  target('broken-1024', 'broken'),
  target('mine', 'listed', 'unknown'),
  target('away', 'listed', 'down'),
];

function withText(field: keyof CrowdForm['texts'], text: string): CrowdForm {
  return { ...FIRST_FORM, texts: { ...FIRST_FORM.texts, [field]: text } };
}

describe('a crowd’s form', () => {
  it('goes to the built-in targets that are up until somebody chooses', () => {
    expect(readForm(FIRST_FORM, targets, 2)).toEqual({
      ok: true,
      settings: { ...A_DOZEN, targets: ['echo', 'echo-iterative'] },
    });
  });

  it('goes to what was chosen, unless it is down or gone', () => {
    const form = { ...FIRST_FORM, targets: ['mine', 'away', 'gone', 'broken-1024'] };
    expect(chosenTargets(form, targets).map(({ name }) => name)).toEqual(['broken-1024', 'mine']);
    expect(readForm({ ...form, targets: ['away'] }, targets, 0)).toEqual({
      ok: false,
      field: undefined,
      error: 'Choose at least one target that is up.',
    });
  });

  it.each([
    ['clients', '0', 'Clients each: give a whole number from 1 to 200.'],
    ['perSecond', '101', 'Arrivals: give a whole number from 1 to 100 /s.'],
    ['messages', '1.5', 'Messages: give a whole number from 1 to 100.'],
    ['bytes', '', 'Size: give a whole number from 1 to 65,536 B.'],
    ['thinkMs', '-1', 'Think time: give a whole number from 0 to 10,000 ms.'],
  ] as const)('says in one sentence what is wrong with %s %j', (field, text, error) => {
    expect(readForm(withText(field, text), targets, 0)).toEqual({ ok: false, field, error });
  });

  it('reads blanks around and commas within a number', () => {
    const read = readForm(withText('bytes', ' 65,536 '), targets, 0);
    expect(read).toMatchObject({ ok: true, settings: { bytes: 65_536 } });
  });

  it('asks for no more WebSockets than a browser opens, the cards’ own included', () => {
    expect(readForm(withText('clients', '99'), targets, 2)).toMatchObject({ ok: true });
    expect(readForm(withText('clients', '99'), targets, 3)).toEqual({
      ok: false,
      field: 'clients',
      error:
        'A browser opens about 200 WebSockets for a page, and 2 targets × 99 clients + 3 cards are 201. Ask for at most 98 a target.',
    });
    expect(readForm(withText('clients', '1'), targets, 199)).toMatchObject({
      error: expect.stringMatching(/Close some cards\.$/),
    });
  });

  it('never throws, and gives only settings within the bounds', () => {
    const text = fc.oneof(fc.string(), fc.integer().map(String));
    const texts = fc.record(
      Object.fromEntries(CROWD_FIELD_NAMES.map((field) => [field, text])) as Record<
        keyof CrowdForm['texts'],
        typeof text
      >,
    );
    fc.assert(
      fc.property(texts, fc.nat(MAX_CLIENTS), (typed, cards) => {
        const read = readForm({ targets: undefined, texts: typed }, targets, cards);
        if (!read.ok) {
          expect(read.error).toMatch(/^[A-Z].*\.$/);
          return;
        }
        for (const field of CROWD_FIELD_NAMES) {
          expect(read.settings[field]).toBeGreaterThanOrEqual(CROWD_FIELDS[field].least);
          expect(read.settings[field]).toBeLessThanOrEqual(CROWD_FIELDS[field].most);
        }
        expect(read.settings.targets.length * read.settings.clients + cards).toBeLessThanOrEqual(MAX_CLIENTS);
      }),
    );
  });

  it('has ready-made crowds that fit', () => {
    for (const numbers of [A_DOZEN, aRush(0), aRush(1), aRush(2), aRush(5)]) {
      expect(readForm({ ...FIRST_FORM, texts: toTexts(numbers) }, targets, 0)).toMatchObject({ ok: true });
    }
    expect(aRush(4).clients).toBe(25);
  });

  it('comes back as it was stored, wrong numbers included, and whatever is stored', () => {
    const form = { targets: ['echo'], texts: toTexts({ ...A_DOZEN, bytes: 0 }) };
    expect(parseForm(JSON.stringify(form))).toEqual(form);
    expect(parseForm(JSON.stringify(FIRST_FORM))).toEqual(FIRST_FORM);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (stored) => {
        expect(readForm(parseForm(stored), targets, 0)).toHaveProperty('ok');
      }),
    );
  });
});

describe('a crowd’s plan', () => {
  const settings = { ...A_DOZEN, targets: ['a', 'b', 'c'], clients: 3, perSecond: 20 };

  it('lets the same clients come to each target at the same moments', () => {
    const times = (name: string): number[] =>
      planCrowd(settings)
        .filter((dial) => dial.target === name)
        .map(({ atMs }) => atMs);
    expect(times('a')).toEqual([0, 50, 100]);
    expect(times('b')).toEqual(times('a'));
    expect(times('c')).toEqual(times('a'));
  });

  it('has another target come first each time', () => {
    expect(planCrowd(settings).map((dial) => `${dial.target}${dial.client}`)).toEqual([
      ...['a1', 'b1', 'c1'],
      ...['b2', 'c2', 'a2'],
      ...['c3', 'a3', 'b3'],
    ]);
  });

  it('takes at least until the last one has thought for the last time', () => {
    expect(leastDuration({ ...settings, messages: 3, thinkMs: 200 })).toBe(500);
  });
});
