// A peer that sends without end.

import type { Socket } from 'node:net';

const block = Buffer.alloc(1024 * 1024, 'x');

/** Sends as fast as it is taken, and reads nothing. */
export function flood(socket: Socket): void {
  const pour = () => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.on('drain', pour);
  pour();
}
