// Every server of the gallery has its bug, and is otherwise an echo server: only so can the Echo Check be told apart by it.

import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { GALLERY } from '../../../server/core/targets/gallery.ts';
import { BROKEN_SERVERS } from '../../../server/net/gallery/broken-servers.ts';
import { listen } from '../../../server/net/listen.ts';
import { exchange } from '../../support/exchange.ts';
import { pattern } from '../../support/pattern.ts';
import { TcpPeer } from '../../support/tcp-peer.ts';

const MIB = 1024 * 1024;

/** Runs `test` with the broken server of that name, in this process; `connect` opens a connection that is read. */
async function withBroken(
  name: string,
  test: (connect: () => Promise<TcpPeer>) => Promise<void>,
): Promise<void> {
  const server = BROKEN_SERVERS.get(name)?.();
  if (server === undefined) throw new RangeError(name);
  const flags = { host: '--host', port: '--port' };
  const { port } = await listen(server, { host: '127.0.0.1', port: 0, flags });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  try {
    await test(async () => (await TcpPeer.connect(port)).read());
  } finally {
    // The server's ends: RST from the client's would end one of them and this process with it.
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Sends FIN and returns all that came until the server's. */
async function finish(peer: TcpPeer): Promise<string> {
  peer.fin();
  await peer.ended;
  return peer.bytes.toString('latin1');
}

it('has a server for every entry, and an entry for every server', () => {
  expect([...BROKEN_SERVERS.keys()].sort()).toEqual(GALLERY.map(({ name }) => name).sort());
});

describe('the bug of', () => {
  it('broken-per-line: nothing comes before the newline', async () => {
    await withBroken('broken-per-line', async (connect) => {
      const peer = await connect();
      await peer.send('one\ntwo');
      await peer.received(4);
      await peer.send(' three');
      await exchange(await connect(), 'a round trip\n');
      expect(peer.bytes.toString()).toBe('one\n');
      await peer.send('\n');
      expect((await peer.received(14)).toString()).toBe('one\ntwo three\n');
      await peer.send('rest');
      expect(await finish(peer)).toBe('one\ntwo three\nrest');
    });
  });

  it('broken-one-recv: what came with the first message is lost', async () => {
    await withBroken('broken-one-recv', async (connect) => {
      const peer = await connect();
      await peer.send('one\ntwo\nthree\n');
      expect(await finish(peer)).toBe('one\n');
    });
  });

  it('broken-1024: the 1,025th byte is lost', async () => {
    await withBroken('broken-1024', async (connect) => {
      const peer = await connect();
      await peer.send('x'.repeat(1025));
      expect(await finish(peer)).toBe('x'.repeat(1024));
    });
  });

  it('broken-partial-send: a client that reads late misses bytes', async () => {
    await withBroken('broken-partial-send', async (connect) => {
      const peer = await connect();
      peer.socket.pause();
      const sent = pattern(32 * MIB);
      // It reads all of it, though nobody takes the echoes.
      await peer.send(sent);
      peer.socket.resume();
      await finish(peer);
      expect(peer.bytes.length).toBeLessThan(sent.length);
    });
  });

  it('broken-utf-8: what is no UTF-8, and a character in two chunks, come back as U+FFFD', async () => {
    await withBroken('broken-utf-8', async (connect) => {
      const peer = await connect();
      await exchange(peer, 'caf\u00e9'.normalize('NFD'));
      const before = peer.bytes.length;
      await peer.send(Uint8Array.of(0xff));
      expect((await peer.received(before + 3)).subarray(before).toString()).toBe('\ufffd');
      await peer.send(Uint8Array.of(0xc3));
      await peer.received(before + 6);
      await peer.send(Uint8Array.of(0xa9));
      expect((await peer.received(before + 9)).subarray(before + 3).toString()).toBe('\ufffd\ufffd');
    });
  });

  it('broken-upper-case: letters come back as capitals, and all else as it is', async () => {
    await withBroken('broken-upper-case', async (connect) => {
      const peer = await connect();
      await exchange(peer, 'ABC [`{~} 123\r\n');
      await peer.send('abc xyz');
      expect(await finish(peer)).toBe('ABC [`{~} 123\r\nABC XYZ');
    });
  });

  it('broken-first-only: FIN follows the first echo', async () => {
    await withBroken('broken-first-only', async (connect) => {
      const peer = await connect();
      await peer.send('one');
      await peer.ended;
      await peer.send('two');
      expect(await finish(peer)).toBe('one');
      expect(await peer.closed).toBe(undefined);
    });
  });

  it('broken-one-client: the next one waits until the first has gone', async () => {
    await withBroken('broken-one-client', async (connect) => {
      const first = await connect();
      await exchange(first, 'one');
      const second = await connect();
      const third = await connect();
      await second.send('two');
      await third.send('three');
      for (let trip = 0; trip < 50; trip += 1) await exchange(first, '.');
      expect(second.bytes.length).toBe(0);
      first.fin();
      await second.received(3);
      // One that gives up while it waits keeps nobody from having a turn.
      third.rst();
      const fourth = await connect();
      second.fin();
      await exchange(fourth, 'four');
    });
  });

  it('broken-unbounded: all is read from a client that reads nothing, and comes back', async () => {
    await withBroken('broken-unbounded', async (connect) => {
      const peer = await connect();
      peer.socket.pause();
      const sent = pattern(64 * MIB);
      await peer.send(sent);
      peer.socket.resume();
      await finish(peer);
      expect(peer.bytes.equals(sent)).toBe(true);
    });
  });

  it('broken-half-close: what is under way at FIN is lost', async () => {
    await withBroken('broken-half-close', async (connect) => {
      const peer = await connect();
      await exchange(peer, 'on its way');
      await peer.send(pattern(MIB));
      await finish(peer);
      expect(peer.bytes.length).toBeLessThan(10 + MIB);
    });
  });

  it('broken-fin: no FIN answers FIN', async () => {
    await withBroken('broken-fin', async (connect) => {
      const peer = await connect();
      await exchange(peer, 'hello');
      peer.fin();
      let hasEnded = false;
      void peer.ended.then(() => {
        hasEnded = true;
      });
      const other = await connect();
      for (let trip = 0; trip < 50; trip += 1) await exchange(other, '.');
      expect(hasEnded).toBe(false);
    });
  });
});

const closesOnFin = GALLERY.map(({ name }) => name).filter((name) => name !== 'broken-fin');
const servesAll = GALLERY.map(({ name }) => name).filter((name) => name !== 'broken-one-client');
const servesTwice = GALLERY.map(({ name }) => name).filter((name) => name !== 'broken-first-only');

/** A message that no bug touches. */
const PLAIN = 'HELLO, WORLD\n';

describe('in all else it is an echo server:', () => {
  it.each(servesTwice)('%s gives several messages back, one byte at a time too', async (name) => {
    await withBroken(name, async (connect) => {
      const peer = await connect();
      for (let message = 0; message < 3; message += 1) await exchange(peer, PLAIN);
      for (const byte of PLAIN) await peer.send(byte);
      expect((await peer.received(4 * PLAIN.length)).toString()).toBe(PLAIN.repeat(4));
    });
  });

  it.each(closesOnFin)('%s answers FIN with FIN, with and without a byte before', async (name) => {
    await withBroken(name, async (connect) => {
      expect(await finish(await connect())).toBe('');
      const peer = await connect();
      await exchange(peer, PLAIN);
      expect(await finish(peer)).toBe(PLAIN);
      expect(await peer.closed).toBe(undefined);
    });
  });

  it.each(servesAll)('%s serves several clients at once', async (name) => {
    await withBroken(name, async (connect) => {
      const peers = [await connect(), await connect(), await connect()];
      for (const peer of peers.reverse()) await exchange(peer, PLAIN);
    });
  });

  it.each(GALLERY.map(({ name }) => name).filter((name) => name !== 'broken-on-reset'))(
    '%s survives a client that resets',
    async (name) => {
      await withBroken(name, async (connect) => {
        const peer = await connect();
        await exchange(peer, PLAIN);
        peer.rst();
        await exchange(await connect(), PLAIN);
      });
    },
  );

  // A line of 16 MiB; those whose bug concerns long messages, or none but the first, are left out.
  it.each([
    'broken-per-line',
    'broken-one-recv',
    'broken-utf-8',
    'broken-one-client',
    'broken-on-reset',
    'broken-unbounded',
    'broken-fin',
  ])('%s gives 16 MiB back', async (name) => {
    await withBroken(name, async (connect) => {
      const peer = await connect();
      const sent = Buffer.alloc(16 * MIB, '0123456789');
      sent[sent.length - 1] = 0x0a;
      await peer.send(sent);
      expect((await peer.received(sent.length)).equals(sent)).toBe(true);
    });
  });
});
