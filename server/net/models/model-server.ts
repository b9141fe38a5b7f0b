// What each concurrency model is to the playground: something that is started, tells how it is, and is stopped.

import type { Logger } from 'pino';
import type { EchoObserver } from '../../core/echo-observer.ts';
import type { ServerEnd } from '../../core/relay.ts';
import type { HealthListener } from '../../core/targets/health.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';

export interface ModelOptions {
  /** Address or name to listen on. */
  readonly host: string;
  /** Where that port is taken, any free one is used instead; 0: any free one. */
  readonly port: number;
  readonly maxConnections: number;
  readonly observer: EchoObserver;
  readonly health: HealthListener;
  readonly logger: Logger;
}

export interface ModelServer {
  /** As `EchoServer.end`: ends the connection with `peer` from the server's side; nothing when there is none. */
  end(peer: Endpoint, how: ServerEnd): void;
  /** As `EchoServer.close`. No process of it is left when it resolves. */
  close(graceMs: number): Promise<void>;
}
