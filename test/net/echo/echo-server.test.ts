// The TCP echo server on real sockets: exact bytes, every way a connection ends, and what it reports of it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EchoConnection } from '../../../server/core/echo-observer.ts';
import { ListenError } from '../../../server/core/listen-failure.ts';
import { listenEcho } from '../../../server/net/echo/echo-server.ts';
import { EchoTranscript } from '../../support/echo-transcript.ts';
import { pattern } from '../../support/pattern.ts';
import { TcpPeer } from '../../support/tcp-peer.ts';
import { withEchoServer } from '../../support/with-echo-server.ts';

const MIB = 1024 * 1024;

/** Far longer than any test lasts: a close that waited for it would fail the test. */
const LONG_GRACE_MS = 600_000;

/**
 * Resolves once the server no longer reads from `peer`, which has more to send. Another client's round trips are the
 * clock, as the server turns its loop at least once for each; so it is shown as well that nobody else has to wait.
 */
async function untilStalled(port: number, peer: TcpPeer, connection: EchoConnection): Promise<void> {
  const other = (await TcpPeer.connect(port)).read();
  let before = -1;
  for (let trips = 1, quiet = 0; quiet < 200; trips += 1) {
    await other.send('.');
    await other.received(trips);
    const isStalled = connection.bytesReceived === before && peer.socket.writableNeedDrain;
    quiet = isStalled ? quiet + 1 : 0;
    before = connection.bytesReceived;
  }
  other.fin();
  await other.ended;
}

describe('bytes', () => {
  it('gives all 256 values back as they came', async () => {
    await withEchoServer({}, async ({ port }) => {
      const peer = (await TcpPeer.connect(port)).read();
      const all = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
      await peer.send(all);
      expect(await peer.received(256)).toEqual(all);
    });
  });

  it('gives the same bytes back in order, however they are cut', async () => {
    await withEchoServer({}, async ({ port }) => {
      const writes = fc.array(fc.uint8Array({ minLength: 1, maxLength: 5000 }), { maxLength: 20 });
      await fc.assert(
        fc.asyncProperty(writes, async (chunks) => {
          const peer = (await TcpPeer.connect(port)).read();
          for (const chunk of chunks) await peer.send(chunk);
          peer.fin();
          await peer.ended;
          expect(peer.bytes.equals(Buffer.concat(chunks))).toBe(true);
        }),
        { numRuns: 60 },
      );
    });
  });

  it('serves 200 clients at once, each with its own bytes', async () => {
    await withEchoServer({}, async ({ port, transcript }) => {
      const peers = await Promise.all(Array.from({ length: 200 }, () => TcpPeer.connect(port)));
      await Promise.all(
        peers.map(async (peer, index) => {
          const sent = Buffer.concat([Buffer.from(`client ${index}: `), pattern(20_000 + index)]);
          peer.read();
          for (let at = 0; at < sent.length; at += 1999) await peer.send(sent.subarray(at, at + 1999));
          peer.fin();
          await peer.ended;
          expect(peer.bytes.equals(sent)).toBe(true);
        }),
      );
      await transcript.until(
        () => transcript.lines.filter((line) => line.endsWith('closed: fin')).length === 200,
      );
    });
  });

  it('echoes all of 10 MiB that came before a FIN, then sends FIN', async () => {
    await withEchoServer({}, async ({ port, transcript }) => {
      const peer = await TcpPeer.connect(port);
      const connection = await transcript.connectionOf(peer.port);
      const sent = pattern(10 * MIB);
      peer.socket.write(sent);
      peer.fin();
      peer.read();
      await peer.ended;
      expect(peer.bytes.equals(sent)).toBe(true);
      await transcript.untilLine('#1 closed: fin');
      expect(connection).toMatchObject({ bytesReceived: 10 * MIB, bytesSent: 10 * MIB });
      expect(transcript.lines.slice(-3)).toEqual(['#1 FIN received', '#1 FIN sent', '#1 closed: fin']);
    });
  });
});

