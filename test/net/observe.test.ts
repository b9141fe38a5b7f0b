// The `/observe` stream of a real playground: a snapshot, then numbered deltas.

import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  OBSERVE_SUBPROTOCOL,
  type ObserveMessage,
  parseObserveMessage,
  type ServerEvent,
} from '../../server/protocol/observe.ts';
import { BridgePeer } from '../support/bridge-peer.ts';
import { withPlaygroundServer } from '../support/with-playground-server.ts';

class Watcher {
  readonly ws: WebSocket;
  readonly messages: ObserveMessage[] = [];

  constructor(url: string) {
    this.ws = new WebSocket(`${url.replace('http', 'ws')}/observe`, OBSERVE_SUBPROTOCOL);
    this.ws.on('error', () => {});
    this.ws.on('message', (data) => {
      const parsed = parseObserveMessage(data.toString());
      if (!parsed.ok) throw new Error(parsed.reason);
      this.messages.push(parsed.message);
    });
  }

  get events(): ServerEvent[] {
    return this.messages.flatMap(({ events }) => events);
  }

  /** Waits for an event that fits. */
  async event<K extends ServerEvent['kind']>(kind: K): Promise<Extract<ServerEvent, { kind: K }>> {
    const isWanted = (event: ServerEvent): event is Extract<ServerEvent, { kind: K }> => event.kind === kind;
    while (!this.events.some(isWanted)) await once(this.ws, 'message');
    return this.events.find(isWanted) as Extract<ServerEvent, { kind: K }>;
  }
}

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
    const first = watcher.messages[0]?.sequence ?? Number.NaN;
    expect(watcher.messages.map(({ sequence }) => sequence)).toEqual(
      watcher.messages.map((_, i) => first + i),
    );
    const ids = watcher.events.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, i) => i + 1));
    expect(watcher.events.map(({ kind }) => kind)).toEqual(['listen', 'accept', 'transfer', 'fin', 'close']);
  });
});

it('ties a bridge session to the connection that the server sees, and a native client to none', async () => {
  await withPlaygroundServer({}, async ({ url, echo }) => {
    const peer = new BridgePeer(url);
    const { session, local } = await peer.control('open');
    const native = connect(echo.port, '127.0.0.1');
    await once(native, 'connect');
    await expect
      .poll(async () => {
        const watcher = new Watcher(url);
        await once(watcher.ws, 'message');
        const [snapshot] = watcher.messages;
        return snapshot?.type === 'snapshot' ? snapshot.connections : [];
      })
      .toEqual([
        expect.objectContaining({ session, peer: local, state: 'ESTABLISHED' }),
        expect.not.objectContaining({ session: expect.anything() }),
      ]);
    native.destroy();
    peer.ws.terminate();
  });
});

it('closes a watcher that sends anything with 1008', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    const watcher = new Watcher(url);
    await once(watcher.ws, 'open');
    watcher.ws.send('{"type":"subscribe"}');
    const [code] = await once(watcher.ws, 'close');
    expect(code).toBe(1008);
  });
});
