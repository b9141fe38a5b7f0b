// The two ends of a `net.Socket` as endpoints.

import type { Socket } from 'node:net';
import { type Endpoint, unmapIPv4 } from '../protocol/endpoint.ts';

/** The end in this process. After the socket is destroyed it is unknown: empty address and port 0. */
export function localEndpoint(socket: Socket): Endpoint {
  return { address: unmapIPv4(socket.localAddress ?? ''), port: socket.localPort ?? 0 };
}

/** The other end. After the socket is destroyed it is unknown: empty address and port 0. */
export function remoteEndpoint(socket: Socket): Endpoint {
  return { address: unmapIPv4(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 };
}
