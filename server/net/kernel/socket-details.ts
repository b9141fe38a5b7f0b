// What `ss` (of iproute2) knows of a socket beyond the kernel's table: round-trip time, windows, retransmissions. It
// is run now and then, without a shell and never twice at once, and lets the kernel choose the sockets by port, so
// that it costs a few milliseconds among 10,000 connections. Where there is none, a sentence says so.
//
//   ss -tin ( sport = :42613 and dport = :52140 ) or ( sport = :52140 and dport = :42613 )

import { type ChildProcess, type ExecFileException, execFile } from 'node:child_process';
import { endKey, type SocketEnd } from '../../core/kernel/socket-end.ts';
import { createSsVocabulary, parseSsOutput } from '../../core/kernel/ss-output.ts';
import type { KernelDetails } from '../../protocol/kernel.ts';

/** Least time from one run of `ss` to the next, in milliseconds. */
export const SS_INTERVAL_MS = 500;

/** A run that took long is followed by a rest of this many times as long. */
export const SS_REST_FACTOR = 9;

/** Longest that `ss` may run, in milliseconds; then it is killed. */
export const SS_TIMEOUT_MS = 1000;

/** How long `ss` is left alone after it failed or was not found, in milliseconds. */
export const SS_RETRY_MS = 60_000;

/** Bytes that `ss` may print; then it is killed. */
export const MAX_SS_BYTES = 1024 * 1024;

/** Ends that one run asks for; where there are more, they take turns. */
export const MAX_SS_ENDS = 64;

/** Where systems keep `ss` that is not on the path of an ordinary user. */
const SYSTEM_PATHS = ['/usr/sbin', '/sbin'];

export interface SocketDetailsOptions {
  /** The program and its first arguments. Default: `ss`. */
  readonly command?: readonly [file: string, ...arguments_: string[]];
  /** Default: {@link SS_INTERVAL_MS}. */
  readonly intervalMs?: number;
  /** Default: {@link SS_TIMEOUT_MS}. */
  readonly timeoutMs?: number;
  /** Default: {@link SS_RETRY_MS}. */
  readonly retryMs?: number;
}

export class SocketDetails {
  readonly #command: readonly [string, ...string[]];
  readonly #intervalMs: number;
  readonly #timeoutMs: number;
  readonly #retryMs: number;
  readonly #vocabulary = createSsVocabulary();
  /** The latest details of the ends that were last wanted. */
  readonly #latest = new Map<string, KernelDetails>();
  #running: ChildProcess | undefined;
  /** Monotonic instant before which nothing runs. */
  #dueAt = Number.NEGATIVE_INFINITY;
  /** Whose turn it is when there are more than {@link MAX_SS_ENDS}. */
  #turn = 0;
  #missing: string | undefined;

  constructor({
    command = ['ss'],
    intervalMs = SS_INTERVAL_MS,
    timeoutMs = SS_TIMEOUT_MS,
    retryMs = SS_RETRY_MS,
  }: SocketDetailsOptions = {}) {
    this.#command = command;
    this.#intervalMs = intervalMs;
    this.#timeoutMs = timeoutMs;
    this.#retryMs = retryMs;
  }

  /** The sentence that says why there are no details; `undefined` while nothing is known to be wrong. */
  get missing(): string | undefined {
    return this.#missing;
  }

  /** The latest that is known of an end, by its `endKey`. */
  get(key: string): KernelDetails | undefined {
    return this.#latest.get(key);
  }

  /** Says which ends are wanted, forgets all others, and runs `ss` when it is time; does not wait for it. */
  want(ends: readonly SocketEnd[]): void {
    const keys = new Set(ends.map(endKey));
    for (const key of this.#latest.keys()) {
      if (!keys.has(key)) this.#latest.delete(key);
    }
    if (ends.length === 0 || this.#running !== undefined || performance.now() < this.#dueAt) return;
    this.#run(this.#nextInTurn(ends));
  }

  /** Kills a run that is under way. */
  close(): void {
    this.#running?.kill('SIGKILL');
  }

  #nextInTurn(ends: readonly SocketEnd[]): SocketEnd[] {
    const first = this.#turn % ends.length;
    this.#turn = first + MAX_SS_ENDS;
    return [...ends.slice(first), ...ends.slice(0, first)].slice(0, MAX_SS_ENDS);
  }

  #run(ends: readonly SocketEnd[]): void {
    const startedAt = performance.now();
    try {
      this.#running = this.#start(ends, (error, output) => {
        this.#running = undefined;
        if (error !== null) return this.#fail(error);
        const endedAt = performance.now();
        const rest = SS_REST_FACTOR * (endedAt - startedAt);
        this.#dueAt = Math.max(startedAt + this.#intervalMs, endedAt + rest);
        this.#missing = undefined;
        this.#take(ends, output);
      });
    } catch (error) {
      // Most failures to start come to the callback; a few, such as a lack of memory, are thrown.
      this.#fail(error as ExecFileException);
    }
  }

  #start(
    ends: readonly SocketEnd[],
    done: (error: ExecFileException | null, output: string) => void,
  ): ChildProcess {
    const [file, ...first] = this.#command;
    const path = [process.env.PATH, ...SYSTEM_PATHS].filter(
      (folder) => folder !== undefined && folder !== '',
    );
    const options = {
      encoding: 'latin1',
      env: { PATH: path.join(':'), LC_ALL: 'C' },
      killSignal: 'SIGKILL',
      maxBuffer: MAX_SS_BYTES,
      timeout: this.#timeoutMs,
      windowsHide: true,
    } as const;
    return execFile(file, [...first, '-tin', ...portFilter(ends)], options, done);
  }

  #fail(error: ExecFileException): void {
    this.#dueAt = performance.now() + this.#retryMs;
    this.#missing = this.#explain(error);
    this.#latest.clear();
  }

  /** Replaces what is known of `ends` by what the output says. */
  #take(ends: readonly SocketEnd[], output: string): void {
    const details = parseSsOutput(output, this.#vocabulary);
    for (const key of ends.map(endKey)) {
      const found = details.get(key);
      if (found === undefined) this.#latest.delete(key);
      else this.#latest.set(key, found);
    }
  }

  #explain(error: ExecFileException): string {
    const consequence = 'round-trip times, windows and retransmissions are not shown.';
    if (error.code === 'ENOENT') return `ss (of iproute2) is not installed; ${consequence}`;
    if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `ss printed too much; ${consequence}`;
    if (error.killed === true) return `ss took longer than ${this.#timeoutMs} ms; ${consequence}`;
    const how = typeof error.code === 'number' ? `exit status ${error.code}` : (error.code ?? error.signal);
    return `ss failed (${how ?? error.name}); ${consequence}`;
  }
}

/** The words of ss's filter language that choose these ends by their ports. */
function portFilter(ends: readonly SocketEnd[]): string[] {
  return ends.flatMap(({ local, remote }, index) => [
    ...(index === 0 ? [] : ['or']),
    ...['(', 'sport', '=', `:${local.port}`, 'and', 'dport', '=', `:${remote.port}`, ')'],
  ]);
}
