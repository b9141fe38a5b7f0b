// The connection states of RFC 9293 figure 5 as a graph: what leads from one to the next, in the figure's own words.
//
//   CLOSED ─┬─ passive OPEN ─► LISTEN ─ rcv SYN ─► SYN_RECEIVED ─┬─► ESTABLISHED ─┬─ CLOSE ───► FIN_WAIT_1 … TIME_WAIT ─┬─► END
//           └─ active OPEN ──► SYN_SENT ─────────────────────────┘                └─ rcv FIN ─► CLOSE_WAIT ─ LAST_ACK ──┘
//
// The figure draws CLOSED twice: where a connection begins, and where it ends. The second is END here.

import { TCP_STATES, type TcpState } from '../../../server/protocol/tcp-state.ts';

/** A box of the figure. */
export type NodeId = TcpState | 'END';

/** Every box, in the order of the figure. */
export const NODES: readonly NodeId[] = [...TCP_STATES, 'END'];

/**
 * `usual`: what connections do every day. `rare`: drawn in the figure, seldom seen. `reset`: not in the figure, which
 * leaves out that RST leads from everywhere to CLOSED (its note 3).
 */
export type TransitionKind = 'usual' | 'rare' | 'reset';

/** An arrow of the figure. */
export interface Transition {
  readonly from: NodeId;
  readonly to: NodeId;
  /** What happens to this end: a call of its user's, or a segment received. */
  readonly event: string;
  /** What it does then; empty for the figure's `x`. */
  readonly action: string;
  readonly kind: TransitionKind;
}

/** An arrow's name, `FIN_WAIT_1>CLOSING`; of a reset, `FIN_WAIT_1:RST`. */
export type TransitionId = `${NodeId}>${NodeId}` | `${NodeId}:RST`;

const figure: readonly Transition[] = [
  arrow('CLOSED', 'LISTEN', 'passive OPEN', 'create TCB'),
  arrow('CLOSED', 'SYN_SENT', 'active OPEN', 'create TCB, snd SYN'),
  arrow('LISTEN', 'SYN_RECEIVED', 'rcv SYN', 'snd SYN,ACK'),
  arrow('LISTEN', 'SYN_SENT', 'SEND', 'snd SYN', 'rare'),
  arrow('LISTEN', 'CLOSED', 'CLOSE', 'delete TCB', 'rare'),
  arrow('SYN_SENT', 'CLOSED', 'CLOSE', 'delete TCB', 'rare'),
  arrow('SYN_SENT', 'SYN_RECEIVED', 'rcv SYN', 'snd SYN,ACK', 'rare'),
  arrow('SYN_SENT', 'ESTABLISHED', 'rcv SYN,ACK', 'snd ACK'),
  arrow('SYN_RECEIVED', 'LISTEN', 'rcv RST', '', 'rare'),
  arrow('SYN_RECEIVED', 'ESTABLISHED', 'rcv ACK of SYN', ''),
  arrow('SYN_RECEIVED', 'FIN_WAIT_1', 'CLOSE', 'snd FIN', 'rare'),
  arrow('ESTABLISHED', 'FIN_WAIT_1', 'CLOSE', 'snd FIN'),
  arrow('ESTABLISHED', 'CLOSE_WAIT', 'rcv FIN', 'snd ACK'),
  arrow('FIN_WAIT_1', 'FIN_WAIT_2', 'rcv ACK of FIN', ''),
  arrow('FIN_WAIT_1', 'CLOSING', 'rcv FIN', 'snd ACK'),
  arrow('FIN_WAIT_2', 'TIME_WAIT', 'rcv FIN', 'snd ACK'),
  arrow('CLOSING', 'TIME_WAIT', 'rcv ACK of FIN', ''),
  arrow('CLOSE_WAIT', 'LAST_ACK', 'CLOSE', 'snd FIN'),
  arrow('LAST_ACK', 'END', 'rcv ACK of FIN', ''),
  arrow('TIME_WAIT', 'END', 'Timeout=2MSL', 'delete TCB'),
];

const resettable = NODES.filter((node) => node !== 'CLOSED' && node !== 'LISTEN' && node !== 'END');

/** Every arrow: the figure's, then the resets. */
export const TRANSITIONS: readonly Transition[] = [
  ...figure,
  ...resettable.map((from) => arrow(from, 'END', 'RST', '', 'reset')),
];

export function transitionId({ from, to, kind }: Transition): TransitionId {
  return kind === 'reset' ? `${from}:RST` : `${from}>${to}`;
}

/** An arrow's words in two lines at most: event and action, or the event alone where nothing is done. */
export function linesOf({ event, action }: Transition): readonly string[] {
  return action ? [event, action] : event.split(/ (?=of )/);
}

/** The figure's own arrow from one box to another, if there is one. */
export function findTransition(from: NodeId, to: NodeId): Transition | undefined {
  return figure.find((transition) => transition.from === from && transition.to === to);
}

/** The arrow of an RST; undefined where there is no connection to reset. */
export function findReset(from: NodeId): Transition | undefined {
  return TRANSITIONS.find((transition) => transition.from === from && transition.kind === 'reset');
}

/** The state that a box stands for. */
export function stateOf(node: NodeId): TcpState {
  return node === 'END' ? 'CLOSED' : node;
}

/** How far an arrow is from what is to be expected: a way of several usual ones is more likely than one rare one. */
const COST: Record<TransitionKind, number> = { usual: 1, rare: 3, reset: 100 };

/**
 * The likeliest way from a box to any box of `state`: the shortest one, where rare arrows count thrice and resets are the
 * last resort. Empty when the box is of that state already; undefined when no way leads there.
 */
export function route(from: NodeId, state: TcpState): readonly Transition[] | undefined {
  if (stateOf(from) === state) return [];
  const ways = new Map<NodeId, { readonly cost: number; readonly way: readonly Transition[] }>();
  ways.set(from, { cost: 0, way: [] });
  const open: NodeId[] = [from];
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    const { cost, way } = ways.get(node) as { cost: number; way: readonly Transition[] };
    for (const next of TRANSITIONS) {
      if (next.from !== node) continue;
      const total = cost + COST[next.kind];
      const known = ways.get(next.to);
      if (known && known.cost <= total) continue;
      ways.set(next.to, { cost: total, way: [...way, next] });
      open.push(next.to);
    }
  }
  const found = [...ways].filter(([node]) => stateOf(node) === state).map(([, way]) => way);
  return found.sort((one, other) => one.cost - other.cost)[0]?.way;
}

function arrow(
  from: NodeId,
  to: NodeId,
  event: string,
  action: string,
  kind: TransitionKind = 'usual',
): Transition {
  return { from, to, event, action, kind };
}
