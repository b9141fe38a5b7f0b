// One place in the pool of `echo-forked`: a worker process, and the next one when it dies.

import type { Socket } from 'node:net';
import type { ServedBy } from '../../protocol/server-event.ts';
import { endModule, explainEnd, forkModule, KeptProcess } from '../children/kept-process.ts';
import { builtFile } from '../children/own-files.ts';
import type { Report } from './reports.ts';
import type { WorkerCommand, WorkerMessage } from './worker-messages.ts';

const WORKER_MODULE = builtFile('server/net/models/forked-worker.js');

export interface WorkerListener {
  /** Its process runs. */
  readonly onReady: () => void;
  readonly onReports: (reports: readonly Report[]) => void;
  /** Its process has ended; `how` as the predicate of a sentence. */
  readonly onEnd: (how: string) => void;
}

export class Worker {
  readonly #kept: KeptProcess;
  /** Sockets that the channel has not taken: Node sends the next one only when the process has acknowledged the last. */
  readonly #leaving = new Set<Socket>();
  #isReady = false;

  constructor({ onReady, onReports, onEnd }: WorkerListener) {
    this.#kept = new KeptProcess({
      spawn: () => forkModule(WORKER_MODULE, [String(monotonicClockOffset())]),
      onStart: (child) => {
        child.on('message', (message: WorkerMessage) => {
          if (message.type === 'reports') onReports(message.reports);
          if (message.type !== 'ready') return;
          this.#isReady = true;
          onReady();
        });
      },
      onEnd: (end) => {
        this.#isReady = false;
        // Node forgets what still waited for the channel, and their peers would wait for ever.
        for (const socket of this.#leaving) socket.destroy();
        this.#leaving.clear();
        onEnd(explainEnd(end));
        return true;
      },
      askToEnd: endModule,
    });
  }

  /** Its process works, and has begun to: a socket that reached it before would go on without it. */
  get isReady(): boolean {
    return this.#isReady && this.servedBy !== undefined;
  }

  /** Its process; undefined while there is none. */
  get servedBy(): ServedBy | undefined {
    const { child } = this.#kept;
    return child?.connected && child.pid !== undefined ? { kind: 'process', id: child.pid } : undefined;
  }

  /** A socket that is handed over is this process's no longer. One that does not reach the worker is closed. */
  command(command: WorkerCommand, socket?: Socket): void {
    const { child } = this.#kept;
    if (!child?.connected) return;
    if (socket) this.#leaving.add(socket);
    // Without `keepOpen` Node would close the socket when the process acknowledges it, and never where that dies instead.
    child.send(command, socket, { keepOpen: true }, () => {
      if (socket === undefined) return;
      this.#leaving.delete(socket);
      // The process has a copy; if it did not arrive, why is told when the process has ended.
      socket.destroy();
    });
  }

  /** Ends it for good. */
  close(): Promise<void> {
    return this.#kept.close();
  }
}

/** What makes the system's monotonic clock, which all processes share, this process's time, in milliseconds. */
function monotonicClockOffset(): number {
  return performance.timeOrigin + performance.now() - Number(process.hrtime.bigint()) / 1e6;
}
