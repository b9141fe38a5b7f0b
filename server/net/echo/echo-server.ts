// The TCP echo server: the Echo Protocol of RFC 862 on `net.Server`. It serves any client of any language, and
// reports what its sockets do to an observer. What it does with one connection is in echo-connection.ts.
//
//   accept ──► AcceptedConnection ◄══ bytes ══► peer
//      │                 └──────────► EchoObserver (log, observatory)
//      └─ as many as are served at once? It waits unread until one has gone
//
// libuv accepts each connection at once, and there is no way to let it wait in the kernel's queue instead. So a server that
// serves a few at a time has the others wait in front of `recv`, where one in C would have them wait in front of
// `accept`. The client sees no difference: in both, the kernel has completed its handshake and takes its first bytes.

import { createServer, type DropArgument, type Server, type Socket } from 'node:net';
import type { EchoObserver } from '../../core/echo-observer.ts';
import type { ListenFlags } from '../../core/listen-failure.ts';
import type { ServerEnd } from '../../core/relay.ts';
import { type Endpoint, formatEndpoint, unmapIPv4 } from '../../protocol/endpoint.ts';
import type { ServedBy } from '../../protocol/server-event.ts';
import { localEndpoint, remoteEndpoint } from '../endpoints.ts';
import { listen } from '../listen.ts';
import { AcceptedConnection } from './echo-connection.ts';

export const ECHO_FLAGS: ListenFlags = { host: '--echo-host', port: '--echo-port' };

/** How every echo server of ours accepts. */
export const ACCEPT_OPTIONS = {
  // RFC 862 asks for all data back, so our direction stays open after the peer's FIN.
  allowHalfOpen: true,
  // Nothing is read before the connection is somebody's.
  pauseOnConnect: true,
  noDelay: true,
  keepAlive: true,
  /** Silence after which the kernel probes whether a peer is still there (RFC 9293 §3.8.4), in milliseconds. */
  keepAliveInitialDelay: 60_000,
} as const;

const THIS_PROCESS: ServedBy = { kind: 'process', id: process.pid };

export interface EchoServerOptions {
  /** Address or name. Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Connections at once; further ones are accepted, closed and reported as refused. Default 10000. */
  readonly maxConnections?: number;
  /** Connections that are read; further ones wait, in the order in which they came. Default: all. */
  readonly servedAtOnce?: number;
  /** Flags that an error message names. Default `--echo-host` and `--echo-port`. */
  readonly flags?: ListenFlags;
  /** `accept(2)` failed, as it does without free descriptors; the server goes on. */
  readonly onAcceptError?: (error: Error) => void;
}

export interface EchoServer {
  readonly endpoint: Endpoint;
  /**
   * Ends the connection with `peer` from the server's side: FIN behind its echoes so far, after which what the peer
   * still sends is read and discarded; or RST. Does nothing when there is no such connection.
   */
  end(peer: Endpoint, how: ServerEnd): void;
  /**
   * Stops listening and sends FIN on every connection, behind the echo of all that was received; what is still open
   * after `graceMs` is reset. Resolves when every connection is gone; a second call waits with the first.
   */
  close(graceMs: number): Promise<void>;
}

/**
 * Starts an echo server.
 * @throws {ListenError} when it cannot listen
 */
export async function listenEcho(options: EchoServerOptions, observer: EchoObserver): Promise<EchoServer> {
  const server = new TcpEchoServer(observer, options);
  await server.listen(options);
  return server;
}

class TcpEchoServer implements EchoServer {
  readonly #observer: EchoObserver;
  readonly #onAcceptError: ((error: Error) => void) | undefined;
  readonly #servedAtOnce: number;
  readonly #server: Server;
  readonly #connections = new Set<AcceptedConnection>();
  /** Those that have not had their turn yet, in the order in which they came. */
  readonly #waiting = new Set<AcceptedConnection>();
  /** The youngest of each peer's address and port. */
  readonly #byPeer = new Map<string, AcceptedConnection>();
  #endpoint: Endpoint = { address: '', port: 0 };
  #lastId = 0;
  /** Connections that have their turn. */
  #serving = 0;
  #closing: Promise<void> | undefined;
  #onEmpty: (() => void) | undefined;

