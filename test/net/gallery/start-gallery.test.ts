// The gallery as the playground runs it: a process for each server, which is started again when its bug has ended it.

import { expect, it } from 'vitest';
import { GALLERY } from '../../../server/core/targets/gallery.ts';
import { startGallery } from '../../../server/net/gallery/start-gallery.ts';
import { createLogger } from '../../../server/net/logger.ts';
import { childrenOf } from '../../support/child-processes.ts';
import { exchange } from '../../support/exchange.ts';
import { HealthLog } from '../../support/health-log.ts';
import { TcpPeer } from '../../support/tcp-peer.ts';

/** Runs `test` with the gallery; it is closed afterwards. */
async function withGallery(test: (healthOf: (name: string) => HealthLog) => Promise<void>): Promise<void> {
  const logs = new Map(GALLERY.map(({ name }) => [name, new HealthLog()]));
  const healthOf = (name: string) => logs.get(name) as HealthLog;
  const gallery = startGallery({ host: '127.0.0.1', healthOf, logger: createLogger({ level: 'silent' }) });
  try {
    await test(healthOf);
  } finally {
    await gallery.close();
  }
}

it('serves on a port of each, and leaves no process', async () => {
  const before = childrenOf(process.pid);
  await withGallery(async (healthOf) => {
    const ports = new Set<number>();
    for (const { name } of GALLERY) {
      const { port } = await healthOf(name).untilUp();
      ports.add(port);
      await exchange((await TcpPeer.connect(port)).read(), 'HELLO\n');
    }
    expect(ports.size).toBe(GALLERY.length);
    expect(childrenOf(process.pid).length).toBe(before.length + GALLERY.length);
  });
  expect(childrenOf(process.pid)).toEqual(before);
});

it('is down where RST has ended a server, says why, and is up again a moment later', async () => {
  await withGallery(async (healthOf) => {
    const health = healthOf('broken-on-reset');
    const doomed = (await TcpPeer.connect((await health.untilUp()).port)).read();
    await exchange(doomed, 'HELLO\n');
    doomed.rst();
    const { port } = await health.untilUp(2);
    expect(health.lines[1]).toBe(
      'Its process ended (Error: read ECONNRESET); it is started again in a moment.',
    );
    await exchange((await TcpPeer.connect(port)).read(), 'HELLO\n');
  });
});

it('can be closed at once', async () => {
  const before = childrenOf(process.pid);
  await withGallery(async () => {});
  expect(childrenOf(process.pid)).toEqual(before);
});
