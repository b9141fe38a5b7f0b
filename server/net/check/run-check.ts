// Runs an Echo Check against one server: a case after the other, each with connections and a time limit of its own.
//
//   cases (server/core/check/) ── Bench ── BenchConnection ══TCP══ server under test
//                                  └── ServerMemory, SocketTable ── /proc

import { chooseCases } from '../../core/check/cases.ts';
import type { CheckListener, CheckReport } from '../../core/check/check-report.ts';
import { type Clock, runCases } from '../../core/check/run-cases.ts';
import type { Tap } from '../../core/observatory/trace.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import { SocketTable } from '../kernel/socket-table.ts';
import { Bench } from './bench.ts';
import { ServerMemory } from './server-memory.ts';

/** Default of `silenceMs`. */
const DEFAULT_SILENCE_MS = 2000;

/** Default of `connectLimitMs`: two repetitions of a lost SYN (RFC 6298 §2). */
const DEFAULT_CONNECT_LIMIT_MS = 5000;

export interface CheckOptions {
  /** Address or name. */
  readonly host: string;
  readonly port: number;
  /** Ids of the cases to run; all by default. */
  readonly only?: readonly string[] | undefined;
  readonly listener: CheckListener;
  /** Stops the check; what it has so far is the report. */
  readonly signal: AbortSignal;
  /** Told of each connection, to show it elsewhere. */
  readonly connections?: ConnectionsListener | undefined;
  /** Silence after which a server that owes an answer fails, in milliseconds. Default: {@link DEFAULT_SILENCE_MS}. */
  readonly silenceMs?: number | undefined;
  /** How long a handshake may take, in milliseconds. Default: {@link DEFAULT_CONNECT_LIMIT_MS}. */
  readonly connectLimitMs?: number | undefined;
  /** Limit of the whole check, in milliseconds. Default: `CHECK_LIMIT_MS`. */
  readonly limitMs?: number | undefined;
}

/** What becomes of the connections of a check; each method is quick and does not throw. */
export interface ConnectionsListener {
  /** One of case `caseId` is about to be dialled; the returned tap is told its steps, in those of the gateway's lane. */
  dialling(connection: object, caseId: string): Tap | undefined;
  connected(connection: object, local: Endpoint, remote: Endpoint): void;
  /** It is gone, whether it was ever established or not. */
  disconnected(connection: object): void;
}

/**
 * Runs it. A server that is down, slow, silent or hostile gives verdicts, never an exception.
 * @throws {RangeError} when `only` names a case that there is not
 */
export async function runCheck(options: CheckOptions): Promise<CheckReport> {
  const {
    host,
    port,
    only,
    listener,
    signal,
    connections,
    silenceMs = DEFAULT_SILENCE_MS,
    connectLimitMs = DEFAULT_CONNECT_LIMIT_MS,
    limitMs,
  } = options;
  const cases = chooseCases(only);
  const memory = new ServerMemory();
  const table = new SocketTable();
  return runCases({
    cases,
    listener,
    clock,
    openBench: (caseId) =>
      new Bench({ host, port, caseId, silenceMs, connectLimitMs, connections, table }, memory),
    stop: aborted(signal),
    limitMs,
  });
}

const clock: Clock = {
  now: () => performance.now(),
  after(milliseconds, then) {
    const timer = setTimeout(then, milliseconds);
    return () => clearTimeout(timer);
  },
};

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