  constructor(observer: EchoObserver, options: EchoServerOptions) {
    const { maxConnections = 10_000, servedAtOnce = Number.POSITIVE_INFINITY, onAcceptError } = options;
    this.#observer = observer;
    this.#onAcceptError = onAcceptError;
    this.#servedAtOnce = servedAtOnce;
    this.#server = createServer(ACCEPT_OPTIONS);
    this.#server.maxConnections = maxConnections;
    this.#server.on('connection', (socket) => this.#accept(socket));
    this.#server.on('drop', (dropped) => this.#refuse(dropped));
  }

  get endpoint(): Endpoint {
    return this.#endpoint;
  }

  async listen({ host = '127.0.0.1', port = 0, flags = ECHO_FLAGS }: EchoServerOptions): Promise<void> {
    this.#endpoint = await listen(this.#server, { host, port, flags });
    this.#server.on('error', (error) => this.#onAcceptError?.(error));
    this.#observer.listening(this.#endpoint);
  }

  end(peer: Endpoint, how: ServerEnd): void {
    const connection = this.#byPeer.get(formatEndpoint(peer));
    if (connection === undefined) return;
    // One that is ended while it waits has no turn any more.
    this.#waiting.delete(connection);
    if (how === 'fin') connection.sendFin();
    else connection.abort();
  }

  close(graceMs: number): Promise<void> {
    this.#closing ??= this.#shutDown(graceMs);
    return this.#closing;
  }

  #accept(socket: Socket): void {
    // The peer may have reset the connection before it was accepted; then nobody knows who it was.
    if (socket.remoteAddress === undefined) {
      socket.on('error', ignoreError);
      socket.destroy();
      return;
    }
    this.#lastId += 1;
    const connection = new AcceptedConnection({
      id: this.#lastId,
      socket,
      peer: remoteEndpoint(socket),
      local: localEndpoint(socket),
      observer: this.#observer,
      onGone: (gone) => this.#forget(gone),
    });
    const hasTurn = this.#serving < this.#servedAtOnce;
    this.#connections.add(connection);
    this.#byPeer.set(formatEndpoint(connection.peer), connection);
    if (hasTurn) this.#serving += 1;
    else this.#waiting.add(connection);
    connection.start(hasTurn ? THIS_PROCESS : undefined);
    if (this.#closing) connection.shutDown();
  }

  #refuse(dropped: DropArgument | undefined): void {
    this.#observer.refused({
      address: unmapIPv4(dropped?.remoteAddress ?? ''),
      port: dropped?.remotePort ?? 0,
    });
  }

  #forget(connection: AcceptedConnection): void {
    this.#connections.delete(connection);
    this.#waiting.delete(connection);
    if (connection.servedBy) this.#serving -= 1;
    const key = formatEndpoint(connection.peer);
    if (this.#byPeer.get(key) === connection) this.#byPeer.delete(key);
    if (this.#connections.size === 0) this.#onEmpty?.();
    this.#serveNext();
  }

  #serveNext(): void {
    for (const connection of this.#waiting) {
      if (this.#serving >= this.#servedAtOnce) return;
      this.#waiting.delete(connection);
      this.#serving += 1;
      connection.serve(THIS_PROCESS);
    }
  }

  async #shutDown(graceMs: number): Promise<void> {
    const stopped = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    // `net.Server` counts a connection as gone before the socket's own `close`, and so before it was reported.
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
      if (this.#connections.size === 0) resolve();
    });
    // Those that wait are ended like all others, and never have their turn.
    this.#waiting.clear();
    for (const connection of this.#connections) connection.shutDown();
    const timer = setTimeout(() => {
      for (const connection of this.#connections) connection.shutDownAtOnce();
    }, graceMs);
    await Promise.all([stopped, empty]);
    clearTimeout(timer);
    this.#observer.stopped();
  }
}

/** The failure of a connection that is given up anyway. */
function ignoreError(): void {}
