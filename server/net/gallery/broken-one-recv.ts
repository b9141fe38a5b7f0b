// Broken: it takes one recv for one message, and drops what came with it.

import { createServer, type Server } from 'node:net';
import { send, surviveErrors } from './send.ts';

const NEWLINE = 0x0a;

export function createBrokenOneRecv(): Server {
  return createServer({ allowHalfOpen: true }, (socket) => {
    surviveErrors(socket);
    socket.on('data', (chunk) => {
      // The classic mistake: one chunk may hold several messages. Only the first is answered.
      const end = chunk.indexOf(NEWLINE) + 1;
      send(socket, end > 0 ? chunk.subarray(0, end) : chunk);
    });
    socket.on('end', () => socket.end());
  });
}
