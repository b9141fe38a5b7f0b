// An observer in a worker process that gathers what it is told and sends it on in batches.
//
//   AcceptedConnection ──► ReportBatch ──every few milliseconds──► send ──IPC──► parent's Mirrors
//
// The next batch leaves when the pipe has taken the one before. Until then, and beyond MAX_DETAILED reports, what a
// connection moves is added to what was last told of it: a fast transfer costs the parent two reports a batch, however
// many chunks it has, and a parent that is busy is not flooded.

import type { ConnectionEnd, EchoConnection, EchoObserver } from '../../core/echo-observer.ts';
import type { BytesReport, Report } from './reports.ts';

/** How long reports are gathered, in milliseconds. */
const BATCH_MS = 4;

/** What a report says of a connection beside what happened. */
type Reported = Pick<EchoConnection, 'id'>;

/** Reports of a batch that tell each chunk by itself. */
const MAX_DETAILED = 128;

export interface ReportBatchOptions {
  /** Sends a batch; `onTaken` is called when it has left this process. */
  readonly send: (reports: readonly Report[], onTaken: () => void) => void;
  /** Milliseconds since the Unix epoch by the parent's clock. */
  readonly now: () => number;
}

export class ReportBatch implements EchoObserver {
  readonly #send: ReportBatchOptions['send'];
  readonly #now: () => number;
  #reports: Report[] = [];
  /** Where in this batch the chunks of a connection are added. */
  #runs = new Map<number, { received?: BytesReport; sent?: BytesReport }>();
  #timer: NodeJS.Timeout | undefined;
  #isSending = false;

  constructor({ send, now }: ReportBatchOptions) {
    this.#send = send;
    this.#now = now;
  }

  received({ id }: Reported, bytes: number): void {
    this.#addBytes('received', id, bytes);
  }

  sent({ id }: Reported, bytes: number): void {
    this.#addBytes('sent', id, bytes);
  }

  finReceived({ id }: Reported): void {
    this.#add({ kind: 'finReceived', id, at: this.#now() });
  }

  finSent({ id }: Reported): void {
    this.#add({ kind: 'finSent', id, at: this.#now() });
  }

  closed({ id, rstSent }: Reported & Pick<EchoConnection, 'rstSent'>, end: ConnectionEnd): void {
    this.#add({ kind: 'closed', id, at: this.#now(), end, rstSent });
  }

  // The parent knows these itself.
  listening(): void {}
  accepted(): void {}
  served(): void {}
  refused(): void {}
  stopped(): void {}

  #addBytes(kind: 'received' | 'sent', id: number, bytes: number): void {
    const runs = this.#runs.get(id) ?? {};
    const run = runs[kind];
    if (run && this.#reports.length >= MAX_DETAILED) {
      run.bytes += bytes;
      run.calls += 1;
      return;
    }
    const report: BytesReport = { kind, id, at: this.#now(), bytes, calls: 1 };
    runs[kind] = report;
    this.#add(report);
    this.#runs.set(id, runs);
  }

  #add(report: Report): void {
    this.#reports.push(report);
    // What moves after a FIN is not told before it.
    this.#runs.delete(report.id);
    this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS);
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.#isSending || this.#reports.length === 0) return;
    const reports = this.#reports;
    this.#reports = [];
    this.#runs.clear();
    this.#isSending = true;
    this.#send(reports, () => {
      this.#isSending = false;
      this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS);
    });
  }
}
