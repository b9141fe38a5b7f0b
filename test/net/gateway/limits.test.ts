// What a crowd, a vanished peer or a malformed frame may do, and no more.

import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { expect, it } from 'vitest';
import { flood } from '../../support/flood.ts';
import { handshakeLines } from '../../support/raw-http.ts';
import { echo, withGateway } from '../../support/with-gateway.ts';

it('more than maxSessions: 1013, the others go on, and room returns', async () => {
  await withGateway({ serve: echo, maxSessions: 2 }, async ({ connect, gateway }) => {
    const first = connect();
    const second = connect();
    await Promise.all([first.control('open'), second.control('open')]);
    expect(await connect().closed).toEqual({ code: 1013, reason: 'too many sessions on this server' });
    first.send('still served');
    await first.received(12);
    second.ws.close();
    await expect.poll(() => gateway.sessionCount).toBe(1);
    await connect().control('open');
  });
});

it('more than maxSessionsPerAddress: 1013, another address is served, and room returns', async () => {
  await withGateway({ serve: echo, maxSessionsPerAddress: 1 }, async ({ connect, gateway }) => {
    const first = connect();
    await first.control('open');
    expect(await connect().closed).toEqual({ code: 1013, reason: 'too many sessions from your address' });
    await connect({ localAddress: '127.0.0.2' }).control('open');
    first.ws.close();
    await expect.poll(() => gateway.sessionCount).toBe(1);
    await connect().control('open');
  });
});

it('drops a peer that answers no ping, and keeps one that does', async () => {
  await withGateway({ serve: echo, heartbeatMs: 50 }, async ({ connect, gateway, accepted }) => {
    const mute = connect({ autoPong: false });
    await mute.control('open');
    const listening = connect();
    await listening.control('open');
    expect(await mute.closed).toMatchObject({ code: 1006 });
    let pings = 0;
    listening.ws.on('ping', () => {
      pings += 1;
    });
    await expect.poll(() => pings).toBeGreaterThan(3);
    expect(gateway.sessionCount).toBe(1);
    expect(accepted[0]?.destroyed).toBe(true);
  });
});

it('keeps a peer that is slow but reads, although its pong stands behind megabytes', async () => {
  await withGateway({ serve: flood, heartbeatMs: 200 }, async ({ connect }) => {
    const slow = connect();
    await slow.control('open');
    slow.ws.on('message', () => {
      slow.ws.pause();
      setTimeout(() => slow.ws.resume(), 1);
    });
    await slow.received(48 * 1024 * 1024);
    expect(slow.ws.readyState).toBe(slow.ws.OPEN);
  });
}, 60_000);

/** A client's frame header with a mask of zeros, so that the payload stands as it is. */
function frame(first: number, second: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Buffer.from([first, second | 0x80, 0, 0, 0, 0]), payload]);
}

it.each<[string, number, Buffer]>([
  ['an unmasked frame', 1002, Buffer.from([0x82, 0x01, 0x41])],
  ['a reserved bit', 1002, frame(0xc2, 0)],
  ['a reserved opcode', 1002, frame(0x83, 0)],
  ['a continuation of nothing', 1002, frame(0x80, 0)],
  ['a fragmented ping', 1002, frame(0x09, 0)],
  ['text that is not UTF-8', 1007, frame(0x81, 1, Buffer.from([0xff]))],
  ['a Close of one byte', 1002, frame(0x88, 1, Buffer.from([3]))],
  ['a Close with a forbidden code', 1002, frame(0x88, 2, Buffer.from([0x03, 0xed]))],
  ['a length of 2^31', 1009, Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0x80, 0, 0, 0])],
])('%s: %i, and the target sees a reset, although the peer stays', async (_name, code, bytes) => {
  await withGateway({ serve: echo }, async ({ port, nextAccepted, gateway }) => {
    const accepted = nextAccepted();
    const peer = connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true });
    try {
      const lines = [...handshakeLines(port), 'Sec-WebSocket-Protocol: echo-bridge.v1'];
      peer.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes]));
      let answer = Buffer.alloc(0);
      peer.on('data', (chunk) => {
        answer = Buffer.concat([answer, chunk]);
      });
      const [error] = (await once(await accepted, 'error')) as [NodeJS.ErrnoException];
      expect(error.code).toBe('ECONNRESET');
      const closeFrame = () => answer.indexOf(0x88, answer.indexOf('"open"'));
      await expect.poll(() => answer.includes('"open"') && closeFrame() > 0).toBe(true);
      expect(answer.readUInt16BE(closeFrame() + 2)).toBe(code);
      expect(gateway.bufferedBytes.upstream).toBe(0);
    } finally {
      peer.destroy();
    }
  });
});
