// One Echo Check that a page asked for: its WebSocket, its run, and what is told of it.
//
//   runCheck ──started, caseStarted, caseEnded──► outbox ──start, case, result, end──► page
//            ──dialling, connected, …──► observatory     └ a result waits for the server's last steps of its trails
//
// What waits for a page that does not read is bounded by what a check has to tell: MAX_CHECK_TRAILS a case.

import { setTimeout as delay } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { CheckListener } from '../../core/check/check-report.ts';
import type { Tap } from '../../core/observatory/trace.ts';
import type { CaseInfo, CaseResult, CheckMessage } from '../../protocol/check.ts';
import { CloseCode, fitReason } from '../../protocol/close-codes.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import { MAX_CHECK_TRAIL_ENTRIES, MAX_CHECK_TRAILS } from '../../protocol/limits.ts';
import type { TraceEntry } from '../../protocol/trace.ts';
import type { SessionObserver } from '../gateway/gateway.ts';
import { CheckSession } from './check-session.ts';
import type { ConnectionsListener, runCheck } from './run-check.ts';

/** How long a page may take for its own Close, in milliseconds; then it is cut off. */
const CLOSE_GRACE_MS = 1000;

/**
 * How long after a case its result is told, in milliseconds: until then the observatory has heard of what a built-in
 * server did at the end of a connection, be it from another process.
 */
const SETTLE_MS = 50;

/** Where the connections of a check are shown: the observatory. */
export interface CheckObserver extends SessionObserver {
  /** What the built-in server did on the connection of a session, from its beginning; it is handed out once. */
  takeTrail(session: string): TraceEntry[];
}

export interface PageCheckOptions {
  readonly room: string;
  /** Name of the target. */
  readonly target: string;
  readonly endpoint: Endpoint;
  /** Ids of the cases to run; all by default. */
  readonly only: readonly string[] | undefined;
  /** The check begins when this has settled. */
  readonly after: Promise<unknown>;
  readonly observer: CheckObserver;
  /** Milliseconds since the Unix epoch, with fractions. */
  readonly now: () => number;
  readonly run: typeof runCheck;
  /** A defect of this program, told to the page as 1011. */
  readonly onDefect: (error: unknown) => void;
}

export class PageCheck implements CheckListener, ConnectionsListener {
  /** Settles when nothing runs any more; the WebSocket may still be there. */
  readonly finished: Promise<void>;
  /** Settles when the WebSocket is gone. */
  readonly gone: Promise<void>;
  readonly room: string;
  readonly #ws: WebSocket;
  readonly #options: PageCheckOptions;
  readonly #stop = new AbortController();
  /** Those that are there now, by what the runner knows them by. */
  readonly #connections = new Map<object, CheckSession>();
  /** The connections of each case that has not ended, the first ones, and how many further ones there were. */
  readonly #cases = new Map<string, { readonly kept: CheckSession[]; omitted: number }>();
  /** Settles when all that is to be told has been handed to the WebSocket. */
  #outbox: Promise<void> = Promise.resolve();
  #hasStarted = false;
  #heard = true;

  constructor(ws: WebSocket, options: PageCheckOptions) {
    this.#ws = ws;
    this.#options = options;
    this.room = options.room;
    ws.on('message', () => this.end(CloseCode.policyViolation, 'a page sends nothing to a check'));
    ws.on('pong', () => {
      this.#heard = true;
    });
    ws.on('error', () => ws.terminate());
    this.gone = new Promise((resolve) => {
      ws.on('close', () => {
        this.#stop.abort();
        resolve();
      });
    });
    this.finished = this.#run();
  }

  /** Somebody stopped it; it may still take a moment. */
  get isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Stops the check, and closes the WebSocket. */
  end(code: CloseCode, reason: string): void {
    this.#stop.abort();
    this.#close(code, reason);
  }

  terminate(): void {
    this.#ws.terminate();
  }

