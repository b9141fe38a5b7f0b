// The TCP echo server: the Echo Protocol of RFC 862 on `net.Server`. It serves any client of any language, and
// reports what its sockets do to an observer.
//
//   peer ══ chunks ══►┌────────────────┐
//        ◄═ echoes ═══│ EchoConnection │──► EchoObserver (log, observatory)
//                     └────────────────┘
//
// Back-pressure: while the peer does not read, `write` returns false and nothing more is read from it, until
// `drain`. So a connection holds the echoes of at most a few reads, and the peer's own sending comes to a halt.

import { createServer, type DropArgument, type Server, type Socket } from 'node:net';
import type { ConnectionEnd, EchoConnection, EchoObserver } from '../core/echo-observer.ts';
import type { ListenFlags } from '../core/listen-failure.ts';
import type { ServerEnd } from '../core/relay.ts';
import { type Endpoint, formatEndpoint, unmapIPv4 } from '../protocol/endpoint.ts';
import { localEndpoint, remoteEndpoint } from './endpoints.ts';
import { listen } from './listen.ts';
import { resetSocket } from './reset-socket.ts';

const ECHO_FLAGS: ListenFlags = { host: '--echo-host', port: '--echo-port' };

/** Silence after which the kernel probes whether a peer is still there (RFC 9293 §3.8.4), in milliseconds. */
const KEEP_ALIVE_DELAY_MS = 60_000;

export interface EchoServerOptions {
  /** Address or name. Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Connections at once; further ones are accepted, closed and reported as refused. Default 10000. */
  readonly maxConnections?: number;
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
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  /** The youngest of each peer's address and port. */
  readonly #byPeer = new Map<string, Connection>();
  #endpoint: Endpoint = { address: '', port: 0 };
  #lastId = 0;
  #closing: Promise<void> | undefined;
  #onEmpty: (() => void) | undefined;

  constructor(observer: EchoObserver, { maxConnections = 10_000, onAcceptError }: EchoServerOptions) {
    this.#observer = observer;
    this.#onAcceptError = onAcceptError;
    this.#server = createServer({
      // RFC 862 asks for all data back, so our direction stays open after the peer's FIN.
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
    });
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
    if (how === 'fin') connection?.sendFin();
    else connection?.abort();
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
    const connection = new Connection(this.#lastId, socket, this.#observer, (gone) => this.#forget(gone));
    this.#connections.add(connection);
    this.#byPeer.set(formatEndpoint(connection.peer), connection);
    connection.start();
    if (this.#closing) connection.shutDown();
  }

  #refuse(dropped: DropArgument | undefined): void {
    this.#observer.refused({
      address: unmapIPv4(dropped?.remoteAddress ?? ''),
      port: dropped?.remotePort ?? 0,
    });
  }

  #forget(connection: Connection): void {
    this.#connections.delete(connection);
    const key = formatEndpoint(connection.peer);
    if (this.#byPeer.get(key) === connection) this.#byPeer.delete(key);
    if (this.#connections.size === 0) this.#onEmpty?.();
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
    for (const connection of this.#connections) connection.shutDown();
    const timer = setTimeout(() => {
      for (const connection of this.#connections) connection.shutDownAtOnce();
    }, graceMs);
    await Promise.all([stopped, empty]);
    clearTimeout(timer);
    this.#observer.stopped();
  }
}

/** One accepted connection: its socket's listeners and counters. */
class Connection implements EchoConnection {
  readonly id: number;
  readonly peer: Endpoint;
  readonly local: Endpoint;
  bytesReceived = 0;
  bytesSent = 0;
  reads = 0;
  writes = 0;
  finReceived = false;
  finSent = false;
  rstSent = false;

  readonly #socket: Socket;
  readonly #observer: EchoObserver;
  readonly #onGone: (connection: Connection) => void;
  /** How it will have ended, where that is not by FIN in both directions. */
  #ending: ConnectionEnd | undefined;
  /** False once our FIN is queued: no byte can follow it. */
  #echoes = true;

  constructor(id: number, socket: Socket, observer: EchoObserver, onGone: (gone: Connection) => void) {
    this.id = id;
    this.peer = remoteEndpoint(socket);
    this.local = localEndpoint(socket);
    this.#socket = socket;
    this.#observer = observer;
    this.#onGone = onGone;
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  get isReading(): boolean {
    return !this.#socket.isPaused();
  }

  start(): void {
    this.#socket
      .on('data', (chunk: Buffer) => this.#receive(chunk))
      .on('drain', () => this.#socket.resume())
      .on('end', () => this.#receiveFin())
      .on('finish', () => this.#reportFin())
      .on('error', (error: NodeJS.ErrnoException) => this.#fail(error))
      .on('close', () => this.#finish());
    this.#observer.accepted(this);
  }

  /** Sends FIN behind the echoes that are under way; what the peer still sends is read and discarded. */
  sendFin(): void {
    if (!this.#echoes) return;
    this.#echoes = false;
    this.#socket.end();
    // Unread bytes would turn the close into a RST, and the peer's FIN stands behind them.
    this.#socket.resume();
  }

  /** Sends RST. */
  abort(): void {
    this.#ending ??= { how: 'abort' };
    this.#reset();
  }

  /** The server stops: FIN. */
  shutDown(): void {
    if (this.#echoes) this.#ending ??= { how: 'shutdown' };
    this.sendFin();
  }

  /** The server has waited long enough: RST. */
  shutDownAtOnce(): void {
    this.#ending ??= { how: 'shutdown' };
    this.#reset();
  }

  #reset(): void {
    if (this.#socket.destroyed) return;
    this.rstSent = true;
    resetSocket(this.#socket);
  }

  #receive(chunk: Buffer): void {
    this.bytesReceived += chunk.length;
    this.reads += 1;
    this.#observer.received(this, chunk);
    if (!this.#echoes) return;
    const hasRoom = this.#socket.write(chunk);
    this.bytesSent += chunk.length;
    this.writes += 1;
    this.#observer.sent(this, chunk.length);
    if (!hasRoom) this.#socket.pause();
  }

  #receiveFin(): void {
    this.finReceived = true;
    this.#observer.finReceived(this);
    this.#echoes = false;
    this.#socket.end();
  }

  #reportFin(): void {
    this.finSent = true;
    this.#observer.finSent(this);
  }

  #fail(error: NodeJS.ErrnoException): void {
    const code = error.code ?? error.name;
    // EPIPE is what `send` says after the RST has come.
    this.#ending = { how: code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'error', code };
  }

  #finish(): void {
    this.#onGone(this);
    this.#observer.closed(this, this.#ending ?? { how: 'fin' });
  }
}

/** The failure of a connection that is given up anyway. */
function ignoreError(): void {}
