// A check of a real playground, as its page hears of it: the built-in server passes, each connection is a session of the
// page's room, and the trails tell both ends' side to the end.

import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { CHECK_SUBPROTOCOL, type CheckMessage, parseCheckMessage } from '../../../server/protocol/check.ts';
import { Watcher } from '../../support/watcher.ts';
import { listenAnywhere } from '../../support/with-gateway.ts';
import { withPlaygroundServer } from '../../support/with-playground-server.ts';

/** What a page hears of a check until its Close. */
async function check(url: string, query: string): Promise<{ messages: CheckMessage[]; code: number }> {
  const messages: CheckMessage[] = [];
  const ws = new WebSocket(`${url.replace('http', 'ws')}/check?${query}`, CHECK_SUBPROTOCOL);
  ws.on('message', (data) => {
    const parsed = parseCheckMessage(data.toString());
    if (!parsed.ok) throw new Error(parsed.reason);
    messages.push(parsed.message);
  });
  return new Promise((resolve) => ws.on('close', (code) => resolve({ messages, code })));
}

it('tells the steps of both ends, the last one included', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    const watcher = await new Watcher(url, 'lab').opened();
    const stranger = await new Watcher(url, 'other').opened();
    const { messages, code } = await check(url, 'target=echo&room=lab&only=half-close');
    expect(code).toBe(1000);
    expect(messages.map(({ type }) => type)).toEqual(['start', 'case', 'result', 'end']);
    const [result] = messages.filter((message) => message.type === 'result');
    expect(result?.result).toMatchObject({ id: 'half-close', verdict: 'pass' });
    const [trail] = result?.trails ?? [];
    const own = trail?.gateway.map(({ step }) => step);
    const server = trail?.server.map(({ step }) => step);
    expect(own?.slice(0, 2)).toEqual(['dial', 'connect']);
    expect(own).toEqual(expect.arrayContaining(['write', 'finSent', 'read', 'finReceived']));
    expect(server?.[0]).toBe('accept');
    expect(server).toEqual(expect.arrayContaining(['read', 'finReceived', 'write', 'finSent']));
    expect(server?.at(-1)).toBe('close');

    const close = await watcher.event('close');
    expect(close).toMatchObject({ session: trail?.session, how: 'fin', peer: trail?.local });
    expect(stranger.events.filter((event) => event.kind === 'close')).toEqual([]);
    watcher.ws.close();
    stranger.ws.close();
  });
});

it('of a server that is none of the playground’s tells the check’s own steps', async () => {
  const shouting = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => socket.write(chunk.toString('latin1').toUpperCase(), 'latin1'));
  });
  const port = await listenAnywhere(shouting);
  try {
    const targets = [{ name: 'lab', host: '127.0.0.1', port }];
    await withPlaygroundServer({ targets }, async ({ url }) => {
      const { messages } = await check(url, 'target=lab&only=smoke');
      const [result] = messages.filter((message) => message.type === 'result');
      expect(result?.result).toMatchObject({ id: 'smoke', verdict: 'fail', hint: expect.any(String) });
      expect(result?.trails).toMatchObject([{ server: [] }]);
      expect(result?.trails[0]?.gateway.map(({ step }) => step)).toContain('read');
    });
  } finally {
    shouting.close();
  }
});

it.each([
  ['target=elsewhere', 1008],
  ['target=127.0.0.1:22', 1008],
  ['target=echo&only=nothing', 1008],
  ['room=../lab', 1008],
])('%s is closed with %i', async (query, code) => {
  await withPlaygroundServer({}, async ({ url }) => {
    expect(await check(url, query)).toEqual({ messages: [], code });
  });
});

it('a playground that stops ends its checks with 1001', async () => {
  await withPlaygroundServer({}, async (playground) => {
    const checked = check(playground.url, 'target=echo');
    const watcher = await new Watcher(playground.url).opened();
    await watcher.event('accept');
    const closing = playground.close();
    expect((await checked).code).toBe(1001);
    await closing;
  });
});
