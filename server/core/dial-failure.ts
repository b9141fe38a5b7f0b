// What a failed dial means: tables from the system's errno names to close code and sentence, and to the cause.

import { CloseCode } from '../protocol/close-codes.ts';

/** Why a target could not be reached, for both sides of the session. */
export interface DialFailure {
  /** Errno name such as `ECONNREFUSED`, `UNKNOWN_TARGET`, or `UNAVAILABLE`. */
  readonly code: string;
  /** One sentence for people, with the name of the target. */
  readonly message: string;
  readonly closeCode: CloseCode;
  /** The same for the Close frame. */
  readonly reason: string;
}

interface Meaning {
  readonly closeCode: CloseCode;
  /** What the target did, as the predicate of a sentence. */
  readonly what: string;
}

const unreachable: Meaning = { closeCode: CloseCode.targetUnreachable, what: 'cannot be reached' };
const unresolved: Meaning = {
  closeCode: CloseCode.targetUnreachable,
  what: 'has a name that does not resolve',
};

const meanings: ReadonlyMap<string, Meaning> = new Map([
  ['ECONNREFUSED', { closeCode: CloseCode.targetRefused, what: 'refused the connection' }],
  ['ECONNRESET', { closeCode: CloseCode.targetRefused, what: 'reset the connection at once' }],
  ['ETIMEDOUT', { closeCode: CloseCode.connectTimedOut, what: 'did not answer in time' }],
  ['ENOTFOUND', unresolved],
  ['EAI_AGAIN', unresolved],
]);

const causes: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there'],
  ['ENOTFOUND', 'the name does not resolve'],
  ['EAI_AGAIN', 'the name does not resolve'],
  ['EHOSTUNREACH', 'there is no way to that address'],
  ['ENETUNREACH', 'there is no way to that address'],
]);

/** Why a dial fails with this errno, as a clause for whoever chose the address; undefined where that is not plain. */
export function causeOfDialFailure(code: string): string | undefined {
  return causes.get(code);
}

/** The failure for an errno of `connect(2)` or of name resolution; an unlisted one counts as unreachable. */
export function explainDialFailure(target: string, code: string): DialFailure {
  const { closeCode, what } = meanings.get(code) ?? unreachable;
  const message = `The target "${target}" ${what} (${code}).`;
  return { code, message, closeCode, reason: `the target ${what} (${code})` };
}

/** The failure for a target that is not on the operator's list; it is never dialled. */
export function explainUnknownTarget(): DialFailure {
  return {
    code: 'UNKNOWN_TARGET',
    message: 'There is no target of that name; the operator of this server decides which there are.',
    closeCode: CloseCode.policyViolation,
    reason: 'unknown target',
  };
}

/** The failure for a target that does not run, such as one whose interpreter is not installed; there is nothing to dial. */
export function explainUnavailableTarget(target: string, reason: string): DialFailure {
  return {
    code: 'UNAVAILABLE',
    message: `The target "${target}" is not available. ${reason}`,
    closeCode: CloseCode.targetRefused,
    reason: 'the target is not available',
  };
}