  /** Pings the page, or drops it when nothing came since the last call. */
  beat(): void {
    if (!this.#heard) return this.#ws.terminate();
    this.#heard = false;
    this.#ws.ping();
  }

  started(cases: readonly CaseInfo[]): void {
    this.#hasStarted = true;
    this.#tell(() => ({ type: 'start', target: this.#options.target, cases: [...cases] }));
  }

  caseStarted(id: string): void {
    this.#tell(() => ({ type: 'case', id }));
  }

  caseEnded(result: CaseResult): void {
    const { kept, omitted } = this.#connectionsOf(result.id);
    this.#cases.delete(result.id);
    this.#tell(() => {
      const trails = kept.map((connection) => {
        const server = this.#options.observer.takeTrail(connection.id);
        return connection.takeTrail(server.slice(0, MAX_CHECK_TRAIL_ENTRIES));
      });
      return { type: 'result', result, trails, trailsOmitted: omitted };
    }, performance.now() + SETTLE_MS);
  }

  dialling(connection: object, caseId: string): Tap {
    const ofCase = this.#connectionsOf(caseId);
    const isKept = ofCase.kept.length < MAX_CHECK_TRAILS;
    const { room, target, now, observer, endpoint } = this.#options;
    const checked = new CheckSession({ room, target, now, isKept });
    if (isKept) ofCase.kept.push(checked);
    else ofCase.omitted += 1;
    this.#connections.set(connection, checked);
    observer.sessionStarted(checked, endpoint);
    return checked.tap;
  }

  connected(connection: object, local: Endpoint, remote: Endpoint): void {
    const checked = this.#connections.get(connection);
    if (checked === undefined) return;
    checked.local = local;
    this.#options.observer.sessionConnected(checked.id, local, remote);
  }

  disconnected(connection: object): void {
    const checked = this.#connections.get(connection);
    if (checked === undefined) return;
    this.#connections.delete(connection);
    this.#options.observer.sessionDisconnected(checked.id);
    this.#options.observer.sessionEnded(checked.id);
  }

  async #run(): Promise<void> {
    const { endpoint, only, after, run, onDefect } = this.#options;
    const { signal } = this.#stop;
    await Promise.race([after, this.gone]);
    if (signal.aborted) return;
    try {
      const { address: host, port } = endpoint;
      const { end } = await run({ host, port, only, listener: this, connections: this, signal });
      this.#tell(() => ({ type: 'end', how: end }));
      void this.#outbox.then(() => this.#close(CloseCode.normal, ''));
    } catch (error) {
      if (error instanceof RangeError && !this.#hasStarted) {
        return this.end(CloseCode.policyViolation, 'there is no such case');
      }
      onDefect(error);
      this.end(CloseCode.internalError, 'the check failed by a defect');
    } finally {
      for (const connection of [...this.#connections.keys()]) this.disconnected(connection);
    }
  }

  #connectionsOf(caseId: string) {
    const known = this.#cases.get(caseId) ?? { kept: [], omitted: 0 };
    this.#cases.set(caseId, known);
    return known;
  }

  /** Tells the page something, in order; not before `fromMs` by the monotonic clock. */
  #tell(make: () => CheckMessage, fromMs = 0): void {
    this.#outbox = this.#outbox.then(async () => {
      const waitMs = fromMs - performance.now();
      if (waitMs > 0 && this.#isOpen) await delay(waitMs);
      if (this.#isOpen) this.#ws.send(JSON.stringify(make()));
    });
  }

  get #isOpen(): boolean {
    return this.#ws.readyState === this.#ws.OPEN;
  }

  /** Closes, and does not wait long for a page that will not hear of it. */
  #close(code: CloseCode, reason: string): void {
    if (!this.#isOpen) return;
    this.#ws.close(code, fitReason(reason));
    const cut = setTimeout(() => this.#ws.terminate(), CLOSE_GRACE_MS);
    void this.gone.then(() => clearTimeout(cut));
  }
}
