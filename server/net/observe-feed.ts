// The `/observe` stream: one snapshot to each page that comes, then the same deltas to all. It runs a timer only
// while somebody watches. A watcher too slow for its own stream misses deltas and gets a fresh snapshot once it
// has caught up, so that its queue never grows.
//
//   Observatory ──takeDelta()── every OBSERVE_INTERVAL_MS ──► JSON once ──► every watcher that keeps up
//               ──snapshot()──────────────────────────────► one watcher

import type { RawData, WebSocket } from 'ws';
import type { Observatory } from '../core/observatory.ts';
import { CloseCode } from '../protocol/close-codes.ts';
import { MAX_WATCHERS, WATCHER_HIGH_WATER_BYTES } from '../protocol/limits.ts';
import { OBSERVE_INTERVAL_MS, type ObserveMessage } from '../protocol/observe.ts';
import { refuseWebSocket } from './refuse-web-socket.ts';

/** How long a watcher may take for its Close when the feed ends, in milliseconds. */
const CLOSE_GRACE_MS = 250;

interface Watcher {
  /** It missed deltas and needs a snapshot. */
  behind: boolean;
  /** Something came from it since the last heartbeat. */
  heard: boolean;
}

export class ObserveFeed {
  readonly #observatory: Observatory;
  readonly #watchers = new Map<WebSocket, Watcher>();
  readonly #heartbeat: NodeJS.Timeout | undefined;
  #ticker: NodeJS.Timeout | undefined;
  #closing = false;
  #onEmpty: (() => void) | undefined;

  /** `heartbeatMs`: interval of the pings, 0 for none. */
  constructor(observatory: Observatory, heartbeatMs: number) {
    this.#observatory = observatory;
    if (heartbeatMs > 0) this.#heartbeat = setInterval(this.#beat, heartbeatMs).unref();
  }

  /** Takes over an upgraded WebSocket. */
  accept(ws: WebSocket): void {
    if (this.#closing) return refuseWebSocket(ws, CloseCode.goingAway, 'the server is stopping');
    if (this.#watchers.size >= MAX_WATCHERS) {
      return refuseWebSocket(ws, CloseCode.tryAgainLater, 'too many watchers on this server');
    }
    const watcher: Watcher = { behind: false, heard: true };
    ws.on('message', (_data: RawData) => ws.close(CloseCode.policyViolation, 'a watcher sends nothing'));
    ws.on('pong', () => {
      watcher.heard = true;
    });
    ws.on('error', () => ws.terminate());
    ws.on('close', () => this.#remove(ws));
    if (this.#watchers.size === 0) this.#start();
    // The others get what is pending first, so that the next delta tells little of this snapshot again.
    else this.#tick();
    this.#watchers.set(ws, watcher);
    ws.send(encode(this.#observatory.snapshot()));
  }

  /** Sends what is pending, closes every watcher with 1001, and resolves when all are gone. */
  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#heartbeat);
    if (this.#watchers.size === 0) return;
    this.#tick();
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    for (const ws of this.#watchers.keys()) ws.close(CloseCode.goingAway, 'the server is stopping');
    const end = setTimeout(() => {
      for (const ws of this.#watchers.keys()) ws.terminate();
    }, CLOSE_GRACE_MS);
    await empty;
    clearTimeout(end);
  }

  #start(): void {
    this.#observatory.setWatched(true);
    this.#ticker = setInterval(this.#tick, OBSERVE_INTERVAL_MS);
  }

  #remove(ws: WebSocket): void {
    this.#watchers.delete(ws);
    if (this.#watchers.size > 0) return;
    clearInterval(this.#ticker);
    this.#observatory.setWatched(false);
    this.#onEmpty?.();
  }

  readonly #tick = (): void => {
    const delta = this.#observatory.takeDelta();
    const text = delta && encode(delta);
    let snapshot: string | undefined;
    for (const [ws, watcher] of this.#watchers) {
      if (ws.bufferedAmount > WATCHER_HIGH_WATER_BYTES) {
        watcher.behind = true;
      } else if (watcher.behind && ws.bufferedAmount === 0) {
        watcher.behind = false;
        snapshot ??= encode(this.#observatory.snapshot());
        ws.send(snapshot);
      } else if (text && !watcher.behind) {
        ws.send(text);
      }
    }
  };

  readonly #beat = (): void => {
    for (const [ws, watcher] of this.#watchers) {
      if (!watcher.heard) {
        ws.terminate();
        continue;
      }
      watcher.heard = false;
      ws.ping();
    }
  };
}

function encode(message: ObserveMessage): string {
  return JSON.stringify(message);
}
