// Hostile chunking: however a stream is cut into messages, fragments and control frames on its way, the same
// bytes come out in the same order.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pattern } from '../../support/pattern.ts';
import { echo, withGateway } from '../../support/with-gateway.ts';

/** One message as the fragments that carry it; an empty fragment is legal (RFC 6455 §5.4). */
const message = fc.array(fc.nat({ max: 70_000 }), { minLength: 1, maxLength: 4 });

it('any cut gives the same bytes', async () => {
  await withGateway({ serve: echo }, async ({ connect }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 12 }), fc.boolean(), async (messages, isPinging) => {
        const total = messages.flat().reduce((sum, size) => sum + size, 0);
        const sent = pattern(total);
        const peer = connect();
        await peer.control('open');
        let at = 0;
        for (const fragments of messages) {
          for (const [i, size] of fragments.entries()) {
            const isLast = i === fragments.length - 1;
            peer.ws.send(sent.subarray(at, at + size), { binary: true, fin: isLast });
            at += size;
            if (isPinging) peer.ws.ping();
          }
        }
        peer.sendControl({ type: 'fin' });
        expect(await peer.closed).toMatchObject({ code: 1000 });
        expect(peer.bytes.equals(sent)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

it('all 256 byte values come back, each as its own message', async () => {
  await withGateway({ serve: echo }, async ({ connect }) => {
    const peer = connect();
    await peer.control('open');
    for (let value = 0; value < 256; value += 1) peer.send(Buffer.from([value]));
    expect(await peer.received(256)).toEqual(Buffer.from(Array.from({ length: 256 }, (_, value) => value)));
  });
});
