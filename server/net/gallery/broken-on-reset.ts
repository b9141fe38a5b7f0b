// Broken: it dies when a client sends RST.

import { createServer, type Server } from 'node:net';
import { send } from './send.ts';

export function createBrokenOnReset(): Server {
  return createServer({ allowHalfOpen: true }, (socket) => {
    // The classic mistake: nobody listens to 'error', so ECONNRESET is an uncaught exception and ends the process.
    socket.on('data', (chunk) => send(socket, chunk));
    socket.on('end', () => socket.end());
  });
}
