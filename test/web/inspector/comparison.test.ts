// What was sent beside what came back: counts, the first difference, what stands around it, and the words for it.

import { describe, expect, it } from 'vitest';
import { ClientRecord } from '../../../web/model/client-record.ts';
import { CONTEXT_BYTES, type Comparison, compareEcho } from '../../../web/model/inspector/comparison.ts';
import { BytesOfConnection } from '../../../web/model/inspector/inspected.ts';
import { comparisonFacts, describeComparison } from '../../../web/model/inspector/verdict.ts';
import type { Instant } from '../../../web/model/instant.ts';
import { createBytesPayload, createGeneratedPayload } from '../../../web/model/payload.ts';
import { MAX_DIFFERING_BYTES, MAX_KEPT_BYTES } from '../../../web/model/received-stretches.ts';

const now: Instant = { wallMs: 0, monotonicMs: 0 };

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A client that sent these messages, of which the last `unsent` bytes wait, and received these chunks. */
function talk(messages: readonly string[], chunks: readonly string[], unsent = 0): ClientRecord {
  const record = new ClientRecord('echo');
  record.connecting(now, false);
  for (const message of messages) record.enter(createBytesPayload('text', utf8(message)), now);
  record.noteSent(messages.join('').length - unsent, now);
  for (const chunk of chunks) record.received(utf8(chunk), now);
  return record;
}

function compare(record: ClientRecord, from: number, bytes: number): Comparison {
  const comparison = compareEcho(record.bytes, 1, from, bytes);
  if (comparison === undefined) throw new Error('The connection is forgotten.');
  return comparison;
}

const nothing = {
  same: 0,
  different: 0,
  unkept: 0,
  missing: 0,
  unsent: 0,
  isOver: false,
  difference: undefined,
};

describe('a comparison', () => {
  it('finds all the same', () => {
    const record = talk(['hello', 'world'], ['hel', 'lowo', 'rld']);
    expect(compare(record, 0, 10)).toEqual({ ...nothing, bytes: 10, same: 10 });
    expect(describeComparison(compare(record, 3, 4))).toEqual({
      tone: 'good',
      sentence: 'All 4 bytes came back the same.',
    });
    expect(comparisonFacts(compare(record, 0, 10))).toEqual([]);
  });

  it('finds the first difference and counts the others, chunk by chunk', () => {
    for (const chunks of [['abXdeY'], ['a', 'b', 'X', 'd', 'e', 'Y'], ['abX', 'deY']]) {
      const comparison = compare(talk(['abcdef'], chunks), 0, 6);
      expect(comparison).toEqual({
        ...nothing,
        bytes: 6,
        same: 4,
        different: 2,
        difference: { offset: 2, receivedOffset: 2, sent: 0x63, received: 0x58 },
      });
      expect(describeComparison(comparison)).toEqual({
        tone: 'bad',
        sentence: 'First difference at offset 2: sent 0x63, received 0x58.',
      });
      expect(comparisonFacts(comparison)).toEqual([
        ['same', '4 bytes'],
        ['different', '2 bytes'],
      ]);
    }
  });

  it('looks at its own bytes alone', () => {
    const record = talk(['abcdef', 'ghi'], ['abXdeYgZi']);
    expect(compare(record, 0, 2)).toMatchObject({ same: 2, difference: undefined });
    expect(compare(record, 3, 2)).toMatchObject({ same: 2, different: 0, difference: undefined });
    expect(compare(record, 3, 6)).toMatchObject({ same: 4, difference: { offset: 5 } });
    expect(compare(record, 6, 3)).toMatchObject({ same: 2, different: 1, difference: { offset: 7 } });
  });

  it('tells what is on its way from what was lost and what was never sent', () => {
    const record = talk(['abcdef'], ['abc'], 1);
    expect(compare(record, 0, 6)).toEqual({ ...nothing, bytes: 6, same: 3, missing: 2, unsent: 1 });
    expect(describeComparison(compare(record, 0, 6))).toEqual({
      tone: 'quiet',
      sentence: '3 of 6 bytes came back so far, the same as sent.',
    });
    record.ended(1006, '', now);
    expect(describeComparison(compare(record, 0, 6))).toEqual({
      tone: 'bad',
      sentence: '3 of 6 bytes came back, the same as sent: 2 lost, 1 never sent.',
    });
    expect(comparisonFacts(compare(record, 0, 6))).toEqual([
      ['same', '3 bytes'],
      ['lost', '2 bytes'],
      ['never sent', '1 byte'],
    ]);
    expect(describeComparison(compare(record, 5, 1))).toEqual({
      tone: 'quiet',
      sentence: 'Nothing came back: 1 never sent.',
    });
  });

  it('counts what differed and is not kept apart, and keeps the first difference', () => {
    const record = new ClientRecord('echo');
    record.connecting(now, false);
    const bytes = MAX_DIFFERING_BYTES + 10;
    for (let sent = 0; sent <= MAX_KEPT_BYTES; sent += MAX_DIFFERING_BYTES) {
      const payload = createGeneratedPayload(bytes, sent);
      record.enter(payload, now);
      record.noteSent(bytes, now);
      const came = new Uint8Array(bytes);
      payload.read(0, came);
      record.received(
        came.map((byte) => byte ^ 1),
        now,
      );
    }
    // The newest keeps its window, the oldest only the verdict.
    const newest = (MAX_KEPT_BYTES / MAX_DIFFERING_BYTES) * bytes;
    expect(compare(record, newest, bytes)).toMatchObject({ different: MAX_DIFFERING_BYTES, unkept: 10 });
    const oldest = compare(record, 0, bytes);
    expect(oldest).toMatchObject({ different: 1, unkept: bytes - 1, difference: { offset: 0 } });
    expect(describeComparison(compare(record, 1, 10))).toEqual({
      tone: 'quiet',
      sentence: 'What came back here is no longer held for comparing.',
    });
  });

  it('is undefined for a connection that is not known', () => {
    expect(compareEcho(talk(['a'], ['a']).bytes, 2, 0, 1)).toBeUndefined();
  });
});

