// Broken: it closes after the first echo.

import { createServer, type Server } from 'node:net';
import { surviveErrors } from './send.ts';

export function createBrokenFirstOnly(): Server {
  return createServer({ allowHalfOpen: true }, (socket) => {
    surviveErrors(socket);
    socket.once('data', (chunk) => {
      // The classic mistake: recv, send and close, without a loop around them.
      socket.end(chunk);
      socket.resume();
    });
    socket.on('end', () => socket.end());
  });
}
