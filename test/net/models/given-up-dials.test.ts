// Browsers that go away while their sessions still dial: the connections that come about all the same are theirs, and no other
// room hears of them.

import { expect, it } from 'vitest';
import { BridgePeer } from '../../support/bridge-peer.ts';
import { Watcher } from '../../support/watcher.ts';
import { withPlaygroundServer } from '../../support/with-playground-server.ts';

const SESSIONS = 100;

it.each(['forked', 'threads'] as const)('are no native clients to the server of %s', async (model) => {
  await withPlaygroundServer({ models: [model] }, async ({ url }) => {
    const target = `echo-${model}`;
    const watcher = await new Watcher(url, 'ada').opened();
    await watcher.until(() => watcher.target(target)?.health === 'up');
    for (let session = 0; session < SESSIONS; session += 1) {
      const peer = await new BridgePeer(url, { path: `/bridge?target=${target}&room=bob` }).opened();
      peer.ws.terminate();
    }
    // One that stays is accepted after them, and hers.
    const own = new BridgePeer(url, { path: `/bridge?target=${target}&room=ada` });
    await own.control('open');
    await watcher.until(
      () => watcher.target(target)?.totals?.open === 1 && watcher.events.at(-1)?.kind === 'accept',
    );
    expect(watcher.events.filter(({ kind }) => kind !== 'listen')).toHaveLength(1);
    own.ws.terminate();
  });
});
