// The bytes that a client's record gives back: what it sent, what came back the same, what differed and what nobody
// asked for; each up to its limit, and nothing beyond it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClientRecord, MAX_SESSION_NUMBERS } from '../../web/model/client-record.ts';
import { MAX_HELD_CONNECTIONS } from '../../web/model/held-bytes.ts';
import type { Instant } from '../../web/model/instant.ts';
import { createBytesPayload, createGeneratedPayload, type Payload } from '../../web/model/payload.ts';
import { MAX_TYPED_BYTES } from '../../web/model/payload-source.ts';
import {
  MAX_DIFFERING_BYTES,
  MAX_HELD_STRETCHES,
  MAX_KEPT_BYTES,
  MAX_UNEXPECTED_BYTES,
} from '../../web/model/received-stretches.ts';
import { MAX_HELD_MESSAGES, MAX_HELD_TYPED_BYTES } from '../../web/model/sent-messages.ts';

const now: Instant = { wallMs: 0, monotonicMs: 0 };

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function record(): ClientRecord {
  const created = new ClientRecord('echo');
  created.connecting(now, false);
  return created;
}

function send(to: ClientRecord, payload: Payload | string): void {
  const entered = typeof payload === 'string' ? createBytesPayload('text', utf8(payload)) : payload;
  to.enter(entered, now);
  to.noteSent(entered.length, now);
}

function receive(by: ClientRecord, bytes: Uint8Array | string, chunkBytes = Number.POSITIVE_INFINITY): void {
  const all = typeof bytes === 'string' ? utf8(bytes) : bytes;
  for (let start = 0; start < all.length; start += chunkBytes) {
    by.received(all.subarray(start, start + chunkBytes), now);
  }
}

/** Up to `length` bytes as text; undefined when none is held. */
function down(of: ClientRecord, from: number, length: number, connection = 1): string | undefined {
  const bytes = of.bytes.read(connection, 'down', from, length);
  return bytes && new TextDecoder().decode(bytes);
}

function up(of: ClientRecord, from: number, length: number, connection = 1): string | undefined {
  const bytes = of.bytes.read(connection, 'up', from, length);
  return bytes && new TextDecoder().decode(bytes);
}

/** Every byte different from `bytes`. */
function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => byte ^ 0xff);
}

describe('sent bytes', () => {
  it('are read across messages, from any offset, and end where nothing more was sent', () => {
    const client = record();
    send(client, 'abc');
    send(client, 'defg');
    expect([up(client, 0, 7), up(client, 2, 3), up(client, 5, 100), up(client, 7, 1)]).toEqual([
      'abcdefg',
      'cde',
      'fg',
      undefined,
    ]);
  });

  it('of each connection stay apart', () => {
    const client = record();
    send(client, 'old');
    client.ended(1006, '', now);
    client.connecting(now, true);
    send(client, 'new');
    expect([up(client, 0, 9, 1), up(client, 0, 9, 2), up(client, 0, 9, 3)]).toEqual([
      'old',
      'new',
      undefined,
    ]);
    expect(client.transcript.toArray().map(({ connection }) => connection)).toEqual([1, 1, 1, 2, 2]);
  });

  it('of typed messages are held up to the limit, the oldest forgotten first', () => {
    const client = record();
    const generated = createGeneratedPayload(5 * MAX_HELD_TYPED_BYTES, 7);
    send(client, generated);
    for (let held = 0; held < MAX_HELD_TYPED_BYTES; held += MAX_TYPED_BYTES) {
      send(client, createBytesPayload('hex', new Uint8Array(MAX_TYPED_BYTES).fill(1)));
    }
    const firstTyped = generated.length;
    expect(client.bytes.read(1, 'up', firstTyped, 1)).toEqual(Uint8Array.of(1));
    send(client, createBytesPayload('hex', Uint8Array.of(2)));
    expect(client.bytes.read(1, 'up', firstTyped, 1)).toBeUndefined();
    expect(client.bytes.read(1, 'up', firstTyped + MAX_TYPED_BYTES, 1)).toEqual(Uint8Array.of(1));
    // What is generated costs nothing.
    const expected = new Uint8Array(10);
    generated.read(firstTyped - 10, expected);
    expect(client.bytes.read(1, 'up', firstTyped - 10, 20)).toEqual(expected);
  });

  it('are forgotten beyond so many messages', () => {
    const client = record();
    for (let count = 0; count < MAX_HELD_MESSAGES; count += 1) send(client, createGeneratedPayload(1, count));
    expect(up(client, 0, 1)).toBeDefined();
    send(client, createGeneratedPayload(1, 0));
    expect([up(client, 0, 1), up(client, 1, 1) !== undefined]).toEqual([undefined, true]);
  });
});

