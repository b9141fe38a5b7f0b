// What an echo server reports of its life cycle, and to whom. The server (server/net/) calls, the observatory
// and the log listen; neither knows the other.
//
//   bind, listen ──► listening      recv ──► received       FIN in ──► finReceived
//   accept       ──► accepted       send ──► sent           gone   ──► closed

import type { Endpoint } from '../protocol/endpoint.ts';

/** One accepted connection; the server keeps the counters, observers only read them. */
export interface EchoConnection {
  /** Counts from 1 in the order of accept. */
  readonly id: number;
  readonly peer: Endpoint;
  /** The server's own end. */
  readonly local: Endpoint;
  /** Bytes that `recv` returned. */
  readonly bytesReceived: number;
  /** Bytes handed to `send`. */
  readonly bytesSent: number;
  /** Calls that returned data, and that sent some. */
  readonly reads: number;
  readonly writes: number;
  /** The peer's FIN arrived. */
  readonly finReceived: boolean;
  /** Our FIN was sent, behind the last echo. */
  readonly finSent: boolean;
  /** We aborted it: RST was sent. */
  readonly rstSent: boolean;
  /** Echoes that wait in this process for the kernel to take them, in bytes. */
  readonly bufferedBytes: number;
  /** Whether the socket is read: not while the peer takes no echoes. */
  readonly isReading: boolean;
}

/**
 * How a connection ended: FIN in both directions, the server stopped, the server sent RST because it was asked to, RST
 * received, any other failure. `code` is the system's errno name.
 */
export type ConnectionEnd =
  | { readonly how: 'fin' | 'shutdown' | 'abort' }
  | { readonly how: 'reset' | 'error'; readonly code: string };

/** Each method is called synchronously on the byte path or beside it: it must be quick and must not throw. */
export interface EchoObserver {
  listening(endpoint: Endpoint): void;
  accepted(connection: EchoConnection): void;
  /** After the counters were raised. The chunk is lent: whoever wants to keep a part of it copies it. */
  received(connection: EchoConnection, chunk: Uint8Array): void;
  /** After the counters were raised; the bytes are the kernel's or queued for it. */
  sent(connection: EchoConnection, bytes: number): void;
  finReceived(connection: EchoConnection): void;
  /** Our FIN follows the last echo. */
  finSent(connection: EchoConnection): void;
  closed(connection: EchoConnection, end: ConnectionEnd): void;
  /** Refused at `maxConnections`. */
  refused(peer: Endpoint): void;
  stopped(): void;
}

/** Reports everything to each of `observers`, in their order. */
export function combineEchoObservers(...observers: readonly EchoObserver[]): EchoObserver {
  const tell = (report: (observer: EchoObserver) => void): void => {
    for (const observer of observers) report(observer);
  };
  return {
    listening: (endpoint) => tell((observer) => observer.listening(endpoint)),
    accepted: (connection) => tell((observer) => observer.accepted(connection)),
    // These two are on the byte path: no closure a chunk.
    received(connection, chunk) {
      for (const observer of observers) observer.received(connection, chunk);
    },
    sent(connection, bytes) {
      for (const observer of observers) observer.sent(connection, bytes);
    },
    finReceived: (connection) => tell((observer) => observer.finReceived(connection)),
    finSent: (connection) => tell((observer) => observer.finSent(connection)),
    closed: (connection, end) => tell((observer) => observer.closed(connection, end)),
    refused: (peer) => tell((observer) => observer.refused(peer)),
    stopped: () => tell((observer) => observer.stopped()),
  };
}
