// Nobody makes the playground dial what is not on the operator's list. Each attempt names a canary, a real TCP server on this
// machine, in another way; whatever the answer is, the canary is never dialled.

import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { CHECK_SUBPROTOCOL } from '../../../server/protocol/check.ts';
import { BridgePeer, type PeerOptions } from '../../support/bridge-peer.ts';
import { exchange, handshakeLines, statusOf } from '../../support/raw-http.ts';
import { withPlaygroundServer } from '../../support/with-playground-server.ts';
import { withTcpServer } from '../../support/with-tcp-server.ts';

/** Where the canary and the page listen. */
interface Place {
  readonly canary: string;
  readonly canaryPort: number;
  readonly pagePort: number;
  readonly url: string;
}

/** Tries to have the canary dialled; returns what became of it: a close code, an HTTP status, or what was reached. */
type Attempt = (place: Place) => Promise<number | string>;

/** Opens a WebSocket and waits for its end, or for the connection to a target that it should not have led elsewhere. */
async function open({ url }: Place, options: PeerOptions): Promise<number | string> {
  const peer = new BridgePeer(url, options);
  const opened = peer.control('open').then(({ target }) => `reached ${target}`);
  const outcome = await Promise.race([opened.catch(() => undefined), peer.closed.then(({ code }) => code)]);
  peer.ws.terminate();
  return outcome ?? (await peer.closed).code;
}

const byName =
  (name: (place: Place) => string): Attempt =>
  (place) =>
    open(place, { path: `/bridge?target=${encodeURIComponent(name(place))}` });

const byRequest =
  (lines: (place: Place) => string[]): Attempt =>
  async (place) =>
    statusOf(await exchange(place.pagePort, lines(place)));

const byMessage =
  (text: (place: Place) => string): Attempt =>
  async (place) => {
    const peer = await new BridgePeer(place.url).opened();
    peer.sendText(text(place));
    return (await peer.closed).code;
  };

it.each<[string, number | string, Attempt]>([
  ['an address as the name', 1008, byName(({ canary }) => canary)],
  ['a URL as the name', 1008, byName(({ canary }) => `tcp://${canary}`)],
  ['a listed name with an address behind it', 1008, byName(({ canary }) => `echo@${canary}`)],
  ['a definition as the operator writes it', 1008, byName(({ canary }) => `lab=${canary}`)],
  ['a NUL between a listed name and an address', 1008, byName(({ canary }) => `echo\0${canary}`)],
  ['a line break between them', 1008, byName(({ canary }) => `echo\r\n${canary}`)],
  ['another case of a listed name', 1008, byName(() => 'ECHO')],
  ['what every object has', 1008, byName(() => '__proto__')],
  ['what every function has', 1008, byName(() => 'constructor')],
  ['an address of another notation', 1008, byName(({ canaryPort }) => `2130706433:${canaryPort}`)],
  [
    'a second name behind a listed one',
    'reached echo',
    (place) => open(place, { path: `/bridge?target=echo&target=${place.canary}` }),
  ],
  [
    'host and port of their own',
    'reached echo',
    (place) => open(place, { path: `/bridge?host=127.0.0.1&port=${place.canaryPort}` }),
  ],
  [
    'headers of a proxy',
    'reached echo',
    (place) =>
      open(place, {
        headers: {
          'X-Forwarded-Host': place.canary,
          Forwarded: `host=${place.canary}`,
          'X-Target': place.canary,
        },
      }),
  ],
  [
    'a Host header',
    421,
    byRequest(({ canaryPort }) => ['GET / HTTP/1.1', `Host: evil.example:${canaryPort}`]),
  ],
  [
    'a path',
    404,
    byRequest(({ canary, pagePort }) => [
      `GET /bridge/${canary} HTTP/1.1`,
      ...handshakeLines(pagePort).slice(1),
    ]),
  ],
  [
    'an absolute request target',
    404,
    byRequest(({ canary, pagePort }) => [
      `GET http://${canary}/bridge HTTP/1.1`,
      ...handshakeLines(pagePort).slice(1),
    ]),
  ],
  [
    'a subprotocol',
    400,
    byRequest(({ canary, pagePort }) => handshakeLines(pagePort, [`Sec-WebSocket-Protocol: ${canary}`])),
  ],
  ['a control message', 1008, byMessage(({ canary }) => `{"type":"open","target":"${canary}"}`)],
  [
    'a control message with a target beside',
    1008,
    byMessage(({ canary }) => `{"type":"resume","target":"${canary}"}`),
  ],
  [
    'an Echo Check of an address',
    1008,
    (place) => open(place, { path: `/check?target=${place.canary}`, subprotocols: [CHECK_SUBPROTOCOL] }),
  ],
])('%s: %s', async (_what, outcome, attempt) => {
  const dialledBy: (number | undefined)[] = [];
  await withTcpServer(
    (socket) => {
      dialledBy.push(socket.remotePort);
      socket.end();
    },
    (canaryPort) =>
      withPlaygroundServer({}, async ({ url }) => {
        const canary = `127.0.0.1:${canaryPort}`;
        const pagePort = Number(new URL(url).port);
        expect(await attempt({ canary, canaryPort, pagePort, url })).toBe(outcome);
        // Whatever was dialled before is accepted before this.
        const own = connect(canaryPort, '127.0.0.1').resume();
        await new Promise((resolve) => own.once('close', resolve));
        expect(dialledBy).toHaveLength(1);
      }),
  );
});

it('the proxy’s method is none of this server’s', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    const { host, port } = new URL(url);
    const answer = await exchange(Number(port), [`CONNECT ${host} HTTP/1.1`, `Host: ${host}`]);
    expect(answer.toString('latin1')).not.toMatch(/^HTTP\/1\.1 2/);
  });
});
