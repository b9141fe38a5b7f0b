// Broken: it serves one client at a time.

import { createServer, type Server, type Socket } from 'node:net';
import { send, surviveErrors } from './send.ts';

export function createBrokenOneClient(): Server {
  const waiting: Socket[] = [];
  return createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    surviveErrors(socket);
    socket.on('data', (chunk) => send(socket, chunk));
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      waiting.splice(waiting.indexOf(socket), 1);
      waiting[0]?.resume();
    });
    // The classic mistake: accept is not called again before the client has gone, so all others wait for it.
    waiting.push(socket);
    if (waiting[0] === socket) socket.resume();
  });
}
