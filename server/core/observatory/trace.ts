// One subject's trace: what its steps did, chunk by chunk, for whoever looks. It stands on the byte path, so a chunk
// costs one clock reading and one small object, or, once a burst has used up the budget of the interval, an addition.
//
//   session, connection ──bytes(step, from, n), mark(step)──► Trace ──take()──► entries of the interval
//
// Until somebody looks for the first time, the beginning is kept (MAX_TRACE_ENTRIES_UNSEEN entries): a page can only ask
// once it has been told the session's id.

import { MAX_TRACE_ENTRIES_UNSEEN } from '../../protocol/limits.ts';
import type { Subject } from '../../protocol/observe.ts';
import type { ByteStep, MarkStep, TraceEntry } from '../../protocol/trace.ts';

type OpenRun = {
  -readonly [K in keyof Extract<TraceEntry, { bytes: number }>]: Extract<TraceEntry, { bytes: number }>[K];
};

/**
 * What can happen as often as a peer likes. Beyond the budget the latest of a kind stands for all of an interval, so that
 * it is known at its end whether reading goes on.
 */
type Frequent = 'reading' | 'holding' | 'tcpRtt' | 'webSocketRtt';

const FREQUENT_MARKS: Partial<Record<MarkStep, Frequent>> = {
  pause: 'reading',
  resume: 'reading',
  hold: 'holding',
  release: 'holding',
};

/**
 * What a trace is told by the one whose steps it records. All methods are quick and never throw. `at`: when it happened, in
 * milliseconds since the Unix epoch, where that is known better than by now.
 */
export interface Tap {
  /** `step` moved `bytes`, of which the first has offset `from` in its direction. */
  bytes(step: ByteStep, from: number, bytes: number, at?: number): void;
  mark(step: MarkStep, detail?: string, at?: number): void;
  /** The gateway wrote the bytes up to offset `to`, and read as many back `rttMs` later. */
  tcpRtt(to: number, rttMs: number): void;
  /** A ping of the gateway's was answered after `rttMs`. */
  webSocketRtt(rttMs: number): void;
}

/** Whoever looks at a trace; told apart by identity alone. */
export type Looker = object;

/** What all traces of an observatory share. */
export interface TraceSurroundings {
  /** Milliseconds since the Unix epoch, with fractions. */
  readonly now: () => number;
  /** Entries that all traces together may still add before the next delta. */
  readonly budget: { left: number };
  /** Called at a trace's first entry after each `take` while somebody looks. */
  readonly onNews: (trace: Trace) => void;
}

export class Trace implements Tap {
  readonly lane: 'gateway' | 'server';
  /** What watchers know it by: a connection takes that of its session, once it is known. */
  subject: Subject;
  readonly #surroundings: TraceSurroundings;
  /** How many looks each has at it: of a session, and of its connection. */
  readonly #lookers = new Map<Looker, number>();
  /** Nobody has ever looked. */
  #isUnseen = true;
  /** Entries that are kept one by one though nobody has looked; undefined: the beginning alone is. */
  #keptEntries: number | undefined;
  #entries: TraceEntry[] = [];
  /** The latest run of each step within this interval: what a burst is added to. */
  #runs: Partial<Record<ByteStep, OpenRun>> = {};
  /** Where the latest of each kind stands among the entries. */
  #latest: Partial<Record<Frequent, number>> = {};
  /** One stands for several, and so before what happened meanwhile. */
  #isOutOfOrder = false;

  constructor(lane: 'gateway' | 'server', subject: Subject, surroundings: TraceSurroundings) {
    this.lane = lane;
    this.subject = subject;
    this.#surroundings = surroundings;
  }

