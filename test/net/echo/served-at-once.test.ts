// An echo server that serves some of its connections at a time: the others wait in the order in which they came, whatever
// their peers do meanwhile.

import { describe, expect, it } from 'vitest';
import { exchange } from '../../support/exchange.ts';
import { pattern } from '../../support/pattern.ts';
import { TcpPeer } from '../../support/tcp-peer.ts';
import { type EchoServerUnderTest, withEchoServer } from '../../support/with-echo-server.ts';

/** Far longer than any test lasts. */
const LONG_GRACE_MS = 600_000;

/** Runs `test` with a server that serves one, a peer that is served and one that waits. */
function withWaiting(
  test: (underTest: EchoServerUnderTest & { served: TcpPeer; waiting: TcpPeer }) => Promise<void>,
): Promise<void> {
  return withEchoServer({ servedAtOnce: 1 }, async (underTest) => {
    const served = (await TcpPeer.connect(underTest.port)).read();
    await underTest.transcript.untilLine('#1 accepted');
    const waiting = (await TcpPeer.connect(underTest.port)).read();
    await underTest.transcript.untilLine('#2 waits');
    await test({ ...underTest, served, waiting });
  });
}

describe('a connection that waits', () => {
  it('is not read until the one before has gone, and then from its first byte on', async () => {
    await withWaiting(async ({ transcript, served, waiting }) => {
      const connection = await transcript.connectionOf(waiting.port);
      await waiting.send('first words');
      // Round trips of the other are the clock: the server turns its loop at least once for each.
      for (let trip = 0; trip < 50; trip += 1) await exchange(served, '.');
      expect(connection).toMatchObject({ servedBy: undefined, isReading: false, bytesReceived: 0 });
      served.fin();
      expect((await waiting.received(11)).toString()).toBe('first words');
      expect(connection.servedBy).toEqual({ kind: 'process', id: process.pid });
      const { lines } = transcript;
      expect(lines.indexOf('#2 served')).toBe(lines.indexOf('#1 closed: fin') + 1);
      expect(lines.indexOf('#2 received 11')).toBe(lines.indexOf('#2 served') + 1);
    });
  });

  it('has its turn in the order in which it came', async () => {
    await withWaiting(async ({ port, transcript, served, waiting }) => {
      const third = (await TcpPeer.connect(port)).read();
      await transcript.untilLine('#3 waits');
      third.fin();
      served.fin();
      await exchange(waiting, 'second');
      expect(transcript.lines).not.toContain('#3 served');
      waiting.fin();
      await third.ended;
      await transcript.untilLine('#3 closed: fin');
    });
  });

  it('may have sent all it has and its FIN before', async () => {
    await withWaiting(async ({ transcript, served, waiting }) => {
      const bytes = pattern(1_000_000);
      waiting.socket.write(bytes);
      waiting.fin();
      served.fin();
      await waiting.ended;
      expect(waiting.bytes.equals(bytes)).toBe(true);
      await transcript.untilLine('#2 closed: fin');
    });
  });

  it('may have been reset: that is found out when its turn comes, and the next is served', async () => {
    await withWaiting(async ({ port, transcript, served, waiting }) => {
      const third = (await TcpPeer.connect(port)).read();
      await transcript.untilLine('#3 waits');
      waiting.rst();
      await exchange(served, 'not touched by it');
      served.fin();
      await transcript.untilLine('#2 closed: reset ECONNRESET');
      await exchange(third, 'third');
      expect(transcript.lines).toContain('#2 served');
    });
  });

  it('counts as a connection where they are limited', async () => {
    await withEchoServer({ servedAtOnce: 1, maxConnections: 2 }, async ({ port, transcript }) => {
      const peers = [await TcpPeer.connect(port), await TcpPeer.connect(port)];
      await transcript.untilLine('#2 waits');
      const third = (await TcpPeer.connect(port)).read();
      await third.ended;
      expect(transcript.lines).toContain('refused 127.0.0.1');
      for (const peer of [...peers, third]) peer.fin();
    });
  });
});

describe('two at a time', () => {
  it('are served, and a third when either has gone', async () => {
    await withEchoServer({ servedAtOnce: 2 }, async ({ port, transcript }) => {
      const first = (await TcpPeer.connect(port)).read();
      await transcript.untilLine('#1 accepted');
      const second = (await TcpPeer.connect(port)).read();
      await transcript.untilLine('#2 accepted');
      const third = (await TcpPeer.connect(port)).read();
      await transcript.untilLine('#3 waits');
      await exchange(first, 'one');
      await exchange(second, 'two');
      second.fin();
      await exchange(third, 'three');
      await exchange(first, 'still here');
    });
  });
});

describe('the server', () => {
  it.each([
    ['fin', 'fin', undefined],
    ['rst', 'abort', 'ECONNRESET'],
  ] as const)('ends one that waits by %s, which never has a turn', async (how, told, code) => {
    await withWaiting(async ({ server, port, transcript, served, waiting }) => {
      const third = (await TcpPeer.connect(port)).read();
      await transcript.untilLine('#3 waits');
      server.end({ address: '127.0.0.1', port: waiting.port }, how);
      if (how === 'fin') await waiting.ended;
      waiting.fin();
      expect(await waiting.closed).toBe(code);
      await transcript.untilLine(`#2 closed: ${told}`);
      await exchange(served, 'not touched by it');
      expect(transcript.lines).not.toContain('#3 served');
      served.fin();
      await exchange(third, 'third');
      expect(transcript.lines).not.toContain('#2 served');
    });
  });

  it('serves the next though one that it ended while it waited is still there', async () => {
    await withWaiting(async ({ server, port, transcript, served, waiting }) => {
      const third = (await TcpPeer.connect(port)).read();
      await transcript.untilLine('#3 waits');
      server.end({ address: '127.0.0.1', port: waiting.port }, 'fin');
      await waiting.ended;
      served.fin();
      await exchange(third, 'third');
    });
  });

  it('ends those that wait when it is closed', async () => {
    await withWaiting(async ({ server, transcript, served, waiting }) => {
      await waiting.send('never read');
      const closing = server.close(LONG_GRACE_MS);
      await Promise.all([served.ended, waiting.ended]);
      served.fin();
      await transcript.untilLine('#1 closed: shutdown');
      waiting.fin();
      await closing;
      expect(transcript.lines).toContain('#2 closed: shutdown');
      expect(transcript.lines).not.toContain('#2 served');
      expect(waiting.bytes.length).toBe(0);
    });
  });

  it('resets those that wait after the grace', async () => {
    await withWaiting(async ({ server, transcript, waiting }) => {
      await server.close(0);
      await waiting.ended;
      expect(transcript.lines.slice(-3).sort()).toEqual([
        '#1 closed: shutdown',
        '#2 closed: shutdown',
        'stopped',
      ]);
    });
  });
});
