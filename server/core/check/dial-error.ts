// A dial of the Echo Check that failed: what it says of the server, or of this machine.

import { causeOfDialFailure } from '../dial-failure.ts';
import { formatDuration } from '../quantities.ts';
import { CaseFailure, NotTestable, Unreachable } from './check-case.ts';

/** Errno names that say that this machine has no socket left, or may not use one. */
const OWN_SHORTAGES = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL', 'EACCES', 'EPERM']);

/** The dial failed. `code` is the errno name; `limitMs` is how long it could have taken. */
export class DialError extends CaseFailure {
  readonly code: string;

  constructor(code: string, limitMs: number) {
    super(`${explain(code, limitMs)} (${code})`);
    this.code = code;
  }

  /** What it means to a case. `hasConnected`: the case has had another connection before. */
  asOutcome(hasConnected: boolean): CaseFailure | NotTestable {
    if (OWN_SHORTAGES.has(this.code)) {
      const remedy = this.code === 'EMFILE' ? '; raise the limit of open files (ulimit -n)' : '';
      return new NotTestable(`this machine has no further socket for the check (${this.code})${remedy}`);
    }
    // Who sends RST at once is there all the same.
    const isThere = hasConnected || this.code === 'ECONNRESET';
    return isThere ? this : new Unreachable(this.message);
  }
}

function explain(code: string, limitMs: number): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `connection refused: ${causeOfDialFailure(code)}`;
    case 'ECONNRESET':
      return 'RST right behind the handshake';
    case 'ETIMEDOUT':
      return `no connection within ${formatDuration(limitMs)}`;
    default:
      return causeOfDialFailure(code) ?? 'the connection failed';
  }
}