  bytes(step: ByteStep, from: number, bytes: number, at?: number): void {
    if (!this.#isRecording()) return;
    const { now } = this.#surroundings;
    const run = this.#runs[step];
    // Without room a step's chunks still become one run, so that what is told stays whole.
    if (run && this.#sumsUp && run.from + run.bytes === from) {
      run.bytes += bytes;
      run.count = (run.count ?? 1) + 1;
      run.until = at ?? now();
      return;
    }
    const entry: OpenRun = { step, at: at ?? now(), from, bytes };
    this.#runs[step] = entry;
    this.#push(entry);
  }

  mark(step: MarkStep, detail?: string, happenedAt?: number): void {
    if (!this.#isRecording()) return;
    const at = happenedAt ?? this.#surroundings.now();
    const entry: TraceEntry = detail === undefined ? { step, at } : { step, at, detail };
    const kind = FREQUENT_MARKS[step];
    if (kind === undefined) this.#push(entry);
    else this.#pushFrequent(kind, entry, this.#hasRoom());
  }

  tcpRtt(to: number, rttMs: number): void {
    if (!this.#isRecording()) return;
    const at = this.#surroundings.now();
    this.#pushFrequent('tcpRtt', { step: 'tcpRtt', at, to, rttMs }, !this.#sumsUp);
  }

  webSocketRtt(rttMs: number): void {
    if (!this.#isRecording()) return;
    const at = this.#surroundings.now();
    this.#pushFrequent('webSocketRtt', { step: 'webSocketRtt', at, rttMs }, this.#hasRoom());
  }

  /** Keeps all of it though nobody looks: the first `entries` one by one, and beyond them one run a step and what ends it. */
  keep(entries: number): void {
    this.#keptEntries = entries;
  }

  /** Entries that there are to take. */
  get newsCount(): number {
    return this.#entries.length;
  }

  /** Takes what was recorded; the next chunk begins a run of its own. */
  take(): TraceEntry[] {
    const entries = this.#entries;
    this.#entries = [];
    this.#runs = {};
    this.#latest = {};
    if (this.#isOutOfOrder) entries.sort((one, other) => one.at - other.at);
    this.#isOutOfOrder = false;
    return entries;
  }

  get lookers(): Iterable<Looker> {
    return this.#lookers.keys();
  }

  get isLookedAt(): boolean {
    return this.#lookers.size > 0;
  }

  /** One look more. */
  addLooker(looker: Looker): void {
    this.#isUnseen = false;
    this.#lookers.set(looker, (this.#lookers.get(looker) ?? 0) + 1);
    if (this.#entries.length > 0) this.#surroundings.onNews(this);
  }

  /** One look less. Without a looker nothing is kept any more. */
  removeLooker(looker: Looker): void {
    const looks = this.#lookers.get(looker);
    if (looks === undefined) return;
    if (looks > 1) {
      this.#lookers.set(looker, looks - 1);
      return;
    }
    this.#lookers.delete(looker);
    if (!this.isLookedAt) this.take();
  }

  #isRecording(): boolean {
    if (this.isLookedAt) return true;
    return (
      this.#isUnseen && (this.#keptEntries !== undefined || this.#entries.length < MAX_TRACE_ENTRIES_UNSEEN)
    );
  }

  /** What is kept for whoever asks for it has room of its own. */
  get #sumsUp(): boolean {
    if (this.#keptEntries !== undefined && !this.isLookedAt) return this.#entries.length >= this.#keptEntries;
    return this.#surroundings.budget.left <= 0;
  }

  /** Whether there is room for one of many, beyond the budget for a few only. */
  #hasRoom(): boolean {
    return !this.#sumsUp || this.#entries.length < MAX_TRACE_ENTRIES_UNSEEN;
  }

  #pushFrequent(kind: Frequent, entry: TraceEntry, hasRoom: boolean): void {
    const latest = this.#latest[kind];
    if (latest !== undefined && !hasRoom) {
      this.#entries[latest] = entry;
      this.#isOutOfOrder = true;
      return;
    }
    this.#latest[kind] = this.#entries.length;
    this.#push(entry);
  }

  #push(entry: TraceEntry): void {
    this.#entries.push(entry);
    if (!this.isLookedAt) return;
    this.#surroundings.budget.left -= 1;
    if (this.#entries.length === 1) this.#surroundings.onNews(this);
  }
}
