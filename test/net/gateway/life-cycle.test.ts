// The bridge protocol's endings over real sockets, as PROTOCOL.md lists them.

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { withFullListener } from '../../support/full-listener.ts';
import { pattern } from '../../support/pattern.ts';
import { echo, listenAnywhere, withGateway } from '../../support/with-gateway.ts';

/** Reads a socket to its FIN; rejects on RST. */
async function readToEnd(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Settles with the errno name that breaks the socket. */
async function brokenBy(socket: Socket): Promise<string> {
  socket.resume();
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  return error.code ?? '';
}

/**
 * Expects that the peer of a socket that reads no more has reset it. Node does not look at a socket after its
 * end, and takes RST behind unread bytes for an end; only a write tells.
 */
async function expectReset(socket: Socket): Promise<void> {
  let code: string | undefined;
  socket.on('error', (error: NodeJS.ErrnoException) => {
    code = error.code;
  });
  socket.resume();
  await expect
    .poll(() => {
      socket.write('are you there?');
      return code;
    })
    .toMatch(/^(EPIPE|ECONNRESET)$/);
}

describe('opening', () => {
  it('tells of the TCP connection once it is established', async () => {
    await withGateway({ serve: echo }, async ({ connect, nextAccepted }) => {
      const accepted = nextAccepted();
      const peer = connect();
      const open = await peer.control('open');
      const socket = await accepted;
      expect(open.local).toEqual({ address: socket.remoteAddress, port: socket.remotePort });
      expect(open.remote).toEqual({ address: socket.localAddress, port: socket.localPort });
      expect(open).toMatchObject({ target: 'echo', maxMessageBytes: 1024 * 1024 });
      expect(peer.ws.protocol).toBe('echo-bridge.v1');
    });
  });

  it('keeps what the browser sends before it is established', async () => {
    await withGateway({ serve: echo }, async ({ connect }) => {
      const peer = await connect().opened();
      peer.send('early');
      expect((await peer.received(5)).toString()).toBe('early');
      expect(peer.controls[0]?.type).toBe('open');
    });
  });

  it('reports a target that refuses with 4100, and serves again once it is back', async () => {
    const server = createServer((socket) => echo(socket.on('error', () => {})));
    const port = await listenAnywhere(server);
    server.close();
    await once(server, 'close');
    await withGateway({ target: { endpoint: { address: '127.0.0.1', port } } }, async ({ connect }) => {
      const refused = connect();
      expect(await refused.control('error')).toMatchObject({ code: 'ECONNREFUSED' });
      expect(await refused.closed).toMatchObject({ code: 4100 });
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      const served = connect();
      await served.control('open');
      served.send('back');
      await served.received(4);
      served.sendControl({ type: 'fin' });
      expect(await served.closed).toMatchObject({ code: 1000 });
      server.close();
    });
  });

  it('reports a name that does not resolve with 4101', async () => {
    await withGateway(
      { target: { endpoint: { address: 'no-such-host.invalid', port: 7 } } },
      async ({ connect }) => {
        const peer = connect();
        expect((await peer.control('error')).code).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
        expect(await peer.closed).toMatchObject({ code: 4101 });
      },
    );
  });

  it('gives up a target that does not answer with 4102', async () => {
    await withFullListener(async (port) => {
      const target = { endpoint: { address: '127.0.0.1', port } };
      await withGateway({ target, connectTimeoutMs: 100 }, async ({ connect, gateway }) => {
        const peer = connect();
        expect(await peer.control('error')).toMatchObject({ code: 'ETIMEDOUT' });
        expect(await peer.closed).toMatchObject({ code: 4102 });
        await expect.poll(() => gateway.sessionCount).toBe(0);
      });
    });
  });

  it('refuses a target that is not on the list with 1008 and dials nothing', async () => {
    await withGateway({ serve: echo }, async ({ connect, accepted }) => {
      const peer = connect({ path: '/bridge?target=127.0.0.1:22' });
      expect(await peer.control('error')).toMatchObject({ code: 'UNKNOWN_TARGET' });
      expect(await peer.closed).toMatchObject({ code: 1008 });
      expect(accepted).toHaveLength(0);
    });
  });
});

describe('both directions end in order', () => {
  it('brings 10 MiB back after fin, then the target’s fin, then 1000', async () => {
    await withGateway({ serve: echo }, async ({ connect }) => {
      const peer = connect();
      await peer.control('open');
      const sent = pattern(10 * 1024 * 1024);
      for (let at = 0; at < sent.length; at += 256 * 1024) peer.send(sent.subarray(at, at + 256 * 1024));
      peer.sendControl({ type: 'fin' });
      expect(await peer.closed).toMatchObject({ code: 1000 });
      expect(peer.bytes.equals(sent)).toBe(true);
      const told = peer.controls.map(({ type }) => type).filter((type) => type !== 'taken');
      expect(told).toEqual(['open', 'fin']);
    });
  });

  it('lets the browser send on after the target’s FIN', async () => {
    const serve = (socket: Socket) => socket.end('bye');
    await withGateway({ serve }, async ({ connect, nextAccepted }) => {
      const accepted = nextAccepted();
      const peer = connect();
      await peer.control('fin');
      expect(peer.bytes.toString()).toBe('bye');
      peer.send('still here');
      peer.sendControl({ type: 'fin' });
      expect((await readToEnd(await accepted)).toString()).toBe('still here');
      expect(await peer.closed).toMatchObject({ code: 1000 });
    });
  });

  it('half-open for too long: RST to the target and 4106', async () => {
    await withGateway({ halfOpenTimeoutMs: 50 }, async ({ connect, nextAccepted }) => {
      const accepted = nextAccepted();
      const peer = connect();
      await peer.control('open');
      peer.sendControl({ type: 'fin' });
      expect(await peer.closed).toMatchObject({ code: 4106 });
      await expectReset(await accepted);
    });
  });
});

describe('the browser closes', () => {
  it('right after sending: every byte reaches the target, then FIN, not RST', async () => {
    await withGateway({}, async ({ connect, nextAccepted }) => {
      const accepted = nextAccepted();
      const peer = connect();
      await peer.control('open');
      const sent = pattern(4 * 1024 * 1024);
      for (let at = 0; at < sent.length; at += 64 * 1024) peer.send(sent.subarray(at, at + 64 * 1024));
      peer.ws.close();
      const socket = await accepted;
      expect((await readToEnd(socket)).equals(sent)).toBe(true);
      socket.end();
    });
  });

  it.each([
    ['', false],
    ['after pause, ', true],
  ])(
    '%swith bytes still to come: they are discarded and the target ends undisturbed',
    async (_when, isPaused) => {
      // More than the kernel's buffers take: the target can only end if it is read to the end.
      const answer = pattern(16 * 1024 * 1024);
      const serve = (socket: Socket) => socket.resume().on('end', () => socket.end(answer));
      await withGateway({ serve }, async ({ connect, nextAccepted, gateway }) => {
        const accepted = nextAccepted();
        const peer = connect();
        await peer.control('open');
        const socket = await accepted;
        const ended = once(socket, 'close');
        if (isPaused) peer.sendControl({ type: 'pause' });
        peer.send(pattern(1024 * 1024));
        peer.ws.close(1000);
        expect(await ended).toEqual([false]);
        expect(socket.bytesRead).toBe(1024 * 1024);
        expect(socket.bytesWritten).toBe(answer.length);
        await expect.poll(() => gateway.sessionCount).toBe(0);
      });
    },
  );

  it('with a target that never ends: it is reset after the half-open limit', async () => {
    const serve = (socket: Socket) => {
      const talking = setInterval(() => socket.write('still here'), 10);
      socket.resume().on('close', () => clearInterval(talking));
    };
    await withGateway({ serve, halfOpenTimeoutMs: 100 }, async ({ connect, gateway }) => {
      const peer = connect();
      await peer.received(10);
      peer.ws.close(1000);
      await expect.poll(() => gateway.sessionCount, { timeout: 10_000 }).toBe(0);
    });
  });

  it('by vanishing: the target sees a reset', async () => {
    await withGateway({}, async ({ connect, nextAccepted }) => {
      const accepted = nextAccepted();
      const peer = connect();
      await peer.control('open');
      const broken = brokenBy(await accepted);
      peer.ws.terminate();
      expect(await broken).toBe('ECONNRESET');
    });
  });

  it('by vanishing while the target takes nothing: the target sees a reset', async () => {
    await withGateway({ heartbeatMs: 50 }, async ({ connect, nextAccepted, gateway }) => {
      const accepted = nextAccepted();
      const peer = connect();
      await peer.control('open');
      const socket = await accepted;
      for (let i = 0; i < 32; i += 1) peer.send(pattern(1024 * 1024));
      await expect.poll(() => gateway.bufferedBytes.upstream).toBeGreaterThan(0);
      peer.ws.terminate();
      await expect.poll(() => gateway.sessionCount, { timeout: 10_000 }).toBe(0);
      await expectReset(socket);
    });
  });
});

describe('abrupt ends', () => {
  it('rst: the target sees a reset, the browser 4105', async () => {
    await withGateway({}, async ({ connect, nextAccepted }) => {
      const accepted = nextAccepted();
      const peer = connect();
      await peer.control('open');
      const broken = brokenBy(await accepted);
      peer.sendControl({ type: 'rst' });
      expect(await peer.closed).toMatchObject({ code: 4105 });
      expect(await broken).toBe('ECONNRESET');
    });
  });

  it('rst right behind fin: the target still sees a reset, and nothing is left', async () => {
    await withGateway({ serve: echo }, async ({ connect, gateway }) => {
      for (let round = 0; round < 20; round += 1) {
        const peer = connect();
        await peer.control('open');
        peer.sendControl({ type: 'fin' });
        peer.sendControl({ type: 'rst' });
        expect(await peer.closed).toMatchObject({ code: 4105 });
      }
      await expect.poll(() => gateway.sessionCount).toBe(0);
    });
  });

  it('a reset by the target: error, then 4104', async () => {
    await withGateway({}, async ({ connect, nextAccepted }) => {
      const accepted = nextAccepted();
      const peer = connect();
      await peer.control('open');
      (await accepted).resetAndDestroy();
      expect(await peer.control('error')).toMatchObject({ code: 'ECONNRESET' });
      expect(await peer.closed).toMatchObject({ code: 4104 });
    });
  });

  it('no byte for too long: 4103; a busy session stays', async () => {
    await withGateway({ serve: echo, idleTimeoutMs: 300 }, async ({ connect }) => {
      const idle = connect();
      const busy = connect();
      await busy.control('open');
      let isIdleClosed = false;
      void idle.closed.then(() => {
        isIdleClosed = true;
      });
      let count = 0;
      while (!isIdleClosed) {
        busy.send('x');
        count += 1;
        await busy.received(count);
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(await idle.closed).toMatchObject({ code: 4103 });
      expect(busy.ws.readyState).toBe(busy.ws.OPEN);
      expect(await busy.closed).toMatchObject({ code: 4103 });
    });
  });

  it('more than the quota: 4107; exactly the quota is let through', async () => {
    await withGateway({ serve: echo, sessionQuotaBytes: 10 }, async ({ connect }) => {
      const peer = connect();
      await peer.control('open');
      peer.send('0123456789');
      expect((await peer.received(10)).toString()).toBe('0123456789');
      peer.send('!');
      expect(await peer.closed).toMatchObject({ code: 4107 });
    });
  });
});

describe('violations', () => {
  it.each([
    ['no JSON', 'hello', /must be one JSON object/],
    ['an unknown type', '{"type":"shout"}', /type/],
    ['an unknown key', '{"type":"fin","__proto__":{"a":1},"x":1}', /./],
    ['an array', '[]', /./],
    ['null', 'null', /./],
  ])('%s: 1008 with a reason', async (_name, text, reason) => {
    await withGateway({}, async ({ connect, nextAccepted }) => {
      const accepted = nextAccepted();
      const peer = connect();
      await peer.control('open');
      const broken = brokenBy(await accepted);
      peer.sendText(text);
      const closed = await peer.closed;
      expect(closed.code).toBe(1008);
      expect(closed.reason).toMatch(reason);
      expect(await broken).toBe('ECONNRESET');
      expect((await accepted).bytesRead).toBe(0);
    });
  });

  it('bytes after fin, and a second fin: 1008', async () => {
    await withGateway({}, async ({ connect }) => {
      for (const offend of [
        (peer: ReturnType<typeof connect>) => peer.send('more'),
        (peer: ReturnType<typeof connect>) => peer.sendControl({ type: 'fin' }),
      ]) {
        const peer = connect();
        await peer.control('open');
        peer.sendControl({ type: 'fin' });
        offend(peer);
        expect(await peer.closed).toMatchObject({ code: 1008 });
      }
    });
  });

  it('control above maxControlBytes: 1009; a message above maxMessageBytes: 1009; exactly that: served', async () => {
    await withGateway({ serve: echo, maxMessageBytes: 5000, maxControlBytes: 64 }, async ({ connect }) => {
      const fits = connect();
      await fits.control('open');
      fits.send(pattern(5000));
      fits.sendText(`{"type":"pause"}${' '.repeat(48)}`);
      fits.sendText(`{"type":"resume"}${' '.repeat(47)}`);
      expect((await fits.received(5000)).equals(pattern(5000))).toBe(true);
      fits.sendText(`{"type":"pause"}${' '.repeat(49)}`);
      expect(await fits.closed).toMatchObject({ code: 1009 });

      const tooBig = connect();
      await tooBig.control('open');
      tooBig.send(pattern(5001));
      expect(await tooBig.closed).toMatchObject({ code: 1009 });
    });
  });

  it('bytes above maxMessageBytes: 1009, although a control message may be larger', async () => {
    await withGateway({ serve: echo, maxMessageBytes: 64, maxControlBytes: 5000 }, async ({ connect }) => {
      const peer = connect();
      await peer.control('open');
      peer.send(pattern(64));
      await peer.received(64);
      peer.send(pattern(65));
      expect(await peer.closed).toMatchObject({ code: 1009 });
    });
  });
});
