// Broken: it answers in capitals.

import { createServer, type Server } from 'node:net';
import { send, surviveErrors } from './send.ts';

export function createBrokenUpperCase(): Server {
  return createServer({ allowHalfOpen: true }, (socket) => {
    surviveErrors(socket);
    socket.on('data', (chunk) => {
      // The classic mistake: the answer of the tutorial’s server, which was no echo server.
      send(socket, chunk.map(toUpperCase));
    });
    socket.on('end', () => socket.end());
  });
}

/** As toupper(3) with ASCII. */
function toUpperCase(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
}
