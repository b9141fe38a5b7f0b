// The echo server's life cycle as log lines, each with the socket call it stands for:
//
//   13:01:02.345  accept  127.0.0.1:58788
//   13:01:02.346  recv    127.0.0.1:58788  12 B
//   13:01:02.346  send    127.0.0.1:58788  12 B
//   13:01:04.120  close   127.0.0.1:58788  FIN in both directions · 12 B received · 12 B sent · 1.8 s

import type { ConnectionEnd, EchoConnection, EchoObserver } from '../core/echo-observer.ts';
import { formatBytes, formatDuration } from '../core/quantities.ts';
import { type Endpoint, formatEndpoint } from '../protocol/endpoint.ts';
import type { Logger } from './logger.ts';

export interface LogObserverOptions {
  /** A monotonic clock in milliseconds, for durations. */
  readonly now: () => number;
  /** Level of what happens within a connection: recv, send, FIN. Its begin and end are `info`. Default `debug`. */
  readonly chunkLevel?: 'debug' | 'info';
}

/** An observer that logs what it is told. */
export function createLogObserver(logger: Logger, options: LogObserverOptions): EchoObserver {
  return new LogObserver(logger, options);
}

class LogObserver implements EchoObserver {
  readonly #logger: Logger;
  readonly #now: () => number;
  readonly #chunkLevel: 'debug' | 'info';
  readonly #acceptedAt = new Map<EchoConnection, number>();

  constructor(logger: Logger, { now, chunkLevel = 'debug' }: LogObserverOptions) {
    this.#logger = logger;
    this.#now = now;
    this.#chunkLevel = chunkLevel;
  }

  listening(endpoint: Endpoint): void {
    this.#logger.info({ event: 'listen', ...endpoint }, `listen  ${formatEndpoint(endpoint)}`);
  }

  accepted(connection: EchoConnection): void {
    this.#acceptedAt.set(connection, this.#now());
    const peer = formatEndpoint(connection.peer);
    this.#logger.info({ event: 'accept', connection: connection.id, peer }, `accept  ${peer}`);
  }

  served(connection: EchoConnection): void {
    const peer = formatEndpoint(connection.peer);
    this.#logger.info({ event: 'serve', connection: connection.id, peer }, `serve   ${peer}`);
  }

  received(connection: EchoConnection, bytes: number): void {
    this.#logChunk('recv', connection, bytes);
  }

  sent(connection: EchoConnection, bytes: number): void {
    this.#logChunk('send', connection, bytes);
  }

  finReceived(connection: EchoConnection): void {
    this.#logFin('received', connection);
  }

  finSent(connection: EchoConnection): void {
    this.#logFin('sent', connection);
  }

  closed(connection: EchoConnection, end: ConnectionEnd): void {
    const { id, bytesReceived, bytesSent } = connection;
    const peer = formatEndpoint(connection.peer);
    const durationMs = this.#now() - (this.#acceptedAt.get(connection) ?? this.#now());
    this.#acceptedAt.delete(connection);
    const figures = `${formatBytes(bytesReceived)} received · ${formatBytes(bytesSent)} sent · ${formatDuration(durationMs)}`;
    this.#logger.info(
      { event: 'close', connection: id, peer, ...end, bytesReceived, bytesSent, durationMs },
      `close   ${peer}  ${explainEnd(end)} · ${figures}`,
    );
  }

  refused(peer: Endpoint): void {
    const shown = formatEndpoint(peer);
    this.#logger.warn(
      { event: 'refuse', peer: shown },
      `refuse  ${shown}  as many connections as --max-connections`,
    );
  }

  stopped(): void {
    this.#logger.info({ event: 'stop' }, 'stop    no longer listening');
  }

  #logChunk(event: 'recv' | 'send', connection: EchoConnection, bytes: number): void {
    // On the byte path: a line that nobody sees is not even put together.
    if (!this.#logger.isLevelEnabled(this.#chunkLevel)) return;
    const peer = formatEndpoint(connection.peer);
    const record = { event, connection: connection.id, peer, bytes };
    this.#logger[this.#chunkLevel](record, `${event}    ${peer}  ${formatBytes(bytes)}`);
  }

  #logFin(direction: 'received' | 'sent', connection: EchoConnection): void {
    const peer = formatEndpoint(connection.peer);
    const record = { event: 'fin', connection: connection.id, peer, direction };
    this.#logger[this.#chunkLevel](record, `FIN     ${peer}  ${direction}`);
  }
}

function explainEnd(end: ConnectionEnd): string {
  switch (end.how) {
    case 'fin':
      return 'FIN in both directions';
    case 'shutdown':
      return 'the server stopped';
    case 'abort':
      return 'reset by the server, as it was asked to';
    case 'reset':
      return `reset by the peer (${end.code})`;
    case 'error':
      return `failed (${end.code})`;
  }
}
