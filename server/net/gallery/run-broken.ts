// The process of one broken server: `node run-broken.js NAME HOST`. It listens on any free port, tells its parent which
// (`Listening`) and ends with it.

import type { Endpoint } from '../../protocol/endpoint.ts';
import { endWithParent } from '../children/end-with-parent.ts';
import { listen } from '../listen.ts';
import { BROKEN_SERVERS } from './broken-servers.ts';

/** What a broken server's process says to its parent: where it listens. */
export interface Listening {
  readonly listening: Endpoint;
}

/** Connections at once. A bug may keep them open for good, and the process must not run out of descriptors. */
const MAX_CONNECTIONS = 500;

/** Silence after which the kernel probes whether a peer is still there, in milliseconds. */
const KEEP_ALIVE_DELAY_MS = 60_000;

endWithParent();
const [name = '', host = ''] = process.argv.slice(2);
const create = BROKEN_SERVERS.get(name);
if (create === undefined) throw new RangeError(`there is no broken server "${name}"`);
const server = create();
server.maxConnections = MAX_CONNECTIONS;
server.on('connection', (socket) => {
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
});
const flags = { host: '--echo-host', port: '--echo-port' };
const listening: Listening = { listening: await listen(server, { host, port: 0, flags }) };
process.send?.(listening);
