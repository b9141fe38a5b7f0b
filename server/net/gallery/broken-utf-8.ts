// Broken: it decodes the bytes as UTF-8 and encodes them again.

import { createServer, type Server } from 'node:net';
import { send, surviveErrors } from './send.ts';

export function createBrokenUtf8(): Server {
  return createServer({ allowHalfOpen: true }, (socket) => {
    surviveErrors(socket);
    socket.on('data', (chunk) => {
      // The classic mistake: bytes that are no UTF-8, or a character that two chunks share, come back as U+FFFD.
      const text = chunk.toString('utf8');
      send(socket, text);
    });
    socket.on('end', () => socket.end());
  });
}
