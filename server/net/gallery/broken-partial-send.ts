// Broken: it forgets what a partial send did not take.

import { createServer, type Server, type Socket } from 'node:net';
import { surviveErrors } from './send.ts';

/** What the socket's buffer holds beside the kernel's own. */
const BUFFER_BYTES = 64 * 1024;

export function createBrokenPartialSend(): Server {
  return createServer({ allowHalfOpen: true }, (socket) => {
    surviveErrors(socket);
    socket.on('data', (chunk) => {
      // The classic mistake: what `send` returns says how much it took, and nobody looks at it.
      sendSome(socket, chunk);
    });
    socket.on('end', () => socket.end());
  });
}

/** As send(2) on a socket that does not block: takes what there is room for, and returns how much that was. */
function sendSome(socket: Socket, bytes: Buffer): number {
  const room = Math.max(0, BUFFER_BYTES - socket.writableLength);
  const taken = bytes.subarray(0, room);
  socket.write(taken);
  return taken.length;
}
