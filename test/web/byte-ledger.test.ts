// The byte ledger: every byte is compared at its offset of the stream, however the stream is cut into chunks.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteLedger } from '../../web/model/byte-ledger.ts';
import type { Instant } from '../../web/model/instant.ts';
import { createBytesPayload, createGeneratedPayload } from '../../web/model/payload.ts';

function at(monotonicMs: number): Instant {
  return { wallMs: 1_000_000 + monotonicMs, monotonicMs };
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function send(ledger: ByteLedger, message: number, value: string, atMs: number): void {
  ledger.enter(message, createBytesPayload('text', text(value)));
  ledger.noteSent(value.length, at(atMs));
}

describe('the byte ledger', () => {
  it('completes a message with its round-trip time', () => {
    const ledger = new ByteLedger();
    send(ledger, 1, 'hello', 10);
    const receipt = ledger.receive(text('hello'), at(10.8));
    expect(receipt.echoes).toEqual([
      {
        message: 1,
        offset: 0,
        bytes: 5,
        sentBytes: 5,
        echoedBytes: 5,
        chunkBytes: 5,
        chunks: 1,
        durationMs: expect.closeTo(0.8),
        difference: undefined,
      },
    ]);
    expect(receipt.rttsMs).toEqual([expect.closeTo(0.8)]);
    expect(receipt.unexpectedBytes).toBe(0);
    expect(ledger.outstanding).toEqual([]);
  });

  it('tells messages apart by offset when one chunk carries several', () => {
    const ledger = new ByteLedger();
    send(ledger, 1, 'abc', 0);
    send(ledger, 2, 'de', 1);
    const { echoes } = ledger.receive(text('abcde'), at(3));
    expect(echoes.map(({ message, offset, durationMs }) => [message, offset, durationMs])).toEqual([
      [1, 0, 3],
      [2, 3, 2],
    ]);
  });

  it('names the first byte that differs, by its offset in the stream', () => {
    const ledger = new ByteLedger();
    send(ledger, 1, 'abc', 0);
    send(ledger, 2, 'defg', 0);
    const { echoes } = ledger.receive(text('abcdXfY'), at(1));
    expect(echoes[0]?.difference).toBeUndefined();
    expect(echoes[1]?.difference).toEqual({ offset: 4, sent: 0x65, received: 0x58 });
  });

  it('calls bytes unexpected that answer nothing sent', () => {
    const ledger = new ByteLedger();
    send(ledger, 1, 'ab', 0);
    expect(ledger.receive(text('abcd'), at(1))).toMatchObject({ unexpectedBytes: 2, unexpectedOffset: 2 });
  });

  it('does not take for an echo what was entered but not yet sent', () => {
    const ledger = new ByteLedger();
    ledger.enter(1, createBytesPayload('text', text('ab')));
    expect(ledger.receive(text('ab'), at(1))).toMatchObject({ echoes: [], unexpectedBytes: 2 });
  });

  it('tells how many bytes of each message this chunk brought', () => {
    const ledger = new ByteLedger();
    send(ledger, 1, 'abc', 0);
    send(ledger, 2, 'defg', 0);
    ledger.receive(text('ab'), at(1));
    const { echoes } = ledger.receive(text('cde'), at(2));
    expect(echoes.map(({ message, chunkBytes, echoedBytes }) => [message, chunkBytes, echoedBytes])).toEqual([
      [1, 1, 3],
      [2, 2, 2],
    ]);
  });

  it('takes no round-trip time from bytes that answer nothing', () => {
    const ledger = new ByteLedger();
    expect(ledger.receive(text('banner'), at(0)).rttsMs).toEqual([]);
    send(ledger, 1, 'abcd', 1);
    expect(ledger.receive(text('ab'), at(2)).rttsMs).toEqual([]);
    expect(ledger.receive(text('cd'), at(4)).rttsMs).toEqual([3]);
  });

  it('knows how much of a message was sent', () => {
    const ledger = new ByteLedger();
    ledger.enter(1, createBytesPayload('text', text('abcd')));
    ledger.enter(2, createBytesPayload('text', text('ef')));
    ledger.noteSent(3, at(0));
    expect(ledger.outstanding.map(({ sentBytes }) => sentBytes)).toEqual([3, 0]);
  });

  it('keeps what is missing when the connection ends', () => {
    const ledger = new ByteLedger();
    send(ledger, 1, 'abcd', 0);
    send(ledger, 2, 'ef', 0);
    ledger.receive(text('abc'), at(1));
    expect(
      ledger.outstanding.map(({ message, echoedBytes, bytes }) => [message, echoedBytes, bytes]),
    ).toEqual([
      [1, 3, 4],
      [2, 0, 2],
    ]);
  });

  it('matches a generated stream however it is cut, on both ways', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 60_000 }),
        cuts,
        cuts,
        (seed, length, sends, chunks) => {
          const payload = createGeneratedPayload(length, seed);
          const ledger = new ByteLedger();
          ledger.enter(1, payload);
          for (let sent = 0, turn = 0; sent < length; turn += 1) {
            const bytes = Math.min(sends[turn % sends.length] as number, length - sent);
            ledger.noteSent(bytes, at(turn));
            sent += bytes;
          }
          let received = 0;
          let rtts = 0;
          let last: ReturnType<ByteLedger['receive']> | undefined;
          for (let turn = 0; received < length; turn += 1) {
            const chunk = new Uint8Array(Math.min(chunks[turn % chunks.length] as number, length - received));
            payload.read(received, chunk);
            received += chunk.length;
            last = ledger.receive(chunk, at(100 + turn));
            rtts += last.rttsMs.length;
          }
          expect(last?.echoes[0]).toMatchObject({ echoedBytes: length, difference: undefined });
          expect(rtts).toBeGreaterThanOrEqual(1);
          expect(ledger.outstanding).toEqual([]);
        },
      ),
    );
  });

  it('finds one flipped byte anywhere in a generated stream', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40_000 }), fc.nat(), (length, where) => {
        const payload = createGeneratedPayload(length, 7);
        const ledger = new ByteLedger();
        ledger.enter(1, payload);
        ledger.noteSent(length, at(0));
        const echo = new Uint8Array(length);
        payload.read(0, echo);
        const offset = where % length;
        echo[offset] = (echo[offset] as number) ^ 1;
        expect(ledger.receive(echo, at(1)).echoes[0]?.difference?.offset).toBe(offset);
      }),
    );
  });
});
