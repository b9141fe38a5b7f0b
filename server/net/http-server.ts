// Ends an HTTP server in order: no new connections, the idle ones closed at once, running answers finished, and
// what is still there after a grace cut. Upgraded sockets are not the HTTP server's any more; their owners end them.

import type { Server } from 'node:http';

/** How long a running answer may take once the server stops, in milliseconds. */
const ANSWER_GRACE_MS = 1000;

/** Resolves when no HTTP connection is left. */
export async function closeHttpServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const end = setTimeout(() => server.closeAllConnections(), ANSWER_GRACE_MS);
  await closed;
  clearTimeout(end);
}
