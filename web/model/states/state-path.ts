// The path that one end of a connection took through the states of RFC 9293, and where it is now.
//
//   marks of both ends ──► causes (rcv FIN, CLOSE …) ──┐ in the order of time
//   kernel's samples ────► states ─────────────────────┴─► CLOSED ─► SYN_SENT ─► ESTABLISHED ─► …
//
// A cause moves the end along the figure's arrows. A state that the kernel was seen in is the truth: what a sample
// skipped is filled in by the likeliest way, and what the causes had led to is taken back where it contradicts.

import type { TcpState } from '../../../server/protocol/tcp-state.ts';
import { TIME_WAIT_MS } from '../tcp-end.ts';
import { findReset, findTransition, type NodeId, route, stateOf, type Transition } from './diagram.ts';
import type { EndLane, EndName, LifeFacts, LifeMark } from './life-cycle.ts';

/** How long after the last sample the kernel's state still counts as the kernel's, in milliseconds. */
export const KERNEL_FRESH_MS = 3000;

/** Who says that an end is, or was, in a state. */
export type StateSource = 'kernel' | 'inferred';

/** One arrow that was taken. */
export interface PathStep {
  readonly transition: Transition;
  /** When it was learnt of, in milliseconds of the server's clock. */
  readonly at: number;
  /** `kernel` when the state it leads to was seen in the kernel. */
  readonly source: StateSource;
}

export interface EndPath {
  readonly node: NodeId;
  readonly state: TcpState;
  readonly source: StateSource;
  /** From the figure's first CLOSED on; each begins where the one before leads to. */
  readonly steps: readonly PathStep[];
}

/** What happens to an end, inferred from marks. */
type Cause =
  | 'dial'
  | 'established'
  | 'finSent'
  | 'finAcknowledged'
  | 'finReceived'
  /** RST in either direction. */
  | 'reset'
  /** The dial failed without an RST. */
  | 'failed'
  /** The socket is gone in order. */
  | 'over';

/** The arrows of each cause by where the end is; a cause that fits no arrow there changes nothing. */
const MOVES: Record<Exclude<Cause, 'established' | 'reset'>, Partial<Record<NodeId, NodeId>>> = {
  dial: { CLOSED: 'SYN_SENT' },
  finSent: { ESTABLISHED: 'FIN_WAIT_1', CLOSE_WAIT: 'LAST_ACK' },
  finAcknowledged: { FIN_WAIT_1: 'FIN_WAIT_2', CLOSING: 'TIME_WAIT', LAST_ACK: 'END' },
  finReceived: { ESTABLISHED: 'CLOSE_WAIT', FIN_WAIT_1: 'CLOSING', FIN_WAIT_2: 'TIME_WAIT' },
  failed: { SYN_SENT: 'CLOSED' },
  over: { LAST_ACK: 'END' },
};

/** Causes that take for granted that the handshake had been completed, should its mark no longer be held. */
const AFTER_HANDSHAKE: readonly Cause[] = ['finSent', 'finAcknowledged', 'finReceived'];

/** The path of one end; `nowMs` by the server's clock. Never throws, whatever the facts are. */
export function statePath(end: EndName, facts: LifeFacts, nowMs: number): EndPath {
  const walk = new Walk();
  // The listening socket waits before anybody dials.
  if (end === 'server') walk.take(findTransition('CLOSED', 'LISTEN'), Number.NEGATIVE_INFINITY);

  const causes = causesOf(end, facts.marks);
  const seen = facts.seen[end].flatMap(({ state, first, last }) =>
    first === last ? [{ state, ...first }] : [first, last].map((reading) => ({ state, ...reading })),
  );
  let next = 0;
  for (const { state, since, at } of seen) {
    let isCertain = true;
    // At the same moment the kernel has the last word.
    for (; (causes[next]?.at ?? Number.POSITIVE_INFINITY) <= at; next += 1) {
      const cause = causes[next] as Timed;
      walk.cause(cause);
      isCertain &&= cause.at <= since;
    }
    // What happened while the kernel was read may or may not be in what it said.
    if (isCertain) walk.see(state, at);
  }
  for (const cause of causes.slice(next)) walk.cause(cause);

  const seenAt = seen.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const isFresh = nowMs - seenAt <= KERNEL_FRESH_MS;
  if (walk.node === 'TIME_WAIT' && !isFresh && nowMs - walk.since >= TIME_WAIT_MS) {
    walk.take(findTransition('TIME_WAIT', 'END'), walk.since + TIME_WAIT_MS);
  }
  const { node, steps } = walk;
  const source = isFresh && walk.isKernels ? 'kernel' : 'inferred';
  return { node, state: stateOf(node), source, steps };
}

interface Timed {
  readonly cause: Cause;
  readonly at: number;
}

