// The `/observe` stream of a real playground: a snapshot, then numbered deltas, to each room its own.

import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { BridgePeer } from '../../support/bridge-peer.ts';
import { Watcher } from '../../support/watcher.ts';
import { withPlaygroundServer } from '../../support/with-playground-server.ts';

it('begins with a snapshot and goes on without a gap', async () => {
  await withPlaygroundServer({}, async ({ url, echo }) => {
    const watcher = new Watcher(url);
    const native = connect(echo.port, '127.0.0.1');
    native.on('data', () => native.end());
    await watcher.event('listen');
    native.write('hello');
    const close = await watcher.event('close');
    expect(close).toMatchObject({ how: 'fin', bytesReceived: 5, bytesSent: 5 });
    expect(watcher.messages.map(({ type }) => type)).toEqual([
      'snapshot',
      ...watcher.messages.slice(1).map(() => 'delta'),
    ]);
    const first = watcher.stream[0]?.sequence ?? Number.NaN;
    expect(watcher.stream.map(({ sequence }) => sequence)).toEqual(watcher.stream.map((_, i) => first + i));
    const ids = watcher.events.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, i) => i + 1));
    expect(watcher.events.map(({ kind }) => kind)).toEqual(['listen', 'accept', 'transfer', 'fin', 'close']);
    expect(watcher.events[2]).toMatchObject({ preview: Buffer.from('hello').toString('hex') });
  });
});

it('ties a bridge session to the connection that the server sees, and a native client to none', async () => {
  await withPlaygroundServer({}, async ({ url, echo }) => {
    const peer = new BridgePeer(url);
    const { session, local, remote } = await peer.control('open');
    const native = connect(echo.port, '127.0.0.1');
    await once(native, 'connect');
    await expect
      .poll(async () => (await new Watcher(url).opened()).all('snapshot')[0])
      .toMatchObject({
        sessions: [{ id: session, phase: 'open', local, remote }],
        connections: [
          expect.objectContaining({ session, peer: local, state: 'ESTABLISHED' }),
          expect.not.objectContaining({ session: expect.anything() }),
        ],
      });
    native.destroy();
    peer.ws.terminate();
  });
});

it('shows a room nothing of another’s sessions, whatever it looks at', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    const [ada, bob] = [await new Watcher(url, 'ada').opened(), await new Watcher(url, 'bob').opened()];
    const peer = new BridgePeer(url, { path: '/bridge?room=ada' });
    const { session } = await peer.control('open');
    for (const watcher of [ada, bob]) {
      watcher.send({ type: 'look', subject: { of: 'session', id: session }, kernel: true });
      watcher.send({ type: 'look', subject: { of: 'connection', id: 1 }, kernel: true });
    }
    peer.send('a secret of ada’s');
    await peer.received(10);
    peer.sendControl({ type: 'fin' });
    expect((await peer.closed).code).toBe(1000);
    await ada.event('close');
    await ada.until(() => ada.lane('gateway').some(({ step }) => step === 'close'));
    // What bob's room is told next comes after all that ada's was.
    const last = new BridgePeer(url, { path: '/bridge?room=bob' });
    await bob.until(() => bob.stream.some(({ sessions }) => sessions.length > 0));
    expect(bob.all('trace')).toEqual([]);
    expect(bob.all('kernel')).toEqual([]);
    expect(JSON.stringify(bob.messages)).not.toContain(session);
    expect(JSON.stringify(bob.messages)).not.toContain(String(ada.stream.at(-1)?.events[0] ?? session));
    expect(JSON.stringify(ada.messages)).not.toContain('secret');
    expect(JSON.stringify(ada.messages)).not.toContain(Buffer.from('secret').toString('hex'));
    last.ws.terminate();
  });
});

it('refuses a session of a room that is none, with 1008', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    expect((await new BridgePeer(url, { path: '/bridge?room=a%20b' }).closed).code).toBe(1008);
  });
});
