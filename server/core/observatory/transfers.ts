// What a crowd of connections moved, summed up for each server and each scope that sees some of them: one line of the log
// instead of many.

import type { Scope } from './event-log.ts';
import type { EventDraft, TrackedConnection } from './tracked.ts';

type Sum = Omit<Extract<EventDraft, { kind: 'transfers' }>, 'at' | 'kind'>;

/** What those of one server moved that `scope` sees. */
export interface CrowdTransfer {
  readonly scope: Scope;
  readonly sum: Sum;
}

/** Takes what each of `crowd` moved since it was last told; those that nobody sees are told to nobody. */
export function sumTransfers(
  crowd: readonly TrackedConnection[],
  now: number,
  scopeOf: (tracked: TrackedConnection) => Scope | undefined,
): readonly CrowdTransfer[] {
  const transfers = new Map<string, CrowdTransfer>();
  for (const tracked of crowd) {
    const { server } = tracked;
    const transfer = tracked.takeTransfer(now);
    const scope = scopeOf(tracked);
    if (transfer === undefined || scope === undefined) continue;
    const key = JSON.stringify([server, scope]);
    const { sum } = transfers.get(key) ?? { sum: { ...NOTHING, server } };
    sum.connections += 1;
    sum.bytesReceived += transfer.bytesReceived;
    sum.bytesSent += transfer.bytesSent;
    sum.reads += transfer.reads;
    sum.writes += transfer.writes;
    transfers.set(key, { scope, sum });
  }
  return [...transfers.values()];
}

const NOTHING = { connections: 0, bytesReceived: 0, bytesSent: 0, reads: 0, writes: 0 };
