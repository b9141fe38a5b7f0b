// The built-in server ends a connection because the client whose it is asked for it: with FIN, and with RST.

import { expect, it } from 'vitest';
import { BridgePeer } from '../support/bridge-peer.ts';
import { Watcher } from '../support/watcher.ts';
import { echo, withGateway } from '../support/with-gateway.ts';
import { withPlaygroundServer } from '../support/with-playground-server.ts';

it('sends its FIN first: the client may go on sending, and then closes in order', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    const watcher = await new Watcher(url).opened();
    const peer = new BridgePeer(url);
    expect(await peer.control('open')).toMatchObject({ builtIn: true });
    peer.send('hello');
    await peer.received(5);
    peer.sendControl({ type: 'serverFin' });
    await peer.control('fin');
    peer.send('nobody echoes this');
    peer.sendControl({ type: 'fin' });
    expect((await peer.closed).code).toBe(1000);
    expect(await watcher.event('close')).toMatchObject({ how: 'fin', bytesReceived: 23, bytesSent: 5 });
    const kinds = watcher.events.map(({ kind }) => kind).filter((kind) => kind !== 'transfer');
    expect(kinds).toEqual(['listen', 'accept', 'finSent', 'fin', 'close']);
  });
});

it('sends RST', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    const watcher = await new Watcher(url).opened();
    const peer = new BridgePeer(url);
    await peer.control('open');
    const bystander = new BridgePeer(url);
    await bystander.control('open');
    peer.sendControl({ type: 'serverRst' });
    expect((await peer.closed).code).toBe(4104);
    expect(peer.controls.at(-1)).toMatchObject({ type: 'error', code: 'ECONNRESET' });
    expect(await watcher.event('close')).toMatchObject({ how: 'abort' });
    bystander.send('unharmed');
    await bystander.received(8);
    bystander.ws.terminate();
  });
});

it('is not asked of a server that is not built in', async () => {
  await withGateway({ serve: echo }, async ({ connect }) => {
    const peer = connect();
    expect(await peer.control('open')).toMatchObject({ builtIn: false });
    peer.sendControl({ type: 'serverFin' });
    expect(await peer.closed).toMatchObject({ code: 1008 });
  });
});
