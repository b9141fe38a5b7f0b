// A TCP server that does what a test wants, on a free port of the loopback address.

import { createServer, type Socket } from 'node:net';
import { listen } from '../../server/net/listen.ts';

/** Runs `test` with the server's port; every connection is destroyed and the server closed afterwards. */
export async function withTcpServer(
  onConnection: (socket: Socket) => void,
  test: (port: number) => Promise<void>,
): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  });
  const flags = { host: '--host', port: '--port' };
  const { port } = await listen(server, { host: '127.0.0.1', port: 0, flags });
  try {
    await test(port);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}
