// The marks of a session's trace, where a mark is easily forgotten or told although nothing happened.

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isByteRun } from '../../../server/protocol/trace.ts';
import type { BridgePeer } from '../../support/bridge-peer.ts';
import { flood } from '../../support/flood.ts';
import { withFullListener } from '../../support/full-listener.ts';
import { pattern } from '../../support/pattern.ts';
import { Watcher } from '../../support/watcher.ts';
import { type GatewayBench, type GatewayBenchOptions, withGateway } from '../../support/with-gateway.ts';

/** Runs `test` with a gateway and somebody who watches it. */
async function withWatched(
  options: GatewayBenchOptions,
  test: (bench: GatewayBench & { watcher: Watcher }) => Promise<void>,
): Promise<void> {
  await withGateway(options, async (bench) => {
    const watcher = await new Watcher(bench.url).opened();
    try {
      await test({ ...bench, watcher });
    } finally {
      watcher.ws.terminate();
    }
  });
}

/** Looks at the only session that there is. */
async function look(watcher: Watcher): Promise<void> {
  await watcher.until(() => watcher.stream.some(({ sessions }) => sessions.length > 0));
  const id = watcher.stream.flatMap(({ sessions }) => sessions).at(0)?.id ?? '';
  watcher.send({ type: 'look', subject: { of: 'session', id }, kernel: false });
}

/** The gateway's marks once the WebSocket is closed. */
async function marksOf(watcher: Watcher): Promise<string[]> {
  await watcher.until(() => watcher.lane('gateway').some(({ step }) => step === 'close'));
  return watcher
    .lane('gateway')
    .filter((entry) => !isByteRun(entry) && !('rttMs' in entry))
    .map((entry) => ('detail' in entry ? `${entry.step} ${entry.detail}` : entry.step));
}

describe('a session’s trace', () => {
  it('says that a dial was given up', async () => {
    await withFullListener(async (port) => {
      const target = { endpoint: { address: '127.0.0.1', port } };
      await withWatched({ target, connectTimeoutMs: 1000 }, async ({ watcher, connect }) => {
        const peer = connect();
        await look(watcher);
        await peer.closed;
        expect(await marksOf(watcher)).toEqual(['upgrade', 'dial', 'error ETIMEDOUT', 'close 4102']);
      });
    });
  });

  it('says that the WebSocket is read again, whatever ends its being held', async () => {
    await withWatched({ idleTimeoutMs: 1000 }, async ({ watcher, connect }) => {
      const peer = connect();
      await look(watcher);
      await sendUntilHeld(watcher, peer);
      expect((await peer.closed).code).toBe(4103);
      expect(await marksOf(watcher)).toEqual([
        'upgrade',
        'dial',
        'connect',
        'hold backPressure',
        'rstSent',
        'release',
        'close 4103',
      ]);
    });
  });

  it('says nothing of reading a TCP socket that is gone', async () => {
    const serve = (socket: Socket) => socket.once('data', () => flood(socket));
    await withWatched({ serve, idleTimeoutMs: 1000 }, async ({ watcher, connect }) => {
      const peer = connect();
      await look(watcher);
      await peer.control('open');
      // Of what comes before the gateway has heard of the look, only the beginning is kept.
      await watcher.until(() => watcher.lane('gateway').length > 0);
      peer.ws.pause();
      peer.send('more than anybody can hold, please');
      await watcher.until(() => watcher.lane('gateway').some(({ step }) => step === 'rstSent'));
      peer.ws.resume();
      expect((await peer.closed).code).toBe(4103);
      expect((await marksOf(watcher)).slice(-3)).toEqual(['pause backPressure', 'rstSent', 'close 4103']);
    });
  });

  it('times no write whose bytes a talkative target has long outnumbered', async () => {
    const serve = (socket: Socket) => socket.write('220 hello');
    await withWatched({ serve }, async ({ watcher, connect, accepted }) => {
      const peer = connect();
      await look(watcher);
      await peer.received(9);
      peer.send('EHLO');
      await once(accepted[0] as Socket, 'data');
      accepted[0]?.write('250 ok');
      await peer.received(15);
      peer.ws.terminate();
      await marksOf(watcher);
      expect(watcher.lane('gateway').filter(({ step }) => step === 'tcpRtt')).toEqual([]);
    });
  });
});

/** Sends until the gateway reads no more. */
async function sendUntilHeld(watcher: Watcher, peer: BridgePeer): Promise<void> {
  const block = pattern(1024 * 1024);
  while (!watcher.lane('gateway').some(({ step }) => step === 'hold')) {
    peer.send(block);
    await once(watcher.ws, 'message');
  }
}
