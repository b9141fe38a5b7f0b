// The page's subscription to `/observe`: it keeps the record up to date, and comes back by itself after a loss.
//
//   connecting ──snapshot──► online ──closed──► away ──backoff──► connecting again, still away for whoever looks
//                              └──gap in the sequence──► subscribes afresh

import { OBSERVE_PATH, OBSERVE_SUBPROTOCOL, parseObserveMessage } from '../../server/protocol/observe.ts';
import { backoffDelayMs } from '../model/backoff.ts';
import { ObserveRecord } from '../model/observe-record.ts';
import { ThroughputWindow } from '../model/throughput-window.ts';
import { ChangeSignal } from './change-signal.ts';
import { readClock } from './clock.ts';

/** The page closes without a code, which the browser reports as 1005 (RFC 6455 §7.1.5). */
const CLOSED_BY_PAGE = 1005;

/** `connecting`: not known yet. `away`: the gateway cannot be reached; the feed goes on trying. */
export type FeedStatus = 'connecting' | 'online' | 'away';

export class ObserveFeed {
  readonly record = new ObserveRecord();
  readonly changes = new ChangeSignal();
  readonly #throughput = new ThroughputWindow();
  readonly #onStatus: (status: FeedStatus) => void;
  #status: FeedStatus = 'connecting';
  #socket: WebSocket | undefined;
  #attempt = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  /** Difference of the server's clock to this browser's, in milliseconds. */
  #clockOffsetMs = 0;

  /** `onStatus` is called at once on every change of status, hidden page or not. */
  constructor(onStatus: (status: FeedStatus) => void) {
    this.#onStatus = onStatus;
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

  #connect(): void {
    this.#retryTimer = undefined;
    const socket = new WebSocket(OBSERVE_PATH, OBSERVE_SUBPROTOCOL);
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
    const before = this.record.server;
    const result = this.record.apply(message);
    if (result === 'gap') {
      this.#leave();
      return;
    }
    if (result === 'ignored') return;
    const now = readClock();
    this.#clockOffsetMs = message.at - now.wallMs;
    if (before && message.type === 'delta') {
      const received = message.server.bytesReceived - before.bytesReceived;
      const sent = message.server.bytesSent - before.bytesSent;
      this.#throughput.add(received, sent, now.monotonicMs);
    }
    this.#attempt = 0;
    this.#setStatus('online');
    this.changes.notify();
  };

  /** Gives the stream up, so that its Close leads to a fresh one. */
  #leave(): void {
    this.#socket?.close();
  }

  readonly #onClose = (event: CloseEvent): void => {
    if (event.target !== this.#socket) return;
    this.#socket = undefined;
    this.record.disconnected();
    // A stream that this page gave up itself (a gap) is no sign that the server is away, unless it happens again.
    if (this.#attempt > 0 || !event.wasClean || event.code !== CLOSED_BY_PAGE) this.#setStatus('away');
    this.#retryTimer = setTimeout(() => this.#connect(), backoffDelayMs(this.#attempt, Math.random()));
    this.#attempt += 1;
    this.changes.notify();
  };

  #setStatus(status: FeedStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    this.#onStatus(status);
  }
}
