// One TCP connection of this process with itself, both ends half-open capable and neither reading of its own accord.

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { EndpointPair } from '../../server/core/kernel/socket-end.ts';
import { listen } from '../../server/net/listen.ts';

export interface TcpPair {
  readonly client: Socket;
  readonly server: Socket;
  readonly pair: EndpointPair;
}

/** Runs `test` with a connection to `dial` whose listener is bound to `host`; both ends are destroyed afterwards. */
export async function withTcpPair(
  test: (connection: TcpPair) => Promise<void>,
  host = '127.0.0.1',
  dial = host,
): Promise<void> {
  const listener = createServer({ allowHalfOpen: true, pauseOnConnect: true });
  const flags = { host: '--host', port: '--port' };
  const { port } = await listen(listener, { host, port: 0, flags });
  const accepting = once(listener, 'connection');
  const client = connect({ host: dial, port, allowHalfOpen: true });
  await once(client, 'connect');
  const [server] = (await accepting) as [Socket];
  for (const socket of [client, server]) socket.on('error', () => socket.destroy());
  const pair = {
    client: { address: client.localAddress ?? '', port: client.localPort ?? 0 },
    server: { address: dial, port },
  };
  try {
    await test({ client, server, pair });
  } finally {
    client.destroy();
    server.destroy();
    await new Promise((resolve) => listener.close(resolve));
  }
}
