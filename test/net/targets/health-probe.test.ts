// Whether the operator's own targets can be reached, as a page is told.

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { startHealthProbe } from '../../../server/net/targets/health-probe.ts';
import { withFullListener } from '../../support/full-listener.ts';
import { Watcher } from '../../support/watcher.ts';
import { listenAnywhere } from '../../support/with-gateway.ts';
import { withPlaygroundServer } from '../../support/with-playground-server.ts';
import { withTcpServer } from '../../support/with-tcp-server.ts';

afterEach(() => {
  vi.useRealTimers();
});

const at = (name: string, port: number, host = '127.0.0.1') => ({ name, host, port });

/** What a page is told of the target once somebody has tried. */
async function told(url: string, name: string) {
  const watcher = await new Watcher(url).opened();
  await watcher.until(() => watcher.target(name)?.health !== 'unknown');
  watcher.ws.terminate();
  return watcher.target(name);
}

it('says that a target is up, also one that speaks first', async () => {
  await withTcpServer(
    (socket) => socket.end('220 who are you?\r\n'),
    (port) =>
      withPlaygroundServer({ targets: [at('lab', port)] }, async ({ url }) => {
        expect(await told(url, 'lab')).toMatchObject({
          kind: 'listed',
          health: 'up',
          endpoint: { address: '127.0.0.1', port },
        });
      }),
  );
});

it('says why one is down', async () => {
  const server = createServer();
  const port = await listenAnywhere(server);
  server.close();
  const targets = [at('closed', port), at('nowhere', 7, 'no-such-host.invalid')];
  await withPlaygroundServer({ targets }, async ({ url }) => {
    expect(await told(url, 'closed')).toMatchObject({
      health: 'down',
      reason: 'The target "closed" refused the connection (ECONNREFUSED).',
    });
    expect((await told(url, 'nowhere'))?.reason).toMatch(
      /^The target "nowhere" has a name that does not resolve \((ENOTFOUND|EAI_AGAIN)\)\.$/,
    );
  });
});

it('gives up on one that does not answer', async () => {
  await withFullListener((port) =>
    withPlaygroundServer({ targets: [at('full', port)] }, async ({ url }) => {
      expect(await told(url, 'full')).toMatchObject({
        health: 'down',
        reason: 'The target "full" did not answer in time (ETIMEDOUT).',
      });
    }),
  );
});

it('says that a target is up that goes on speaking and never hangs up, and leaves it', async () => {
  const told: string[] = [];
  const health = { up: () => told.push('up'), down: (reason: string) => told.push(reason) };
  const server = createServer({ allowHalfOpen: true });
  const port = await listenAnywhere(server);
  const accepted = once(server, 'connection');
  const targets = [at('lab', port)];
  const stop = startHealthProbe({ targets, healthOf: () => health, isWatched: () => true, timeoutMs: 100 });
  const [socket] = (await accepted) as [Socket];
  const speaking = setInterval(() => socket.write('and another thing\r\n'), 10);
  // Written to once the probe is gone, it is reset.
  await once(socket, 'close').catch(() => {});
  clearInterval(speaking);
  stop();
  server.close();
  expect(told).toEqual(['up']);
});

it('says that a target is up that accepts, hears the probe out and resets', async () => {
  const told: string[] = [];
  const health = { up: () => told.push('up'), down: (reason: string) => told.push(reason) };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.resume().on('end', () => socket.resetAndDestroy());
  });
  const port = await listenAnywhere(server);
  const accepted = once(server, 'connection');
  const stop = startHealthProbe({
    targets: [at('lab', port)],
    healthOf: () => health,
    isWatched: () => true,
  });
  const [socket] = (await accepted) as [Socket];
  await once(socket, 'close');
  // A later connection meets the same end only after the probe has.
  const later = connect(port, '127.0.0.1').end().resume();
  await once(later, 'close').catch(() => {});
  stop();
  server.close();
  expect(told).toEqual(['up']);
});

it('dials now and then, and only while somebody watches', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  let dialled = 0;
  let isWatched = false;
  await withTcpServer(
    (socket) => {
      dialled += 1;
      socket.end();
    },
    async (port) => {
      const stop = startHealthProbe({
        targets: [at('lab', port)],
        healthOf: () => ({ up() {}, down() {} }),
        isWatched: () => isWatched,
      });
      /** Dials so far: what the probe asked for before is accepted before a connection of the test's own. */
      const countAfter = async (milliseconds: number) => {
        vi.advanceTimersByTime(milliseconds);
        await once(connect(port, '127.0.0.1').resume(), 'close');
        dialled -= 1;
        return dialled;
      };
      expect(await countAfter(60_000)).toBe(0);
      isWatched = true;
      expect(await countAfter(1000)).toBe(1);
      expect(await countAfter(5000)).toBe(1);
      expect(await countAfter(10_000)).toBe(2);
      stop();
      expect(await countAfter(60_000)).toBe(2);
    },
  );
});

it('keeps nothing of the dials that are over', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  await withTcpServer(
    (socket) => socket.end(),
    async (port) => {
      const health = { up() {}, down() {} };
      const stop = startHealthProbe({
        targets: [at('lab', port)],
        healthOf: () => health,
        isWatched: () => true,
      });
      for (let dial = 0; dial < 20; dial += 1) {
        vi.advanceTimersByTime(10_500);
        await once(connect(port, '127.0.0.1').resume(), 'close');
      }
      stop();
    },
  );
  process.off('warning', note);
  // Node warns of the eleventh listener that was not taken off.
  expect(warnings).toEqual([]);
});
