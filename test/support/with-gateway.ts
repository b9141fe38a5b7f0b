// A gateway on a real HTTP server in front of any TCP server that a test brings along.

import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type Config, createConfig } from '../../server/core/config.ts';
import { Observatory } from '../../server/core/observatory/observatory.ts';
import { createRequestPolicy } from '../../server/core/request-policy.ts';
import { CheckFeed } from '../../server/net/check/check-feed.ts';
import { Gateway } from '../../server/net/gateway/gateway.ts';
import { KernelSampler } from '../../server/net/kernel/kernel-sampler.ts';
import { createLogger } from '../../server/net/logger.ts';
import { ObserveFeed } from '../../server/net/observe/observe-feed.ts';
import type { Target, Targets } from '../../server/net/targets/targets.ts';
import { createUpgradeListener } from '../../server/net/upgrades.ts';
import { BridgePeer, type PeerOptions } from './bridge-peer.ts';

export interface GatewayBench {
  readonly url: string;
  readonly port: number;
  readonly gateway: Gateway;
  /** The connections that the target accepted, in order. */
  readonly accepted: readonly Socket[];
  /** Waits for the target's next connection. */
  nextAccepted(): Promise<Socket>;
  /** Opens a peer; it is ended with the test. */
  connect(options?: PeerOptions): BridgePeer;
}

export interface GatewayBenchOptions extends Partial<Config> {
  /** What the target does with a connection. Default: nothing; sockets are accepted paused. */
  readonly serve?: (socket: Socket) => void;
  /** The target's place instead of the bench's own server; its `end` makes it a built-in one. */
  readonly target?: Partial<Target>;
}

/** Runs `test` with a gateway; everything is gone afterwards. */
export async function withGateway(
  { serve, target, ...settings }: GatewayBenchOptions,
  test: (bench: GatewayBench) => Promise<void>,
): Promise<void> {
  const config = createConfig({ heartbeatMs: 0, ...settings });
  const accepted: Socket[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: !serve });
  server.on('connection', (socket) => {
    accepted.push(socket);
    socket.on('error', () => {});
    serve?.(socket);
  });
  const targetPort = await listenAnywhere(server);
  const observatory = new Observatory({ targets: [], now: Date.now, showsNative: true });
  const targets = onlyTarget({ endpoint: { address: '127.0.0.1', port: targetPort }, ...target });
  const logger = createLogger({ level: 'silent' });
  const gateway = new Gateway({ config, targets, observer: observatory, logger });
  const checks = new CheckFeed({ targets, observer: observatory, now: Date.now, heartbeatMs: 0, logger });
  const http = createHttpServer();
  const policy = createRequestPolicy('127.0.0.1', config.allowedOrigins);
  http.on(
    'upgrade',
    createUpgradeListener({
      config,
      policy,
      gateway,
      feed: new ObserveFeed(observatory, new KernelSampler(), 0),
      checks,
      answer: (_request, response) => response.end(),
    }),
  );
  const port = await listenAnywhere(http);
  const peers: BridgePeer[] = [];
  const url = `http://127.0.0.1:${port}`;
  try {
    await test({
      url,
      port,
      gateway,
      accepted,
      async nextAccepted() {
        const count = accepted.length;
        while (accepted.length === count) await once(server, 'connection');
        return accepted[count] as Socket;
      },
      connect(options) {
        const peer = new BridgePeer(url, options);
        peers.push(peer);
        return peer;
      },
    });
  } finally {
    for (const peer of peers) peer.ws.terminate();
    for (const socket of accepted) socket.destroy();
    http.closeAllConnections();
    await Promise.all([closed(http), closed(server)]);
  }
}

/** A list of one target, `echo`. */
function onlyTarget(target: Partial<Target>): Targets {
  const echo = { name: 'echo', endpoint: undefined, reason: undefined, ...target };
  return { defaultName: 'echo', get: (name) => (name === 'echo' ? echo : undefined) };
}

/** Echoes as RFC 862 says, half-close included. */
export function echo(socket: Socket): void {
  socket.pipe(socket);
}

export async function listenAnywhere(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
