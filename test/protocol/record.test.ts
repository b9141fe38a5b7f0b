// The record as a file: whatever is written is read back the same, and a file that is none says where and why.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatRecord,
  MAX_RECORD_PAYLOAD_BYTES,
  parseRecord,
  type RecordBytesEvent,
  type RecordEvent,
  type RecordMarkEvent,
} from '../../server/protocol/record.ts';
import { BYTE_STEPS, LANES, MARK_STEPS } from '../../server/protocol/trace.ts';

/** JSON knows no negative zero. */
const instants = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const counts = fc.maxSafeNat();
const words = fc.string({ unit: 'binary' });

const base = {
  type: fc.constant('event' as const),
  at: instants,
  client: words,
  connection: fc.integer({ min: 1, max: 1000 }),
  lane: fc.constantFrom(...LANES),
};
const baseKeys = ['type', 'at', 'client', 'connection', 'lane', 'step'] as const;

const bytesEvents: fc.Arbitrary<RecordBytesEvent> = fc.integer({ min: 1, max: 100_000 }).chain((bytes) =>
  fc.record(
    {
      ...base,
      session: words,
      step: fc.constantFrom(...BYTE_STEPS),
      direction: fc.constantFrom('up' as const, 'down' as const),
      from: counts,
      bytes: fc.constant(bytes),
      count: fc.integer({ min: 1 }),
      until: instants,
      payload: fc
        .uint8Array({ minLength: 1, maxLength: Math.min(bytes, 100) })
        .map((payload) => Buffer.from(payload).toString('hex')),
    },
    { requiredKeys: [...baseKeys, 'direction', 'from', 'bytes'] },
  ),
);

const markEvents: fc.Arbitrary<RecordMarkEvent> = fc.record(
  {
    ...base,
    session: words,
    step: fc.constantFrom(...MARK_STEPS),
    direction: fc.constantFrom('up' as const, 'down' as const),
    detail: words,
  },
  { requiredKeys: [...baseKeys] },
);

const header = { exportedAt: 1_764_057_600_000.25, dropped: 3 };
const HEADER = '{"type":"record","version":1,"exportedAt":0,"lines":1,"dropped":0}';
const MARK = '{"type":"event","at":1,"client":"A","connection":1,"lane":"browser","step":"dial"}';
const BYTES =
  '{"type":"event","at":1,"client":"A","connection":1,"lane":"server","step":"read","direction":"up","from":0,"bytes":2,"payload":"4869"}';

describe('a record', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(bytesEvents, markEvents)), (events) => {
        const parsed = parseRecord(formatRecord(header, events));
        expect(parsed).toEqual({
          ok: true,
          header: { type: 'record', version: 1, lines: events.length, ...header },
          events,
        });
      }),
    );
  });

  it('has one line each, a header first, whatever line breaks its texts contain', () => {
    const event: RecordEvent = {
      type: 'event',
      at: 1,
      client: 'A\nB\r\u2028',
      connection: 1,
      lane: 'gateway',
      step: 'error',
      detail: '\n',
    };
    const text = formatRecord(header, [event]);
    expect(text.split('\n')).toHaveLength(3);
    expect(text.endsWith('}\n')).toBe(true);
    expect(parseRecord(text)).toMatchObject({ ok: true, events: [event] });
  });

  it('may end without a line break, and may have those of Windows', () => {
    expect(parseRecord(`${HEADER}\n${MARK}`).ok).toBe(true);
    expect(parseRecord(`${HEADER}\r\n${BYTES}\r\n`).ok).toBe(true);
  });

  it('carries a payload up to its limit and none beyond', () => {
    const line = (bytes: number): string =>
      BYTES.replace('"bytes":2', `"bytes":${bytes}`).replace('4869', '4'.repeat(bytes * 2));
    expect(parseRecord(`${HEADER}\n${line(MAX_RECORD_PAYLOAD_BYTES)}`).ok).toBe(true);
    expect(parseRecord(`${HEADER}\n${line(MAX_RECORD_PAYLOAD_BYTES + 1)}`)).toMatchObject({ line: 2 });
  });
});

describe('what is no record', () => {
  it.each([
    ['nothing', '', 1, /begins with its header/],
    ['no header', MARK, 1, /begins with its header/],
    ['another version', HEADER.replace('"version":1', '"version":2'), 1, /version/],
    ['no JSON', `${HEADER}\n{"type":`, 2, /one JSON object/],
    ['an empty line', `${HEADER}\n\n${MARK}`, 2, /one JSON object/],
    ['a second header', `${HEADER}\n${HEADER}`, 2, /one header/],
    ['an unknown type', `${HEADER}\n{"type":"note"}`, 2, /type/],
    ['an unknown step', `${HEADER}\n${MARK.replace('dial', 'jump')}`, 2, /step/],
    ['an unknown field', `${HEADER}\n${MARK.replace('"at"', '"on":1,"at"')}`, 2, /on/],
    ['no time', `${HEADER}\n${MARK.replace('"at":1,', '')}`, 2, /at/],
    ['a time beyond all numbers', `${HEADER}\n${MARK.replace('"at":1', '"at":1e999')}`, 2, /at/],
    ['connection 0', `${HEADER}\n${MARK.replace('"connection":1', '"connection":0')}`, 2, /connection/],
    ['bytes without an offset', `${HEADER}\n${BYTES.replace('"from":0,', '')}`, 2, /from/],
    ['bytes without a direction', `${HEADER}\n${BYTES.replace('"direction":"up",', '')}`, 2, /direction/],
    ['half a byte', `${HEADER}\n${BYTES.replace('4869', '486')}`, 2, /payload/],
    ['hex with a prefix', `${HEADER}\n${BYTES.replace('4869', '0h48')}`, 2, /payload/],
    ['more payload than bytes', `${HEADER}\n${BYTES.replace('4869', '486921')}`, 2, /payload/],
    ['a mark with bytes', `${HEADER}\n${MARK.replace('"step"', '"bytes":1,"step"')}`, 2, /bytes/],
    ['fewer lines than announced', HEADER, 1, /announces 1 lines, 0 follow/],
    ['more lines than announced', `${HEADER}\n${MARK}\n${MARK}`, 3, /announces 1 lines, 2 follow/],
  ])('%s: says which line, and why', (_what, text, line, reason) => {
    const parsed = parseRecord(text);
    expect(parsed).toMatchObject({ ok: false, line });
    if (!parsed.ok) expect(parsed.reason).toMatch(reason);
  });

  it('never throws, and never takes a cut file for a whole one', () => {
    const whole = formatRecord(header, [
      { type: 'event', at: 1, client: 'A', connection: 1, lane: 'browser', step: 'dial' },
      { type: 'event', at: 2, client: 'A', connection: 1, lane: 'browser', step: 'connect' },
    ]);
    fc.assert(
      fc.property(fc.nat(whole.length - 2), (length) => {
        expect(parseRecord(whole.slice(0, length)).ok).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(parseRecord(text).ok).toBe(false);
        expect(parseRecord(`${HEADER}\n${text}`).ok).toBe(false);
      }),
    );
  });
});
