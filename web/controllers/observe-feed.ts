// The page's subscription to `/observe`: it keeps the record up to date, and comes back by itself after a loss.
//
//   connecting ──snapshot──► online ──closed──► away ──backoff──► connecting again, still away for whoever looks
//                              └──gap in the sequence──► subscribes afresh

import {
  type KernelMessage,
  OBSERVE_PATH,
  OBSERVE_SUBPROTOCOL,
  type ObserveDelta,
  type ObserveSnapshot,
  parseObserveMessage,
  type TraceMessage,
  type WatcherMessage,
} from '../../server/protocol/observe.ts';
import { LOBBY } from '../../server/protocol/room.ts';
import { backoffDelayMs } from '../model/backoff.ts';
import { ConnectionsWindow } from '../model/connections-window.ts';
import type { Instant } from '../model/instant.ts';
import { ObserveRecord } from '../model/observe-record.ts';
import { ThroughputWindow } from '../model/throughput-window.ts';
import { ChangeSignal } from './change-signal.ts';
import { readClock } from './clock.ts';

/** The page closes without a code, which the browser reports as 1005 (RFC 6455 §7.1.5). */
const CLOSED_BY_PAGE = 1005;

/** `connecting`: not known yet. `away`: the gateway cannot be reached; the feed goes on trying. */
export type FeedStatus = 'connecting' | 'online' | 'away';

/** Who hears of the feed at once, hidden page or not. */
export interface FeedListener {
  onStatus(status: FeedStatus): void;
  /** A stream has begun with its first snapshot; it knows nothing of what the one before was told. */
  onStream(): void;
  onTrace(message: TraceMessage): void;
  onKernel(message: KernelMessage): void;
  /** What the server sent at `serverMs` is here at `pageMs`, each by its own clock. */
  onClock(serverMs: number, pageMs: number): void;
}

export class ObserveFeed {
  readonly record = new ObserveRecord();
  readonly changes = new ChangeSignal();
  /** Connections open at the server; not known while it is away. */
  readonly connections = new ConnectionsWindow();
  readonly #throughput = new ThroughputWindow();
  readonly #room: string;
  readonly #listener: FeedListener;
  #status: FeedStatus = 'connecting';
  #socket: WebSocket | undefined;
  #attempt = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  /** Difference of the server's clock to this browser's, in milliseconds. */
  #clockOffsetMs = 0;

  constructor(room: string, listener: FeedListener) {
    this.#room = room;
    this.#listener = listener;
  }

  get status(): FeedStatus {
    return this.#status;
  }

  /** What the server echoes at the moment, in bytes a second. */
  get bytesPerSecond(): number {
    return this.#throughput.rate(readClock().monotonicMs).downBytesPerSecond;
  }

  /** Now by the server's clock, in milliseconds since the Unix epoch: ages are counted by it. */
  get serverNowMs(): number {
    return readClock().wallMs + this.#clockOffsetMs;
  }

  start(): void {
    this.#connect();
  }

  /** Tries at once instead of when the wait is over. */
  retryNow(): void {
    if (this.#retryTimer === undefined) return;
    clearTimeout(this.#retryTimer);
    this.#connect();
  }

  /** Tells the observatory something; nothing while the stream is not there. */
  send(message: WatcherMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #connect(): void {
    this.#retryTimer = undefined;
    const query = this.#room === LOBBY ? '' : `?${new URLSearchParams({ room: this.#room })}`;
    const socket = new WebSocket(`${OBSERVE_PATH}${query}`, OBSERVE_SUBPROTOCOL);
    socket.addEventListener('message', this.#onMessage);
    socket.addEventListener('close', this.#onClose);
    this.#socket = socket;
  }

  readonly #onMessage = (event: MessageEvent<unknown>): void => {
    if (event.target !== this.#socket) return;
    const parsed = parseObserveMessage(String(event.data));
    if (!parsed.ok) {
      this.#leave();
      return;
    }
    const { message } = parsed;
    const now = readClock();
    this.#listener.onClock(message.at, now.monotonicMs);
    this.#clockOffsetMs = message.at - now.wallMs;
    switch (message.type) {
      case 'trace':
        return this.#listener.onTrace(message);
      case 'kernel':
        return this.#listener.onKernel(message);
      default:
        this.#apply(message, now);
    }
  };

  #apply(message: ObserveSnapshot | ObserveDelta, now: Instant): void {
    const before = this.record.totals;
    const result = this.record.apply(message);
    if (result === 'gap') {
      this.#leave();
      return;
    }
    if (result === 'ignored') return;
    const { totals } = this.record;
    if (before && totals && message.type === 'delta') {
      const received = totals.bytesReceived - before.bytesReceived;
      const sent = totals.bytesSent - before.bytesSent;
      this.#throughput.add(received, sent, now.monotonicMs);
    }
    this.connections.note(totals?.open, now.monotonicMs);
    this.#attempt = 0;
    this.#setStatus('online');
    if (before === undefined) this.#listener.onStream();
    this.changes.notify();
  }

  /** Gives the stream up, so that its Close leads to a fresh one. */
  #leave(): void {
    this.#socket?.close();
  }

  readonly #onClose = (event: CloseEvent): void => {
    if (event.target !== this.#socket) return;
    this.#socket = undefined;
    this.record.disconnected();
    this.connections.note(undefined, readClock().monotonicMs);
    // A stream that this page gave up itself (a gap) is no sign that the server is away, unless it happens again.
    if (this.#attempt > 0 || !event.wasClean || event.code !== CLOSED_BY_PAGE) this.#setStatus('away');
    this.#retryTimer = setTimeout(() => this.#connect(), backoffDelayMs(this.#attempt, Math.random()));
    this.#attempt += 1;
    this.changes.notify();
  };

  #setStatus(status: FeedStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    this.#listener.onStatus(status);
  }
}
