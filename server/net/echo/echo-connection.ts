// One accepted connection of an echo server (RFC 862): its socket's listeners and counters, and every way it can end. It is
// the same in the event loop of the playground and in a worker process that was handed the socket.
//
//   peer ══ chunks ══►┌────────────────────┐
//        ◄═ echoes ═══│ AcceptedConnection │──► EchoObserver
//                     └────────────────────┘
//
// Back-pressure: while the peer does not read, `write` returns false and nothing more is read from it, until
// `drain`. So a connection holds the echoes of at most a few reads, and the peer's own sending comes to a halt.

import type { Socket } from 'node:net';
import type { ConnectionEnd, EchoConnection, EchoObserver } from '../../core/echo-observer.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import type { ServedBy } from '../../protocol/server-event.ts';
import { resetSocket } from '../reset-socket.ts';

export interface AcceptedConnectionOptions {
  /** Counts from 1 in the order of accept. */
  readonly id: number;
  /** Accepted with `pauseOnConnect` and `allowHalfOpen`. */
  readonly socket: Socket;
  readonly peer: Endpoint;
  readonly local: Endpoint;
  readonly observer: EchoObserver;
  /** Called once nothing of it is left and the observer knows. */
  readonly onGone: (connection: AcceptedConnection) => void;
}

export class AcceptedConnection implements EchoConnection {
  readonly id: number;
  readonly peer: Endpoint;
  readonly local: Endpoint;
  servedBy: ServedBy | undefined;
  bytesReceived = 0;
  bytesSent = 0;
  reads = 0;
  writes = 0;
  finReceived = false;
  finSent = false;
  rstSent = false;

  readonly #socket: Socket;
  readonly #observer: EchoObserver;
  readonly #onGone: (connection: AcceptedConnection) => void;
  /** How it will have ended, where that is not by FIN in both directions. */
  #ending: ConnectionEnd | undefined;
  /** False once our FIN is queued: no byte can follow it. */
  #echoes = true;

  constructor({ id, socket, peer, local, observer, onGone }: AcceptedConnectionOptions) {
    this.id = id;
    this.peer = peer;
    this.local = local;
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

  /** Takes the connection over; it is served at once, or waits unread for {@link serve}. */
  start(servedBy: ServedBy | undefined): void {
    this.servedBy = servedBy;
    this.#socket
      .on('data', (chunk: Buffer) => this.#receive(chunk))
      .on('drain', () => this.#socket.resume())
      .on('end', () => this.#receiveFin())
      .on('finish', () => this.#reportFin())
      .on('error', (error: NodeJS.ErrnoException) => this.#fail(error))
      .on('close', () => this.#finish());
    this.#observer.accepted(this);
    if (servedBy) this.#socket.resume();
  }

  /** Its turn has come: from now on it is read, beginning with what it sent while it waited. */
  serve(servedBy: ServedBy): void {
    this.servedBy = servedBy;
    this.#observer.served(this);
    this.#socket.resume();
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
    this.#observer.received(this, chunk.length, chunk);
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
    this.#observer.closed(this, this.#ending ?? { how: 'fin' });
    this.#onGone(this);
  }
}
