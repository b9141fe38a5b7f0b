// Broken: it drops what is under way when FIN comes.

import { createServer, type Server } from 'node:net';
import { surviveErrors } from './send.ts';

/** What each answer takes, in milliseconds, as if there were something to do for it. */
const WORK_MS = 10;

/** Bytes that are worked on at once; nothing more is read meanwhile. */
const MAX_UNDER_WAY = 1024 * 1024;

export function createBrokenHalfClose(): Server {
  return createServer({ allowHalfOpen: true }, (socket) => {
    surviveErrors(socket);
    let underWay = 0;
    socket.on('data', (chunk) => {
      underWay += chunk.length;
      if (underWay >= MAX_UNDER_WAY) socket.pause();
      setTimeout(() => {
        if (socket.destroyed) return;
        socket.write(chunk, () => {
          underWay -= chunk.length;
          if (underWay < MAX_UNDER_WAY) socket.resume();
        });
      }, WORK_MS);
    });
    // The classic mistake: FIN is taken for “the client has gone”, and the answers that it still waits for are thrown away.
    socket.on('end', () => socket.destroy());
  });
}
