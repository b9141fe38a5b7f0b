// One Echo Check as the page knows it: its cases, how each went, and how far it has come.
//
//   begin ──► connecting ──start──► running ──case, result──► … ──end──► ended
//                  └─────────── refused, lost, stopped ────────────────► ended, failed
//
// A case that is run again on its own keeps the results of the others. Until a new check starts, those of the one before
// stay: it may be refused.

import type {
  CaseInfo,
  CaseResult,
  CheckEnd,
  CheckMessage,
  Trail,
  Verdict,
} from '../../../server/protocol/check.ts';
import { countVerdicts } from '../../../server/protocol/check-document.ts';

/** `notRun`: the check ended before it came to this case, or in the middle of it. */
export type RowState = 'waiting' | 'running' | 'done' | 'notRun';

/** One case. */
export interface CheckRow {
  readonly info: CaseInfo;
  readonly state: RowState;
  /** Exactly when it is done. */
  readonly result: CaseResult | undefined;
  /** What happened on its first connections, and how many further ones there were. */
  readonly trails: readonly Trail[];
  readonly trailsOmitted: number;
}

export type CheckPhase =
  | { readonly kind: 'idle' | 'connecting' | 'running' | 'stopping' }
  | { readonly kind: 'ended'; readonly how: CheckEnd }
  /** `why`: one sentence. */
  | { readonly kind: 'failed'; readonly why: string };

export interface CheckProgress {
  readonly done: number;
  readonly of: number;
  /** The case that runs now. */
  readonly running: CaseInfo | undefined;
}

const IDLE: CheckPhase = { kind: 'idle' };

export class CheckRecord {
  #target: string | undefined;
  #phase: CheckPhase = IDLE;
  #rows: readonly CheckRow[] = [];
  /** The cases of the latest run. */
  #ids: ReadonlySet<string> = new Set();
  #isPart = false;

  /** Whose results these are; undefined before the first check. */
  get target(): string | undefined {
    return this.#target;
  }

  get phase(): CheckPhase {
    return this.#phase;
  }

  /** In the order in which they run. A new array after each change. */
  get rows(): readonly CheckRow[] {
    return this.#rows;
  }

  /** Whether something goes on. */
  get isBusy(): boolean {
    const { kind } = this.#phase;
    return kind === 'connecting' || kind === 'running' || kind === 'stopping';
  }

  /** The only case of the latest run, where that was of a single one. */
  get single(): CheckRow | undefined {
    return this.#isPart && this.#ids.size === 1
      ? this.#rows.find(({ info }) => this.#ids.has(info.id))
      : undefined;
  }

  /** How far the latest run has come. */
  get progress(): CheckProgress {
    const own = this.#rows.filter(({ info }) => this.#ids.has(info.id));
    const done = own.filter(({ state }) => state === 'done').length;
    const running = own.find(({ state }) => state === 'running')?.info;
    return { done, of: own.length, running };
  }

  /** How many cases came to what. */
  get counts(): Readonly<Record<Verdict, number>> {
    return countVerdicts(this.results);
  }

  /** Of the cases that ran, in their order. */
  get results(): readonly CaseResult[] {
    return this.#rows.flatMap(({ result }) => (result ? [result] : []));
  }

  /** Cases that the check did not come to. */
  get notRun(): number {
    return this.#rows.filter(({ state }) => state === 'notRun').length;
  }

  /** What all cases that ran took together, in milliseconds. */
  get totalMs(): number {
    return this.#rows.reduce((sum, { result }) => sum + (result?.ms ?? 0), 0);
  }

  /** A check was asked for. `isPart`: it is of some cases only. */
  begin(isPart: boolean): void {
    this.#isPart = isPart;
    this.#phase = { kind: 'connecting' };
  }

  /** What the server told. A case that it never named is ignored. */
  apply(message: CheckMessage): void {
    switch (message.type) {
      case 'start':
        this.#start(message.target, message.cases);
        break;
      case 'case':
        this.#change(message.id, (row) => ({ ...row, state: 'running' }));
        break;
      case 'result': {
        const { result, trails, trailsOmitted } = message;
        this.#change(result.id, (row) => ({ ...row, state: 'done', result, trails, trailsOmitted }));
        break;
      }
      case 'end':
        this.#end({ kind: 'ended', how: message.how });
        break;
    }
  }

  /** This page asked for the end. */
  stopping(): void {
    this.#phase = { kind: 'stopping' };
  }

  stopped(): void {
    this.#end({ kind: 'ended', how: 'stopped' });
  }

  /** `why`: one sentence. */
  failed(why: string): void {
    this.#end({ kind: 'failed', why });
  }

  #start(target: string, cases: readonly CaseInfo[]): void {
    const fresh = new Map(cases.map((info) => [info.id, toRow(info)]));
    const keeps = this.#isPart && target === this.#target;
    const kept = keeps ? this.#rows.map((row) => fresh.get(row.info.id) ?? row) : [];
    const known = new Set(kept.map(({ info }) => info.id));
    this.#rows = [...kept, ...[...fresh.values()].filter(({ info }) => !known.has(info.id))];
    this.#ids = new Set(fresh.keys());
    this.#target = target;
    if (this.#phase.kind === 'connecting') this.#phase = { kind: 'running' };
  }

  #end(phase: CheckPhase): void {
    this.#phase = phase;
    this.#rows = this.#rows.map((row) =>
      row.state === 'waiting' || row.state === 'running' ? { ...row, state: 'notRun' } : row,
    );
  }

  #change(id: string, change: (row: CheckRow) => CheckRow): void {
    this.#rows = this.#rows.map((row) => (row.info.id === id ? change(row) : row));
  }
}

function toRow(info: CaseInfo): CheckRow {
  return { info, state: 'waiting', result: undefined, trails: [], trailsOmitted: 0 };
}