describe('received bytes', () => {
  it('that came back the same are the sent ones, however they were chunked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        fc.nat(40),
        (messages, chunkBytes, from) => {
          const client = record();
          for (const message of messages) send(client, message);
          const all = utf8(messages.join(''));
          receive(client, all, chunkBytes);
          const read = client.bytes.read(1, 'down', from, 10);
          expect(read ?? new Uint8Array()).toEqual(all.subarray(from, from + 10));
        },
      ),
    );
  });

  it('are what really came, whatever came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }),
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (messages, came, chunkBytes) => {
          const client = record();
          for (const message of messages) send(client, createBytesPayload('hex', message));
          receive(client, came, chunkBytes);
          expect(client.bytes.read(1, 'down', 0, came.length)).toEqual(came);
          expect(client.bytes.read(1, 'down', came.length, 1)).toBeUndefined();
        },
      ),
    );
  });

  it('stand at their own offset behind bytes that nobody asked for', () => {
    const client = record();
    send(client, 'abc');
    receive(client, 'abcXY');
    send(client, 'def');
    receive(client, 'def', 1);
    expect(down(client, 0, 8)).toBe('abcXYdef');
    expect(client.transcript.toArray()).toMatchObject([
      { kind: 'sent', connection: 1, offset: 0, bytes: 3 },
      { kind: 'echo', connection: 1, offset: 0, receivedFrom: 0 },
      { kind: 'unexpected', connection: 1, offset: 3, bytes: 2 },
      { kind: 'sent', offset: 3 },
      { kind: 'echo', offset: 3, receivedFrom: 5, status: 'match' },
    ]);
  });

  it.each([1, 7, 4096, 100_000])(
    'that differ are kept from the first difference on, in chunks of %i',
    (chunk) => {
      const client = record();
      const payload = createGeneratedPayload(MAX_DIFFERING_BYTES + 200, 3);
      const sent = new Uint8Array(payload.length);
      payload.read(0, sent);
      const came = sent.slice();
      came.set(flipped(sent.subarray(100)), 100);
      send(client, payload);
      receive(client, came, chunk);
      const limit = 100 + MAX_DIFFERING_BYTES;
      expect(client.bytes.read(1, 'down', 0, limit + 50)).toEqual(came.subarray(0, limit));
      expect(client.bytes.read(1, 'down', limit - 1, 1)).toEqual(came.subarray(limit - 1, limit));
      expect(client.bytes.read(1, 'down', limit, 1)).toBeUndefined();
    },
  );

  it('that nobody asked for are kept up to the limit', () => {
    const client = record();
    receive(client, new Uint8Array(MAX_UNEXPECTED_BYTES + 1).fill(7));
    expect(client.bytes.read(1, 'down', 0, MAX_UNEXPECTED_BYTES + 1)?.length).toBe(MAX_UNEXPECTED_BYTES);
    expect(client.bytes.read(1, 'down', MAX_UNEXPECTED_BYTES, 1)).toBeUndefined();
  });

  it('that are kept make room for newer ones, the oldest first', () => {
    const client = record();
    const chunks = MAX_KEPT_BYTES / MAX_UNEXPECTED_BYTES;
    for (let count = 0; count < chunks; count += 1) receive(client, new Uint8Array(MAX_UNEXPECTED_BYTES));
    expect(client.bytes.read(1, 'down', 0, 1)).toBeDefined();
    receive(client, new Uint8Array(1));
    expect(client.bytes.read(1, 'down', 0, 1)).toBeUndefined();
    expect(client.bytes.read(1, 'down', MAX_UNEXPECTED_BYTES, 1)).toBeDefined();
  });

  it('are forgotten beyond so many stretches', () => {
    const client = record();
    for (let count = 0; count < MAX_HELD_STRETCHES; count += 1) receive(client, Uint8Array.of(count & 0xff));
    expect(client.bytes.read(1, 'down', 0, 1)).toEqual(Uint8Array.of(0));
    receive(client, Uint8Array.of(9));
    expect(client.bytes.read(1, 'down', 0, 1)).toBeUndefined();
    expect(client.bytes.read(1, 'down', 1, 1)).toEqual(Uint8Array.of(1));
  });

  it('are not held when the sent ones that they equal are forgotten', () => {
    const client = record();
    send(client, createBytesPayload('hex', Uint8Array.of(1)));
    receive(client, Uint8Array.of(1));
    for (let held = 0; held < MAX_HELD_TYPED_BYTES; held += MAX_TYPED_BYTES) {
      send(client, createBytesPayload('hex', new Uint8Array(MAX_TYPED_BYTES)));
    }
    expect(client.bytes.read(1, 'down', 0, 1)).toBeUndefined();
  });
});

describe('what is remembered of connections', () => {
  it('is bounded', () => {
    const client = record();
    for (let count = 1; count < MAX_HELD_CONNECTIONS; count += 1) client.connecting(now, true);
    expect(client.bytes.counts(1)).toBeDefined();
    client.connecting(now, true);
    expect([client.bytes.counts(1), client.bytes.counts(2)]).toEqual([undefined, expect.anything()]);
  });

  it('says which session was which connection, for the latest sessions', () => {
    const client = new ClientRecord('echo');
    for (let count = 0; count <= MAX_SESSION_NUMBERS; count += 1) {
      client.connecting(now, count > 0);
      const end = { address: '127.0.0.1', port: 1 };
      client.opened(
        {
          type: 'open',
          session: `s${count}`,
          target: 'echo',
          local: end,
          remote: end,
          connectMs: 1,
          builtIn: true,
          maxMessageBytes: 1,
        },
        now,
      );
    }
    expect([client.connectionOf('s0'), client.connectionOf('s1'), client.connectionOf('s100')]).toEqual([
      undefined,
      2,
      101,
    ]);
  });
});
