// The plain mode, as websockify's clients know it: every message is TCP bytes, and there is no control.

import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { pattern } from '../../support/pattern.ts';
import { echo, withGateway } from '../../support/with-gateway.ts';

it.each([
  ['no subprotocol', []],
  ['binary', ['binary']],
])('%s: text and binary are both bytes, and nothing but bytes comes back', async (_name, subprotocols) => {
  await withGateway({ serve: echo }, async ({ connect }) => {
    const peer = connect({ subprotocols });
    await peer.opened();
    peer.sendText('{"type":"rst"}');
    peer.send(Buffer.from([0, 255, 10]));
    const bytes = await peer.received(17);
    expect(bytes).toEqual(Buffer.concat([Buffer.from('{"type":"rst"}'), Buffer.from([0, 255, 10])]));
    expect(peer.controls).toEqual([]);
  });
});

it('the target’s FIN: everything is flushed, then 1000 at once', async () => {
  const sent = pattern(3 * 1024 * 1024);
  const serve = (socket: Socket) => socket.end(sent);
  await withGateway({ serve }, async ({ connect, gateway }) => {
    const peer = connect({ subprotocols: ['binary'] });
    expect(await peer.closed).toMatchObject({ code: 1000 });
    expect(peer.bytes.equals(sent)).toBe(true);
    await expect.poll(() => gateway.sessionCount).toBe(0);
  });
});

it('the browser’s Close: every byte, then FIN', async () => {
  const received: Buffer[] = [];
  let outcome: string | undefined;
  const serve = (socket: Socket) => {
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('end', () => {
      outcome = 'FIN';
      socket.end();
    });
  };
  await withGateway({ serve }, async ({ connect }) => {
    const peer = await connect({ subprotocols: [] }).opened();
    peer.send(pattern(1024 * 1024));
    peer.ws.close();
    await expect.poll(() => outcome).toBe('FIN');
    expect(Buffer.concat(received).equals(pattern(1024 * 1024))).toBe(true);
  });
});

it('a refused target: 4100 without a message', async () => {
  await withGateway({ target: { endpoint: { address: '127.0.0.1', port: 1 } } }, async ({ connect }) => {
    const peer = connect({ subprotocols: ['binary'] });
    expect(await peer.closed).toMatchObject({
      code: 4100,
      reason: 'the target refused the connection (ECONNREFUSED)',
    });
    expect(peer.controls).toEqual([]);
  });
});
