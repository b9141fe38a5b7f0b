// Finding in the record: what is typed becomes a search, what is chosen a filter, and the matches keep up with the record.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeEntry,
  directionOfEvent,
  entryText,
  kindOf,
  type RecordEntry,
} from '../../web/model/record/record-entry.ts';
import { matchesFilter, SHOW_ALL, showsAll } from '../../web/model/record/record-filter.ts';
import { RecordMatches, WORK_PER_ADVANCE } from '../../web/model/record/record-matches.ts';
import { RecordMerge } from '../../web/model/record/record-merge.ts';
import {
  FIND_ALL,
  findsAll,
  MAX_SEARCHED_BYTES,
  parseRecordSearch,
  payloadMatches,
  searchWork,
} from '../../web/model/record/record-search.ts';
import { ClockOffset } from '../../web/model/timeline/clock-offset.ts';
import { at, createSource } from '../support/record-source.ts';

const clocks = new ClockOffset();
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const formatTime = (atMs: number): string => `t${atMs}`;

/** Entries of a client whose stream is `stream`, cut into chunks of so many bytes, one millisecond apart. */
function chunksOf(stream: string | Uint8Array, lengths: readonly number[]): readonly RecordEntry[] {
  const bytes = typeof stream === 'string' ? encode(stream) : stream;
  const source = createSource(clocks, 0, bytes);
  let from = 0;
  for (const [index, length] of lengths.entries()) {
    source.timeline.noteBytes('send', from, length, at(index));
    from += length;
  }
  const merge = new RecordMerge(clocks);
  merge.update([source]);
  return merge.entries;
}

/** Indexes of the entries that `typed` finds. */
function found(entries: readonly RecordEntry[], typed: string, isHex = false): number[] {
  const filter = { ...SHOW_ALL, search: parseRecordSearch(typed, isHex) };
  return entries.flatMap((entry, index) => (matchesFilter(entry, filter, formatTime) ? [index] : []));
}

describe('an entry', () => {
  it('is described column by column', () => {
    const source = createSource(clocks, 0, encode('Hello, world'));
    source.label.name = 'Ada';
    source.timeline.noteBytes('send', 0, 12, at(1));
    source.timeline.addTrace(1, 'gateway', [
      { step: 'write', at: 2, until: 3, from: 1000, bytes: 262_144, count: 4 },
      { step: 'error', at: 4, detail: 'ECONNRESET' },
    ]);
    const merge = new RecordMerge(clocks);
    merge.update([source]);
    expect(merge.entries.map((entry) => entryText(entry, describeEntry(entry), '13:01'))).toEqual([
      '13:01  A Ada #1  browser  send  ↑  0–11  12 B  Hello, world',
      '13:01  A Ada #1  gateway  write  ↑  1,000–263,143  262 kB in 4',
      '13:01  A Ada #1  gateway  error  ECONNRESET',
    ]);
  });

  it('has the direction that a FIN or RST ends, seen from either end', () => {
    const source = createSource(clocks);
    source.timeline.noteMark('finSent', at(0));
    source.timeline.noteMark('finReceived', at(1));
    source.timeline.noteMark('pause', at(2));
    source.timeline.addTrace(1, 'gateway', [{ step: 'rstSent', at: 3 }]);
    source.timeline.addTrace(1, 'server', [
      { step: 'finReceived', at: 4 },
      { step: 'finSent', at: 5 },
      { step: 'hold', at: 6 },
    ]);
    const merge = new RecordMerge(clocks);
    merge.update([source]);
    expect(merge.entries.map(({ event }) => [event.step, directionOfEvent(event), kindOf(event)])).toEqual([
      ['finSent', 'up', 'lifeCycle'],
      ['finReceived', 'down', 'lifeCycle'],
      ['pause', undefined, 'flowControl'],
      ['rstSent', 'up', 'lifeCycle'],
      ['finReceived', 'up', 'lifeCycle'],
      ['finSent', 'down', 'lifeCycle'],
      ['hold', undefined, 'flowControl'],
    ]);
  });
});

