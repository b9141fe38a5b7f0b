// The gateway: all bridge sessions, their limits, their heartbeat and their common end. Begin here, then
// session.ts.
//
//   upgrade ──► Gateway.accept ──► over a limit? close 1013 : BridgeSession ──► target

import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Config } from '../../core/config.ts';
import type { SessionSource } from '../../core/observatory/tracked.ts';
import type { RelayMode } from '../../core/relay.ts';
import { CloseCode } from '../../protocol/close-codes.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import { isRoom, LOBBY, NOT_A_ROOM } from '../../protocol/room.ts';
import { refuseWebSocket } from '../refuse-web-socket.ts';
import { createSessionId } from '../session-id.ts';
import type { Targets } from '../targets/targets.ts';
import { BridgeSession } from './session.ts';
import type { BufferedBytes, SessionEvents } from './session-contract.ts';

/** How long a browser may take for its Close once everything else is over, in milliseconds. */
const CLOSE_GRACE_MS = 500;

/** Told of each session's life, to show it to watchers and to tie it to what the built-in servers see. */
export interface SessionObserver {
  /** Before the first dial; `target` is what will be dialled, if there is one of that name. */
  sessionStarted(session: SessionSource, target: Endpoint | undefined): void;
  sessionConnected(id: string, local: Endpoint, remote: Endpoint): void;
  /** The TCP connection is gone, whether it was ever established or not. */
  sessionDisconnected(id: string): void;
  /** Both sides are gone. */
  sessionEnded(id: string): void;
}

export interface GatewayOptions {
  readonly config: Config;
  readonly targets: Targets;
  readonly observer: SessionObserver;
  readonly logger: Logger;
}

/** An upgraded WebSocket and what its request asked for. */
export interface Arrival {
  readonly mode: RelayMode;
  /** Query of the request's URL. */
  readonly query: string;
  /** Address of the peer, as limits count it. */
  readonly address: string;
}

export class Gateway implements SessionEvents {
  readonly #config: Config;
  readonly #targets: Targets;
  readonly #observer: SessionObserver;
  readonly #logger: Logger;
  /** Each with the address of its browser, as limits count it. */
  readonly #sessions = new Map<BridgeSession, string>();
  readonly #sessionsByAddress = new Map<string, number>();
  readonly #heartbeat: NodeJS.Timeout | undefined;
  #draining = false;
  #onEmpty: (() => void) | undefined;

  constructor({ config, targets, observer, logger }: GatewayOptions) {
    this.#config = config;
    this.#targets = targets;
    this.#observer = observer;
    this.#logger = logger;
    if (config.heartbeatMs > 0) this.#heartbeat = setInterval(this.#beat, config.heartbeatMs).unref();
  }

  /** Sessions of which either side is still there. */
  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** Sum over all sessions. */
  get bufferedBytes(): BufferedBytes {
    let downstream = 0;
    let upstream = 0;
    for (const session of this.#sessions.keys()) {
      const held = session.bufferedBytes;
      downstream += held.downstream;
      upstream += held.upstream;
    }
    return { downstream, upstream };
  }

  /** Makes a session of an upgraded WebSocket, or closes it with the reason why not. */
  accept(ws: WebSocket, { mode, query, address }: Arrival): void {
    const refusal = this.#refuse(address);
    if (refusal) {
      return refuseWebSocket(ws, refusal.code, refusal.reason);
    }
    const asked = new URLSearchParams(query);
    const room = asked.get('room') ?? LOBBY;
    if (!isRoom(room)) return refuseWebSocket(ws, CloseCode.policyViolation, NOT_A_ROOM);
    const targetName = asked.get('target') ?? this.#targets.defaultName;
    const session = new BridgeSession(ws, {
      id: createSessionId(),
      mode,
      room,
      targetName,
      target: this.#targets.get(targetName),
      config: this.#config,
      events: this,
    });
    this.#sessions.set(session, address);
    this.#sessionsByAddress.set(address, this.#countOf(address) + 1);
  }

  /**
   * Takes no more sessions, lets the open ones finish what their browsers sent before now, and resolves when all
   * are gone: at the latest after `drainTimeoutMs` and a short grace for the closing handshakes.
   */
  async drain(): Promise<void> {
    this.#draining = true;
    clearInterval(this.#heartbeat);
    if (this.#sessions.size === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    for (const session of this.#sessions.keys()) session.drain();
    const expiry = setTimeout(
      () => this.#forEach((session) => session.expire()),
      this.#config.drainTimeoutMs,
    );
    const end = setTimeout(
      () => this.#forEach((session) => session.terminate()),
      this.#config.drainTimeoutMs + CLOSE_GRACE_MS,
    );
    await empty;
    clearTimeout(expiry);
    clearTimeout(end);
  }

  started(session: BridgeSession): void {
    this.#observer.sessionStarted(session, this.#targets.get(session.target)?.endpoint);
  }

  connected(session: BridgeSession, local: Endpoint, remote: Endpoint): void {
    this.#observer.sessionConnected(session.id, local, remote);
  }

  disconnected(session: BridgeSession): void {
    this.#observer.sessionDisconnected(session.id);
  }

  ended(session: BridgeSession): void {
    const address = this.#sessions.get(session);
    if (address === undefined) return;
    this.#observer.sessionEnded(session.id);
    this.#sessions.delete(session);
    const rest = this.#countOf(address) - 1;
    if (rest > 0) this.#sessionsByAddress.set(address, rest);
    else this.#sessionsByAddress.delete(address);
    if (this.#sessions.size === 0) this.#onEmpty?.();
  }

  failed(session: BridgeSession, error: unknown): void {
    this.#logger.error({ session: session.id, err: error }, 'session failed by a defect');
  }

  #refuse(address: string): { code: CloseCode; reason: string } | undefined {
    if (this.#draining) return { code: CloseCode.goingAway, reason: 'the server is stopping' };
    if (this.#sessions.size >= this.#config.maxSessions) {
      return { code: CloseCode.tryAgainLater, reason: 'too many sessions on this server' };
    }
    if (this.#countOf(address) >= this.#config.maxSessionsPerAddress) {
      return { code: CloseCode.tryAgainLater, reason: 'too many sessions from your address' };
    }
    return undefined;
  }

  #countOf(address: string): number {
    return this.#sessionsByAddress.get(address) ?? 0;
  }

  #forEach(act: (session: BridgeSession) => void): void {
    for (const session of [...this.#sessions.keys()]) act(session);
  }

  readonly #beat = (): void => this.#forEach((session) => session.beat());
}
