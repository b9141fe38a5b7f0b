// Who may see what: the rooms that are watched, whose a connection is, and the log that each room reads its part of.
//
//   tell(connection, event) ──► its owner not known yet: kept with it ──own()──► the log, for those who see it
//   touch(connection) ────────► told by the next delta of every watched room that sees it

import { MAX_RECORDED_EVENTS } from '../../protocol/limits.ts';
import type { ServerEvent } from '../../protocol/server-event.ts';
import { EventLog, type Scope } from './event-log.ts';
import type { Room } from './room.ts';
import type { EventDraft, Owner, TrackedConnection } from './tracked.ts';

export class Audience {
  readonly events = new EventLog(MAX_RECORDED_EVENTS);
  /** The watched ones. */
  readonly rooms = new Map<string, Room>();
  readonly #showsNative: boolean;

  /** `showsNative`: whether every room sees native clients; else none does. */
  constructor(showsNative: boolean) {
    this.#showsNative = showsNative;
  }

  /** Whether anybody watches. */
  get isThere(): boolean {
    return this.rooms.size > 0;
  }

  get showsNative(): boolean {
    return this.#showsNative;
  }

  /** Who sees a connection; undefined: nobody, or not known yet. */
  scopeOf({ owner }: TrackedConnection): Scope | undefined {
    if (owner === undefined) return undefined;
    if (owner === 'native') return this.#showsNative ? null : undefined;
    return owner.source.room;
  }

  sees(room: string, tracked: TrackedConnection): boolean {
    const scope = this.scopeOf(tracked);
    return scope === null || scope === room;
  }

  /** The watched rooms that see a connection. */
  roomsOf(tracked: TrackedConnection): Iterable<Room> {
    const scope = this.scopeOf(tracked);
    if (scope === null) return this.rooms.values();
    const room = scope === undefined ? undefined : this.rooms.get(scope);
    return room ? [room] : [];
  }

  /** Now it is known who may see the connection: what waited for it is told. */
  own(tracked: TrackedConnection, owner: Exclude<Owner, undefined>): void {
    tracked.owner = owner;
    for (const draft of tracked.drafts.splice(0)) this.tell(tracked, { ...draft, ...tracked.subject });
    if (!tracked.isOver) this.touch(tracked);
  }

  /** An event of one connection: recorded for those who see it, or kept until it is known who does. */
  tell(tracked: TrackedConnection, draft: EventDraft): void {
    if (tracked.owner === undefined) {
      tracked.drafts.push(draft);
      return;
    }
    const scope = this.scopeOf(tracked);
    if (scope !== undefined) this.record(scope, draft);
  }

  record(scope: Scope, draft: EventDraft): void {
    this.events.append(scope, (id) => ({ id, ...draft }) as ServerEvent);
  }

  /** A connection has changed. */
  touch(tracked: TrackedConnection): void {
    if (!this.isThere) return;
    for (const room of this.roomsOf(tracked)) room.changedConnections.add(tracked);
  }

  /** Tells what a connection moved since it was last told, if anything. */
  tellTransfer(tracked: TrackedConnection, now: number): void {
    const transfer = tracked.takeTransfer(now);
    if (transfer) this.tell(tracked, { kind: 'transfer', ...tracked.subject, ...transfer });
  }
}
