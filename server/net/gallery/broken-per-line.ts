// Broken: it echoes whole lines only, and waits for the newline.

import { createServer, type Server } from 'node:net';
import { MAX_HELD_BYTES, send, surviveErrors } from './send.ts';

const NEWLINE = 0x0a;

export function createBrokenPerLine(): Server {
  return createServer({ allowHalfOpen: true }, (socket) => {
    surviveErrors(socket);
    let begun: Buffer[] = [];
    let held = 0;
    const flush = () => {
      send(socket, Buffer.concat(begun));
      begun = [];
      held = 0;
    };
    socket.on('data', (chunk) => {
      // The classic mistake: TCP carries bytes, and a client may send some without ever sending a newline.
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      begun.push(chunk.subarray(0, end));
      if (end > 0) flush();
      begun.push(chunk.subarray(end));
      held += chunk.length - end;
      if (held > MAX_HELD_BYTES) socket.destroy();
    });
    socket.on('end', () => {
      flush();
      socket.end();
    });
  });
}
