// A dial that failed: the server is not there, or does something else, or this machine is at its end.

import { expect, it } from 'vitest';
import { CaseFailure, NotTestable, Unreachable } from '../../../server/core/check/check-case.ts';
import { DialError } from '../../../server/core/check/dial-error.ts';

it.each([
  ['ECONNREFUSED', Unreachable, 'connection refused: nothing listens there (ECONNREFUSED)'],
  ['ETIMEDOUT', Unreachable, 'no connection within 5.0 s (ETIMEDOUT)'],
  ['ENOTFOUND', Unreachable, 'the name does not resolve (ENOTFOUND)'],
  ['ENETUNREACH', Unreachable, 'there is no way to that address (ENETUNREACH)'],
  ['EIO', Unreachable, 'the connection failed (EIO)'],
  ['ECONNRESET', CaseFailure, 'RST right behind the handshake (ECONNRESET)'],
  ['ENOBUFS', NotTestable, 'this machine has no further socket for the check (ENOBUFS)'],
  [
    'EMFILE',
    NotTestable,
    'this machine has no further socket for the check (EMFILE); raise the limit of open files (ulimit -n)',
  ],
])('%s', (code, kind, message) => {
  const outcome = new DialError(code, 5000).asOutcome(false);
  expect(outcome).toBeInstanceOf(kind);
  expect(outcome).toHaveProperty('message', message);
  // A server that has accepted one connection is not out of reach, whatever becomes of the next.
  expect(new DialError(code, 5000).asOutcome(true)).not.toBeInstanceOf(Unreachable);
});
