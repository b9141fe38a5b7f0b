// How a long-running command ends: the first SIGINT or SIGTERM stops it in order, the second one at once.
//
//   signal ──► stop() … done ──► exit 0        still not done at the deadline ──► exit 1
//                └─ second signal ──► exit 130 (SIGINT) or 143 (SIGTERM)

import type { Logger } from '../net/logger.ts';
import { exitAfterOutput } from './terminal.ts';

/** Exit status by POSIX convention: 128 and the signal's number. */
const exitStatuses = { SIGINT: 130, SIGTERM: 143 } as const;
type StopSignal = keyof typeof exitStatuses;

/** Time beyond the drain that stopping may take, in milliseconds, before the process ends anyway. */
const STOP_MARGIN_MS = 1500;

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
  const stopper = new Stopper(options);
  process.on('SIGINT', (signal) => stopper.receive(signal));
  process.on('SIGTERM', (signal) => stopper.receive(signal));
}

class Stopper {
  readonly #options: StopOptions;
  #first: { readonly signal: NodeJS.Signals; readonly atMs: number } | undefined;

  constructor(options: StopOptions) {
    this.#options = options;
  }

  receive(signal: NodeJS.Signals): void {
    const atMs = performance.now();
    if (this.#first === undefined) {
      this.#first = { signal, atMs };
      void this.#stop(signal);
    } else if (signal !== this.#first.signal || atMs - this.#first.atMs > ECHO_MS) {
      process.exit(isStopSignal(signal) ? exitStatuses[signal] : 1);
    }
  }

  async #stop(signal: NodeJS.Signals): Promise<void> {
    const { stop, drainTimeoutMs, logger } = this.#options;
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
}

function isStopSignal(signal: NodeJS.Signals): signal is StopSignal {
  return signal in exitStatuses;
}
