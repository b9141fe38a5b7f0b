// Runs the cases of an Echo Check one after the other, and grades them. Pure: benches, time and timers are handed in.
//
//   case ──► bench ──► script ──────► pass, slow, fail, notTestable
//             │         ├─ its limit ► fail
//             │         └─ stop, limit of the check ► neither it nor the rest has run
//             └── ended, with all of its connections, before the next
//
// Where two cases in a row have had no connection at all, the server is gone, and nobody waits for it again and again.

import type { CaseInfo, CaseResult, CheckEnd } from '../../protocol/check.ts';
import { formatDuration } from '../quantities.ts';
import { CaseFailure, type CheckBench, type CheckCase, NotTestable, Unreachable } from './check-case.ts';
import type { CheckListener, CheckReport } from './check-report.ts';

/** Time after which the whole check ends, in milliseconds. */
export const CHECK_LIMIT_MS = 5 * 60_000;

/** Cases in a row without a connection after which no further one is tried. */
const MAX_VAIN_CASES = 2;

const UNREACHABLE_HINT =
  'Start the server first, and compare the address and port that it listens on with those of the check. The call of listen is easily forgotten.';

const GONE_HINT =
  'The server was there before, so it ended in or after an earlier case. Look at its terminal for an exception, or at its exit status for a signal such as SIGSEGV or SIGPIPE.';

/** A bench as its owner sees it. */
export interface CaseBench extends CheckBench {
  /** How far the case has come, for the finding when its time is up; empty when there is nothing to say. */
  standing(): string;
  /** Ends all connections, in order or `atOnce`; resolves when they are gone. What its script still waits for rejects. */
  end(how: 'inOrder' | 'atOnce'): Promise<void>;
}

export interface Clock {
  /** Milliseconds by a monotonic clock. */
  now(): number;
  /** Calls `then` after so many milliseconds; the returned function cancels it. */
  after(milliseconds: number, then: () => void): () => void;
}

export interface RunOptions {
  readonly cases: readonly CheckCase[];
  readonly listener: CheckListener;
  readonly clock: Clock;
  /** Makes the bench of one case. */
  readonly openBench: (caseId: string) => CaseBench;
  /** Stops the check when it resolves. */
  readonly stop: Promise<unknown>;
  /** Limit of the whole check, in milliseconds. Default: {@link CHECK_LIMIT_MS}. */
  readonly limitMs?: number | undefined;
}

/** Rejects only for a defect of a case. */
export function runCases(options: RunOptions): Promise<CheckReport> {
  return new CheckRun(options).run();
}

type Halt = Exclude<CheckEnd, 'complete'>;
type Outcome = Omit<CaseResult, 'id' | 'ms'>;

class CheckRun {
  readonly #options: RunOptions;
  readonly #results: CaseResult[] = [];
  #halt: Halt | undefined;
  #halted: Promise<void>;
  #cancelLimit: () => void = () => {};
  /** Cases in a row, up to now, that have had no connection. */
  #vain = 0;
  #vainFinding = '';

  constructor(options: RunOptions) {
    this.#options = options;
    this.#halted = new Promise((resolve) => {
      const halt = (how: Halt) => {
        this.#halt ??= how;
        resolve();
      };
      void options.stop.then(() => halt('stopped'));
      this.#cancelLimit = options.clock.after(options.limitMs ?? CHECK_LIMIT_MS, () => halt('timedOut'));
    });
  }

  async run(): Promise<CheckReport> {
    const { cases, listener } = this.#options;
    const infos = cases.map(infoOf);
    listener.started(infos);
    try {
      // A stop that was asked for already shows first.
      await Promise.resolve();
      for (const checkCase of cases) {
        if (this.#halt) break;
        listener.caseStarted(checkCase.id);
        const result = await this.#runCase(checkCase);
        if (result === undefined) break;
        this.#results.push(result);
        listener.caseEnded(result);
      }
    } finally {
      this.#cancelLimit();
    }
    const notRun = infos.slice(this.#results.length);
    return {
      end: notRun.length > 0 ? (this.#halt ?? 'stopped') : 'complete',
      results: this.#results,
      notRun,
    };
  }

  /** `undefined` when the check was halted meanwhile. */
  async #runCase(checkCase: CheckCase): Promise<CaseResult | undefined> {
    const { id } = checkCase;
    if (this.#vain >= MAX_VAIN_CASES) return { id, ms: 0, ...this.#unreached() };
    const { clock, openBench } = this.#options;
    const bench = openBench(id);
    const beganAt = clock.now();
    try {
      const outcome = await this.#runScript(checkCase, bench);
      const ms = clock.now() - beganAt;
      if (outcome === undefined) return undefined;
      const isSlow = outcome.verdict === 'pass' && ms > checkCase.slowMs;
      return { id, ms, ...outcome, ...(isSlow && { verdict: 'slow' }) };
    } finally {
      await bench.end(this.#halt ? 'atOnce' : 'inOrder');
    }
  }

  async #runScript(checkCase: CheckCase, bench: CaseBench): Promise<Outcome | undefined> {
    let cancel = () => {};
    const limit = new Promise<Outcome>((resolve) => {
      cancel = this.#options.clock.after(checkCase.limitMs, () => resolve(overdue(checkCase, bench)));
    });
    const script = checkCase.run(bench).then(
      (finding): Outcome => {
        this.#vain = 0;
        return { verdict: 'pass', finding };
      },
      (error: unknown) => this.#grade(checkCase, error),
    );
    // Once its time is up, nobody waits for what becomes of the script.
    script.catch(() => {});
    try {
      const outcome = await Promise.race([script, limit, this.#halted]);
      return outcome ?? undefined;
    } finally {
      cancel();
    }
  }

  #grade({ hint }: CheckCase, error: unknown): Outcome {
    if (error instanceof Unreachable) return this.#gradeUnreachable(error);
    this.#vain = 0;
    if (error instanceof CaseFailure) return { verdict: 'fail', finding: error.message, hint };
    if (error instanceof NotTestable) return { verdict: 'notTestable', finding: error.message };
    throw error;
  }

  #gradeUnreachable({ message }: Unreachable): Outcome {
    this.#vain += 1;
    this.#vainFinding = message;
    if (this.#vain > 1) return this.#unreached();
    // It fails once, so that the check fails.
    const wasThere = this.#results.length > 0;
    return { verdict: 'fail', finding: message, hint: wasThere ? GONE_HINT : UNREACHABLE_HINT };
  }

  #unreached(): Outcome {
    return { verdict: 'notTestable', finding: `the server cannot be reached: ${this.#vainFinding}` };
  }
}

function overdue({ limitMs, hint }: CheckCase, bench: CaseBench): Outcome {
  const standing = bench.standing();
  const finding = `not over after ${formatDuration(limitMs)}${standing && `, ${standing}`}`;
  return { verdict: 'fail', finding, hint };
}

/** What is told of a case: nothing but data. */
export function infoOf({ id, title, source, description, expectation, limitMs }: CheckCase): CaseInfo {
  return { id, title, source, description, expectation, limitMs };
}
