// Who serves a connection, in words: a process, a thread, or nobody yet.

import type { ServedBy } from '../../server/protocol/server-event.ts';

/** What a connection does that nobody serves yet. */
export const WAITS = 'waits';

/** `process 4242`, `thread 7`; `waits` while nobody does. */
export function servedByWords(servedBy: ServedBy | undefined): string {
  return servedBy ? `${servedBy.kind} ${servedBy.id}` : WAITS;
}
