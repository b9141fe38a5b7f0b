// Broken: it ignores the client's FIN, and never closes.

import { createServer, type Server } from 'node:net';
import { send, surviveErrors } from './send.ts';

export function createBrokenFin(): Server {
  return createServer({ allowHalfOpen: true }, (socket) => {
    surviveErrors(socket);
    socket.on('data', (chunk) => send(socket, chunk));
    // The classic mistake: nobody looks for the end (recv returned 0), so the connection stays in CLOSE_WAIT for good.
  });
}
