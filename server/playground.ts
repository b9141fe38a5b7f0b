// The composition root: the one place that knows all parts and puts them together.
//
//   page ◄── express ──┐
//   /bridge ─ gateway ─┼─ one HTTP server      echo servers ◄── gateway's sessions, checks, nc, python …
//   /check ── checks ──┤                              │
//   /observe ── feed ──┘                              │
//                └───────────── observatory ◄─────────┘

import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { startBuiltInServers } from './built-in-servers.ts';
import type { Config } from './core/config.ts';
import { combineEchoObservers } from './core/echo-observer.ts';
import { isLoopbackHost } from './core/host-name.ts';
import { Observatory } from './core/observatory/observatory.ts';
import { createRequestPolicy } from './core/request-policy.ts';
import { listTargets } from './core/targets/list-targets.ts';
import { CheckFeed } from './net/check/check-feed.ts';
import { listenEcho } from './net/echo/echo-server.ts';
import { Gateway } from './net/gateway/gateway.ts';
import { closeHttpServer } from './net/http-server.ts';
import { KernelSampler } from './net/kernel/kernel-sampler.ts';
import { listen } from './net/listen.ts';
import { createLogObserver } from './net/log-observer.ts';
import type { Logger } from './net/logger.ts';
import { ObserveFeed } from './net/observe/observe-feed.ts';
import { createPageApp } from './net/page-app.ts';
import { startHealthProbe } from './net/targets/health-probe.ts';
import { TargetList } from './net/targets/target-list.ts';
import { createRequestJudge, createUpgradeListener } from './net/upgrades.ts';
import { DEFAULT_TARGET } from './protocol/bridge.ts';
import { type Endpoint, formatEndpoint } from './protocol/endpoint.ts';

/** Where `vite build` puts the page, seen from the built server in dist/server/. */
const PAGE_DIRECTORY = fileURLToPath(new URL('../page', import.meta.url));

/** How long the built-in servers wait for native clients once the gateway has drained, in milliseconds. */
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
  const infos = listTargets(config);
  const now = () => performance.timeOrigin + performance.now();
  const observatory = new Observatory({
    targets: infos,
    now,
    showsNative: isLoopbackHost(config.host) && isLoopbackHost(config.echoHost),
  });
  const feed = new ObserveFeed(observatory, new KernelSampler(), config.heartbeatMs);
  const names = infos.map(({ name }) => name);
  const targets = new TargetList(names, observatory.targets);
  const observe = (name: string) => {
    const log = createLogObserver(logger.child({ server: name }), { now: () => performance.now() });
    return combineEchoObservers(observatory.observe(name), log);
  };
  const echo = await listenEcho(
    {
      host: config.echoHost,
      port: config.echoPort,
      maxConnections: config.maxConnections,
      onAcceptError: (error) => logger.error({ err: error }, 'the echo server could not accept a connection'),
    },
    observe(DEFAULT_TARGET),
  );
  targets.healthOf(DEFAULT_TARGET, echo.end.bind(echo)).up(echo.endpoint);
  const others = startBuiltInServers({ config, echo: echo.endpoint, targets, observe, logger });
  for (const { name, host, port } of config.targets) targets.expect(name, { address: host, port });
  const stopProbe = startHealthProbe({
    targets: config.targets,
    healthOf: (name) => targets.healthOf(name),
    isWatched: () => observatory.isWatched,
  });
  const gateway = new Gateway({ config, targets, observer: observatory, logger });
  const { heartbeatMs } = config;
  const checks = new CheckFeed({ targets, observer: observatory, now, heartbeatMs, logger });

  const policy = createRequestPolicy(config.host, config.allowedOrigins);
  const app = createPageApp({ pageDirectory, judgeRequest: createRequestJudge(policy) });
  const http = createServer(app);
  http.on('upgrade', createUpgradeListener({ config, policy, gateway, feed, checks, answer: app }));
  const request = { host: config.host, port: config.port, flags: { host: '--host', port: '--port' } };
  await others.started;
  const page = await listen(http, request).catch(async (error) => {
    stopProbe();
    await Promise.all([gateway.drain(), checks.close(), feed.close(), echo.close(0), others.close(0)]);
    throw error;
  });
  http.on('error', (error) =>
    logger.error({ err: error }, 'the page’s server could not accept a connection'),
  );

  async function stop(): Promise<void> {
    stopProbe();
    const httpClosed = closeHttpServer(http);
    await Promise.all([gateway.drain(), checks.close()]);
    await Promise.all([echo.close(ECHO_GRACE_MS), others.close(ECHO_GRACE_MS)]);
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
