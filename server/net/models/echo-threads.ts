// `echo-threads`: a thread a connection, by the Python script beside this file, in a process that this one keeps running.
//
//   peer ◄══ bytes ══► echo-threads.py ──lines──► Mirrors ──► EchoObserver
//                             ▲────────commands───── end, close

import { type ChildProcess, spawn } from 'node:child_process';
import type { ConnectionEnd } from '../../core/echo-observer.ts';
import { printable } from '../../core/printable.ts';
import type { ServerEnd } from '../../core/relay.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import { atMost } from '../at-most.ts';
import { CHILD_OPTIONS, explainEnd, KeptProcess, type ProcessEnd } from '../children/kept-process.ts';
import { sourceFile } from '../children/own-files.ts';
import { type Mirror, Mirrors } from './mirrors.ts';
import type { ModelOptions, ModelServer } from './model-server.ts';
import { LineSplitter, parseThreadLine, reportOf, type ThreadLine } from './thread-lines.ts';

const PROGRAM = 'python3';
const SCRIPT = sourceFile('server/net/models/echo-threads.py');

/** A difference of clocks above it, in milliseconds: the system's was set, or this process's stood while the machine slept. */
const CLOCK_TOLERANCE_MS = 50;

export function startThreads(options: ModelOptions): ModelServer {
  return new ThreadsServer(options);
}

/** One run of the script. */
interface Run {
  readonly child: ChildProcess;
  /** Open connections by the numbers that it gave them. */
  readonly mirrors: Map<number, Mirror<Run>>;
  isListening: boolean;
  /** Why it cannot serve, in its own words: no use in starting it again. */
  failure: string | undefined;
}

class ThreadsServer implements ModelServer {
  readonly #options: ModelOptions;
  readonly #kept: KeptProcess;
  readonly #mirrors: Mirrors<Run>;
  #run: Run | undefined;
  /** Where it listened last, so that it is found there again. */
  #port: number;
  #closing: Promise<void> | undefined;
  /** When the server was stopped, one side had ended these already. */
  readonly #endedBefore = new Set<Mirror<Run>>();

  constructor(options: ModelOptions) {
    this.#options = options;
    this.#port = options.port;
    this.#mirrors = new Mirrors(options.observer);
    this.#kept = new KeptProcess({
      spawn: () => this.#spawn(),
      onStart: (child) => this.#follow(child),
      onEnd: (end) => this.#finish(end),
      askToEnd: (child) => child.stdin?.end(),
    });
  }

  end(peer: Endpoint, how: ServerEnd): void {
    const mirror = this.#mirrors.ofPeer(peer);
    for (const [number, open] of mirror?.process.mirrors ?? []) {
      if (open === mirror) this.#command({ end: number, how });
    }
  }

  close(graceMs: number): Promise<void> {
    this.#closing ??= this.#shutDown(graceMs);
    return this.#closing;
  }

  #spawn(): ChildProcess {
    const { host, maxConnections } = this.#options;
    const options = { '--host': host, '--port': this.#port, '--max-connections': maxConnections };
    const args = Object.entries(options).flatMap(([flag, value]) => [flag, String(value)]);
    return spawn(PROGRAM, [SCRIPT, ...args], { ...CHILD_OPTIONS, stdio: 'pipe' });
  }

  #follow(child: ChildProcess): void {
    const run: Run = { child, mirrors: new Map(), isListening: false, failure: undefined };
    this.#run = run;
    const lines = new LineSplitter((line) => this.#read(run, line));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => lines.push(text));
    // It is gone then, and that is told when it ends.
    child.stdin?.on('error', () => {});
  }

  #read(run: Run, text: string): void {
    const parsed = parseThreadLine(text);
    if (parsed.ok) this.#take(run, parsed.message);
    else this.#options.logger.debug(`echo-threads printed what is no event: ${printable(text, 100)}`);
  }

  #take(run: Run, line: ThreadLine): void {
    const { observer, health, logger, maxConnections } = this.#options;
    switch (line.event) {
      case 'listen':
        run.isListening = true;
        this.#port = line.endpoint.port;
        observer.listening(line.endpoint);
        health.up(line.endpoint);
        break;
      case 'failed':
        run.failure = line.reason;
        break;
      case 'refuse':
        observer.refused(line.peer);
        break;
      case 'acceptFailed':
        logger.error(`echo-threads could not accept a connection (${line.code})`);
        break;
      case 'accept': {
        const { connection, peer, local, thread } = line;
        if (run.mirrors.has(connection) || this.#mirrors.size >= maxConnections) return;
        const servedBy = { kind: 'thread', id: thread } as const;
        const mirror = this.#mirrors.add({ process: run, peer, local, servedBy }, ourTime(line.at));
        run.mirrors.set(connection, mirror);
        break;
      }
      default: {
        const mirror = run.mirrors.get(line.connection);
        const report = mirror && reportOf(line, mirror.id, ourTime(line.at));
        if (mirror === undefined || report === undefined) return;
        if (report.kind !== 'closed') return this.#mirrors.apply(report);
        run.mirrors.delete(line.connection);
        this.#mirrors.apply({ ...report, end: this.#explain(mirror, report.end) });
      }
    }
  }

  /** What both sides ended by FIN was ended by the server's stop, unless it was about to end anyway. */
  #explain(mirror: Mirror<Run>, end: ConnectionEnd): ConnectionEnd {
    const isStopped = this.#closing && end.how === 'fin' && !this.#endedBefore.has(mirror);
    return isStopped ? { how: 'shutdown' } : end;
  }

  #finish(end: ProcessEnd): boolean {
    const run = this.#run;
    this.#run = undefined;
    if (run && this.#closing) this.#mirrors.stop(run);
    else if (run) this.#mirrors.lose(run);
    if (run?.isListening) this.#options.observer.stopped();
    if (this.#closing) return false;
    const isMissing = end.failure === 'ENOENT';
    const isFinal = isMissing || run?.failure !== undefined;
    const how = explainEnd(end);
    const reason = isMissing ? `${PROGRAM} is not installed on this machine.` : run?.failure;
    this.#options.health.down(reason ?? `The Python server ${how}; it is started again in a moment.`);
    if (!isFinal) this.#options.logger.warn(`echo-threads ${how}; it is started again`);
    return !isFinal;
  }

  #command(command: object): void {
    this.#run?.child.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  async #shutDown(graceMs: number): Promise<void> {
    for (const mirror of this.#run?.mirrors.values() ?? []) {
      if (mirror.finReceived || mirror.finSent) this.#endedBefore.add(mirror);
    }
    this.#command({ stop: true });
    await atMost(graceMs, this.#mirrors.empty());
    // The script aborts what is still open when its standard input ends.
    await this.#kept.close();
  }
}

/** What the script's clock, the system's, shows at `at`, by this process's. */
function ourTime(at: number): number {
  const differenceMs = performance.timeOrigin + performance.now() - Date.now();
  return Math.abs(differenceMs) > CLOCK_TOLERANCE_MS ? at + differenceMs : at;
}
