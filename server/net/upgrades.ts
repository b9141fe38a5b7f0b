// The door for WebSockets: judges every upgrade request, answers the refused ones over HTTP, and hands the
// others to the gateway, the observatory's feed or the feed of Echo Checks.
//
//   HTTP 'upgrade' ──► judgeUpgrade ──► refused: 4xx, connection closed
//                                  └──► ws handshake ──► Gateway | ObserveFeed | CheckFeed

import { type IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Config } from '../core/config.ts';
import {
  type Admission,
  judgeHost,
  judgeUpgrade,
  type Refusal,
  type RequestHead,
  type RequestPolicy,
} from '../core/request-policy.ts';
import { BRIDGE_PATH } from '../protocol/bridge.ts';
import { CHECK_PATH } from '../protocol/check.ts';
import { OBSERVE_PATH } from '../protocol/observe.ts';
import type { CheckFeed } from './check/check-feed.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { ObserveFeed } from './observe/observe-feed.ts';

/** Serves a request that is no WebSocket's. */
export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

export interface UpgradeOptions {
  readonly config: Config;
  readonly policy: RequestPolicy;
  readonly gateway: Gateway;
  readonly feed: ObserveFeed;
  readonly checks: CheckFeed;
  /** Answers requests that ask for another protocol, such as h2c: an `Upgrade` may be ignored (RFC 9110 §7.8). */
  readonly answer: RequestListener;
}

/** Makes the listener for an HTTP server's `upgrade` event. */
export function createUpgradeListener({ config, policy, gateway, feed, checks, answer }: UpgradeOptions) {
  const handshake = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Compression would trade memory a connection for bytes on a loopback; and it can be bombed.
    perMessageDeflate: false,
    maxPayload: Math.max(config.maxMessageBytes, config.maxControlBytes),
    handleProtocols: (_offered, request) => admissions.get(request)?.subprotocol ?? false,
  });
  const admissions = new WeakMap<IncomingMessage, Admission>();

  return function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return answerPlainly(answer, request, socket);
    const verdict = judgeUpgrade(policy, headOf(request));
    if (!verdict.ok) return refuse(socket, verdict.refusal);
    const { admission } = verdict;
    admissions.set(request, admission);
    handshake.handleUpgrade(request, socket, head, (ws) => {
      switch (admission.path) {
        case BRIDGE_PATH:
          return gateway.accept(ws, { ...admission, address: request.socket.remoteAddress ?? '' });
        case OBSERVE_PATH:
          return feed.accept(ws, admission.query);
        case CHECK_PATH:
          return checks.accept(ws, admission.query);
      }
    });
  };
}

/** The Host check for requests that are no upgrade. */
export function createRequestJudge(policy: RequestPolicy): (request: IncomingMessage) => Refusal | undefined {
  return (request) => judgeHost(policy, headOf(request));
}

/** Node hands over every request with an `Upgrade`, its socket included; this one is answered as if it had none. */
function answerPlainly(answer: RequestListener, request: IncomingMessage, socket: Duplex): void {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(request.socket);
  response.on('finish', () => socket.end());
  socket.on('error', () => socket.destroy());
  answer(request, response);
}

function headOf(request: IncomingMessage): RequestHead {
  const lines = (name: string): readonly string[] => request.headersDistinct[name] ?? [];
  return {
    method: request.method ?? '',
    httpVersion: request.httpVersion,
    target: request.url ?? '',
    localAddress: request.socket.localAddress ?? '',
    hosts: lines('host'),
    origins: lines('origin'),
    versions: lines('sec-websocket-version'),
    subprotocols: lines('sec-websocket-protocol').flatMap((line) =>
      line.split(',').map((name) => name.trim()),
    ),
  };
}

function refuse(socket: Duplex, { status, text, headers }: Refusal): void {
  socket.on('error', () => socket.destroy());
  const body = `${text}\n`;
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
