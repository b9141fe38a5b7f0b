// A child process that is kept running: started without holding up whoever asks for it, started again when it ends, after a
// delay that grows and is bounded, and ended with its parent.
//
//   start ──► runs ──► ends ──► delay ──► start …       close: asked to end, killed when it does not
//
// The child is in a process group of its own, so Ctrl+C at the terminal reaches the parent alone, which then ends its children
// in its own order. A parent that is gone, however it went, is noticed by the child: its channel or its standard
// input ends (see end-with-parent.ts). Where the parent itself ends before its children have, it kills them.

import { type ChildProcess, fork } from 'node:child_process';
import { printable } from '../../core/printable.ts';
import { END_MESSAGE } from './end-with-parent.ts';
import { startInTurn } from './start-in-turn.ts';

/** How a process ended: its exit status or signal, or the errno name why it could not even be started. */
export interface ProcessEnd {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly failure: string | undefined;
  /** What it said last on standard error, at most {@link MAX_LAST_WORDS} characters. */
  readonly lastWords: string;
}

export interface KeptProcessOptions {
  /** Starts it, with {@link CHILD_OPTIONS}. */
  readonly spawn: () => ChildProcess;
  /** It was started: the place for listeners. */
  readonly onStart: (child: ChildProcess) => void;
  /** It has ended, and all that it said was heard. Whether it is to be started again. */
  readonly onEnd: (end: ProcessEnd) => boolean;
  /** Asks it to end. */
  readonly askToEnd: (child: ChildProcess) => void;
}

/** What every child process of ours is started with. */
export const CHILD_OPTIONS = { detached: true } as const;

/** Before the first restart, in milliseconds; before each further one it is twice as long, up to a bound. */
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 10_000;

/** A process that has run this long had started well: the next delay is the first again. In milliseconds. */
const STARTED_WELL_MS = 10_000;

/** How long a process may take to end when asked to, in milliseconds; then it is killed. */
const PATIENCE_MS = 1000;

const MAX_LAST_WORDS = 2000;

/** All that run. */
const running = new Set<ChildProcess>();

/** One that hangs does not notice that its parent is gone. */
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export class KeptProcess {
  readonly #options: KeptProcessOptions;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #delayMs = FIRST_DELAY_MS;
  #isClosing = false;
  /** Resolves when the child that runs, if any, has ended. */
  #ended: Promise<void> = Promise.resolve();

  constructor(options: KeptProcessOptions) {
    this.#options = options;
    startInTurn(() => this.#start());
  }

  /** The process; undefined while there is none. */
  get child(): ChildProcess | undefined {
    return this.#child;
  }

  /** Ends it for good. Resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child === undefined) return;
    const killer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    this.#options.askToEnd(child);
    await this.#ended;
    clearTimeout(killer);
  }

  #start(): void {
    if (this.#isClosing) return;
    const startedAt = performance.now();
    const conclude = (end: ProcessEnd) => {
      if (this.#child) running.delete(this.#child);
      this.#child = undefined;
      const again = this.#options.onEnd(end);
      if (again && !this.#isClosing) this.#startLater(performance.now() - startedAt);
    };
    let child: ChildProcess;
    try {
      child = this.#options.spawn();
    } catch (error) {
      conclude({ status: null, signal: null, failure: errorCode(error), lastWords: '' });
      return;
    }
    this.#child = child;
    running.add(child);
    this.#ended = watchEnd(child).then(conclude);
    this.#options.onStart(child);
  }

  #startLater(ranMs: number): void {
    if (ranMs >= STARTED_WELL_MS) this.#delayMs = FIRST_DELAY_MS;
    this.#timer = setTimeout(() => startInTurn(() => this.#start()), this.#delayMs);
    this.#delayMs = Math.min(2 * this.#delayMs, MAX_DELAY_MS);
  }
}

/** Resolves when it has ended and everything that it wrote was read. */
function watchEnd(child: ChildProcess): Promise<ProcessEnd> {
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-MAX_LAST_WORDS);
  });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      // One that never ran has no other end; of one that runs it is a signal or a message that did not reach it.
      if (child.pid !== undefined) return;
      resolve({ status: null, signal: null, failure: errorCode(error), lastWords });
    });
    // Not 'exit': what it wrote last may still be on its way then.
    child.once('close', (status, signal) => resolve({ status, signal, failure: undefined, lastWords }));
  });
}

function errorCode(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}

/** Starts a built module of this program as a child process with a channel; what it prints is heard as its last words. */
export function forkModule(path: string, args: readonly string[]): ChildProcess {
  return fork(path, args, {
    ...CHILD_OPTIONS,
    // None of the parent's own: a debugger's port can be had once.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/**
 * Asks a forked module to end. Not by `disconnect()`, after which Node would never tell that all of it was heard ('close').
 */
export function endModule(child: ChildProcess): void {
  // One that no longer hears it is about to end anyway, or is killed.
  if (child.connected) child.send(END_MESSAGE, () => {});
}

/** How a process ended, as a part of a sentence: `was ended by SIGKILL`, `ended (Error: read ECONNRESET)`. */
export function explainEnd({ status, signal, failure, lastWords }: ProcessEnd): string {
  if (failure !== undefined) return `could not be started (${failure})`;
  if (signal !== null) return `was ended by ${signal}`;
  // The line that names the error: Python's last, and in the midst of Node's.
  const lines = lastWords.split('\n').filter((line) => /^\w*(Error|Exception)\b/.test(line));
  const line = lines.at(-1);
  return line ? `ended (${printable(line, 200)})` : `ended with exit status ${status}`;
}