class Walk {
  readonly steps: PathStep[] = [];
  /** The kernel was seen in the state where the walk stands, and nothing is known to have happened since. */
  isKernels = false;

  get node(): NodeId {
    return this.steps.at(-1)?.transition.to ?? 'CLOSED';
  }

  /** When the end got where it is. */
  get since(): number {
    return this.steps.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  }

  take(transition: Transition | undefined, at: number): void {
    if (transition === undefined) return;
    this.steps.push({ transition, at, source: 'inferred' });
    this.isKernels = false;
  }

  cause({ cause, at }: Timed): void {
    if (cause === 'reset') return this.take(findReset(this.node), at);
    if (cause === 'established') return this.#completeHandshake(at);
    if (AFTER_HANDSHAKE.includes(cause)) this.#completeHandshake(at);
    const to = MOVES[cause][this.node];
    if (to !== undefined) this.take(findTransition(this.node, to), at);
  }

  see(state: TcpState, at: number): void {
    // What contradicts is taken back, as far as a way on to the kernel's state leads again.
    let way = route(this.node, state);
    while (way === undefined && this.steps.pop()) way = route(this.node, state);
    for (const transition of way ?? []) this.take(transition, at);
    const last = this.steps.pop();
    if (last) this.steps.push({ ...last, source: 'kernel' });
    this.isKernels = true;
  }

  #completeHandshake(at: number): void {
    const { node } = this;
    const isBefore = node === 'CLOSED' || node === 'LISTEN' || node === 'SYN_SENT' || node === 'SYN_RECEIVED';
    if (!isBefore) return;
    for (const transition of route(node, 'ESTABLISHED') ?? []) this.take(transition, at);
  }
}

/** What the marks of both ends mean for one of them, in the order of time. */
function causesOf(end: EndName, marks: readonly LifeMark[]): readonly Timed[] {
  const own: EndLane = end === 'client' ? 'gateway' : 'server';
  const knowsOwn = marks.some(({ lane }) => lane === own);
  const knowsPeer = marks.some(({ lane }) => lane !== own);
  const inOrder = [...marks].sort((one, other) => one.at - other.at);
  const wasBefore = (mark: LifeMark, step: LifeMark['step']): boolean =>
    inOrder.slice(0, inOrder.indexOf(mark)).some(({ lane, step: s }) => lane === mark.lane && s === step);
  return inOrder.flatMap((mark) => {
    const causes =
      mark.lane === own
        ? ownCauses(mark, knowsPeer, wasBefore(mark, 'connect'))
        : peerCauses(mark, knowsOwn, wasBefore(mark, 'finSent'));
    return causes.map((cause) => ({ cause, at: mark.at }));
  });
}

/** `wasConnected`: the dial had succeeded before. */
function ownCauses(mark: LifeMark, knowsPeer: boolean, wasConnected: boolean): readonly Cause[] {
  switch (mark.step) {
    case 'dial':
      return ['dial'];
    case 'connect':
    case 'accept':
    case 'bytes':
      return ['established'];
    case 'finSent':
      // Of a peer that tells nothing, the acknowledgement is taken for granted.
      return knowsPeer ? ['finSent'] : ['finSent', 'finAcknowledged'];
    case 'finReceived':
      return ['finReceived'];
    case 'rstSent':
    case 'rstReceived':
      return ['reset'];
    case 'error':
      return wasConnected || mark.detail === 'ECONNREFUSED' ? ['reset'] : ['failed'];
    case 'close':
      return closeCauses(mark);
    default:
      return [];
  }
}

/** `finCrossed`: the peer had sent its own FIN before, which arrives ahead of its acknowledgement of ours. */
function peerCauses(mark: LifeMark, knowsOwn: boolean, finCrossed: boolean): readonly Cause[] {
  switch (mark.step) {
    case 'connect':
    case 'accept':
    case 'bytes':
      return ['established'];
    case 'finReceived':
      // What arrived was sent, even where the mark of it is told later.
      return finCrossed ? ['finSent', 'finReceived', 'finAcknowledged'] : ['finSent', 'finAcknowledged'];
    case 'finSent':
      return knowsOwn ? [] : ['finReceived'];
    case 'rstSent':
    case 'rstReceived':
      return ['reset'];
    case 'close':
      return closeCauses(mark).filter((cause) => cause === 'reset' || !knowsOwn);
    default:
      return [];
  }
}

/** The gateway's `close` is the WebSocket's and says nothing of TCP; the server's says how its socket went. */
function closeCauses({ lane, detail }: LifeMark): readonly Cause[] {
  if (lane === 'gateway') return [];
  return detail === 'fin' || detail === 'shutdown' ? ['over'] : ['reset'];
}
