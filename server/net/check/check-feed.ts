// The `/check` stream: runs an Echo Check of a listed target for a page, and tells it case by case. Begin here, then
// page-check.ts.
//
//   upgrade ──► CheckFeed.accept ──► unknown target 1008, not running 4100, too many 1013 : PageCheck ──► runCheck

import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import { CloseCode } from '../../protocol/close-codes.ts';
import { MAX_CHECKS, MAX_CHECKS_PER_ROOM } from '../../protocol/limits.ts';
import { isRoom, LOBBY, NOT_A_ROOM } from '../../protocol/room.ts';
import { refuseWebSocket } from '../refuse-web-socket.ts';
import type { Targets } from '../targets/targets.ts';
import { type CheckObserver, PageCheck } from './page-check.ts';
import { runCheck } from './run-check.ts';

/** How long pages may take for their Close when the feed ends, in milliseconds. */
const CLOSE_GRACE_MS = 250;

export interface CheckFeedOptions {
  readonly targets: Targets;
  readonly observer: CheckObserver;
  /** Milliseconds since the Unix epoch, with fractions. */
  readonly now: () => number;
  /** Interval of the pings, 0 for none. */
  readonly heartbeatMs: number;
  readonly logger: Logger;
  /** Default: {@link runCheck}. */
  readonly run?: typeof runCheck;
}

export class CheckFeed {
  readonly #options: CheckFeedOptions;
  /** Those of which something still runs, or whose WebSocket is still there. */
  readonly #checks = new Set<PageCheck>();
  /** Those of them that have not finished. */
  readonly #running = new Set<PageCheck>();
  readonly #heartbeat: NodeJS.Timeout | undefined;
  #isClosing = false;

  constructor(options: CheckFeedOptions) {
    this.#options = options;
    const { heartbeatMs } = options;
    if (heartbeatMs > 0) this.#heartbeat = setInterval(this.#beat, heartbeatMs).unref();
  }

  /** Takes over an upgraded WebSocket. `query` is its request's. */
  accept(ws: WebSocket, query: string): void {
    const asked = new URLSearchParams(query);
    const room = asked.get('room') ?? LOBBY;
    if (!isRoom(room)) return refuseWebSocket(ws, CloseCode.policyViolation, NOT_A_ROOM);
    const name = asked.get('target') ?? this.#options.targets.defaultName;
    const target = this.#options.targets.get(name);
    if (target === undefined) return refuseWebSocket(ws, CloseCode.policyViolation, 'unknown target');
    const refusal = this.#refuse(room);
    if (refusal) return refuseWebSocket(ws, refusal.code, refusal.reason);
    const { endpoint, reason = 'it does not run' } = target;
    if (endpoint === undefined) return refuseWebSocket(ws, CloseCode.targetRefused, reason);

    const { observer, now, logger, run = runCheck } = this.#options;
    const check = new PageCheck(ws, {
      room,
      target: name,
      endpoint,
      only: asked.get('only')?.split(','),
      after: this.#stopped(),
      observer,
      now,
      run,
      onDefect: (error) => logger.error({ target: name, err: error }, 'an Echo Check failed by a defect'),
    });
    this.#checks.add(check);
    this.#running.add(check);
    void check.finished.then(() => this.#running.delete(check));
    void Promise.all([check.finished, check.gone]).then(() => this.#checks.delete(check));
  }

  /** Stops every check, closes each with 1001, and resolves when nothing of them is left. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#heartbeat);
    const checks = [...this.#checks];
    for (const check of checks) check.end(CloseCode.goingAway, 'the server is stopping');
    const end = setTimeout(() => {
      for (const check of checks) check.terminate();
    }, CLOSE_GRACE_MS);
    await Promise.all(checks.flatMap(({ finished, gone }) => [finished, gone]));
    clearTimeout(end);
  }

  #refuse(room: string): { readonly code: CloseCode; readonly reason: string } | undefined {
    if (this.#isClosing) return { code: CloseCode.goingAway, reason: 'the server is stopping' };
    const counted = [...this.#running].filter(({ isStopped }) => !isStopped);
    if (counted.filter((check) => check.room === room).length >= MAX_CHECKS_PER_ROOM) {
      return { code: CloseCode.tryAgainLater, reason: 'a check runs in this room already' };
    }
    if (counted.length >= MAX_CHECKS) {
      return { code: CloseCode.tryAgainLater, reason: 'too many checks run on this server' };
    }
    return undefined;
  }

  /** Settles when the checks that were stopped have: until then they count no more, and the next one waits. */
  #stopped(): Promise<unknown> {
    const stopped = [...this.#running].filter(({ isStopped }) => isStopped);
    return Promise.all(stopped.map(({ finished }) => finished));
  }

  readonly #beat = (): void => {
    for (const check of this.#checks) check.beat();
  };
}
