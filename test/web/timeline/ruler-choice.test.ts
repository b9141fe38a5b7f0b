// Which bytes the chunk ruler measures: the latest message, an earlier one, a range, or the latest bytes there are.

import { describe, expect, it } from 'vitest';
import { ClientRecord } from '../../../web/model/client-record.ts';
import type { Instant } from '../../../web/model/instant.ts';
import { createBytesPayload } from '../../../web/model/payload.ts';
import { ClockOffset } from '../../../web/model/timeline/clock-offset.ts';
import {
  chooseRange,
  knownBytes,
  LATEST_BYTES,
  messagesOf,
  type RulerChoice,
} from '../../../web/model/timeline/ruler-choice.ts';
import { Timeline } from '../../../web/model/timeline/timeline.ts';

const now: Instant = { wallMs: 0, monotonicMs: 0 };
const latest: RulerChoice = { kind: 'latest' };

function connected(): ClientRecord {
  const record = new ClientRecord('echo');
  record.connecting(now, false);
  return record;
}

function send(record: ClientRecord, bytes: number): number {
  const message = record.enter(createBytesPayload('hex', new Uint8Array(bytes)), now);
  record.noteSent(bytes, now);
  return message;
}

function ranges(record: ClientRecord): number[][] {
  return messagesOf(record).map(({ offset, bytes }) => [offset, bytes]);
}

describe('the messages of a connection', () => {
  it('are those of the latest one alone', () => {
    const record = connected();
    send(record, 5);
    send(record, 7);
    expect(ranges(record)).toEqual([
      [0, 5],
      [5, 7],
    ]);
    record.ended(1000, '', now);
    expect(ranges(record)).toHaveLength(2);
    record.connecting(now, true);
    expect(ranges(record)).toEqual([]);
    send(record, 5);
    expect(ranges(record)).toEqual([[0, 5]]);
  });

  it('are not those that wait to be sent, nor those that were cleared', () => {
    const record = connected();
    send(record, 5);
    record.enter(createBytesPayload('hex', new Uint8Array(3)), now);
    expect(ranges(record)).toEqual([[0, 5]]);
    record.transcript.clear();
    expect(ranges(record)).toEqual([]);
  });
});

describe('the chosen range', () => {
  it('follows the latest message, unless an earlier one was chosen', () => {
    const record = connected();
    const first = send(record, 5);
    send(record, 7);
    const choice = { kind: 'message', message: first } as const;
    expect(chooseRange(latest, messagesOf(record), undefined)).toEqual({ from: 5, to: 12 });
    expect(chooseRange(choice, messagesOf(record), undefined)).toEqual({ from: 0, to: 5 });
    send(record, 1);
    expect(chooseRange(latest, messagesOf(record), undefined)).toEqual({ from: 12, to: 13 });
    expect(chooseRange(choice, messagesOf(record), undefined)).toEqual({ from: 0, to: 5 });
  });

  it('is the latest message again when the chosen one is gone', () => {
    const record = connected();
    send(record, 5);
    expect(chooseRange({ kind: 'message', message: 99 }, messagesOf(record), undefined)).toEqual({
      from: 0,
      to: 5,
    });
  });

  it('can be any, but not an empty one', () => {
    expect(chooseRange({ kind: 'range', from: 3, to: 9 }, [], undefined)).toEqual({ from: 3, to: 9 });
    expect(chooseRange({ kind: 'range', from: 9, to: 9 }, [], undefined)).toBeUndefined();
  });

  it('is the latest bytes where no message is known', () => {
    const timeline = new Timeline(new ClockOffset());
    timeline.begin();
    const read = { lane: 'server', step: 'read', direction: 'up' } as const;
    expect(chooseRange(latest, [], knownBytes(timeline, read, 1))).toBeUndefined();
    timeline.addTrace(1, 'server', [{ step: 'read', at: 0, from: 100, bytes: 50 }]);
    timeline.addTrace(1, 'server', [{ step: 'write', at: 0, from: 100, bytes: 70 }]);
    expect(chooseRange(latest, [], knownBytes(timeline, read, 1))).toEqual({ from: 100, to: 150 });
    timeline.addTrace(1, 'server', [{ step: 'read', at: 0, from: 150, bytes: LATEST_BYTES }]);
    expect(chooseRange(latest, [], knownBytes(timeline, read, 1))).toEqual({
      from: 150,
      to: 150 + LATEST_BYTES,
    });
  });
});
