// `echo-forked`: a small pool of worker processes, forked before anybody connects. This process listens and accepts; each
// socket is handed to the worker that has the fewest, which alone reads and writes it.
//
//   peer ──SYN──► listener ──serve + socket──► worker (forked-worker.ts) ◄══ bytes ══► peer
//                     │  ◄────── reports ───────┘
//                     └─ Mirrors ──► EchoObserver

import { createServer, type Server, type Socket } from 'node:net';
import type { ServerEnd } from '../../core/relay.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import { atMost } from '../at-most.ts';
import { ACCEPT_OPTIONS, ECHO_FLAGS } from '../echo/echo-server.ts';
import { localEndpoint, remoteEndpoint } from '../endpoints.ts';
import { listen } from '../listen.ts';
import { onAnyPort } from './any-port.ts';
import { Mirrors } from './mirrors.ts';
import type { ModelOptions, ModelServer } from './model-server.ts';
import { Worker } from './worker.ts';

/** Worker processes. */
const WORKERS = 3;

/** How long they may take to abort what is still open, in milliseconds. */
const ABORT_MS = 1000;

export function startForked(options: ModelOptions): ModelServer {
  return new ForkedServer(options);
}

class ForkedServer implements ModelServer {
  readonly #options: ModelOptions;
  readonly #server: Server;
  readonly #mirrors: Mirrors<Worker>;
  readonly #workers: readonly Worker[];
  /** Resolves when it listens, or cannot; undefined until its workers are there. */
  #started: Promise<void> | undefined;
  #endpoint: Endpoint | undefined;
  /** What health was told last. */
  #isUp: boolean | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: ModelOptions) {
    this.#options = options;
    this.#mirrors = new Mirrors(options.observer);
    this.#server = createServer(ACCEPT_OPTIONS, (socket) => this.#accept(socket));
    this.#workers = Array.from({ length: WORKERS }, () => this.#keepWorker());
  }

  end(peer: Endpoint, how: ServerEnd): void {
    const mirror = this.#mirrors.ofPeer(peer);
    mirror?.process.command({ type: 'end', id: mirror.id, how });
  }

  close(graceMs: number): Promise<void> {
    this.#closing ??= this.#shutDown(graceMs);
    return this.#closing;
  }

  async #listen(): Promise<void> {
    const { host, port, observer, health, logger } = this.#options;
    try {
      this.#endpoint = await onAnyPort(port, (free) =>
        listen(this.#server, { host, port: free, flags: ECHO_FLAGS }),
      );
    } catch (error) {
      this.#isUp = false;
      health.down((error as Error).message);
      return;
    }
    this.#server.on('error', (err) => logger.error({ err }, 'echo-forked could not accept a connection'));
    observer.listening(this.#endpoint);
    this.#tellUp();
  }

  #keepWorker(): Worker {
    const { health, logger } = this.#options;
    const worker: Worker = new Worker({
      onReady: () => {
        if (this.#workers.every(({ isReady }) => isReady) && !this.#closing) this.#started ??= this.#listen();
        this.#tellUp();
      },
      onReports: (reports) => {
        for (const report of reports) this.#mirrors.apply(report);
      },
      onEnd: (how) => {
        this.#mirrors.lose(worker);
        if (this.#closing) return;
        logger.warn(`a worker of echo-forked ${how}; another is forked`);
        if (this.#hasWorker || this.#isUp === false) return;
        this.#isUp = false;
        health.down(`The last of its worker processes ${how}; another is forked in a moment.`);
      },
    });
    return worker;
  }

  /** It is up while it listens and has somebody to hand a connection to. */
  #tellUp(): void {
    if (this.#isUp || this.#closing || this.#endpoint === undefined || !this.#hasWorker) return;
    this.#isUp = true;
    this.#options.health.up(this.#endpoint);
  }

  get #hasWorker(): boolean {
    return this.#workers.some(({ isReady }) => isReady);
  }

  #accept(socket: Socket): void {
    // What is left of it here once a worker has it.
    socket.on('error', () => socket.destroy());
    // The peer may have reset the connection before it was accepted; then nobody knows who it was.
    if (socket.remoteAddress === undefined) {
      socket.destroy();
      return;
    }
    const peer = remoteEndpoint(socket);
    const worker = this.#leastBusy();
    const servedBy = worker?.servedBy;
    // `server.maxConnections` counts no socket that another process has.
    const isFull = this.#mirrors.size >= this.#options.maxConnections;
    if (worker === undefined || servedBy === undefined || isFull) {
      socket.destroy();
      this.#options.observer.refused(peer);
      return;
    }
    const local = localEndpoint(socket);
    const { id } = this.#mirrors.add({ process: worker, peer, local, servedBy });
    worker.command({ type: 'serve', id, peer, local }, socket);
    if (this.#closing) worker.command({ type: 'stop', how: 'fin' });
  }

  #leastBusy(): Worker | undefined {
    const ready = this.#workers.filter(({ isReady }) => isReady);
    return ready.sort((a, b) => this.#mirrors.count(a) - this.#mirrors.count(b))[0];
  }

  async #shutDown(graceMs: number): Promise<void> {
    await this.#started;
    // Not awaited: Node would ask the workers whether they still have a socket, and so does this.
    this.#server.close();
    const stop = (how: ServerEnd) => {
      for (const worker of this.#workers) worker.command({ type: 'stop', how });
    };
    stop('fin');
    await atMost(graceMs, this.#mirrors.empty());
    stop('rst');
    // A worker that does not even answer to that is killed, and its connections with it.
    await atMost(ABORT_MS, this.#mirrors.empty());
    await Promise.all(this.#workers.map((worker) => worker.close()));
    if (this.#endpoint) this.#options.observer.stopped();
  }
}
