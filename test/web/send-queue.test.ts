// The send queue: messages slice by slice, FIN behind everything, and a bound.

import { describe, expect, it } from 'vitest';
import { createBytesPayload } from '../../web/model/payload.ts';
import { MAX_QUEUED_MESSAGES, SendQueue } from '../../web/model/send-queue.ts';

function payload(...bytes: number[]): ReturnType<typeof createBytesPayload> {
  return createBytesPayload('hex', Uint8Array.from(bytes));
}

function drain(queue: SendQueue, maxBytes: number): unknown[] {
  const taken: unknown[] = [];
  for (let next = queue.take(maxBytes); next; next = queue.take(maxBytes)) {
    taken.push(next.kind === 'fin' ? 'fin' : [next.message, [...next.bytes], next.last]);
  }
  return taken;
}

describe('the send queue', () => {
  it('cuts messages into slices and keeps their order', () => {
    const queue = new SendQueue();
    queue.add(1, payload(1, 2, 3));
    queue.add(2, payload(4));
    expect(queue.pendingBytes).toBe(4);
    expect(drain(queue, 2)).toEqual([
      [1, [1, 2], false],
      [1, [3], true],
      [2, [4], true],
    ]);
    expect(queue.pendingBytes).toBe(0);
    expect(queue.isEmpty).toBe(true);
  });

  it('lets the FIN go behind every byte, and once', () => {
    const queue = new SendQueue();
    queue.add(1, payload(1));
    queue.addFin();
    queue.addFin();
    expect(drain(queue, 64)).toEqual([[1, [1], true], 'fin']);
  });

  it('takes nothing more after a FIN', () => {
    const queue = new SendQueue();
    queue.addFin();
    expect(queue.isClosed).toBe(true);
    expect(() => queue.add(1, payload(1))).toThrow('closed with FIN');
  });

  it('holds a bounded number of messages', () => {
    const queue = new SendQueue();
    for (let message = 0; message < MAX_QUEUED_MESSAGES; message += 1) queue.add(message, payload(1));
    expect(queue.isFull).toBe(true);
    expect(() => queue.add(0, payload(1))).toThrow('fewer must');
  });

  it('forgets everything when it is cleared', () => {
    const queue = new SendQueue();
    queue.add(1, payload(1, 2));
    queue.take(1);
    queue.addFin();
    queue.clear();
    expect([queue.isEmpty, queue.pendingBytes, queue.take(1)]).toEqual([true, 0, undefined]);
  });
});
