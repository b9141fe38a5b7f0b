// One connection of an Echo Check as the observatory sees it: a session of the page's room, without a WebSocket.

import { MAX_STEPWISE_ENTRIES, TrailTap } from '../../core/check/trail-tap.ts';
import type { Tap } from '../../core/observatory/trace.ts';
import type { SessionSource } from '../../core/observatory/tracked.ts';
import { CHECK_SESSION_PREFIX, type Trail } from '../../protocol/check.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import type { TraceEntry } from '../../protocol/trace.ts';
import { createSessionId } from '../session-id.ts';

export interface CheckSessionOptions {
  readonly room: string;
  readonly target: string;
  /** Milliseconds since the Unix epoch, with fractions. */
  readonly now: () => number;
  /** Whether there is to be a trail of it. */
  readonly isKept: boolean;
}

export class CheckSession implements SessionSource {
  readonly id = `${CHECK_SESSION_PREFIX}${createSessionId()}`;
  readonly room: string;
  readonly target: string;
  /** The check holds what it sends and compares, which says nothing of the server. */
  readonly buffers = {};
  readonly keptEntries: number | undefined;
  readonly tap: TrailTap;
  /** The check's own end, once connected. */
  local: Endpoint | undefined;

  constructor({ room, target, now, isKept }: CheckSessionOptions) {
    this.room = room;
    this.target = target;
    this.keptEntries = isKept ? MAX_STEPWISE_ENTRIES : undefined;
    this.tap = new TrailTap(this.id, now, isKept);
  }

  traceTo(tap: Tap): void {
    this.tap.observer = tap;
  }

  /** It has none. */
  timeWebSocket(): void {}

  /** `server`: what the built-in server did. */
  takeTrail(server: readonly TraceEntry[]): Trail {
    const gateway = this.tap.take();
    const trail = { session: this.id, gateway, server: [...server] };
    return this.local === undefined ? trail : { ...trail, local: this.local };
  }
}
