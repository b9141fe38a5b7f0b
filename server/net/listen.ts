// Starts a server listening, and turns a failure into one clear line. For `net.Server` and `http.Server` alike.

import type { Server } from 'node:net';
import { ListenError, type ListenRequest } from '../core/listen-failure.ts';
import { type Endpoint, unmapIPv4 } from '../protocol/endpoint.ts';

/** Connections that the kernel keeps until they are accepted; Linux cuts it to `net.core.somaxconn`. */
const BACKLOG = 4096;

/**
 * Listens, and resolves with the endpoint that the system gave (port 0: any free one).
 * @throws {ListenError} when the name does not resolve or the system refuses
 */
export function listen(server: Server, request: ListenRequest): Promise<Endpoint> {
  return new Promise((resolve, reject) => {
    function onListening(): void {
      server.off('error', onError);
      const bound = server.address();
      // A string is the path of a Unix socket, which a host and a port do not ask for.
      if (bound === null || typeof bound === 'string')
        throw new TypeError(`listening on ${bound}, not on TCP`);
      resolve({ address: unmapIPv4(bound.address), port: bound.port });
    }
    function onError(error: NodeJS.ErrnoException): void {
      server.off('listening', onListening);
      reject(new ListenError(request, error.code ?? error.name, error));
    }
    server.once('listening', onListening);
    server.once('error', onError);
    server.listen({ host: request.host, port: request.port, backlog: BACKLOG });
  });
}
