// Broken: it stops at 1,024 bytes a message.

import { createServer, type Server } from 'node:net';
import { send, surviveErrors } from './send.ts';

const BUFFER_BYTES = 1024;

export function createBroken1024(): Server {
  return createServer({ allowHalfOpen: true }, (socket) => {
    surviveErrors(socket);
    socket.on('data', (chunk) => {
      // The classic mistake: “no message is longer than my buffer”. What does not fit is never answered.
      send(socket, chunk.subarray(0, BUFFER_BYTES));
    });
    socket.on('end', () => socket.end());
  });
}
