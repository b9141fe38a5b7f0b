// The `/observe` stream: one snapshot to each page that comes, then the same deltas to all of its room, and to each what
// it looks at. It runs a timer only while somebody watches.
//
//   Observatory ──takeDelta(room)── every OBSERVE_INTERVAL_MS ──► JSON once ──► every watcher of the room that keeps up
//               ──takeTraces()─────────────────────────────────► those who look
//               ──snapshot(room)───────────────────────────────► one watcher
//   KernelFeed ────────────────────────────────────────────────► those who look at the kernel

import type { WebSocket } from 'ws';
import type { Observatory } from '../../core/observatory/observatory.ts';
import { CloseCode } from '../../protocol/close-codes.ts';
import { MAX_WATCHERS } from '../../protocol/limits.ts';
import { OBSERVE_INTERVAL_MS, type ObserveMessage } from '../../protocol/observe.ts';
import { isRoom, LOBBY, NOT_A_ROOM } from '../../protocol/room.ts';
import type { KernelSampler } from '../kernel/kernel-sampler.ts';
import { refuseWebSocket } from '../refuse-web-socket.ts';
import { KernelFeed } from './kernel-feed.ts';
import { Watcher } from './watcher.ts';

/** How long a watcher may take for its Close when the feed ends, in milliseconds. */
const CLOSE_GRACE_MS = 250;

/** Time between two round trips that are measured of a WebSocket, in milliseconds. */
const TIMING_INTERVAL_MS = 1000;

export class ObserveFeed {
  readonly #observatory: Observatory;
  readonly #kernel: KernelFeed;
  readonly #rooms = new Map<string, Set<Watcher>>();
  readonly #heartbeat: NodeJS.Timeout | undefined;
  #count = 0;
  #ticker: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closing = false;
  #onEmpty: (() => void) | undefined;

  /** `heartbeatMs`: interval of the pings, 0 for none. */
  constructor(observatory: Observatory, sampler: KernelSampler, heartbeatMs: number) {
    this.#observatory = observatory;
    this.#kernel = new KernelFeed({ sampler, watchers: () => this.#watchers(), observatory });
    if (heartbeatMs > 0) this.#heartbeat = setInterval(this.#beat, heartbeatMs).unref();
  }

  /** Takes over an upgraded WebSocket. `query` is its request's. */
  accept(ws: WebSocket, query: string): void {
    if (this.#closing) return refuseWebSocket(ws, CloseCode.goingAway, 'the server is stopping');
    if (this.#count >= MAX_WATCHERS) {
      return refuseWebSocket(ws, CloseCode.tryAgainLater, 'too many watchers on this server');
    }
    const room = new URLSearchParams(query).get('room') ?? LOBBY;
    if (!isRoom(room)) return refuseWebSocket(ws, CloseCode.policyViolation, NOT_A_ROOM);
    if (this.#count === 0) this.#start();
    // The others get what is pending first, so that the next delta tells little of this snapshot again. Not those of
    // other rooms: whoever comes and goes would have all of them served each time.
    const others = this.#rooms.get(room);
    if (others) this.#tellRoom(room, others);
    this.#count += 1;
    this.#observatory.watch(room);
    const watcher = new Watcher(ws, room, this.#observatory, {
      onGone: this.#remove,
      onLook: () => this.#kernel.run(),
    });
    this.#rooms.set(room, (others ?? new Set()).add(watcher));
    watcher.tellMore(encode(this.#observatory.snapshot(room)));
  }

  /** Sends what is pending, closes every watcher with 1001, and resolves when all are gone. */
  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#heartbeat);
    this.#kernel.stop();
    if (this.#count === 0) return;
    this.#tick();
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    for (const watcher of this.#watchers()) watcher.close(CloseCode.goingAway, 'the server is stopping');
    const end = setTimeout(() => {
      for (const watcher of this.#watchers()) watcher.terminate();
    }, CLOSE_GRACE_MS);
    await empty;
    clearTimeout(end);
  }

  #start(): void {
    this.#ticker = setInterval(this.#tick, OBSERVE_INTERVAL_MS);
    this.#timer = setInterval(() => this.#observatory.timeWebSockets(), TIMING_INTERVAL_MS);
  }

  readonly #remove = (watcher: Watcher): void => {
    const { room } = watcher;
    const watchers = this.#rooms.get(room);
    watchers?.delete(watcher);
    if (watchers?.size === 0) this.#rooms.delete(room);
    this.#observatory.unwatch(room);
    this.#count -= 1;
    if (this.#count > 0) return;
    clearInterval(this.#ticker);
    clearInterval(this.#timer);
    this.#onEmpty?.();
  };

  readonly #tick = (): void => {
    for (const [room, watchers] of this.#rooms) this.#tellRoom(room, watchers);
    this.#tellTraces();
  };

  #tellRoom(room: string, watchers: ReadonlySet<Watcher>): void {
    const delta = this.#observatory.takeDelta(room);
    const bytes = delta && encode(delta);
    let snapshot: Buffer | undefined;
    for (const watcher of watchers) {
      watcher.tell(bytes, () => {
        snapshot ??= encode(this.#observatory.snapshot(room));
        return snapshot;
      });
    }
  }

  /** Each trace is encoded once, and so is a message that several are told, as of one room they often are. */
  #tellTraces(): void {
    const traces = this.#observatory.tracing.take();
    const texts = traces.map((trace) =>
      JSON.stringify({ subject: trace.subject, lane: trace.lane, entries: trace.take() }),
    );
    const toldOf = new Map<Watcher, number[]>();
    for (const [index, { lookers }] of traces.entries()) {
      for (const looker of lookers) {
        const watcher = looker as Watcher;
        const indexes = toldOf.get(watcher);
        if (indexes) indexes.push(index);
        else toldOf.set(watcher, [index]);
      }
    }
    const at = this.#observatory.now;
    const messages = new Map<string, Buffer>();
    for (const [watcher, indexes] of toldOf) {
      const key = indexes.join();
      let message = messages.get(key);
      if (message === undefined) {
        const told = indexes.map((index) => texts[index]).join();
        message = Buffer.from(`{"type":"trace","at":${at},"traces":[${told}]}`);
        messages.set(key, message);
      }
      watcher.tellMore(message);
    }
  }

  *#watchers(): Iterable<Watcher> {
    for (const watchers of [...this.#rooms.values()]) yield* [...watchers];
  }

  readonly #beat = (): void => {
    for (const watcher of this.#watchers()) watcher.beat();
  };
}

/** As bytes, which all who are told share, also while they wait for a watcher that does not read. */
function encode(message: ObserveMessage): Buffer {
  return Buffer.from(JSON.stringify(message));
}