describe('a client that does not read', () => {
  it('is not read from either, blocks nobody, and gets every byte once it reads', async () => {
    await withEchoServer({}, async ({ port, transcript }) => {
      const total = 128 * MIB;
      const chunk = pattern(MIB);
      const stalled = await TcpPeer.connect(port);
      const connection = await transcript.connectionOf(stalled.port);
      let offered = 0;
      const offer = () => {
        while (offered < total) {
          offered += chunk.length;
          if (!stalled.socket.write(chunk)) return;
        }
        stalled.fin();
      };
      stalled.socket.on('drain', offer);
      offer();

      await untilStalled(port, stalled, connection);
      expect(connection.bytesReceived).toBeLessThan(total / 2);
      expect(connection.bytesSent).toBe(connection.bytesReceived);

      let compared = 0;
      let isExact = true;
      stalled.socket.on('data', (bytes: Buffer) => {
        for (let at = 0; at < bytes.length; ) {
          const offset = (compared + at) % MIB;
          const part = bytes.subarray(at, at + MIB - offset);
          isExact &&= part.equals(chunk.subarray(offset, offset + part.length));
          at += part.length;
        }
        compared += bytes.length;
      });
      await stalled.ended;
      expect({ compared, isExact }).toEqual({ compared: total, isExact: true });
    });
  });
});

describe('life cycle', () => {
  it('of a client that closes', async () => {
    await withEchoServer({}, async ({ server, port, transcript }) => {
      const peer = (await TcpPeer.connect(port)).read();
      const connection = await transcript.connectionOf(peer.port);
      expect(connection).toMatchObject({
        id: 1,
        peer: { address: '127.0.0.1', port: peer.port },
        local: { address: '127.0.0.1', port },
      });
      await peer.send('hello');
      await peer.received(5);
      peer.fin();
      await transcript.untilLine('#1 closed: fin');
      await server.close(LONG_GRACE_MS);
      expect(transcript.lines).toEqual([
        'listening on 127.0.0.1',
        '#1 accepted',
        '#1 received 5',
        '#1 sent 5',
        '#1 FIN received',
        '#1 FIN sent',
        '#1 closed: fin',
        'stopped',
      ]);
      expect(connection).toMatchObject({ reads: 1, writes: 1, finReceived: true, finSent: true });
    });
  });

  it('of a client that resets, which touches no other', async () => {
    await withEchoServer({}, async ({ port, transcript }) => {
      const [first, second] = [(await TcpPeer.connect(port)).read(), (await TcpPeer.connect(port)).read()];
      await second.send('before ');
      await second.received(7);
      first.rst();
      await transcript.untilLine('#1 closed: reset ECONNRESET');
      await second.send('and after');
      expect((await second.received(16)).toString()).toBe('before and after');
      expect(transcript.lines).not.toContain('#1 FIN received');
    });
  });

  it('of a client that resets while its echoes wait', async () => {
    await withEchoServer({}, async ({ port, transcript }) => {
      const peer = await TcpPeer.connect(port);
      const connection = await transcript.connectionOf(peer.port);
      peer.socket.write(pattern(64 * MIB));
      await untilStalled(port, peer, connection);
      peer.rst();
      await transcript.until(() => transcript.lines.some((line) => line.startsWith('#1 closed: reset')));
    });
  });

  it('of a client that is refused at maxConnections, and of the next one', async () => {
    await withEchoServer({ maxConnections: 1 }, async ({ port, transcript }) => {
      const first = (await TcpPeer.connect(port)).read();
      await transcript.untilLine('#1 accepted');
      const second = (await TcpPeer.connect(port)).read();
      await transcript.untilLine('refused 127.0.0.1');
      await second.ended;
      second.fin();
      await first.send('still served');
      await first.received(12);
      first.fin();
      await transcript.untilLine('#1 closed: fin');
      const third = (await TcpPeer.connect(port)).read();
      await third.send('room again');
      expect((await third.received(10)).toString()).toBe('room again');
      expect(transcript.lines).toContain('#2 accepted');
    });
  });
});

