// What the observatory knows of one connection of a built-in server, and of one session.

import type { Endpoint } from '../../protocol/endpoint.ts';
import type { ProcessBuffers } from '../../protocol/kernel.ts';
import { MAX_PREVIEW_BYTES } from '../../protocol/limits.ts';
import type { ConnectionView, SessionView } from '../../protocol/observe.ts';
import type { ServerEvent } from '../../protocol/server-event.ts';
import { inferTcpState, type TcpHistory } from '../../protocol/tcp-state.ts';
import type { EchoConnection } from '../echo-observer.ts';
import type { ObservedServer } from './observed-server.ts';
import type { Tap, Trace } from './trace.ts';

/** A session as whoever dials shows it to the observatory: the gateway, or an Echo Check. */
export interface SessionSource {
  /** Unique in the life of the process. */
  readonly id: string;
  /** The room that it belongs to. */
  readonly room: string;
  /** Name of the target that the browser asked for. */
  readonly target: string;
  /** What this process holds of it now; asked for only while somebody looks. */
  readonly buffers: ProcessBuffers;
  /** Entries of the built-in server's trace that are kept though nobody looks; by default its beginning alone is. */
  readonly keptEntries?: number | undefined;
  /** From now on tells `tap` what its steps do. */
  traceTo(tap: Tap): void;
  /** Measures the WebSocket's round trip and tells it to the tap. */
  timeWebSocket(): void;
}

/** One session. */
export interface TrackedSession {
  /** After its end what is left of it, see {@link remainsOf}. */
  source: SessionSource;
  readonly startedAt: number;
  /** The two ends of its TCP connection, once established; still known after its end. */
  local?: Endpoint;
  remote?: Endpoint;
  trace?: Trace;
  /** The observed server that it dials, and that one's end, once known. */
  server: ObservedServer | undefined;
  connection?: TrackedConnection;
  /** Nothing of it is left. */
  isOver: boolean;
}

/** What is kept of a session that is over: whoever looks back at it must not keep its sockets. */
export function remainsOf({ id, room, target }: SessionSource): SessionSource {
  return { id, room, target, buffers: {}, traceTo() {}, timeWebSocket() {} };
}

/** Whose a connection is: a session's, a native client's, or not known yet. */
export type Owner = TrackedSession | 'native' | undefined;

/** Counters of a connection. */
interface Counters {
  bytesReceived: number;
  bytesSent: number;
  reads: number;
  writes: number;
}

type WithoutId<E> = E extends ServerEvent ? Omit<E, 'id'> : never;
/** An event that has no number yet. */
export type EventDraft = WithoutId<ServerEvent>;

/** What names a connection in the observatory. */
export interface TrackedIdentity {
  /** Unique over all servers in the life of the process. */
  readonly id: number;
  /** Name of its server. */
  readonly server: string;
  /** In milliseconds since the Unix epoch. */
  readonly acceptedAt: number;
}

/** One connection of a built-in server. */
export class TrackedConnection {
  /** After its end a copy of the last figures, so that nobody who looks back at it keeps its socket. */
  connection: EchoConnection;
  readonly id: number;
  readonly server: string;
  readonly acceptedAt: number;
  owner: Owner;
  trace: Trace | undefined;
  /** The connection is gone. */
  isOver = false;
  /** Since its end another had the same peer address and port. */
  isSucceeded = false;
  /** Events that wait until it is known whom they concern. */
  readonly drafts: EventDraft[] = [];
  /** Which end sent its FIN first, once one did. */
  closedFirst: TcpHistory['closedFirst'];
  /** The counters at the last `transfer` event. */
  readonly #reported: Counters = { bytesReceived: 0, bytesSent: 0, reads: 0, writes: 0 };
  /** When the first chunk moved that no `transfer` event has told of; known while somebody watches. */
  #movedAt: number | undefined;
  /** A native client's first bytes since then. */
  #preview = '';

  constructor(connection: EchoConnection, { id, server, acceptedAt }: TrackedIdentity) {
    this.connection = connection;
    this.id = id;
    this.server = server;
    this.acceptedAt = acceptedAt;
  }

  get session(): string | undefined {
    return typeof this.owner === 'object' ? this.owner.source.id : undefined;
  }

  /** A chunk moved, at `at` or now; returns whether it is the first since the last `transfer` event. */
  noteMoved(now: () => number, at: number | undefined): boolean {
    if (this.#movedAt !== undefined) return false;
    this.#movedAt = at ?? now();
    return true;
  }

  /** Keeps the first bytes of what a native client sends. Those of a session are its page's own business. */
  keepPreview(chunk: Uint8Array): void {
    if (typeof this.owner === 'object' || this.#preview.length >= 2 * MAX_PREVIEW_BYTES) return;
    for (const byte of chunk.subarray(0, MAX_PREVIEW_BYTES - this.#preview.length / 2)) {
      this.#preview += byte.toString(16).padStart(2, '0');
    }
  }

  /** What moved since the last such event, which thereby becomes now; undefined when nothing did. */
  takeTransfer(now: number) {
    const { connection } = this;
    const reported = this.#reported;
    const transfer = {
      at: this.#movedAt ?? now,
      receivedFrom: reported.bytesReceived,
      sentFrom: reported.bytesSent,
      bytesReceived: connection.bytesReceived - reported.bytesReceived,
      bytesSent: connection.bytesSent - reported.bytesSent,
      reads: connection.reads - reported.reads,
      writes: connection.writes - reported.writes,
      ...(this.owner === 'native' && this.#preview ? { preview: this.#preview } : {}),
    };
    this.#movedAt = undefined;
    this.#preview = '';
    reported.bytesReceived = connection.bytesReceived;
    reported.bytesSent = connection.bytesSent;
    reported.reads = connection.reads;
    reported.writes = connection.writes;
    return transfer.reads + transfer.writes === 0 ? undefined : transfer;
  }

  /** The connection is gone. */
  end(): void {
    const { id, peer, local, servedBy, bytesReceived, bytesSent, reads, writes } = this.connection;
    const { finReceived, finSent, rstSent, bufferedBytes, isReading } = this.connection;
    const counters = { bytesReceived, bytesSent, reads, writes };
    const ends = { finReceived, finSent, rstSent };
    this.connection = { id, peer, local, servedBy, ...counters, ...ends, bufferedBytes, isReading };
    this.isOver = true;
  }

  /** What every event of this connection says. */
  get subject() {
    const { id, server, session } = this;
    return { server, connection: id, peer: this.connection.peer, session };
  }

  view(): ConnectionView {
    const { id, server, connection, acceptedAt, session, closedFirst } = this;
    const { peer, servedBy, bytesReceived, bytesSent, finSent, finReceived } = connection;
    const state = inferTcpState({ established: true, finSent, finReceived, closedFirst, gone: false });
    return { id, server, peer, state, bytesReceived, bytesSent, acceptedAt, servedBy, session };
  }
}

/** A session as a watcher sees it. */
export function viewSession({ source, startedAt, local, remote }: TrackedSession): SessionView {
  const { id, target } = source;
  const phase = local ? 'open' : 'dialling';
  return { id, target, phase, startedAt, local, remote };
}
