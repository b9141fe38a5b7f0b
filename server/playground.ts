// The composition root: the one place that knows all parts and puts them together.
//
//   page ◄── express ──┐
//   /bridge ─ gateway ─┼─ one HTTP server        echo server ◄── gateway's sessions, nc, python …
//   /observe ── feed ──┘                              │
//                └───────────── observatory ◄─────────┘

import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Config } from './core/config.ts';
import { combineEchoObservers } from './core/echo-observer.ts';
import { isLoopbackHost } from './core/host-name.ts';
import { Observatory } from './core/observatory/observatory.ts';
import { createRequestPolicy } from './core/request-policy.ts';
import { listenEcho } from './net/echo-server.ts';
import { Gateway } from './net/gateway/gateway.ts';
import type { Targets } from './net/gateway/targets.ts';
import { closeHttpServer } from './net/http-server.ts';
import { KernelSampler } from './net/kernel/kernel-sampler.ts';
import { listen } from './net/listen.ts';
import { createLogObserver } from './net/log-observer.ts';
import type { Logger } from './net/logger.ts';
import { ObserveFeed } from './net/observe/observe-feed.ts';
import { createPageApp } from './net/page-app.ts';
import { createRequestJudge, createUpgradeListener } from './net/upgrades.ts';
import { DEFAULT_TARGET } from './protocol/bridge.ts';
import { type Endpoint, formatEndpoint } from './protocol/endpoint.ts';

/** Where `vite build` puts the page, seen from the built server in dist/server/. */
const PAGE_DIRECTORY = fileURLToPath(new URL('../page', import.meta.url));

/** How long the echo server waits for native clients once the gateway has drained, in milliseconds. */
const ECHO_GRACE_MS = 250;

export interface Playground {
  /** Address of the page. */
  readonly url: string;
  /** Where the TCP echo server listens. */
  readonly echo: Endpoint;
  /**
   * Stops: no new sessions, the open ones finish what was sent before now and are closed with 1001, at the latest
   * after `drainTimeoutMs` and about a second of grace. A second call waits with the first.
   */
  close(): Promise<void>;
}

export interface PlaygroundOptions {
  /** Folder of the built page. Default: the one beside the built server. */
  readonly pageDirectory?: string;
}

/**
 * Starts everything.
 * @throws {ListenError} when one of the two addresses cannot be listened on; then nothing is left running
 */
export async function createPlayground(
  config: Config,
  logger: Logger,
  { pageDirectory = PAGE_DIRECTORY }: PlaygroundOptions = {},
): Promise<Playground> {
  const observatory = new Observatory({
    name: DEFAULT_TARGET,
    now: () => performance.timeOrigin + performance.now(),
    showsNative: isLoopbackHost(config.host) && isLoopbackHost(config.echoHost),
  });
  const feed = new ObserveFeed(observatory, new KernelSampler(), config.heartbeatMs);
  const echo = await listenEcho(
    {
      host: config.echoHost,
      port: config.echoPort,
      maxConnections: config.maxConnections,
      onAcceptError: (error) => logger.error({ err: error }, 'the echo server could not accept a connection'),
    },
    combineEchoObservers(observatory, createLogObserver(logger, { now: () => performance.now() })),
  );
  const { address: host, port } = echo.endpoint;
  const targets: Targets = new Map([[DEFAULT_TARGET, { host, port, end: echo.end.bind(echo) }]]);
  const gateway = new Gateway({ config, targets, observer: observatory, logger });

  const policy = createRequestPolicy(config.host, config.allowedOrigins);
  const app = createPageApp({ pageDirectory, judgeRequest: createRequestJudge(policy) });
  const http = createServer(app);
  http.on('upgrade', createUpgradeListener({ config, policy, gateway, feed, answer: app }));
  const request = { host: config.host, port: config.port, flags: { host: '--host', port: '--port' } };
  const page = await listen(http, request).catch(async (error) => {
    await Promise.all([gateway.drain(), feed.close(), echo.close(0)]);
    throw error;
  });
  http.on('error', (error) =>
    logger.error({ err: error }, 'the page’s server could not accept a connection'),
  );

  async function stop(): Promise<void> {
    const httpClosed = closeHttpServer(http);
    await gateway.drain();
    await echo.close(ECHO_GRACE_MS);
    await feed.close();
    await httpClosed;
  }
  let stopping: Promise<void> | undefined;
  return {
    url: `http://${formatEndpoint(page)}`,
    echo: echo.endpoint,
    close() {
      stopping ??= stop();
      return stopping;
    },
  };
}
