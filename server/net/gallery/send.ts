// What the servers of the gallery do right, all but the one whose bug it is.

import type { Socket } from 'node:net';

/**
 * What a server that gathers bytes holds of one connection at most: far above what any check floods it with, and below
 * what brings a machine down. Above it the connection is dropped.
 */
export const MAX_HELD_BYTES = 512 * 1024 * 1024;

/** Sends, and reads nothing more until the kernel has taken it. */
export function send(socket: Socket, bytes: Uint8Array | string): void {
  if (socket.write(bytes)) return;
  socket.pause();
  socket.once('drain', () => socket.resume());
}

/** A connection that fails is given up; the server goes on. */
export function surviveErrors(socket: Socket): void {
  socket.on('error', () => socket.destroy());
}
