// What an echo server reports of its life cycle, and to whom. The server (server/net/) calls, the observatory
// and the log listen; neither knows the other.
//
//   bind, listen ──► listening      recv ──► received       FIN in ──► finReceived
//   accept       ──► accepted       send ──► sent           gone   ──► closed
//   its turn     ──► served
//
// A server in another process reports from there: it says itself when each thing happened (`at`, milliseconds since the Unix
// epoch, with fractions); without it, it happens now.

import type { Endpoint } from '../protocol/endpoint.ts';
import type { ServedBy } from '../protocol/server-event.ts';

/** One accepted connection; the server keeps the counters, observers only read them. */
export interface EchoConnection {
  /** Counts from 1 in the order of accept, at this server. */
  readonly id: number;
  readonly peer: Endpoint;
  /** The server's own end. */
  readonly local: Endpoint;
  /** The process or thread that serves it; undefined while it waits for its turn. */
  readonly servedBy: ServedBy | undefined;
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
  /** Echoes that wait in the server's process for the kernel to take them, in bytes; undefined where that is not known. */
  readonly bufferedBytes: number | undefined;
  /** Whether the socket is read: not while the peer takes no echoes; undefined where that is not known. */
  readonly isReading: boolean | undefined;
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
  accepted(connection: EchoConnection, at?: number): void;
  /** A connection that had to wait has its turn: `servedBy` is known now. */
  served(connection: EchoConnection, at?: number): void;
  /**
   * After the counters were raised. The chunk of `bytes` is lent: whoever wants to keep a part of it copies it. Undefined
   * where another process has it.
   */
  received(connection: EchoConnection, bytes: number, chunk: Uint8Array | undefined, at?: number): void;
  /** After the counters were raised; the bytes are the kernel's or queued for it. */
  sent(connection: EchoConnection, bytes: number, at?: number): void;
  finReceived(connection: EchoConnection, at?: number): void;
  /** Our FIN follows the last echo. */
  finSent(connection: EchoConnection, at?: number): void;
  closed(connection: EchoConnection, end: ConnectionEnd, at?: number): void;
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
    accepted: (connection, at) => tell((observer) => observer.accepted(connection, at)),
    served: (connection, at) => tell((observer) => observer.served(connection, at)),
    // These two are on the byte path: no closure a chunk.
    received(connection, bytes, chunk, at) {
      for (const observer of observers) observer.received(connection, bytes, chunk, at);
    },
    sent(connection, bytes, at) {
      for (const observer of observers) observer.sent(connection, bytes, at);
    },
    finReceived: (connection, at) => tell((observer) => observer.finReceived(connection, at)),
    finSent: (connection, at) => tell((observer) => observer.finSent(connection, at)),
    closed: (connection, end, at) => tell((observer) => observer.closed(connection, end, at)),
    refused: (peer) => tell((observer) => observer.refused(peer)),
    stopped: () => tell((observer) => observer.stopped()),
  };
}
