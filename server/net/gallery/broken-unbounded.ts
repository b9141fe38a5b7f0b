// Broken: it buffers echoes that nobody reads, without bound.

import { createServer, type Server } from 'node:net';
import { MAX_HELD_BYTES, surviveErrors } from './send.ts';

export function createBrokenUnbounded(): Server {
  return createServer({ allowHalfOpen: true }, (socket) => {
    surviveErrors(socket);
    socket.on('data', (chunk) => {
      // The classic mistake: `write` returned false, which asks to wait for 'drain', and the next chunk is read all the same.
      socket.write(chunk);
      if (socket.writableLength > MAX_HELD_BYTES) socket.destroy();
    });
    socket.on('end', () => socket.end());
  });
}
