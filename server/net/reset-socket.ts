// Sends RST, in whatever state a socket is.

import type { Socket } from 'node:net';

/**
 * Aborts the connection (RFC 9293 §3.10.5): RST goes out, queued and unread bytes are lost, 'close' follows. A
 * socket that is still connecting is given up without a segment.
 */
export function resetSocket(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket.connecting) {
    // `resetAndDestroy()` would wait for the connection.
    socket.destroy();
  } else if (isSendingFin(socket)) {
    // libuv refuses to reset while a shutdown(2) is under way, and Node would then never emit 'close'.
    socket.once('finish', () => resetSocket(socket));
  } else {
    socket.resetAndDestroy();
  }
}

/** Everything is written and shutdown(2) asked for, but not yet reported done. */
function isSendingFin(socket: Socket): boolean {
  return socket.writableEnded && !socket.writableFinished && socket.writableLength === 0;
}
