// What a crowd of connections moved, summed up for each scope that sees some of them: one line of the log instead of
// many.

import type { Scope } from './event-log.ts';
import type { EventDraft, TrackedConnection } from './tracked.ts';

type Sum = Omit<Extract<EventDraft, { kind: 'transfers' }>, 'at' | 'kind'>;

/** Takes what each of `crowd` moved since it was last told; those that nobody sees are told to nobody. */
export function sumTransfers(
  crowd: readonly TrackedConnection[],
  now: number,
  scopeOf: (tracked: TrackedConnection) => Scope | undefined,
): ReadonlyMap<Scope, Sum> {
  const sums = new Map<Scope, Sum>();
  for (const tracked of crowd) {
    const transfer = tracked.takeTransfer(now);
    const scope = scopeOf(tracked);
    if (transfer === undefined || scope === undefined) continue;
    const sum = sums.get(scope) ?? { connections: 0, bytesReceived: 0, bytesSent: 0, reads: 0, writes: 0 };
    sum.connections += 1;
    sum.bytesReceived += transfer.bytesReceived;
    sum.bytesSent += transfer.bytesSent;
    sum.reads += transfer.reads;
    sum.writes += transfer.writes;
    sums.set(scope, sum);
  }
  return sums;
}
