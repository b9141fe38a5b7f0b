// The contract itself: what is parsed, what is refused, and that PROTOCOL.md and the code speak of the same.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClientControl, parseClientControl, parseGatewayControl } from '../../server/protocol/bridge.ts';
import { CloseCode, fitReason, isOrderlyClose, MAX_REASON_BYTES } from '../../server/protocol/close-codes.ts';
import { formatEndpoint, unmapIPv4 } from '../../server/protocol/endpoint.ts';
import * as limits from '../../server/protocol/limits.ts';
import { inferTcpState } from '../../server/protocol/tcp-state.ts';

const text = readFileSync(new URL('../../server/protocol/PROTOCOL.md', import.meta.url), 'utf8');

describe('control messages', () => {
  it.each<ClientControl>([{ type: 'fin' }, { type: 'rst' }, { type: 'pause' }, { type: 'resume' }])(
    'takes $type',
    (message) => {
      expect(parseClientControl(JSON.stringify(message))).toEqual({ ok: true, message });
    },
  );

  it.each([
    '',
    'fin',
    '"fin"',
    '{}',
    '[]',
    'null',
    '{"type":"open"}',
    '{"type":"FIN"}',
    '{"type":["fin"]}',
    '{"type":"fin","now":true}',
    '{"type":"fin","__proto__":null}',
    '{"constructor":{"prototype":{}}}',
    `${'['.repeat(2000)}${']'.repeat(2000)}`,
  ])('refuses %s with a reason that fits a Close frame', (sent) => {
    const parsed = parseClientControl(sent);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.reason.length).toBeGreaterThan(0);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (sent) => {
        parseClientControl(sent);
        parseGatewayControl(sent);
      }),
    );
  });
});

describe('close reasons', () => {
  const bytes = (reason: string) => Buffer.byteLength(reason);

  it('cuts by bytes of UTF-8, at most one code point too early', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (reason) => {
        const fitted = fitReason(reason);
        expect(reason.startsWith(fitted)).toBe(true);
        expect(bytes(fitted)).toBeLessThanOrEqual(MAX_REASON_BYTES);
        if (fitted !== reason) expect(bytes(fitted)).toBeGreaterThan(MAX_REASON_BYTES - 4);
      }),
    );
  });

  it.each([
    ['é'.repeat(100), 122],
    ['€'.repeat(100), 123],
    ['😀'.repeat(100), 120],
    ['a'.repeat(124), 123],
    ['a'.repeat(123), 123],
  ])('%s', (reason, length) => {
    expect(bytes(fitReason(reason))).toBe(length);
  });
});

it('knows an orderly close from an abort', () => {
  expect([1000, 1001, 1005, 3000, 4105, 4999].every(isOrderlyClose)).toBe(true);
  expect([1002, 1006, 1007, 1008, 1009, 1011, 2999, 5000].some(isOrderlyClose)).toBe(false);
});

it('writes endpoints as people read them', () => {
  expect(formatEndpoint({ address: '127.0.0.1', port: 7 })).toBe('127.0.0.1:7');
  expect(formatEndpoint({ address: '::1', port: 7 })).toBe('[::1]:7');
  expect(unmapIPv4('::ffff:10.0.0.1')).toBe('10.0.0.1');
  expect(unmapIPv4('::ffff:abcd')).toBe('::ffff:abcd');
});

describe('inferred states', () => {
  const history = {
    established: true,
    finSent: false,
    finReceived: false,
    closedFirst: undefined,
    gone: false,
  } as const;

  it.each([
    ['SYN_SENT', { established: false }],
    ['ESTABLISHED', {}],
    ['FIN_WAIT_1', { finSent: true, closedFirst: 'here' as const, finWaits: true }],
    ['FIN_WAIT_2', { finSent: true, closedFirst: 'here' as const }],
    ['CLOSE_WAIT', { finReceived: true, closedFirst: 'peer' as const }],
    ['TIME_WAIT', { finSent: true, finReceived: true, closedFirst: 'here' as const }],
    ['LAST_ACK', { finSent: true, finReceived: true, closedFirst: 'peer' as const }],
    ['CLOSED', { gone: true }],
  ])('%s', (state, change) => {
    expect(inferTcpState({ ...history, ...change })).toBe(state);
  });
});

describe('PROTOCOL.md', () => {
  it('names every close code that the gateway sends', () => {
    const neverSent: number[] = [CloseCode.noStatus, CloseCode.abnormal];
    for (const code of Object.values(CloseCode)) {
      if (!neverSent.includes(code)) expect(text.includes(String(code)), `close ${code}`).toBe(true);
    }
  });

  it('names every limit of limits.ts that has no setting', () => {
    for (const name of Object.keys(limits)) {
      if (!name.startsWith('DEFAULT_')) expect(text.includes(name), name).toBe(true);
    }
  });
});