describe('an inspected run', () => {
  it('of received bytes is compared with the sent ones that it answers', () => {
    const record = talk(['abc'], ['abcXY']);
    record.enter(createBytesPayload('text', utf8('defg')), now);
    record.noteSent(4, now);
    record.received(utf8('deZg'), now);
    const chunk = new BytesOfConnection(record.bytes, 1, 'down', 0, 5);
    expect(chunk.compare()).toMatchObject({
      comparison: { bytes: 3, same: 3 },
      unexpected: 2,
      marked: undefined,
    });
    const echo = new BytesOfConnection(record.bytes, 1, 'down', 5, 4);
    expect(echo.compare()).toMatchObject({ comparison: { bytes: 4, same: 3 }, unexpected: 0, marked: 7 });
    const sent = new BytesOfConnection(record.bytes, 1, 'up', 3, 4);
    expect(sent.compare()).toMatchObject({ comparison: { bytes: 4, different: 1 }, marked: 5 });
    expect(new BytesOfConnection(record.bytes, 1, 'down', 3, 2).compare()).toBeUndefined();
  });

  it('shows both sides around the first difference, and what is missing as missing', () => {
    const record = talk(['0123456789abcdefghij'], ['0123456789Xb']);
    const { pairs = [] } = new BytesOfConnection(record.bytes, 1, 'up', 0, 20).compare() ?? {};
    const side = (of: 'sent' | 'received'): string =>
      pairs.map((pair) => String.fromCharCode(pair[of] ?? 0x5f)).join('');
    expect([side('sent'), side('received')]).toEqual(['23456789abcdefghij', '23456789Xb________']);
    expect(pairs.filter(({ differs }) => differs).map(({ offset }) => offset)).toEqual([10]);
    expect(pairs[0]?.offset).toBe(2);
  });

  it('shows no more than the context, however much differs', () => {
    const record = talk(['a'.repeat(500)], ['b'.repeat(500)]);
    const found = new BytesOfConnection(record.bytes, 1, 'up', 100, 400).compare();
    expect(found?.pairs.length).toBe(CONTEXT_BYTES);
    expect(found?.marked).toBe(100);
  });

  it('reads no byte beyond its end', () => {
    const record = talk(['abcdef'], []);
    const run = new BytesOfConnection(record.bytes, 1, 'up', 1, 3);
    expect([run.read(0, 99), run.read(2, 3), run.read(3, 9)]).toEqual([utf8('bcd'), utf8('d'), utf8('')]);
  });
});
