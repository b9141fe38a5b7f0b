// The connections of a server in another process, as this process knows them: what is reported of each becomes its
// counters, and is told on to an observer as if the server were here.

import type { ConnectionEnd, EchoConnection, EchoObserver } from '../../core/echo-observer.ts';
import { type Endpoint, formatEndpoint } from '../../protocol/endpoint.ts';
import type { ServedBy } from '../../protocol/server-event.ts';
import type { Report } from './reports.ts';

/** What becomes of a connection whose process dies: the system's name for “the other side's software gave it up”. */
const PROCESS_DIED: ConnectionEnd = { how: 'error', code: 'ECONNABORTED' };

/** One connection of `P`: the process that has it. */
export class Mirror<P> implements EchoConnection {
  readonly id: number;
  readonly process: P;
  readonly peer: Endpoint;
  readonly local: Endpoint;
  readonly servedBy: ServedBy;
  bytesReceived = 0;
  bytesSent = 0;
  reads = 0;
  writes = 0;
  finReceived = false;
  finSent = false;
  rstSent = false;
  readonly bufferedBytes = undefined;
  readonly isReading = undefined;

  constructor(id: number, { process, peer, local, servedBy }: MirrorOptions<P>) {
    this.id = id;
    this.process = process;
    this.peer = peer;
    this.local = local;
    this.servedBy = servedBy;
  }
}

export interface MirrorOptions<P> {
  readonly process: P;
  readonly peer: Endpoint;
  readonly local: Endpoint;
  readonly servedBy: ServedBy;
}

export class Mirrors<P> {
  readonly #observer: EchoObserver;
  readonly #byId = new Map<number, Mirror<P>>();
  /** Open connections of each process. */
  readonly #counts = new Map<P, number>();
  /** The youngest of each peer's address and port. */
  readonly #byPeer = new Map<string, Mirror<P>>();
  #lastId = 0;
  #onEmpty: (() => void) | undefined;

  constructor(observer: EchoObserver) {
    this.#observer = observer;
  }

  /** Open connections. */
  get size(): number {
    return this.#byId.size;
  }

  /** Open connections of one process. */
  count(process: P): number {
    return this.#counts.get(process) ?? 0;
  }

  /** A connection was accepted. `at`: default now. */
  add(options: MirrorOptions<P>, at?: number): Mirror<P> {
    this.#lastId += 1;
    const mirror = new Mirror(this.#lastId, options);
    this.#byId.set(mirror.id, mirror);
    this.#byPeer.set(formatEndpoint(mirror.peer), mirror);
    this.#counts.set(mirror.process, this.count(mirror.process) + 1);
    this.#observer.accepted(mirror, at);
    return mirror;
  }

  get(id: number): Mirror<P> | undefined {
    return this.#byId.get(id);
  }

  ofPeer(peer: Endpoint): Mirror<P> | undefined {
    return this.#byPeer.get(formatEndpoint(peer));
  }

  /** What was reported becomes the connection's counters and is told on; of one that is not open it means nothing. */
  apply(report: Report): void {
    const mirror = this.#byId.get(report.id);
    if (mirror === undefined) return;
    switch (report.kind) {
      case 'received':
        mirror.bytesReceived += report.bytes;
        mirror.reads += report.calls;
        this.#observer.received(mirror, report.bytes, undefined, report.at);
        break;
      case 'sent':
        mirror.bytesSent += report.bytes;
        mirror.writes += report.calls;
        this.#observer.sent(mirror, report.bytes, report.at);
        break;
      case 'finReceived':
        mirror.finReceived = true;
        this.#observer.finReceived(mirror, report.at);
        break;
      case 'finSent':
        mirror.finSent = true;
        this.#observer.finSent(mirror, report.at);
        break;
      case 'closed':
        mirror.rstSent = report.rstSent;
        this.#close(mirror, report.end, report.at);
        break;
    }
  }

  /** The process died, and its connections with it. */
  lose(process: P): void {
    for (const mirror of this.#of(process)) this.#close(mirror, PROCESS_DIED);
  }

  /** The process was stopped and has aborted what it still had. */
  stop(process: P): void {
    for (const mirror of this.#of(process)) {
      mirror.rstSent = true;
      this.#close(mirror, { how: 'shutdown' });
    }
  }

  /** Resolves when no connection is open. */
  async empty(): Promise<void> {
    if (this.#byId.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
  }

  #of(process: P): Mirror<P>[] {
    return [...this.#byId.values()].filter((mirror) => mirror.process === process);
  }

  #close(mirror: Mirror<P>, end: ConnectionEnd, at?: number): void {
    this.#byId.delete(mirror.id);
    this.#counts.set(mirror.process, this.count(mirror.process) - 1);
    const key = formatEndpoint(mirror.peer);
    if (this.#byPeer.get(key) === mirror) this.#byPeer.delete(key);
    this.#observer.closed(mirror, end, at);
    if (this.#byId.size === 0) this.#onEmpty?.();
  }
}
