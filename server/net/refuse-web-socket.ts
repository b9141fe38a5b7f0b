// Turns away a WebSocket after its upgrade, because only a close code can tell a browser why.

import type { WebSocket } from 'ws';
import { type CloseCode, fitReason } from '../protocol/close-codes.ts';

/** How long a refused peer may take for its own Close, in milliseconds; then it is cut off. */
const CLOSE_GRACE_MS = 1000;

/** Closes an upgraded WebSocket that will not be served. */
export function refuseWebSocket(ws: WebSocket, code: CloseCode, reason: string): void {
  // Without a listener, an error of the refused socket would end the process.
  ws.on('error', ignore);
  ws.close(code, fitReason(reason));
  const end = setTimeout(() => ws.terminate(), CLOSE_GRACE_MS);
  ws.on('close', () => clearTimeout(end));
}

function ignore(): void {}
