// Finds out whether the operator's own targets can be reached: dials each now and then while somebody watches, and hangs up
// at once. The built-in servers say themselves how they are.
//
//   every PROBE_TICK_MS: watched, and the last round PROBE_INTERVAL_MS ago? ──► connect ──► FIN ──► up
//                                                                                └── errno, timeout ──► down, with why

import { connect, type Socket } from 'node:net';
import { explainDialFailure } from '../../core/dial-failure.ts';
import type { HealthListener } from '../../core/targets/health.ts';
import type { NamedTarget } from '../../core/targets/named-target.ts';

/** Time between two dials of a target, in milliseconds. */
const PROBE_INTERVAL_MS = 10_000;

/** How soon after somebody began to watch the first dial comes, at the latest, in milliseconds. */
const PROBE_TICK_MS = 500;

/** How long a target may take to accept, and after that to hang up as well, in milliseconds. */
const PROBE_TIMEOUT_MS = 3000;

export interface HealthProbeOptions {
  readonly targets: readonly NamedTarget[];
  readonly healthOf: (name: string) => HealthListener;
  readonly isWatched: () => boolean;
  /** Default: {@link PROBE_TIMEOUT_MS}. */
  readonly timeoutMs?: number;
}

/** Begins to probe; returns what ends it. */
export function startHealthProbe(options: HealthProbeOptions): () => void {
  const { targets, healthOf, isWatched, timeoutMs = PROBE_TIMEOUT_MS } = options;
  if (targets.length === 0) return () => {};
  // Not an AbortSignal for all of them: `connect` never takes its listener off it again.
  const open = new Set<Socket>();
  let probedAtMs = Number.NEGATIVE_INFINITY;
  const timer = setInterval(() => {
    if (!isWatched() || performance.now() - probedAtMs < PROBE_INTERVAL_MS) return;
    probedAtMs = performance.now();
    for (const target of targets) {
      const socket = probe(target, healthOf(target.name), timeoutMs);
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
  }, PROBE_TICK_MS);
  return () => {
    clearInterval(timer);
    for (const socket of open) socket.destroy();
  };
}

function probe({ name, host, port }: NamedTarget, health: HealthListener, timeoutMs: number): Socket {
  const socket = connect({ host, port });
  let isUp = false;
  const fail = (code: string) => health.down(explainDialFailure(name, code).message);
  // Not the socket's own timer, which a server that goes on speaking would put off for ever.
  const timer = setTimeout(() => {
    // One that has accepted is up, though it never hangs up.
    if (!isUp) fail('ETIMEDOUT');
    socket.destroy();
  }, timeoutMs);
  socket.on('close', () => clearTimeout(timer));
  socket.on('connect', () => {
    isUp = true;
    health.up({ address: host, port });
    // What a server that speaks first has sent is read, else hanging up would be a RST.
    socket.resume();
    socket.end();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    // After the connection came about its end is no news, however it comes.
    if (!isUp) fail(error.code ?? 'UNKNOWN');
  });
  return socket;
}
