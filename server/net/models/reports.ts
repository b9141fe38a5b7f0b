// What a server in another process tells of its connections, so that this process can tell it on. Each report says itself when
// it happened: `at`, milliseconds since the Unix epoch, with fractions.
//
//   worker's AcceptedConnection ──► Report ──IPC──────────┐
//   thread of echo-threads.py  ──► line ──stdout, parse ──┴──► Mirrors ──► EchoObserver

import type { ConnectionEnd } from '../../core/echo-observer.ts';

/** `id`: the connection, as server and parent both know it. */
interface ReportBase {
  readonly id: number;
  readonly at: number;
}

/** `calls` of `recv` or `send` that moved `bytes`; a burst is told as one. */
export interface BytesReport extends ReportBase {
  readonly kind: 'received' | 'sent';
  bytes: number;
  calls: number;
}

export interface FinReport extends ReportBase {
  readonly kind: 'finReceived' | 'finSent';
}

export interface ClosedReport extends ReportBase {
  readonly kind: 'closed';
  readonly end: ConnectionEnd;
  /** It aborted the connection. */
  readonly rstSent: boolean;
}

export type Report = BytesReport | FinReport | ClosedReport;
