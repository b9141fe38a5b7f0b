// Watchers that do what no page does: each is closed with the code of PROTOCOL.md, and a client beside it echoes on.

import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Playground } from '../../../server/playground.ts';
import {
  MAX_KERNEL_LOOKS,
  MAX_LOOKS,
  MAX_WATCHER_MESSAGE_BYTES,
  WATCHER_MESSAGE_BURST,
} from '../../../server/protocol/limits.ts';
import { BridgePeer } from '../../support/bridge-peer.ts';
import { Watcher } from '../../support/watcher.ts';
import { withPlaygroundServer } from '../../support/with-playground-server.ts';

/** Expects that a client beside a hostile watcher is served as ever. */
async function expectEcho({ url }: Playground): Promise<void> {
  const peer = await new BridgePeer(url).opened();
  peer.send('still here');
  expect((await peer.received(10)).toString()).toBe('still here');
  peer.ws.terminate();
}

const look = (id: number, kernel = false) =>
  JSON.stringify({ type: 'look', subject: { of: 'connection', id }, kernel });

/** A message of exactly so many bytes. */
function looksLike(bytes: number): string {
  return look(1).padEnd(bytes, ' ');
}

describe('a watcher is closed with 1008', () => {
  it.each([
    ['binary', Buffer.from(look(1))],
    ['garbage', 'hello?'],
    ['JSON that is no message', '[1,2,3]'],
    ['an unknown type', '{"type":"subscribe"}'],
    ['a key too many', '{"type":"unlook","subject":{"of":"connection","id":1},"room":"bob"}'],
    ['keys of the prototype', '{"type":"look","__proto__":{"subject":1},"constructor":1,"kernel":true}'],
    ['a subject that is none', '{"type":"unlook","subject":{"of":"connection","id":-1}}'],
    ['deep nesting', '['.repeat(500)],
    ['a message too big', looksLike(MAX_WATCHER_MESSAGE_BYTES + 1)],
    ['a megabyte', 'x'.repeat(1024 * 1024)],
  ])('for %s', async (_what, message) => {
    await withPlaygroundServer({}, async (playground) => {
      const watcher = await new Watcher(playground.url).opened();
      watcher.ws.send(message);
      expect(await watcher.closed).toBe(1008);
      await expectEcho(playground);
    });
  });

  it('for more messages than a page has reason to send, and not for as many as it may', async () => {
    await withPlaygroundServer({}, async (playground) => {
      const watcher = await new Watcher(playground.url).opened();
      for (let i = 0; i < WATCHER_MESSAGE_BURST; i += 1) watcher.ws.send(look(i));
      watcher.ws.ping();
      await Promise.race([once(watcher.ws, 'pong'), watcher.closed]);
      expect(watcher.ws.readyState).toBe(watcher.ws.OPEN);
      for (let i = 0; i < 10_000; i += 1) watcher.ws.send(look(i));
      expect(await watcher.closed).toBe(1008);
      await expectEcho(playground);
    });
  });

  it('for looking at too much at once, and not at the limit', async () => {
    await withPlaygroundServer({}, async (playground) => {
      const { echo, url } = playground;
      const count = MAX_LOOKS + 1;
      const natives = Array.from({ length: count }, () => connect(echo.port, '127.0.0.1'));
      await Promise.all(natives.map((native) => once(native, 'connect')));
      const watcher = await new Watcher(url).opened();
      await watcher.until(() => watcher.target()?.totals?.open === count);
      for (let id = 1; id <= MAX_LOOKS; id += 1) watcher.ws.send(look(id));
      watcher.ws.ping();
      await once(watcher.ws, 'pong');
      expect(watcher.ws.readyState).toBe(watcher.ws.OPEN);
      watcher.ws.send(look(count));
      expect(await watcher.closed).toBe(1008);
      await expectEcho(playground);
      for (const native of natives) native.destroy();
    });
  });

  it('for having the kernel asked about too much, and not at the limit', async () => {
    await withPlaygroundServer({}, async (playground) => {
      const { echo, url } = playground;
      const natives = Array.from({ length: MAX_KERNEL_LOOKS + 1 }, () => connect(echo.port, '127.0.0.1'));
      await Promise.all(natives.map((native) => once(native, 'connect')));
      const watcher = await new Watcher(url).opened();
      await watcher.until(() => watcher.target()?.totals?.open === natives.length);
      for (let id = 1; id <= MAX_KERNEL_LOOKS; id += 1) watcher.ws.send(look(id, true));
      await watcher.until(() => watcher.all('kernel').at(-1)?.samples.length === MAX_KERNEL_LOOKS);
      watcher.ws.send(look(MAX_KERNEL_LOOKS + 1, true));
      expect(await watcher.closed).toBe(1008);
      await expectEcho(playground);
      for (const native of natives) native.destroy();
    });
  });
});

it('a watcher may send a message of exactly the limit, look at nothing, and unlook what it never saw', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    const watcher = await new Watcher(url).opened();
    watcher.ws.send(looksLike(MAX_WATCHER_MESSAGE_BYTES));
    watcher.send({ type: 'look', subject: { of: 'session', id: 'nobody' }, kernel: true });
    watcher.send({ type: 'unlook', subject: { of: 'session', id: 'nobody' } });
    watcher.ws.ping();
    await once(watcher.ws, 'pong');
    expect(watcher.ws.readyState).toBe(watcher.ws.OPEN);
  });
});