describe('a search', () => {
  const entries = chunksOf('Hello, wörld\u00000x4869 and 48 69\r\n', [7, 7, 20]);

  it('finds nothing in particular when nothing is typed', () => {
    expect(parseRecordSearch('  ', false)).toBe(FIND_ALL);
    expect(found(entries, '')).toEqual([0, 1, 2]);
  });

  it('finds text in the line and in the payload, whatever its case', () => {
    expect(found(entries, 'hELLO')).toEqual([0]);
    expect(found(entries, 'WÖRLD')).toEqual([1]);
    expect(found(entries, 'browser')).toEqual([0, 1, 2]);
    expect(found(entries, 't1')).toEqual([1]);
    expect(found(entries, 'nothing')).toEqual([]);
  });

  it('finds text that was cut, where it begins', () => {
    const cut = chunksOf('needle in a needlestack', [3, 9, 8, 3]);
    expect(found(cut, 'needles')).toEqual([2]);
    expect(found(cut, 'needle')).toEqual([0, 2]);
    expect(found(cut, 'stack')).toEqual([2]);
  });

  it.each(['0x48656c', '0X48 65 6C', '48 65 6c', '48:65:6c', '48,65, 6c'])('takes %s for bytes', (typed) => {
    expect(found(entries, typed)).toEqual([0]);
  });

  it('takes pairs of digits for text, too, unless hex is asked for', () => {
    expect(found(chunksOf('48 69', [5]), '48 69')).toEqual([0]);
    expect(found(chunksOf('48 69', [5]), '48 69', true)).toEqual([]);
    expect(found(chunksOf('Hi', [2]), '4869')).toEqual([]);
    expect(found(chunksOf('Hi', [2]), '4869', true)).toEqual([0]);
  });

  it('tells capitals apart in hex', () => {
    expect(found(chunksOf('HI', [2]), '0x6869')).toEqual([]);
    expect(found(chunksOf('hi', [2]), '0x6869')).toEqual([0]);
  });

  it.each([
    ['0x', false],
    ['0x4', false],
    ['0xzz', false],
    ['hello', true],
    ['4', true],
  ])('says what is wrong with %s, and finds nothing', (typed, isHex) => {
    const search = parseRecordSearch(typed, isHex);
    expect(search.error).toMatch(/hex/);
    expect(findsAll(search)).toBe(false);
    expect(found(entries, typed, isHex)).toEqual([]);
  });

  it('looks at a bounded part of a chunk', () => {
    const stream = new Uint8Array(MAX_SEARCHED_BYTES + 10);
    stream[MAX_SEARCHED_BYTES - 1] = 0xaa;
    stream[MAX_SEARCHED_BYTES] = 0xbb;
    const [entry] = chunksOf(stream, [stream.length]);
    expect(payloadMatches(entry as RecordEntry, parseRecordSearch('aabb', true))).toBe(true);
    expect(payloadMatches(entry as RecordEntry, parseRecordSearch('bb', true))).toBe(false);
  });

  it('costs by the payload that it looks at', () => {
    const [small, large] = chunksOf(new Uint8Array(3000), [12, 2988]) as [RecordEntry, RecordEntry];
    expect(searchWork(large, FIND_ALL)).toBe(1);
    expect(searchWork(small, parseRecordSearch('x', false))).toBe(2);
    expect(searchWork(large, parseRecordSearch('x', false))).toBe(4);
  });

  it('finds any run of bytes in the chunk in which it begins', () => {
    const streams = fc.uint8Array({ minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(streams, fc.nat(), fc.nat(), fc.nat(), (stream, cutAt, startAt, lengthAt) => {
        const cut = 1 + (cutAt % (stream.length - 1));
        const start = startAt % stream.length;
        const length = 1 + (lengthAt % Math.min(20, stream.length - start));
        const hex = Buffer.from(stream.subarray(start, start + length)).toString('hex');
        const both = chunksOf(stream, [cut, stream.length - cut]);
        expect(found(both, hex, true)).toContain(start < cut ? 0 : 1);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (typed, isHex) => {
        found(entries, typed, isHex);
      }),
    );
  });
});

describe('a filter', () => {
  const [a, b] = [createSource(clocks, 0), createSource(clocks, 1)];
  a.timeline.noteMark('dial', at(0));
  a.timeline.noteBytes('send', 0, 1, at(1));
  b.timeline.noteBytes('receive', 0, 1, at(2));
  b.timeline.noteMark('error', at(3), 'ECONNREFUSED');
  a.timeline.addTrace(1, 'server', [{ step: 'pause', at: 4 }]);
  const merge = new RecordMerge(clocks);
  merge.update([a, b]);

  it.each([
    ['all', {}, ['dial', 'send', 'receive', 'error', 'pause']],
    ['one client', { clients: new Set([b.label.key]) }, ['receive', 'error']],
    [
      'several clients',
      { clients: new Set([a.label.key, b.label.key]) },
      ['dial', 'send', 'receive', 'error', 'pause'],
    ],
    ['up', { directions: new Set(['up'] as const) }, ['send']],
    [
      'down and none',
      { directions: new Set(['down', 'none'] as const) },
      ['dial', 'receive', 'error', 'pause'],
    ],
    ['bytes', { kinds: new Set(['bytes'] as const) }, ['send', 'receive']],
    ['errors and flow control', { kinds: new Set(['error', 'flowControl'] as const) }, ['error', 'pause']],
    ['a lane', { lanes: new Set(['server'] as const) }, ['pause']],
    [
      'two at once',
      { lanes: new Set(['browser'] as const), kinds: new Set(['lifeCycle'] as const) },
      ['dial'],
    ],
  ])('lets %s through', (_what, chosen, left) => {
    const filter = { ...SHOW_ALL, ...chosen };
    expect(showsAll(filter)).toBe(Object.keys(chosen).length === 0);
    const shown = merge.entries.filter((entry) => matchesFilter(entry, filter, formatTime));
    expect(shown.map(({ event }) => event.step)).toEqual(left);
  });
});

describe('the matches', () => {
  it('are found by a bounded amount of work at a time', () => {
    const source = createSource(clocks);
    for (let index = 0; index < WORK_PER_ADVANCE + 1; index += 1) source.timeline.noteMark('dial', at(index));
    const merge = new RecordMerge(clocks);
    merge.update([source]);
    const matches = new RecordMatches();
    expect(matches.advance(merge.entries, () => true)).toBe(false);
    expect(matches.matches).toHaveLength(WORK_PER_ADVANCE);
    expect(matches.advance(merge.entries, () => true)).toBe(true);
    expect(matches.matches).toHaveLength(WORK_PER_ADVANCE + 1);
    matches.restart();
    const isDone = matches.advance(
      merge.entries,
      () => true,
      () => WORK_PER_ADVANCE / 4,
    );
    expect(isDone).toBe(false);
    expect(matches.matches).toHaveLength(4);
  });

  it('are those of the whole record, however it grows, shrinks and is put in order', () => {
    const portion = fc.record({
      isLate: fc.boolean(),
      later: fc.nat(9),
      isMatch: fc.boolean(),
      drawn: fc.boolean(),
      /** Milliseconds by which the clocks turn out to stand otherwise. */
      moves: fc.oneof(
        { weight: 9, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) },
      ),
    });
    const isMatch = ({ event }: RecordEntry): boolean => event.step === 'pause';
    fc.assert(
      fc.property(
        fc.array(portion, { maxLength: 60, size: 'max' }),
        fc.integer({ min: 1, max: 20 }),
        (portions, limit) => {
          const moving = new ClockOffset();
          let offsetMs = 1000;
          moving.noteDown(offsetMs, 0);
          const source = createSource(moving);
          const merge = new RecordMerge(moving, limit);
          const matches = new RecordMatches();
          let time = 0;
          for (const { isLate, later, isMatch: isPause, drawn, moves } of portions) {
            time += later;
            const step = isPause ? 'pause' : 'resume';
            if (isLate) source.timeline.addTrace(1, 'server', [{ step, at: 1000 + time }]);
            else source.timeline.noteMark(step, at(time));
            offsetMs += moves;
            moving.noteDown(offsetMs, 0);
            if (!drawn) continue;
            const change = merge.update([source]);
            if (change) matches.apply(change);
            expect(matches.advance(merge.entries, isMatch)).toBe(true);
            expect(matches.matches).toEqual(merge.entries.filter(isMatch));
            expect(matches.tested).toBe(merge.entries.length);
          }
        },
      ),
    );
  });

  it('count those that were taken away at the front, until a new filter', () => {
    const source = createSource(clocks);
    const merge = new RecordMerge(clocks, 4);
    const matches = new RecordMatches();
    const isPause = ({ event }: RecordEntry): boolean => event.step === 'pause';
    for (let index = 0; index < 10; index += 1) {
      source.timeline.noteMark(index % 2 === 0 ? 'pause' : 'resume', at(index));
      const change = merge.update([source]);
      if (change) matches.apply(change);
      matches.advance(merge.entries, isPause);
    }
    expect(matches.matches).toHaveLength(2);
    expect(matches.dropped).toBe(3);
    matches.restart();
    matches.advance(merge.entries, (entry) => !isPause(entry));
    expect(matches.matches).toHaveLength(2);
    expect(matches.dropped).toBe(0);
  });
});
