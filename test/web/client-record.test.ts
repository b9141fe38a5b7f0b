// One client's life as a transcript: what it is told, and the lines, state and figures that follow.

import { describe, expect, it } from 'vitest';
import { TAKEN_STEP_BYTES } from '../../server/protocol/limits.ts';
import { ClientRecord, PROGRESS_BYTES } from '../../web/model/client-record.ts';
import type { Instant } from '../../web/model/instant.ts';
import { createBytesPayload, createGeneratedPayload } from '../../web/model/payload.ts';
import { TIME_WAIT_MS } from '../../web/model/tcp-end.ts';
import { type TranscriptLine, transcriptText } from '../../web/model/transcript.ts';

const OPEN = {
  type: 'open',
  session: 's1',
  target: 'echo',
  local: { address: '127.0.0.1', port: 58_788 },
  remote: { address: '127.0.0.1', port: 65_432 },
  connectMs: 0.4,
  builtIn: true,
  maxMessageBytes: 1024,
} as const;

function at(monotonicMs: number): Instant {
  return { wallMs: Date.UTC(2026, 0, 1) + monotonicMs, monotonicMs };
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function openRecord(): ClientRecord {
  const record = new ClientRecord('echo');
  record.connecting(at(0), false);
  record.opened(OPEN, at(1));
  return record;
}

function send(record: ClientRecord, value: string, atMs: number): void {
  record.enter(createBytesPayload('text', text(value)), at(atMs));
  record.noteSent(text(value).length, at(atMs));
}

function summary(record: ClientRecord): string[] {
  return record.transcript.toArray().map((line: TranscriptLine) => {
    const words = transcriptText(line).split('  ').slice(1);
    return words.join(' ');
  });
}

describe('a client’s record', () => {
  it('says established only once the TCP connection is', () => {
    const record = new ClientRecord('echo');
    record.connecting(at(0), false);
    expect([record.phase, record.stateAt(at(0))]).toEqual(['connecting', 'SYN_SENT']);
    record.opened(OPEN, at(1));
    expect([record.phase, record.stateAt(at(1))]).toEqual(['open', 'ESTABLISHED']);
    expect(summary(record)).toEqual(['-- Connected in 0.4 ms']);
  });

  it('ticks an echo after its bytes were compared', () => {
    const record = openRecord();
    send(record, 'hi\n', 10);
    const { rttsMs, completed } = record.received(text('hi\n'), at(10.8));
    expect(rttsMs).toEqual([expect.closeTo(0.8)]);
    expect(completed.map((echo) => echo.message)).toEqual([1]);
    expect(summary(record).slice(1)).toEqual(['-> 3 B hi␊', '<- 3 B hi␊ 0.8 ms match']);
    expect([record.sentBytes, record.receivedBytes, record.rtt.lastMs]).toEqual([3, 3, expect.closeTo(0.8)]);
  });

  it('fills one echo line up as chunks arrive', () => {
    const record = openRecord();
    send(record, 'abcdef', 0);
    record.received(text('ab'), at(1));
    expect(record.transcript.at(2)).toMatchObject({ status: 'partial', echoedBytes: 2, chunks: 1 });
    record.received(text('cdef'), at(2));
    expect(record.transcript.at(2)).toMatchObject({
      status: 'match',
      echoedBytes: 6,
      chunks: 2,
      durationMs: 2,
    });
    expect(record.transcript.length).toBe(3);
  });

  it('shows a different byte with its offset and counts it once', () => {
    const record = openRecord();
    send(record, 'abcdef', 0);
    record.received(text('aXc'), at(1));
    record.received(text('def'), at(2));
    expect(record.transcript.at(2)).toMatchObject({ status: 'differs', difference: { offset: 1 } });
    expect(summary(record)[2]).toContain('differs at offset 1: sent 0x62, received 0x58');
    expect(record.mismatches).toBe(1);
  });

  it('shows bytes that nobody asked for', () => {
    const record = openRecord();
    record.received(text('boo'), at(1));
    expect(summary(record)[1]).toBe('<- 3 B boo unexpected at offset 0');
    expect(record.mismatches).toBe(1);
  });

  it('says what was lost when the connection ends early', () => {
    const record = openRecord();
    send(record, 'abcd', 0);
    send(record, 'efgh', 0);
    record.received(text('ab'), at(1));
    record.failed({ code: 'ECONNRESET', message: 'reset' });
    const ending = record.ended(4104, '', at(2));
    expect(ending.sentence).toContain('ECONNRESET, close 4104');
    expect(record.transcript.at(3)).toMatchObject({ kind: 'echo', status: 'lost', echoedBytes: 2 });
    expect(summary(record)[4]).toBe('-- Lost from offset 2: 6 B of 2 messages');
    expect([record.mismatches, record.stateAt(at(2))]).toEqual([2, 'CLOSED']);
  });

  it('tells bytes that were never sent from lost ones', () => {
    const record = openRecord();
    record.enter(createBytesPayload('text', text('abcd')), at(0));
    record.enter(createBytesPayload('text', text('efgh')), at(0));
    record.noteSent(3, at(0));
    record.received(text('a'), at(1));
    record.ended(4105, '', at(2));
    expect(summary(record).slice(-3)).toEqual([
      '-- Lost from offset 1: 2 B of 1 message',
      '-- Never sent from offset 3: 5 B of 2 messages',
      '-- Reset by this client (4105)',
    ]);
    expect(record.mismatches).toBe(1);
  });

  it('calls nothing lost when only bytes that were never sent are missing', () => {
    const record = openRecord();
    record.enter(createBytesPayload('text', text('abcd')), at(0));
    record.noteSent(2, at(0));
    record.received(text('ab'), at(1));
    record.ended(4105, '', at(2));
    expect(record.transcript.at(2)).toMatchObject({ kind: 'echo', status: 'partial' });
    expect(summary(record).slice(-2)).toEqual([
      '-- Never sent from offset 2: 2 B of 1 message',
      '-- Reset by this client (4105)',
    ]);
    expect(record.mismatches).toBe(0);
  });

  it('counts a message once that differs and then is lost', () => {
    const record = openRecord();
    send(record, 'abcd', 0);
    record.received(text('aX'), at(1));
    record.ended(4105, '', at(2));
    expect(record.transcript.at(2)).toMatchObject({ status: 'differs', difference: { offset: 1 } });
    expect(record.mismatches).toBe(1);
  });

  it('previews the bytes beside the tick when the line of an echo begun was cleared', () => {
    const record = openRecord();
    send(record, 'abcd', 0);
    send(record, 'ef', 0);
    record.received(text('ab'), at(1));
    record.transcript.clear();
    record.received(text('cdef'), at(2));
    expect(record.transcript.toArray()).toMatchObject([
      { message: 1, status: 'match', preview: '…cd' },
      { message: 2, status: 'match', preview: 'ef' },
    ]);
  });

  it('counts a difference once though its line was cleared', () => {
    const record = openRecord();
    send(record, 'abcd', 0);
    record.received(text('aX'), at(1));
    record.transcript.clear();
    record.received(text('cd'), at(2));
    expect(record.mismatches).toBe(1);
  });

  it('completes the preview of an echo that came in parts', () => {
    const record = openRecord();
    send(record, 'abcdef', 0);
    record.received(text('ab'), at(1));
    expect(record.transcript.at(2)).toMatchObject({ preview: 'ab…' });
    record.received(text('cd'), at(2));
    record.received(text('ef'), at(3));
    expect(record.transcript.at(2)).toMatchObject({ preview: 'abcdef' });
  });

  it('says that it closed by itself, and claims no delivery', () => {
    const record = openRecord();
    send(record, 'abcd', 0);
    const ending = record.ended(1000, '', at(1), { closedHere: true });
    expect(ending).toMatchObject({
      tone: 'asked',
      summary: 'Closed by this client (1000)',
      returns: 'never',
    });
    expect(ending.sentence).not.toContain('delivered');
    expect(record.stateAt(at(1))).toBe('CLOSED');
  });

  it('keeps the first ending while it tries to come back in vain', () => {
    const record = openRecord();
    const first = record.ended(1001, '', at(1));
    record.connecting(at(2), true, true);
    expect(record.ending).toBeUndefined();
    record.ended(1006, '', at(3));
    expect(record.ending).toBe(first);
    record.connecting(at(4), true, true);
    record.ended(1006, '', at(5));
    expect(record.ending).toBe(first);
    record.connecting(at(6), true, true);
    const other = record.ended(1013, '', at(7));
    expect(record.ending).toBe(other);
  });

  it('stays in FIN_WAIT_1 while its FIN is known to wait behind bytes', () => {
    const record = openRecord();
    const bytes = 2 * TAKEN_STEP_BYTES;
    const payload = createGeneratedPayload(bytes, 1);
    record.enter(payload, at(0));
    record.noteSent(bytes, at(0));
    record.finWasSent(at(1));
    expect(record.stateAt(at(1))).toBe('FIN_WAIT_1');
    record.noteTaken(TAKEN_STEP_BYTES);
    expect(record.stateAt(at(2))).toBe('FIN_WAIT_1');
    const echo = new Uint8Array(TAKEN_STEP_BYTES + 1);
    payload.read(0, echo);
    record.received(echo, at(3));
    expect(record.stateAt(at(3))).toBe('FIN_WAIT_2');
  });

  it('walks through FIN_WAIT_2 and TIME_WAIT when it closes first', () => {
    const record = openRecord();
    record.finWasSent(at(2));
    expect(record.stateAt(at(2))).toBe('FIN_WAIT_2');
    record.finWasReceived(at(3));
    expect(record.stateAt(at(3))).toBe('TIME_WAIT');
    record.ended(1000, '', at(4));
    expect(record.stateAt(at(5))).toBe('TIME_WAIT');
    expect(record.stateAt(at(4 + TIME_WAIT_MS))).toBe('CLOSED');
  });

  it('walks through CLOSE_WAIT and LAST_ACK when the server closes first', () => {
    const record = openRecord();
    record.finWasReceived(at(2));
    expect(record.stateAt(at(2))).toBe('CLOSE_WAIT');
    record.finWasSent(at(3));
    expect(record.stateAt(at(3))).toBe('LAST_ACK');
    record.ended(1000, '', at(4));
    expect(record.stateAt(at(4))).toBe('CLOSED');
  });

  it('follows a large message as a transfer until its echo is complete', () => {
    const record = openRecord();
    const payload = createGeneratedPayload(PROGRESS_BYTES, 1);
    record.enter(payload, at(0));
    record.noteSent(1000, at(1));
    const chunk = new Uint8Array(400);
    payload.read(0, chunk);
    record.received(chunk, at(2));
    expect(record.transfer).toEqual({ bytes: PROGRESS_BYTES, sentBytes: 1000, echoedBytes: 400 });
    record.noteSent(PROGRESS_BYTES - 1000, at(3));
    const rest = new Uint8Array(PROGRESS_BYTES - 400);
    payload.read(400, rest);
    record.received(rest, at(4));
    expect(record.transfer).toBeUndefined();
  });

  it('names the target that each connection went to', () => {
    const record = openRecord();
    record.ended(1000, '', at(2), { closedHere: true });
    expect(record.ending?.sentence).toContain('goes to echo,');
    record.connecting(at(3), true, false, 'student');
    record.ended(4100, '', at(4));
    expect(record.ending?.sentence).toContain('The student server refused');
    record.connecting(at(5), true);
    record.connecting(at(6), true, false, 'echo');
    expect(summary(record).slice(1)).toEqual([
      '-- Closed by this client (1000)',
      '-- Connecting to student',
      '-- Refused by student (4100)',
      '-- Connecting again',
      '-- Connecting to echo',
    ]);
  });

  it('learns the name of its target from the gateway, or at the latest when it was never connected', () => {
    const record = new ClientRecord('default');
    record.connecting(at(0), false);
    record.ended(4101, '', at(1), { target: 'far' });
    expect([record.target, record.ending?.sentence]).toEqual([
      'far',
      'The far server cannot be reached (close 4101). Check its name and the network.',
    ]);
    record.connecting(at(2), true);
    record.opened({ ...OPEN, target: 'near' }, at(3));
    record.ended(4104, '', at(4), { target: 'far' });
    expect([record.target, record.ending?.summary]).toEqual(['near', 'Reset by near (4104)']);
  });

  it('begins a new stream when it connects again and keeps the transcript', () => {
    const record = openRecord();
    send(record, 'abc', 0);
    record.ended(1006, '', at(1));
    record.connecting(at(2), true);
    record.opened({ ...OPEN, session: 's2' }, at(3));
    expect([record.sentBytes, record.session, record.ending]).toEqual([0, 's2', undefined]);
    send(record, 'xy', 4);
    record.received(text('xy'), at(5));
    expect(summary(record).at(-1)).toBe('<- 2 B xy 1.0 ms match');
  });
});
