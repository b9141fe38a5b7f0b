// Ids of sessions, whoever dials: the gateway for a browser, or an Echo Check.

import { randomBytes } from 'node:crypto';

/** Random bytes of a session id: unique in the life of the process, and not taken for one of the process before. */
const SESSION_ID_BYTES = 9;

/** A new one, of letters, digits, `-` and `_`. */
export function createSessionId(): string {
  return randomBytes(SESSION_ID_BYTES).toString('base64url');
}
