// What lines without bytes say.

import { describe, expect, it } from 'vitest';
import { byteRange, noteFacts, serverEventFacts } from '../../../web/model/inspector/facts.ts';

const peer = { address: '127.0.0.1', port: 40_112 };
const at = { id: 1, at: 0, server: 'echo' } as const;
const base = { ...at, connection: 3, peer } as const;

describe('the facts of a line', () => {
  it('are those of a note', () => {
    const facts = noteFacts({
      id: 0,
      wallMs: 0,
      connection: 2,
      kind: 'note',
      tone: 'quiet',
      text: 'RST sent',
    });
    expect(facts.slice(1)).toEqual([
      ['connection', 'number 2 of this client'],
      ['event', 'RST sent'],
    ]);
  });

  it('are those of each event of the server', () => {
    const factsOf = (event: Parameters<typeof serverEventFacts>[0]): string[] =>
      serverEventFacts(event)
        .slice(1)
        .map((fact) => fact.join(': '));
    expect(factsOf({ ...at, kind: 'listen', endpoint: peer })).toEqual([
      'server: echo',
      'listens on: 127.0.0.1:40112',
    ]);
    const servedBy = { kind: 'thread', id: 7 } as const;
    expect(factsOf({ ...base, kind: 'accept', session: 's1', servedBy })).toEqual([
      'server: echo',
      'peer: 127.0.0.1:40112',
      'server’s connection: number 3',
      'bridge session: s1',
      'means: the handshake is complete, and the server took the connection over',
      'served by: thread 7',
    ]);
    expect(factsOf({ ...base, kind: 'accept' }).at(-1)).toContain('waits for its turn');
    expect(factsOf({ ...base, kind: 'serve', servedBy, waitedMs: 1200 }).slice(-2)).toEqual([
      'waited: 1.2 s',
      'served by: thread 7',
    ]);
    const transfer = { bytesReceived: 12, reads: 2, bytesSent: 0, writes: 0 };
    expect(
      factsOf({ ...base, ...transfer, kind: 'transfer', receivedFrom: 5, sentFrom: 5 }).slice(3),
    ).toEqual(['received: bytes 5–16 (12 bytes) in 2 reads', 'sent: no bytes in 0 writes']);
    expect(factsOf({ ...at, ...transfer, kind: 'transfers', connections: 7 })[1]).toBe('connections: 7');
    expect(factsOf({ ...base, kind: 'fin' }).at(-1)).toContain('means: ');
    const close = { ...base, kind: 'close', bytesReceived: 1, bytesSent: 2, durationMs: 3 } as const;
    expect(factsOf({ ...close, how: 'reset', code: 'ECONNRESET' }).slice(3)).toEqual([
      'how: RST received: ECONNRESET',
      'received: 1 byte',
      'sent: 2 bytes',
      'lasted: 3.0 ms',
    ]);
    expect(factsOf({ ...at, kind: 'refuse', peer }).at(-1)).toContain('--max-connections');
    expect(factsOf({ ...at, kind: 'stop' })).toEqual(['server: echo', 'means: the server no longer listens']);
  });

  it('name a range of bytes by its first and last', () => {
    expect([byteRange(0, 0), byteRange(3, 1), byteRange(4096, 2000)]).toEqual([
      'no bytes',
      'byte 3',
      'bytes 4,096–6,095',
    ]);
  });
});
