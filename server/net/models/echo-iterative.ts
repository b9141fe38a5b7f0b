// `echo-iterative`: one client at a time. All others wait in the order in which they came, connected and unread.

import { type EchoServer, listenEcho } from '../echo/echo-server.ts';
import { onAnyPort } from './any-port.ts';
import type { ModelOptions, ModelServer } from './model-server.ts';

export function startIterative(options: ModelOptions): ModelServer {
  const { host, port, maxConnections, observer, health, logger } = options;
  const onAcceptError = (err: Error) => logger.error({ err }, 'echo-iterative could not accept a connection');
  const listening = onAnyPort(port, (free) =>
    listenEcho({ host, port: free, maxConnections, servedAtOnce: 1, onAcceptError }, observer),
  );
  let server: EchoServer | undefined;
  const started = listening.then(
    (echo) => {
      server = echo;
      health.up(echo.endpoint);
    },
    (error) => health.down(error.message),
  );
  return {
    end: (peer, how) => server?.end(peer, how),
    async close(graceMs) {
      await started;
      await server?.close(graceMs);
    },
  };
}
