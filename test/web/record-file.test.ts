// The record as it leaves the page, read back by the protocol's own reader.

import { describe, expect, it } from 'vitest';
import { MAX_RECORD_PAYLOAD_BYTES, parseRecord } from '../../server/protocol/record.ts';
import {
  MAX_FILE_PAYLOAD_BYTES,
  recordToJsonLines,
  recordToText,
} from '../../web/model/record/record-file.ts';
import { RecordMerge } from '../../web/model/record/record-merge.ts';
import { ClockOffset } from '../../web/model/timeline/clock-offset.ts';
import { at, createSource } from '../support/record-source.ts';

const toWallMs = (monotonicMs: number): number => 1_764_057_600_000 + monotonicMs;

describe('the record as a file', () => {
  const clocks = new ClockOffset();
  const source = createSource(clocks, 0, new TextEncoder().encode('Hi\u0000'));
  source.label.name = ' Ada ';
  source.timeline.noteBytes('send', 0, 3, at(1.5));
  source.timeline.addTrace(1, 'gateway', [
    { step: 'write', at: 2, until: 4, from: 0, bytes: 3, count: 2 },
    { step: 'finSent', at: 5 },
    { step: 'close', at: 6, detail: '1000' },
  ]);
  const merge = new RecordMerge(clocks);
  merge.update([source]);

  it('is read back line by line', () => {
    const base = { type: 'event', client: 'A Ada', connection: 1, session: 's0' };
    const bytes = { ...base, direction: 'up', from: 0, bytes: 3, payload: '486900' };
    expect(parseRecord(recordToJsonLines(merge.entries, { exportedAt: 7, dropped: 2 }, toWallMs))).toEqual({
      ok: true,
      header: { type: 'record', version: 1, exportedAt: 7, lines: 4, dropped: 2 },
      events: [
        { ...bytes, lane: 'browser', step: 'send', at: toWallMs(1.5) },
        { ...bytes, lane: 'gateway', step: 'write', at: toWallMs(2), until: toWallMs(4), count: 2 },
        { ...base, lane: 'gateway', step: 'finSent', direction: 'up', at: toWallMs(5) },
        { ...base, lane: 'gateway', step: 'close', detail: '1000', at: toWallMs(6) },
      ],
    });
  });

  it('as text has one line an event', () => {
    expect(recordToText(merge.entries, (atMs) => `t${atMs}`)).toBe(
      [
        't1.5  A Ada #1  browser  send  ↑  0–2  3 B  Hi␀\n',
        't2  A Ada #1  gateway  write  ↑  0–2  3 B in 2  Hi␀\n',
        't5  A Ada #1  gateway  FIN sent  ↑\n',
        't6  A Ada #1  gateway  close  1000\n',
      ].join(''),
    );
  });

  it('names the session of each connection where it is known', () => {
    const returning = createSource(clocks, 1);
    returning.timeline.noteMark('close', at(1));
    returning.timeline.begin();
    returning.timeline.noteMark('dial', at(2));
    const both = new RecordMerge(clocks);
    both.update([returning]);
    const parsed = parseRecord(recordToJsonLines(both.entries, { exportedAt: 0, dropped: 0 }, toWallMs));
    expect(parsed.ok && parsed.events.map(({ connection, session }) => [connection, session])).toEqual([
      [1, undefined],
      [2, 's1'],
    ]);
  });

  it('carries a bounded payload a line and in all, the latest first', () => {
    const lines = MAX_FILE_PAYLOAD_BYTES / MAX_RECORD_PAYLOAD_BYTES + 2;
    const busy = createSource(clocks, 0, new Uint8Array(MAX_RECORD_PAYLOAD_BYTES + 1));
    for (let index = 0; index < lines; index += 1) {
      busy.timeline.noteBytes('send', 0, MAX_RECORD_PAYLOAD_BYTES + 1, at(index));
    }
    const all = new RecordMerge(clocks);
    all.update([busy]);
    const parsed = parseRecord(recordToJsonLines(all.entries, { exportedAt: 0, dropped: 0 }, toWallMs));
    if (!parsed.ok) throw new Error(parsed.reason);
    const payloads = parsed.events.map((event) => ('payload' in event ? event.payload?.length : undefined));
    expect(payloads.slice(0, 3)).toEqual([undefined, undefined, 2 * MAX_RECORD_PAYLOAD_BYTES]);
    expect(payloads.at(-1)).toBe(2 * MAX_RECORD_PAYLOAD_BYTES);
  });
});
