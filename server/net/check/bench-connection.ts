// One connection of an Echo Check: a socket that compares what comes with what was sent, and forgets both. Whatever the
// server does, it holds no more than what one write holds, waits no longer than its patience, and can be ended.
//
//   script ──send, fin, reset──► socket ══► server
//          ◄─expectEcho, …── EchoProgress ◄── chunks, FIN, RST, silence
//
// Silence is counted in ticks of the bench, so that a pause of this process itself is not taken for one of the server's.

import { connect, type Socket } from 'node:net';
import { CaseFailure, type CheckConnection } from '../../core/check/check-case.ts';
import { DialError } from '../../core/check/dial-error.ts';
import { EchoProgress, type Standing } from '../../core/check/echo-progress.ts';
import { portion } from '../../core/check/findings.ts';
import { endKey } from '../../core/kernel/socket-end.ts';
import type { Tap } from '../../core/observatory/trace.ts';
import { formatDuration } from '../../core/quantities.ts';
import { atMost } from '../at-most.ts';
import { localEndpoint, remoteEndpoint } from '../endpoints.ts';
import type { SocketTable } from '../kernel/socket-table.ts';
import { resetSocket } from '../reset-socket.ts';
import type { ConnectionsListener } from './run-check.ts';

/** How long a connection that is ended may take for its handshake, and for ending in order, in milliseconds; then RST. */
const LINGER_MS = 200;

/** How long a socket that was reset may take to be gone, in milliseconds. */
const RESET_LIMIT_MS = 1000;

/** What the case waited for, when the bench was ended. */
export class BenchEnded extends Error {
  override readonly name = 'BenchEnded';
}

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly caseId: string;
  /** Silence after which a server that owes something fails, in milliseconds. */
  readonly silenceMs: number;
  /** How long the handshake may take, in milliseconds. */
  readonly connectLimitMs: number;
  readonly connections?: ConnectionsListener | undefined;
  /** The kernel's view of the connection. */
  readonly table: SocketTable;
}

/** Somebody who waits for something on the connection. */
interface Waiter {
  readonly standing: () => Standing;
  /** Silence after which it waits no longer, in milliseconds. */
  readonly patienceMs: number;
  /** Silence so far. */
  silentMs: number;
  readonly resolve: (how: 'reached' | 'silent') => void;
  readonly reject: (error: Error) => void;
}

export class BenchConnection implements CheckConnection {
  readonly #progress = new EchoProgress();
  readonly #socket: Socket;
  readonly #silenceMs: number;
  readonly #connectLimitMs: number;
  readonly #table: SocketTable;
  readonly #connections: ConnectionsListener | undefined;
  readonly #tap: Tap | undefined;
  readonly #waiters = new Set<Waiter>();
  readonly #connected: Promise<void>;
  readonly #gone: Promise<void>;
  #received = 0;
  #isReading = true;
  #isGivenUp = false;

