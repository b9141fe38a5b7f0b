// Turns away a WebSocket after its upgrade, because only a close code can tell a browser why.

import type { WebSocket } from 'ws';
import { type CloseCode, fitReason } from '../protocol/close-codes.ts';

/** Closes an upgraded WebSocket that will not be served. */
export function refuseWebSocket(ws: WebSocket, code: CloseCode, reason: string): void {
  // Without a listener, an error of the refused socket would end the process.
  ws.on('error', ignore);
  ws.close(code, fitReason(reason));
}

function ignore(): void {}
