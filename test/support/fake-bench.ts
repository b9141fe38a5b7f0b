// A bench without sockets or time: connections lead to a server that is a few lines of a test. What it sends arrives at
// once, and what it does not send will never come, so silence needs no waiting.

import {
  CaseFailure,
  type CheckBench,
  type CheckConnection,
  Unreachable,
} from '../../server/core/check/check-case.ts';
import { EchoProgress, type Standing } from '../../server/core/check/echo-progress.ts';

/** One accepted connection, as the server under test has it. */
export interface FakeClient {
  send(bytes: Uint8Array): void;
  fin(): void;
  rst(): void;
}

export interface FakeServer {
  accepted?(client: FakeClient): void;
  received(client: FakeClient, bytes: Uint8Array): void;
  /** Default: sends FIN. */
  finReceived?(client: FakeClient): void;
  /** The client has sent RST. */
  reset?(client: FakeClient): void;
  /** The client is connected and says nothing for so many milliseconds. */
  idled?(client: FakeClient, milliseconds: number): void;
  /** The client has given up the connection. */
  closed?(client: FakeClient): void;
  /** Refuses connections. */
  isDown?(): boolean;
  /** Bytes of memory of its processes; not known by default. */
  memory?(): number;
  /** Bytes that it has read and not sent. Default: 0. */
  held?(): number;
  /** Takes everything, whether the client reads or not. Default: it stops at {@link WINDOW_BYTES}. */
  readonly takesAll?: boolean;
}

/** Unread bytes that fit between client and server. */
export const WINDOW_BYTES = 1024 * 1024;

/** A good one. */
export const echoServer: FakeServer = { received: (client, bytes) => client.send(bytes) };

export class FakeBench implements CheckBench {
  readonly #server: FakeServer;
  #now = 0;
  #hasConnected = false;

  constructor(server: FakeServer) {
    this.#server = server;
  }

  now(): number {
    return this.#now;
  }

  async open(): Promise<CheckConnection> {
    if (this.#server.isDown?.()) {
      throw this.#hasConnected ? new CaseFailure('refused') : new Unreachable('refused');
    }
    this.#hasConnected = true;
    return new FakeConnection(this.#server);
  }

  async wait(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
  }

  async readServerMemory(): Promise<number | undefined> {
    return this.#server.memory?.();
  }
}

class FakeConnection implements CheckConnection {
  readonly #server: FakeServer;
  readonly #client: FakeClient;
  readonly #progress = new EchoProgress();
  #isReading = true;
  /** What the server did while the client did not read. */
  readonly #unread: (() => void)[] = [];
  #unreadBytes = 0;
  /** What the server has not taken. */
  readonly #untaken: Uint8Array[] = [];

  constructor(server: FakeServer) {
    const progress = this.#progress;
    this.#server = server;
    let hasEnded = false;
    this.#client = {
      send: (bytes) => {
        if (!hasEnded) this.#arrive(() => progress.received(bytes), bytes.length);
      },
      fin: () => {
        hasEnded = true;
        this.#arrive(() => progress.finReceived());
      },
      rst: () => this.#arrive(() => progress.lost('ECONNRESET')),
    };
    server.accepted?.(this.#client);
  }

  get sent(): number {
    return this.#progress.sent;
  }

  get echoed(): number {
    return this.#progress.echoed;
  }

  async send(bytes: Uint8Array): Promise<void> {
    if (!(await this.sendUnlessStalled(bytes))) throw new CaseFailure('takes nothing more');
  }

  async sendUnlessStalled(bytes: Uint8Array): Promise<boolean> {
    this.#progress.sending(bytes);
    if (!this.#server.takesAll && this.#unreadBytes >= WINDOW_BYTES) {
      this.#untaken.push(bytes);
      return false;
    }
    this.#progress.taken += bytes.length;
    this.#server.received(this.#client, bytes);
    expectStanding(this.#progress.takenUpTo(this.sent), 'reached');
    return true;
  }

  async expectEcho(): Promise<void> {
    expectStanding(this.#progress.echo(), 'reached', () => this.#progress.explainSilence(2000));
  }

  async expectFin(): Promise<void> {
    expectStanding(this.#progress.fin(), 'reached', () => 'no FIN');
  }

  async readHeld(): Promise<number> {
    return this.#server.held?.() ?? 0;
  }

  async expectQuiet(milliseconds: number): Promise<void> {
    this.#server.idled?.(this.#client, milliseconds);
    expectStanding(this.#progress.quiet(), 'waiting');
  }

  setReading(reading: boolean): void {
    this.#isReading = reading;
    if (!reading) return;
    this.#unreadBytes = 0;
    for (const arrive of this.#unread.splice(0)) arrive();
    for (const bytes of this.#untaken.splice(0)) this.#server.received(this.#client, bytes);
  }

  fin(): void {
    if (this.#server.finReceived) this.#server.finReceived(this.#client);
    else this.#client.fin();
  }

  reset(): void {
    this.#server.reset?.(this.#client);
  }

  close(): void {
    this.#server.closed?.(this.#client);
  }

  #arrive(what: () => void, bytes = 0): void {
    if (this.#isReading) return what();
    this.#unread.push(what);
    this.#unreadBytes += bytes;
  }
}

function expectStanding(standing: Standing, wanted: Standing, otherwise = () => 'silence'): void {
  if (standing === wanted) return;
  throw new CaseFailure(typeof standing === 'object' ? standing.failure : otherwise());
}