  /** Begins to dial. */
  constructor(options: ConnectionOptions) {
    const { host, port, caseId, silenceMs, connectLimitMs, connections, table } = options;
    this.#silenceMs = silenceMs;
    this.#connectLimitMs = connectLimitMs;
    this.#table = table;
    this.#connections = connections;
    this.#tap = connections?.dialling(this, caseId);
    this.#tap?.mark('dial');
    this.#socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
    this.#connected = new Promise((resolve) => {
      this.#socket.once('connect', () => resolve());
    });
    this.#gone = new Promise((resolve) => {
      this.#socket.once('close', () => resolve());
    });
    this.#socket
      .on('data', (chunk: Buffer) => this.#receive(chunk))
      .on('end', () => this.#receiveFin())
      .on('error', (error: NodeJS.ErrnoException) => this.#fail(error.code ?? error.name))
      .on('close', () => this.#finish());
  }

  get sent(): number {
    return this.#progress.sent;
  }

  get echoed(): number {
    return this.#progress.echoed;
  }

  /** The address of the server that was dialled; empty before it is known. */
  get remoteAddress(): string {
    return remoteEndpoint(this.#socket).address;
  }

  /** Resolves with the handshake. @throws {DialError} @throws {BenchEnded} */
  established(): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        socket.destroy(Object.assign(new Error('connect timed out'), { code: 'ETIMEDOUT' }));
      }, this.#connectLimitMs);
      socket.once('connect', () => {
        clearTimeout(timer);
        this.#tap?.mark('connect');
        this.#connections?.connected(this, localEndpoint(socket), remoteEndpoint(socket));
        resolve();
      });
      let failure: Error = new BenchEnded();
      socket.once('error', ({ code = 'UNKNOWN' }: NodeJS.ErrnoException) => {
        failure = new DialError(code, this.#connectLimitMs);
      });
      socket.once('close', () => {
        clearTimeout(timer);
        reject(failure);
      });
    });
  }

  async send(bytes: Uint8Array): Promise<void> {
    if (await this.sendUnlessStalled(bytes, this.#silenceMs)) return;
    const left = `${formatDuration(this.#silenceMs)}, ${portion(this.#progress)} having come back`;
    throw new CaseFailure(`the server took nothing more for ${left}`);
  }

  async sendUnlessStalled(bytes: Uint8Array, stallMs: number): Promise<boolean> {
    const progress = this.#progress;
    if (!this.#socket.writable) return this.#refuseToSend();
    // Told before it is done: afterwards the bytes may be at the other end already.
    this.#tap?.bytes('write', progress.sent, bytes.length);
    progress.sending(bytes);
    const upTo = progress.sent;
    this.#socket.write(bytes, (error) => {
      if (error) return;
      progress.taken += bytes.length;
      this.#stir();
    });
    return (await this.#until(() => progress.takenUpTo(upTo), stallMs)) === 'reached';
  }

  async expectEcho(): Promise<void> {
    const how = await this.#until(() => this.#progress.echo(), this.#silenceMs);
    if (how === 'silent') throw new CaseFailure(this.#progress.explainSilence(this.#silenceMs));
  }

  async expectQuiet(milliseconds: number): Promise<void> {
    await this.#until(() => this.#progress.quiet(), milliseconds);
  }

  async expectFin(): Promise<void> {
    const how = await this.#until(() => this.#progress.fin(), this.#silenceMs);
    if (how === 'reached') return;
    throw new CaseFailure(
      this.echoed === this.sent
        ? `no FIN for ${formatDuration(this.#silenceMs)} after that of the client`
        : this.#progress.explainSilence(this.#silenceMs),
    );
  }

  async readHeld(): Promise<number | undefined> {
    const here = { local: localEndpoint(this.#socket), remote: remoteEndpoint(this.#socket) };
    const there = { local: here.remote, remote: here.local };
    const { ends } = await this.#table.find([here, there]);
    const own = ends?.get(endKey(here));
    const server = ends?.get(endKey(there));
    if (own === undefined || server === undefined) return undefined;
    const inKernel = own.sendQueue + own.receiveQueue + server.sendQueue + server.receiveQueue;
    // What is received and not yet acknowledged stands in two queues.
    return Math.max(0, this.#progress.taken - this.#received - inKernel);
  }

  setReading(reading: boolean): void {
    if (reading === this.#isReading || this.#socket.destroyed) return;
    this.#isReading = reading;
    this.#tap?.mark(reading ? 'resume' : 'pause');
    if (reading) this.#socket.resume();
    else this.#socket.pause();
  }

  fin(): void {
    if (!this.#socket.writable) return;
    this.#tap?.mark('finSent');
    this.#socket.end();
  }

  reset(): void {
    this.#isGivenUp = true;
    if (this.#socket.destroyed) return;
    if (!this.#socket.connecting) this.#tap?.mark('rstSent');
    resetSocket(this.#socket);
  }

  close(): void {
    this.#isGivenUp = true;
    this.fin();
    this.setReading(true);
  }

  /** How far it has come, as `1,024 of 1,025 bytes having come back`; empty when nothing was sent. */
  standing(): string {
    return this.sent === 0 ? '' : `${portion(this.#progress)} having come back`;
  }

  /** The bench's clock has gone on by so much. */
  tick(milliseconds: number): void {
    for (const waiter of this.#waiters) {
      waiter.silentMs += milliseconds;
      if (waiter.silentMs >= waiter.patienceMs) this.#settle(waiter, () => waiter.resolve('silent'));
    }
  }

  /** Ends it, whatever it is doing; resolves once it is gone. */
  async end(how: 'inOrder' | 'atOnce'): Promise<void> {
    for (const waiter of this.#waiters) this.#settle(waiter, () => waiter.reject(new BenchEnded()));
    // A server accepts one that is given up in its handshake all the same, and nobody could tell whose that is.
    if (this.#socket.connecting) await atMost(LINGER_MS, Promise.race([this.#connected, this.#gone]));
    if (how === 'inOrder' && !this.#socket.connecting) {
      // FIN, and all that still comes is read and discarded: unread bytes would turn it into RST.
      this.close();
      await atMost(LINGER_MS, this.#gone);
    }
    this.reset();
    await atMost(RESET_LIMIT_MS, this.#gone);
  }

  /** Waits for it, or for silence of `patienceMs`. @throws {CaseFailure} when it will not come */
  #until(standing: () => Standing, patienceMs: number): Promise<'reached' | 'silent'> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { standing, patienceMs, silentMs: 0, resolve, reject };
      this.#waiters.add(waiter);
      this.#look(waiter);
    });
  }

  #look(waiter: Waiter): void {
    const standing = waiter.standing();
    if (standing === 'waiting') return;
    this.#settle(waiter, () => {
      if (standing === 'reached') waiter.resolve('reached');
      else waiter.reject(new CaseFailure(standing.failure));
    });
  }

  #settle(waiter: Waiter, how: () => void): void {
    if (this.#waiters.delete(waiter)) how();
  }

  /** Something has moved. */
  #stir(): void {
    for (const waiter of this.#waiters) {
      waiter.silentMs = 0;
      this.#look(waiter);
    }
  }

  #receive(chunk: Buffer): void {
    this.#tap?.bytes('read', this.#received, chunk.length);
    this.#received += chunk.length;
    if (this.#isGivenUp) return;
    this.#progress.received(chunk);
    // A server that sends without end is not listened to any longer than it takes to see that.
    if (this.#progress.isWrong) this.setReading(false);
    this.#stir();
  }

  #receiveFin(): void {
    this.#tap?.mark('finReceived');
    this.#progress.finReceived();
    this.#stir();
  }

  #fail(code: string): void {
    this.#tap?.mark(code === 'ECONNRESET' || code === 'EPIPE' ? 'rstReceived' : 'error', code);
    this.#progress.lost(code);
    this.#stir();
  }

  #finish(): void {
    this.#tap?.mark('close');
    this.#connections?.disconnected(this);
    this.#stir();
  }

  /** Sending is over: the server has broken the connection, or the case itself has ended it. */
  async #refuseToSend(): Promise<never> {
    await this.#until(() => this.#progress.quiet(), 0);
    throw new CaseFailure('the connection was gone before everything was sent');
  }
}
