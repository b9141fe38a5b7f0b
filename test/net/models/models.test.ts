// What all concurrency models have in common, on real sockets: the Echo Protocol, every way a connection ends, and that nothing is
// left of them. Then what they differ in: who waits for whom, and who serves.

import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { EchoConnection } from '../../../server/core/echo-observer.ts';
import { MODEL_NAMES, type Model } from '../../../server/core/targets/models.ts';
import { childrenOf, processOf } from '../../support/child-processes.ts';
import type { EchoTranscript } from '../../support/echo-transcript.ts';
import { exchange } from '../../support/exchange.ts';
import { pattern } from '../../support/pattern.ts';
import { TcpPeer } from '../../support/tcp-peer.ts';
import { withModel, withStartingModel } from '../../support/with-model.ts';

const MIB = 1024 * 1024;

/** Far longer than any test lasts. */
const LONG_GRACE_MS = 600_000;

/** Resolves once a peer has something to send and nobody has read from it for a while. */
async function untilStalled(peer: TcpPeer, connection: EchoConnection): Promise<void> {
  for (let before = -1, quiet = 0; quiet < 30; await delay(10)) {
    const isStalled = connection.bytesReceived === before && peer.socket.writableLength > 0;
    quiet = isStalled ? quiet + 1 : 0;
    before = connection.bytesReceived;
  }
}

