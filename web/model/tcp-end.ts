// The client's end of one TCP connection: what it did and saw, and the state that follows from it.
//
//   SYN_SENT ─► ESTABLISHED ─┬─ FIN sent ─────► FIN_WAIT_1, 2 ─ FIN received ─► TIME_WAIT ─ a minute ─► CLOSED
//                            └─ FIN received ─► CLOSE_WAIT ─── FIN sent ──────► LAST_ACK ─ ended ─────► CLOSED

import { inferTcpState, type TcpState } from '../../server/protocol/tcp-state.ts';
import { elapsedMs, type Instant } from './instant.ts';

/** How long an end that closed first is shown in TIME_WAIT: twice Linux's segment lifetime of 30 s. */
export const TIME_WAIT_MS = 60_000;

export class TcpEnd {
  #established = false;
  #finSent = false;
  #finReceived = false;
  #closedFirst: 'here' | 'peer' | undefined;
  #endedAt: Instant | undefined;
  #endedInOrder = false;

  get finSent(): boolean {
    return this.#finSent;
  }

  established(): void {
    this.#established = true;
  }

  finWasSent(): void {
    this.#finSent = true;
    this.#closedFirst ??= 'here';
  }

  finWasReceived(): void {
    this.#finReceived = true;
    this.#closedFirst ??= 'peer';
  }

  /** The connection is gone; `inOrder` when both FINs were through. */
  ended(inOrder: boolean, now: Instant): void {
    this.#endedAt = now;
    this.#endedInOrder = inOrder;
  }

  /** The inferred state; it depends on the time only while in TIME_WAIT. `finWaits`: our FIN is not out yet. */
  stateAt(now: Instant, finWaits: boolean): TcpState {
    return inferTcpState({
      established: this.#established,
      finSent: this.#finSent,
      finWaits,
      finReceived: this.#finReceived,
      closedFirst: this.#closedFirst,
      gone: this.#endedAt !== undefined && !this.#isInTimeWait(this.#endedAt, now),
    });
  }

  #isInTimeWait(endedAt: Instant, now: Instant): boolean {
    return this.#endedInOrder && this.#closedFirst === 'here' && elapsedMs(endedAt, now) < TIME_WAIT_MS;
  }
}
