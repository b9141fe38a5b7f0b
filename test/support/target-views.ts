// Targets and messages of the observe stream as tests of the page need them: whole, with what matters given.

import type {
  ConnectionView,
  ObserveDelta,
  ObserveSnapshot,
  ServerTotals,
  TargetView,
} from '../../server/protocol/observe.ts';

const TOTALS: ServerTotals = { open: 0, accepted: 0, refused: 0, bytesReceived: 0, bytesSent: 0 };

/** A built-in server that is up and observed, unless `parts` say otherwise. */
export function target(name: string, parts: Partial<TargetView> = {}): TargetView {
  return {
    name,
    kind: 'builtIn',
    description: 'one event loop, all clients at once',
    endpoint: { address: '127.0.0.1', port: 65_432 },
    health: 'up',
    totals: TOTALS,
    ...parts,
  };
}

/** A server that the operator put on the list: up and not observed, unless `parts` say otherwise. */
export function listed(name: string, parts: Partial<TargetView> = {}): TargetView {
  const { totals: _totals, ...rest } = target(name, { kind: 'listed', ...parts });
  return rest;
}

/** Totals with `open` connections. */
export function totals(open: number): ServerTotals {
  return { ...TOTALS, open, accepted: open + 1 };
}

export function connection(id: number, parts: Partial<ConnectionView> = {}): ConnectionView {
  return {
    id,
    server: 'echo',
    peer: { address: '127.0.0.1', port: 50_000 + id },
    state: 'ESTABLISHED',
    bytesReceived: 0,
    bytesSent: 0,
    acceptedAt: 0,
    ...parts,
  };
}

/** Contains the delta number 7. */
export function snapshot(parts: Partial<ObserveSnapshot> = {}): ObserveSnapshot {
  return {
    type: 'snapshot',
    sequence: 7,
    at: 1,
    targets: [target('echo')],
    sessions: [],
    connections: [],
    events: [],
    eventsDropped: 0,
    ...parts,
  };
}

export function delta(sequence: number, parts: Partial<ObserveDelta> = {}): ObserveDelta {
  return {
    type: 'delta',
    sequence,
    at: 2,
    targets: [],
    sessions: [],
    ended: [],
    connections: [],
    closed: [],
    events: [],
    eventsDropped: 0,
    ...parts,
  };
}
