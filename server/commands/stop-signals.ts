// How a long-running command ends: the first SIGINT or SIGTERM stops it in order, the second one at once.
//
//   signal ──► stop() … done ──► exit 0        still not done at the deadline ──► exit 1
//                └─ second signal ──► exit 130 (SIGINT) or 143 (SIGTERM)

import type { Logger } from '../net/logger.ts';
import { exitAfterOutput } from './terminal.ts';

/** Exit status by POSIX convention: 128 and the signal's number. */
export const exitStatuses = { SIGINT: 130, SIGTERM: 143 } as const;
export type StopSignal = keyof typeof exitStatuses;

/**
 * Time beyond the drain that stopping may take, in milliseconds, before the process ends anyway: what the last Close and
 * native clients are granted, and child processes that hang, until they are killed.
 */
const STOP_MARGIN_MS = 3000;

/**
 * A signal that comes again within this time, in milliseconds, is the same one: Ctrl+C reaches every process at the
 * terminal, and npm passes its own on besides.
 */
const ECHO_MS = 300;

export interface StopOptions {
  /** Ends everything; called once. */
  readonly stop: () => Promise<void>;
  /** How long `stop` waits for what is under way, in milliseconds. */
  readonly drainTimeoutMs: number;
  readonly logger: Logger;
}

/** Makes SIGINT and SIGTERM end the process. */
export function stopOnSignals(options: StopOptions): void {
  onFirstSignal((signal) => void stopInOrder(signal, options));
}

/** Calls `first` at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function onFirstSignal(first: (signal: StopSignal) => void): void {
  let received: { readonly signal: StopSignal; readonly atMs: number } | undefined;
  const receive = (signal: StopSignal): void => {
    const atMs = performance.now();
    if (received === undefined) {
      received = { signal, atMs };
      first(signal);
    } else if (signal !== received.signal || atMs - received.atMs > ECHO_MS) {
      process.exit(exitStatuses[signal]);
    }
  };
  process.on('SIGINT', () => receive('SIGINT'));
  process.on('SIGTERM', () => receive('SIGTERM'));
}

async function stopInOrder(signal: StopSignal, { stop, drainTimeoutMs, logger }: StopOptions): Promise<void> {
  logger.info({ event: 'signal', signal }, `stopping on ${signal}; once more to stop at once`);
  const timer = setTimeout(() => {
    logger.error('stopping took too long; what was open is cut off');
    exitAfterOutput(1);
  }, drainTimeoutMs + STOP_MARGIN_MS);
  let status = 0;
  try {
    await stop();
  } catch (error) {
    status = 1;
    logger.error({ err: error }, 'stopping failed');
  }
  clearTimeout(timer);
  exitAfterOutput(status);
}
