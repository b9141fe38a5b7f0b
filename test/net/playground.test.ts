// All parts together: a crowd, and the ways to stop.

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createConfig } from '../../server/core/config.ts';
import { ListenError } from '../../server/core/listen-failure.ts';
import { MODEL_NAMES } from '../../server/core/targets/models.ts';
import { createLogger } from '../../server/net/logger.ts';
import { createPlayground } from '../../server/playground.ts';
import { OBSERVE_SUBPROTOCOL } from '../../server/protocol/observe.ts';
import { BridgePeer } from '../support/bridge-peer.ts';
import { pattern } from '../support/pattern.ts';
import { exchange, handshakeLines, statusOf } from '../support/raw-http.ts';
import { Watcher } from '../support/watcher.ts';
import { listenAnywhere } from '../support/with-gateway.ts';
import { withPlaygroundServer } from '../support/with-playground-server.ts';

it('1,000 clients at once: every byte of each comes back to it', async () => {
  await withPlaygroundServer({ maxSessionsPerAddress: 1000 }, async ({ url }) => {
    const peers = Array.from({ length: 1000 }, () => new BridgePeer(url));
    await Promise.all(peers.map((peer) => peer.control('open')));
    await Promise.all(
      peers.map(async (peer, i) => {
        const sent = Buffer.concat([Buffer.from(`client ${i}: `), pattern(4000 + i)]);
        for (let at = 0; at < sent.length; at += 1000) peer.send(sent.subarray(at, at + 1000));
        peer.sendControl({ type: 'fin' });
        expect(await peer.closed).toMatchObject({ code: 1000 });
        expect(peer.bytes.equals(sent)).toBe(true);
      }),
    );
  });
}, 60_000);

it('serves on IPv6 as on IPv4', async () => {
  await withPlaygroundServer({ host: '::1', echoHost: '::1' }, async ({ url, echo }) => {
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect(echo.address).toBe('::1');
    const peer = new BridgePeer(url, { origin: url });
    await peer.control('open');
    peer.send('v6');
    expect((await peer.received(2)).toString()).toBe('v6');
    peer.ws.close();
  });
});

describe('stopping', () => {
  it('delivers the echoes of what was sent before, then 1001', async () => {
    await withPlaygroundServer({ drainTimeoutMs: 20_000 }, async (playground) => {
      const peer = new BridgePeer(playground.url);
      await peer.control('open');
      const sent = pattern(8 * 1024 * 1024);
      for (let at = 0; at < sent.length; at += 256 * 1024) peer.send(sent.subarray(at, at + 256 * 1024));
      const closing = playground.close();
      expect(await peer.closed).toEqual({ code: 1001, reason: 'the server is stopping' });
      expect(peer.bytes.equals(sent)).toBe(true);
      await closing;
    });
  });

  it('tells idle sessions and watchers 1001', async () => {
    await withPlaygroundServer({ drainTimeoutMs: 20_000 }, async (playground) => {
      const session = new BridgePeer(playground.url);
      const watcher = new WebSocket(`${playground.url.replace('http', 'ws')}/observe`, OBSERVE_SUBPROTOCOL);
      const watcherClosed = once(watcher, 'close');
      await Promise.all([session.control('open'), once(watcher, 'message')]);
      await playground.close();
      expect(await session.closed).toMatchObject({ code: 1001 });
      expect((await watcherClosed)[0]).toBe(1001);
    });
  });

  it('does not wait for mute peers beyond the drain time', async () => {
    await withPlaygroundServer({ drainTimeoutMs: 50 }, async (playground) => {
      const mute = new BridgePeer(playground.url, { autoPong: false });
      await mute.control('open');
      mute.ws.pause();
      const native = connect(playground.echo.port, '127.0.0.1');
      await once(native, 'connect');
      native.on('error', () => {});
      await playground.close();
      mute.ws.terminate();
      native.destroy();
    });
  });

  it('does not wait for a refused peer that never answers its Close', async () => {
    await withPlaygroundServer({ maxSessions: 1 }, async (playground) => {
      const served = new BridgePeer(playground.url);
      await served.control('open');
      const port = Number(new URL(playground.url).port);
      const mute = connect(port, '127.0.0.1');
      mute.write(`${handshakeLines(port).join('\r\n')}\r\n\r\n`);
      await once(mute, 'data');
      await playground.close();
      mute.destroy();
    });
  }, 10_000);

  it('a second close waits with the first', async () => {
    await withPlaygroundServer({}, async (playground) => {
      expect(playground.close()).toBe(playground.close());
    });
  });
});

it('leaves nothing running when one of its ports is in use', async () => {
  await withPlaygroundServer({}, async (first) => {
    const taken = Number(new URL(first.url).port);
    const echoPort = await freePort();
    const config = createConfig({ port: taken, echoPort });
    const starting = createPlayground(config, createLogger({ level: 'silent' }));
    await expect(starting).rejects.toThrow(ListenError);
    await expect(starting).rejects.toThrow(`Cannot listen on 127.0.0.1:${taken}: the port is in use.`);
    await withPlaygroundServer({ echoPort }, async ({ echo }) => {
      expect(echo.port).toBe(echoPort);
    });
  });
});

it('answers a request that asks for another protocol than WebSocket as if it had not', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    const port = Number(new URL(url).port);
    const lines = [
      'GET /healthz HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA',
    ];
    const answer = await exchange(port, lines, undefined, () => false);
    expect(statusOf(answer)).toBe(200);
    expect(answer.toString()).toMatch(/\r\n\r\nok$/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenAnywhere(server);
  server.close();
  await once(server, 'close');
  return port;
}

it('serves its page once the models are up, so that nobody meets one that is not there yet', async () => {
  await withPlaygroundServer({ models: MODEL_NAMES }, async ({ url }) => {
    const watcher = await new Watcher(url).opened();
    const [snapshot] = watcher.all('snapshot');
    expect(snapshot?.targets.map(({ name, health }) => `${name} ${health}`)).toEqual([
      'echo up',
      'echo-iterative up',
      'echo-forked up',
      'echo-threads up',
    ]);
    watcher.ws.terminate();
  });
});