describe('close', () => {
  it('sends FIN behind the echo of what was received, and waits for the client', async () => {
    await withEchoServer({}, async ({ server, port, transcript }) => {
      const peer = (await TcpPeer.connect(port)).read();
      await peer.send('last words');
      await transcript.untilLine('#1 received 10');
      const closing = server.close(LONG_GRACE_MS);
      await peer.ended;
      expect(peer.bytes.toString()).toBe('last words');
      await expect(TcpPeer.connect(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      await peer.send('too late');
      peer.fin();
      await closing;
      expect(transcript.lines.slice(-3)).toEqual(['#1 FIN received', '#1 closed: shutdown', 'stopped']);
      expect(transcript.lines).toContain('#1 received 8');
      expect(transcript.lines).not.toContain('#1 sent 8');
    });
  });

  it('brings a client that did not read what was echoed before, and then hears its FIN', async () => {
    await withEchoServer({}, async ({ server, port, transcript }) => {
      const peer = await TcpPeer.connect(port);
      const connection = await transcript.connectionOf(peer.port);
      const sent = pattern(64 * MIB);
      peer.socket.write(sent);
      await untilStalled(port, peer, connection);
      const closing = server.close(LONG_GRACE_MS);
      const echoed = connection.bytesSent;
      peer.read();
      await peer.ended;
      expect(peer.bytes.equals(sent.subarray(0, echoed))).toBe(true);
      peer.fin();
      await closing;
      expect(connection).toMatchObject({ bytesReceived: sent.length, bytesSent: echoed });
      expect(transcript.lines).toContain('#1 closed: shutdown');
    });
  });

  it('resets who has not closed after the grace', async () => {
    await withEchoServer({}, async ({ server, port, transcript }) => {
      const peer = (await TcpPeer.connect(port)).read();
      await transcript.untilLine('#1 accepted');
      await Promise.all([server.close(0), server.close(LONG_GRACE_MS)]);
      // After the FIN nothing is read any more, so only the next write meets the RST.
      await peer.ended;
      await expect(peer.send('anyone there?')).rejects.toMatchObject({
        code: expect.stringMatching(/^(EPIPE|ECONNRESET)$/),
      });
      expect(transcript.lines.slice(-2)).toEqual(['#1 closed: shutdown', 'stopped']);
    });
  });
});

describe('asked to end a connection', () => {
  it('sends FIN behind its echoes, and goes on receiving', async () => {
    await withEchoServer({}, async ({ server, port, transcript }) => {
      const peer = (await TcpPeer.connect(port)).read();
      await peer.send('hello');
      await peer.received(5);
      server.end({ address: '127.0.0.1', port: peer.port }, 'fin');
      await peer.ended;
      await peer.send('still here');
      await transcript.untilLine('#1 received 10');
      peer.fin();
      await peer.closed;
      await transcript.untilLine('#1 closed: fin');
      expect(peer.bytes.toString()).toBe('hello');
      expect(transcript.lines).not.toContain('#1 sent 10');
    });
  });

  it('sends RST', async () => {
    await withEchoServer({}, async ({ server, port, transcript }) => {
      const peer = (await TcpPeer.connect(port)).read();
      await transcript.untilLine('#1 accepted');
      server.end({ address: '127.0.0.1', port: peer.port }, 'rst');
      expect(await peer.closed).toBe('ECONNRESET');
      await transcript.untilLine('#1 closed: abort');
    });
  });

  it('leaves all others alone, and knows no stranger', async () => {
    await withEchoServer({}, async ({ server, port }) => {
      const peer = (await TcpPeer.connect(port)).read();
      server.end({ address: '127.0.0.1', port: peer.port === 1 ? 2 : 1 }, 'rst');
      await peer.send('fine');
      expect((await peer.received(4)).toString()).toBe('fine');
    });
  });
});

describe('listening', () => {
  it('says what to do when the port is in use', async () => {
    await withEchoServer({}, async ({ port }) => {
      const second = listenEcho({ port }, new EchoTranscript());
      await expect(second).rejects.toBeInstanceOf(ListenError);
      await expect(second).rejects.toMatchObject({
        code: 'EADDRINUSE',
        message:
          `Cannot listen on 127.0.0.1:${port}: the port is in use. ` +
          'Stop the other process or choose another with --echo-port.',
      });
    });
  });

  it('says so when the address is not of this machine', async () => {
    // TEST-NET-3 (RFC 5737), which no machine has.
    const server = listenEcho({ host: '203.0.113.7' }, new EchoTranscript());
    await expect(server).rejects.toMatchObject({
      code: 'EADDRNOTAVAIL',
      message:
        'Cannot listen on 203.0.113.7:0: this machine has no such address. ' +
        'Choose one of its own with --echo-host.',
    });
  });
});