describe.each(MODEL_NAMES)('%s', (model) => {
  it('echoes 4 MiB exactly, however they are cut, and answers FIN with FIN behind the last byte', async () => {
    await withModel(model, {}, async ({ port, transcript }) => {
      const peer = (await TcpPeer.connect(port)).read();
      const connection = await transcript.connectionOf(peer.port);
      const sent = pattern(4 * MIB);
      const sizes = [1, 2, 3, 1459, 1, 65_536, 7, 100_003];
      for (let at = 0, turn = 0; at < sent.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        await peer.send(sent.subarray(at, at + size));
        at += size;
      }
      peer.fin();
      await peer.ended;
      expect(peer.bytes.equals(sent)).toBe(true);
      await transcript.untilLine('#1 closed: fin');
      expect(connection).toMatchObject({
        bytesReceived: 4 * MIB,
        bytesSent: 4 * MIB,
        finReceived: true,
        finSent: true,
        rstSent: false,
        local: { address: '127.0.0.1', port },
      });
      expect(connection.reads).toBeGreaterThan(1);
      expect(transcript.lines.slice(-3)).toEqual(['#1 FIN received', '#1 FIN sent', '#1 closed: fin']);
    });
  });

  it('tells what happens in the order in which it happens', async () => {
    await withModel(model, {}, async ({ port, transcript }) => {
      const peer = (await TcpPeer.connect(port)).read();
      await exchange(peer, 'hello');
      await transcript.untilLine('#1 sent 5');
      await exchange(peer, 'again!');
      peer.fin();
      await transcript.untilLine('#1 closed: fin');
      expect(transcript.lines).toEqual([
        'listening on 127.0.0.1',
        '#1 accepted',
        '#1 received 5',
        '#1 sent 5',
        '#1 received 6',
        '#1 sent 6',
        '#1 FIN received',
        '#1 FIN sent',
        '#1 closed: fin',
      ]);
    });
  });

  it('stops reading from a client that does not read, and loses nothing', async () => {
    await withModel(model, {}, async ({ port, transcript }) => {
      const sent = pattern(64 * MIB);
      const peer = await TcpPeer.connect(port);
      const connection = await transcript.connectionOf(peer.port);
      peer.socket.write(sent);
      peer.fin();
      await untilStalled(peer, connection);
      expect(connection.bytesReceived).toBeLessThan(sent.length);
      peer.read();
      await peer.ended;
      expect(peer.bytes.equals(sent)).toBe(true);
      await transcript.untilLine('#1 closed: fin');
    });
  });

  it('ends a connection by FIN when asked to, and goes on receiving', async () => {
    await withModel(model, {}, async ({ server, port, transcript }) => {
      const peer = (await TcpPeer.connect(port)).read();
      await exchange(peer, 'hello');
      await transcript.untilLine('#1 sent 5');
      server.end({ address: '127.0.0.1', port: peer.port }, 'fin');
      await peer.ended;
      await peer.send('still here');
      await transcript.untilLine('#1 received 10');
      peer.fin();
      expect(await peer.closed).toBe(undefined);
      await transcript.untilLine('#1 closed: fin');
      expect(transcript.lines).not.toContain('#1 sent 10');
      expect(peer.bytes.toString()).toBe('hello');
    });
  });

  it('sends that FIN behind echoes which the client has yet to read', async () => {
    await withModel(model, {}, async ({ server, port, transcript }) => {
      const sent = pattern(64 * MIB);
      const peer = await TcpPeer.connect(port);
      const connection = await transcript.connectionOf(peer.port);
      peer.socket.write(sent);
      await untilStalled(peer, connection);
      server.end({ address: '127.0.0.1', port: peer.port }, 'fin');
      peer.read();
      await peer.ended;
      peer.fin();
      await transcript.untilLine('#1 closed: fin');
      expect(connection).toMatchObject({ bytesReceived: sent.length, bytesSent: peer.bytes.length });
      expect(peer.bytes.length).toBeGreaterThan(0);
      expect(peer.bytes.equals(sent.subarray(0, peer.bytes.length))).toBe(true);
    });
  });

  it('ends a connection by RST when asked to, whether it waits for the client to send or to read', async () => {
    await withModel(model, {}, async ({ server, port, transcript }) => {
      const idle = (await TcpPeer.connect(port)).read();
      await transcript.connectionOf(idle.port);
      server.end({ address: '127.0.0.1', port: idle.port }, 'rst');
      expect(await idle.closed).toBe('ECONNRESET');
      await transcript.untilLine('#1 closed: abort');
      const stalled = await TcpPeer.connect(port);
      const connection = await transcript.connectionOf(stalled.port);
      stalled.socket.write(pattern(64 * MIB));
      await untilStalled(stalled, connection);
      server.end({ address: '127.0.0.1', port: stalled.port }, 'rst');
      stalled.read();
      expect(await stalled.closed).toMatch(/^(ECONNRESET|EPIPE)$/);
      await transcript.untilLine('#2 closed: abort');
      expect(connection.rstSent).toBe(true);
    });
  });

  it('survives a client that resets', async () => {
    await withModel(model, {}, async ({ port, transcript }) => {
      const first = (await TcpPeer.connect(port)).read();
      await exchange(first, 'hello');
      first.rst();
      await transcript.untilLine('#1 closed: reset ECONNRESET');
      await exchange((await TcpPeer.connect(port)).read(), 'next');
    });
  });

  it('refuses whoever is too many, and takes the next one once there is room', async () => {
    await withModel(model, { maxConnections: 2 }, async ({ port, transcript }) => {
      const peers = [(await TcpPeer.connect(port)).read(), (await TcpPeer.connect(port)).read()];
      for (const peer of peers) await transcript.connectionOf(peer.port);
      const third = (await TcpPeer.connect(port)).read();
      await third.ended;
      await transcript.untilLine('refused 127.0.0.1');
      third.fin();
      for (const peer of peers) peer.fin();
      await transcript.untilLine('#1 closed: fin');
      await transcript.untilLine('#2 closed: fin');
      await exchange((await TcpPeer.connect(port)).read(), 'room again');
    });
  });

  it('listens elsewhere when its port is taken', async () => {
    await withModel('iterative', {}, async ({ port: taken }) => {
      await withModel(model, { port: taken }, async ({ port }) => {
        expect(port).not.toBe(taken);
        await exchange((await TcpPeer.connect(port)).read(), 'found');
      });
    });
  });

  it('says why it is down where it cannot listen at all', async () => {
    // TEST-NET-3 (RFC 5737), which no machine has.
    await withStartingModel(model, { host: '203.0.113.7' }, async ({ health }) => {
      expect(await health.untilDown()).toMatch(/annot listen on 203\.0\.113\.7.*\.$/);
    });
  });

  it('closes with FIN behind the echoes, waits for its clients, and leaves no process', async () => {
    const before = childrenOf(process.pid);
    await withModel(model, {}, async ({ server, port, transcript }) => {
      const peer = (await TcpPeer.connect(port)).read();
      await exchange(peer, 'last words');
      await transcript.untilLine('#1 sent 10');
      const closing = server.close(LONG_GRACE_MS);
      await peer.ended;
      await expect(TcpPeer.connect(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      peer.fin();
      await closing;
      expect(transcript.lines.slice(-3)).toEqual(['#1 FIN received', '#1 closed: shutdown', 'stopped']);
      expect(childrenOf(process.pid)).toEqual(before);
    });
  });

  it('resets who has not closed after the grace, and leaves no process', async () => {
    const before = childrenOf(process.pid);
    await withModel(model, {}, async ({ server, port, transcript }) => {
      const peer = await TcpPeer.connect(port);
      const connection = await transcript.connectionOf(peer.port);
      peer.socket.write(pattern(64 * MIB));
      await untilStalled(peer, connection);
      await Promise.all([server.close(0), server.close(LONG_GRACE_MS)]);
      peer.read();
      expect(await peer.closed).toMatch(/^(ECONNRESET|EPIPE)$/);
      expect(transcript.lines.slice(-2)).toEqual(['#1 closed: shutdown', 'stopped']);
      expect(connection.rstSent).toBe(true);
      expect(childrenOf(process.pid)).toEqual(before);
    });
  });

  it('can be closed before it is up', async () => {
    const before = childrenOf(process.pid);
    await withStartingModel(model, {}, async ({ server }) => {
      await server.close(LONG_GRACE_MS);
      expect(childrenOf(process.pid)).toEqual(before);
    });
  });
});

describe('the second client', () => {
  it('of iterative waits until the first has gone', async () => {
    await withModel('iterative', {}, async ({ port, transcript }) => {
      const [first, second] = await connectTwo(port, transcript);
      await second.send('let me in');
      for (let trip = 0; trip < 50; trip += 1) await exchange(first, '.');
      expect(second.bytes.length).toBe(0);
      expect((await transcript.connectionOf(second.port)).servedBy).toBe(undefined);
      first.fin();
      expect((await second.received(9)).toString()).toBe('let me in');
      expect((await transcript.connectionOf(second.port)).servedBy).toEqual({
        kind: 'process',
        id: process.pid,
      });
    });
  });

  it.each(['forked', 'threads'] satisfies Model[])('of %s does not', async (model) => {
    await withModel(model, {}, async ({ port, transcript }) => {
      const [first, second] = await connectTwo(port, transcript);
      await exchange(second, 'at once');
      await exchange(first, 'me too');
      expect(transcript.lines).not.toContain('#2 waits');
    });
  });
});

describe('who serves', () => {
  it('of forked: a process each for the first three, and the least busy for the next', async () => {
    await withModel('forked', {}, async ({ port, transcript }) => {
      const peers: TcpPeer[] = [];
      const servers: (number | undefined)[] = [];
      const connect = async () => {
        const peer = (await TcpPeer.connect(port)).read();
        const { servedBy } = await transcript.connectionOf(peer.port);
        peers.push(peer);
        servers.push(servedBy?.id);
        expect(servedBy?.kind).toBe('process');
      };
      for (let client = 0; client < 3; client += 1) await connect();
      expect(new Set(servers).size).toBe(3);
      expect(childrenOf(process.pid)).toEqual(expect.arrayContaining(servers));
      peers[1]?.fin();
      await transcript.untilLine('#2 closed: fin');
      await connect();
      expect(servers[3]).toBe(servers[1]);
    });
  });

  it('of threads: a thread each, of one process', async () => {
    await withModel('threads', {}, async ({ port, transcript }) => {
      const [first, second] = await connectTwo(port, transcript);
      const threads = await Promise.all(
        [first, second].map(async (peer) => (await transcript.connectionOf(peer.port)).servedBy),
      );
      expect(threads.map((thread) => thread?.kind)).toEqual(['thread', 'thread']);
      const [one = 0, two = 0] = threads.map((thread) => thread?.id);
      expect(one).not.toBe(two);
      expect(processOf(one)).toBe(processOf(two));
      expect(childrenOf(process.pid)).toContain(processOf(one));
    });
  });
});

describe('a client that leaves in the midst', () => {
  it.each(['forked', 'threads'] satisfies Model[])('of %s, its echoes unread', async (model) => {
    await withModel(model, {}, async ({ port, transcript }) => {
      const peer = await TcpPeer.connect(port);
      const connection = await transcript.connectionOf(peer.port);
      peer.socket.write(pattern(64 * MIB));
      await untilStalled(peer, connection);
      peer.rst();
      await transcript.until(() => transcript.lines.some((line) => line.startsWith('#1 closed: reset')));
      await exchange((await TcpPeer.connect(port)).read(), 'next');
    });
  });
});

describe('a worker of forked that hangs and is killed', () => {
  it('takes the clients with it whose sockets were still on their way to it', async () => {
    await withModel('forked', {}, async ({ port, transcript }) => {
      const first = (await TcpPeer.connect(port)).read();
      const { servedBy } = await transcript.connectionOf(first.port);
      process.kill(servedBy?.id ?? 0, 'SIGSTOP');
      const others: TcpPeer[] = [];
      for (let client = 0; client < 12; client += 1) others.push((await TcpPeer.connect(port)).read());
      const connections = await Promise.all(others.map((peer) => transcript.connectionOf(peer.port)));
      const stranded = others.filter((_, index) => connections[index]?.servedBy?.id === servedBy?.id);
      expect(stranded.length).toBeGreaterThan(2);
      process.kill(servedBy?.id ?? 0, 'SIGKILL');
      await Promise.all([first, ...stranded].map((peer) => peer.ended));
      const died = () => transcript.lines.filter((line) => line.endsWith('closed: error ECONNABORTED'));
      await transcript.until(() => died().length === stranded.length + 1);
      const served = others.filter((peer) => !stranded.includes(peer));
      for (const peer of served) await exchange(peer, 'still here');
    });
  });
});

async function connectTwo(port: number, transcript: EchoTranscript): Promise<[TcpPeer, TcpPeer]> {
  const first = (await TcpPeer.connect(port)).read();
  await transcript.connectionOf(first.port);
  const second = (await TcpPeer.connect(port)).read();
  await transcript.connectionOf(second.port);
  return [first, second];
}
