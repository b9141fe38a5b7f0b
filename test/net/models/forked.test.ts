// The worker processes of `echo-forked`: how they die, are replaced, and never outlive their parent.

import { describe, expect, it } from 'vitest';
import { childrenOf } from '../../support/child-processes.ts';
import { exchange } from '../../support/exchange.ts';
import { TcpPeer } from '../../support/tcp-peer.ts';
import { withModel } from '../../support/with-model.ts';

describe('a worker that dies', () => {
  it('takes its own connections with it, and no other', async () => {
    await withModel('forked', {}, async ({ port, transcript }) => {
      const doomed = (await TcpPeer.connect(port)).read();
      const { servedBy } = await transcript.connectionOf(doomed.port);
      const other = (await TcpPeer.connect(port)).read();
      await exchange(doomed, 'hello');
      await transcript.untilLine('#1 sent 5');
      process.kill(servedBy?.id ?? 0, 'SIGKILL');
      await doomed.ended;
      await transcript.untilLine('#1 closed: error ECONNABORTED');
      await exchange(other, 'unharmed');
      await exchange((await TcpPeer.connect(port)).read(), 'served by another');
    });
  });

  it('is replaced, and the target is down only while there is none', async () => {
    const before = childrenOf(process.pid);
    await withModel('forked', {}, async ({ port, health }) => {
      const workers = childrenOf(process.pid).filter((pid) => !before.includes(pid));
      expect(workers.length).toBe(3);
      for (const pid of workers) process.kill(pid, 'SIGKILL');
      expect(await health.untilUp(2)).toMatchObject({ port });
      expect(health.lines).toEqual([
        'up',
        'The last of its worker processes was ended by SIGKILL; another is forked in a moment.',
        'up',
      ]);
      await exchange((await TcpPeer.connect(port)).read(), 'back again');
      for (const pid of workers) expect(childrenOf(process.pid)).not.toContain(pid);
    });
  });
});

it.each(['SIGINT', 'SIGTERM'] as const)('workers leave %s to their parent', async (signal) => {
  const before = childrenOf(process.pid);
  await withModel('forked', {}, async ({ port, health }) => {
    const workers = childrenOf(process.pid).filter((pid) => !before.includes(pid));
    for (const pid of workers) process.kill(pid, signal);
    const peers = [await TcpPeer.connect(port), await TcpPeer.connect(port), await TcpPeer.connect(port)];
    for (const peer of peers) await exchange(peer.read(), 'still here');
    expect(childrenOf(process.pid)).toEqual(expect.arrayContaining(workers));
    expect(health.lines).toEqual(['up']);
  });
});
