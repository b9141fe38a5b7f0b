// Who is let in, and what the others are told, over a real HTTP server; PROTOCOL.md, "Before the upgrade".

import { expect, it } from 'vitest';
import { clientFrame, exchange, handshakeLines, statusOf } from '../../support/raw-http.ts';
import { echo, withGateway } from '../../support/with-gateway.ts';

/** A change to the good handshake: lines to replace by their header's name, or to add. */
type Change = (lines: string[], port: number) => string[];

const replace =
  (name: string, ...values: string[]): Change =>
  (lines) => [
    ...lines.filter((line) => !line.startsWith(`${name}:`)),
    ...values.map((value) => `${name}: ${value}`),
  ];
const requestLine =
  (line: string): Change =>
  (lines) => [line, ...lines.slice(1)];
const origin =
  (...values: string[]): Change =>
  (lines, port) => [...lines, ...values.map((value) => `Origin: ${value.replace('PORT', String(port))}`)];

it.each<[string, number, Change]>([
  ['no Origin', 101, (lines) => lines],
  ['the same origin', 101, origin('http://127.0.0.1:PORT')],
  [
    'localhost and its origin',
    101,
    (lines) => [...replace('Host', 'localhost')(lines, 0), 'Origin: http://localhost'],
  ],
  ['an allowed origin', 101, origin('https://class.example')],
  ['the Host of an allowed origin', 101, replace('Host', 'class.example')],
  ['websockify’s subprotocol', 101, replace('Sec-WebSocket-Protocol', 'binary')],
  ['a list with ours in it', 101, replace('Sec-WebSocket-Protocol', 'other, echo-bridge.v1')],
  ['a Host with an empty port', 101, replace('Host', '127.0.0.1:')],
  ['no Host', 400, replace('Host')],
  ['a Host that is none', 400, replace('Host', 'a b')],
  ['a foreign Host', 421, replace('Host', 'evil.example')],
  ['a look-alike Host', 421, replace('Host', 'localhost.evil.example')],
  [
    'a foreign Host with its own Origin',
    421,
    (lines) => [...replace('Host', 'evil.example')(lines, 0), 'Origin: http://evil.example'],
  ],
  ['an unknown path', 404, requestLine('GET /elsewhere HTTP/1.1')],
  ['a path that only begins like ours', 404, requestLine('GET /bridge/ HTTP/1.1')],
  ['the path of checks without their subprotocol', 400, requestLine('GET /check HTTP/1.1')],
  ['another method', 405, requestLine('POST /bridge HTTP/1.1')],
  ['HTTP/1.0', 400, requestLine('GET /bridge HTTP/1.0')],
  ['another version', 426, replace('Sec-WebSocket-Version', '8')],
  ['a foreign Origin', 403, origin('http://evil.example')],
  ['Origin null', 403, origin('null')],
  ['a look-alike Origin', 403, origin('http://127.0.0.1:PORT.evil.example')],
  ['the Origin of another port', 403, origin('http://127.0.0.1:1')],
  ['https where http was spoken', 403, origin('https://127.0.0.1:PORT')],
  ['two Origins', 403, origin('http://127.0.0.1:PORT', 'http://evil.example')],
  ['an unknown subprotocol', 400, replace('Sec-WebSocket-Protocol', 'chat')],
  ['no key', 400, replace('Sec-WebSocket-Key')],
])('%s: %i', async (_name, status, change) => {
  await withGateway({ serve: echo, allowedOrigins: ['https://class.example'] }, async ({ port, gateway }) => {
    const answer = await exchange(port, change(handshakeLines(port), port));
    expect(statusOf(answer)).toBe(status);
    if (status !== 101) {
      expect(gateway.sessionCount).toBe(0);
      expect(answer.toString()).not.toMatch(/evil|chat/);
    }
  });
});

it('refuses two Hosts with 400', async () => {
  await withGateway({}, async ({ port }) => {
    const lines = [...handshakeLines(port), 'Host: 127.0.0.1'];
    expect(statusOf(await exchange(port, lines))).toBe(400);
  });
});

it('names the version it speaks', async () => {
  await withGateway({}, async ({ port }) => {
    const answer = await exchange(port, replace('Sec-WebSocket-Version', '99')(handshakeLines(port), port));
    expect(answer.toString()).toContain('Sec-WebSocket-Version: 13\r\n');
  });
});

it('answers with the one subprotocol that it chose', async () => {
  await withGateway({ serve: echo }, async ({ port }) => {
    const chosen = async (offered: string): Promise<string | undefined> => {
      const answer = await exchange(port, [...handshakeLines(port), `Sec-WebSocket-Protocol: ${offered}`]);
      return /Sec-WebSocket-Protocol: (.*)\r\n/.exec(answer.toString('latin1'))?.[1];
    };
    expect(await chosen('binary, echo-bridge.v1')).toBe('echo-bridge.v1');
    expect(await chosen('base64, binary')).toBe('binary');
  });
});

it('keeps frames that came in the segment of the handshake', async () => {
  await withGateway({ serve: echo }, async ({ port }) => {
    const answer = await exchange(
      port,
      handshakeLines(port),
      clientFrame(2, Buffer.from('at once')),
      (so_far) => so_far.includes('at once'),
    );
    expect(answer.toString('latin1')).toContain('at once');
  });
});
