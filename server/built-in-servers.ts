// The built-in servers beside `echo`: those of other concurrency models, and the gallery of broken ones. Each tells the list of
// targets how it is; one that cannot run here is a target that is down, with why, and nothing else suffers.
//
//   echo :65432 · echo-iterative, echo-forked, echo-threads on the ports behind it · broken-… on any free ones

import type { Config } from './core/config.ts';
import type { EchoObserver } from './core/echo-observer.ts';
import type { HealthListener } from './core/targets/health.ts';
import { MODELS } from './core/targets/models.ts';
import { atMost } from './net/at-most.ts';
import { startGallery } from './net/gallery/start-gallery.ts';
import type { Logger } from './net/logger.ts';
import type { ModelServer } from './net/models/model-server.ts';
import { startModel } from './net/models/start-model.ts';
import type { TargetList } from './net/targets/target-list.ts';
import { type Endpoint, MAX_PORT } from './protocol/endpoint.ts';

/** How long the page waits for the models to start, in milliseconds: who comes first should meet none that is not there yet. */
const START_PATIENCE_MS = 2000;

export interface BuiltInServersOptions {
  readonly config: Config;
  /** Where `echo` itself listens. */
  readonly echo: Endpoint;
  readonly targets: TargetList;
  /** Whom the server behind a target tells what it does. */
  readonly observe: (target: string) => EchoObserver;
  readonly logger: Logger;
}

export interface BuiltInServers {
  /** Resolves once each model is up, or down with why; at the latest after {@link START_PATIENCE_MS}. */
  readonly started: Promise<void>;
  /** As `EchoServer.close`, of all of them. No process of theirs is left when it resolves. */
  close(graceMs: number): Promise<void>;
}

/** Starts them; it never fails. */
export function startBuiltInServers(options: BuiltInServersOptions): BuiltInServers {
  const { config, echo, targets, observe, logger } = options;
  const host = config.echoHost;
  const told: Promise<void>[] = [];
  const models = config.models.map((model, index): ModelServer => {
    const { target } = MODELS[model];
    const { health, firstWord } = hearing(targets.healthOf(target, (peer, how) => server.end(peer, how)));
    told.push(firstWord);
    const port = config.echoPort === 0 ? 0 : echo.port + 1 + index;
    const server: ModelServer = startModel(model, {
      host,
      port: port > MAX_PORT ? 0 : port,
      maxConnections: config.maxConnections,
      observer: observe(target),
      health,
      logger: logger.child({ server: target }),
    });
    return server;
  });
  const gallery = config.gallery
    ? startGallery({ host, healthOf: (name) => targets.healthOf(name), logger })
    : undefined;
  return {
    started: atMost(
      START_PATIENCE_MS,
      Promise.all(told).then(() => {}),
    ),
    async close(graceMs) {
      await Promise.all([...models.map((model) => model.close(graceMs)), gallery?.close()]);
    },
  };
}

/** Passes on to `listener` what it hears, and says when it has heard something for the first time. */
function hearing(listener: HealthListener): {
  readonly health: HealthListener;
  readonly firstWord: Promise<void>;
} {
  let hear = () => {};
  const firstWord = new Promise<void>((resolve) => {
    hear = resolve;
  });
  const health: HealthListener = {
    up(endpoint) {
      listener.up(endpoint);
      hear();
    },
    down(reason) {
      listener.down(reason);
      hear();
    },
  };
  return { health, firstWord };
}
