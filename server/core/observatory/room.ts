// What a watched room has not been told yet. It exists only while somebody watches it.

import { MAX_CHANGES_PER_DELTA } from '../../protocol/limits.ts';
import type { TrackedConnection, TrackedSession } from './tracked.ts';

export class Room {
  readonly name: string;
  /** Pages that watch it. */
  watchers = 0;
  /** Number of its latest delta. */
  sequence = 0;
  /** Number of the latest event that was looked at for it. */
  cursor: number;
  readonly changedConnections = new Set<TrackedConnection>();
  readonly changedSessions = new Set<TrackedSession>();
  readonly #closed: number[] = [];
  readonly #ended: string[] = [];
  /** The board's version of targets that it was told last. */
  toldTargets: number;

  /** `cursor`: number of the latest event so far; `toldTargets`: the board's version. */
  constructor(name: string, cursor: number, toldTargets: number) {
    this.name = name;
    this.cursor = cursor;
    this.toldTargets = toldTargets;
  }

  noteClosed(connection: TrackedConnection): void {
    this.changedConnections.delete(connection);
    this.#closed.push(connection.id);
  }

  noteEnded(session: TrackedSession): void {
    this.changedSessions.delete(session);
    this.#ended.push(session.source.id);
  }

  takeClosed(): number[] {
    return this.#closed.splice(0, MAX_CHANGES_PER_DELTA);
  }

  takeEnded(): string[] {
    return this.#ended.splice(0, MAX_CHANGES_PER_DELTA);
  }
}

/** Takes up to {@link MAX_CHANGES_PER_DELTA} members out of a set, the oldest first. */
export function takeSome<T>(set: Set<T>): T[] {
  const taken: T[] = [];
  for (const member of set) {
    if (taken.length === MAX_CHANGES_PER_DELTA) break;
    set.delete(member);
    taken.push(member);
  }
  return taken;
}
