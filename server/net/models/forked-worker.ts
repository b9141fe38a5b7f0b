// A worker of `echo-forked`: a process that serves the connections whose sockets it is handed. It listens nowhere.
//
//   listener ──serve + socket──► AcceptedConnection ◄══ bytes ══► peer
//            ◄──── reports ─────┘
//
// Argument: what to add to the system's monotonic clock to have the listener's time, in milliseconds.

import type { Socket } from 'node:net';
import { endWithParent } from '../children/end-with-parent.ts';
import { AcceptedConnection } from '../echo/echo-connection.ts';
import { ReportBatch } from './report-batch.ts';
import type { WorkerCommand, WorkerMessage } from './worker-messages.ts';

const clockOffsetMs = Number(process.argv[2]);
const connections = new Map<number, AcceptedConnection>();
const observer = new ReportBatch({
  send: (reports, onTaken) => tell({ type: 'reports', reports }, onTaken),
  now: () => Number(process.hrtime.bigint()) / 1e6 + clockOffsetMs,
});

endWithParent();
process.on('message', obey);
tell({ type: 'ready' });

function obey(command: WorkerCommand, socket: Socket | undefined): void {
  switch (command.type) {
    case 'serve':
      serve(command, socket);
      break;
    case 'end':
      if (command.how === 'fin') connections.get(command.id)?.sendFin();
      else connections.get(command.id)?.abort();
      break;
    case 'stop':
      for (const connection of connections.values()) {
        if (command.how === 'fin') connection.shutDown();
        else connection.shutDownAtOnce();
      }
      break;
  }
}

function serve({ id, peer, local }: WorkerCommand & { type: 'serve' }, socket: Socket | undefined): void {
  if (socket === undefined) {
    // It was lost on the way.
    observer.closed({ id, rstSent: false }, { how: 'error', code: 'EBADF' });
    return;
  }
  // It comes with the defaults of a client's socket.
  socket.allowHalfOpen = true;
  const onGone = () => connections.delete(id);
  const connection = new AcceptedConnection({ id, socket, peer, local, observer, onGone });
  connections.set(id, connection);
  connection.start({ kind: 'process', id: process.pid });
}

/** A channel that is closing takes nothing more, and then neither does anybody ask. */
function tell(message: WorkerMessage, onTaken: () => void = () => {}): void {
  if (process.connected) process.send?.(message, undefined, undefined, onTaken);
}
