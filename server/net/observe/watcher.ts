// One page that watches: its WebSocket, what it looks at, and the limits that it has to keep.
//
//   look, unlook ──► judged: size, rate, number ──► Observatory.look
//   snapshot, delta, trace, kernel ──► sent while it keeps up, else dropped and later a fresh snapshot

import type { RawData, WebSocket } from 'ws';
import type { Observatory } from '../../core/observatory/observatory.ts';
import type { Sight } from '../../core/observatory/tracing.ts';
import { CloseCode, fitReason } from '../../protocol/close-codes.ts';
import {
  MAX_KERNEL_LOOKS,
  MAX_LOOKS,
  MAX_WATCHER_MESSAGE_BYTES,
  WATCHER_HIGH_WATER_BYTES,
  WATCHER_MESSAGE_BURST,
  WATCHER_MESSAGES_PER_SECOND,
  WATCHER_PATIENCE_MS,
} from '../../protocol/limits.ts';
import {
  parseWatcherMessage,
  type Subject,
  subjectKey,
  type WatcherMessage,
} from '../../protocol/observe.ts';

/** How long a watcher that is sent away may take for its own Close, in milliseconds. */
const CLOSE_GRACE_MS = 1000;

const TEXT = { binary: false } as const;

/** Something that a watcher looks at. */
export interface Look {
  readonly subject: Subject;
  readonly sight: Sight;
  readonly kernel: boolean;
}

export class Watcher {
  readonly room: string;
  readonly #ws: WebSocket;
  readonly #observatory: Observatory;
  readonly #looks = new Map<string, Look>();
  #kernelLooks = 0;
  /** Since when it is behind, by the monotonic clock in milliseconds; undefined while it keeps up. */
  #behindSinceMs: number | undefined;
  #allowance = WATCHER_MESSAGE_BURST;
  #allowedAtMs = performance.now();
  #heard = true;

  /** Takes over an upgraded WebSocket; `onGone` is called once it is closed, `onLook` after each change of the looks. */
  constructor(
    ws: WebSocket,
    room: string,
    observatory: Observatory,
    { onGone, onLook }: { onGone: (watcher: Watcher) => void; onLook: () => void },
  ) {
    this.room = room;
    this.#ws = ws;
    this.#observatory = observatory;
    ws.on('message', (data, isBinary) => {
      this.#heard = true;
      // One that is sent away has nothing to say any more.
      if (ws.readyState !== ws.OPEN) return;
      this.#receive(data, isBinary);
      onLook();
    });
    ws.on('pong', () => {
      this.#heard = true;
    });
    ws.on('error', () => ws.terminate());
    ws.on('close', () => {
      for (const { sight } of this.#looks.values()) observatory.tracing.unlook(sight, this);
      this.#looks.clear();
      this.#kernelLooks = 0;
      onGone(this);
    });
  }

  /** What it looks at with the kernel's view. */
  get kernelLooks(): readonly Look[] {
    return this.#kernelLooks === 0 ? [] : [...this.#looks.values()].filter(({ kernel }) => kernel);
  }

  /** Sends what it is to be told now: `message`, or a snapshot once it has caught up, or nothing while it is behind. */
  tell(message: Buffer | undefined, snapshot: () => Buffer): void {
    const { bufferedAmount } = this.#ws;
    if (this.#behindSinceMs === undefined && bufferedAmount <= WATCHER_HIGH_WATER_BYTES) {
      if (message !== undefined) this.#ws.send(message, TEXT);
    } else if (this.#behindSinceMs === undefined) {
      this.#behindSinceMs = performance.now();
    } else if (bufferedAmount === 0) {
      this.#behindSinceMs = undefined;
      this.#ws.send(snapshot(), TEXT);
    } else if (performance.now() - this.#behindSinceMs > WATCHER_PATIENCE_MS) {
      this.#sendAway(CloseCode.tryAgainLater, 'too slow for this stream');
    }
  }

  /** Sends what goes on top of the stream, unless it is behind. */
  tellMore(message: Buffer): void {
    if (this.#behindSinceMs === undefined) this.#ws.send(message, TEXT);
  }

  /** Pings it, or drops it when nothing came since the last call. */
  beat(): void {
    if (!this.#heard) return this.#ws.terminate();
    this.#heard = false;
    this.#ws.ping();
  }

  close(code: CloseCode, reason: string): void {
    this.#ws.close(code, fitReason(reason));
  }

  terminate(): void {
    this.#ws.terminate();
  }

  #receive(data: RawData, isBinary: boolean): void {
    const refusal = this.#judge(data, isBinary);
    if (refusal !== undefined) this.#sendAway(CloseCode.policyViolation, refusal);
  }

  /** Obeys a message, or returns why it breaks the protocol. */
  #judge(data: RawData, isBinary: boolean): string | undefined {
    if (!this.#takeAllowance()) return 'too many messages';
    if (isBinary) return 'a watcher sends text';
    if ((data as Buffer).length > MAX_WATCHER_MESSAGE_BYTES) return 'message too big';
    const parsed = parseWatcherMessage(data.toString());
    return parsed.ok ? this.#obey(parsed.message) : parsed.reason;
  }

  #obey(message: WatcherMessage): string | undefined {
    const key = subjectKey(message.subject);
    const before = this.#looks.get(key);
    if (message.type === 'unlook') {
      if (before) this.#forget(key, before);
      return undefined;
    }
    // What is not there, or another room's, is no mistake: it may have ended a moment ago.
    const sight = before?.sight ?? this.#observatory.sight(this.room, message.subject);
    if (sight === undefined) return undefined;
    if (before === undefined && this.#looks.size >= MAX_LOOKS) return `at most ${MAX_LOOKS} looks`;
    const kernelLooks = this.#kernelLooks + Number(message.kernel) - Number(before?.kernel ?? false);
    if (kernelLooks > MAX_KERNEL_LOOKS) return `at most ${MAX_KERNEL_LOOKS} looks at the kernel`;
    this.#kernelLooks = kernelLooks;
    this.#looks.set(key, { subject: message.subject, sight, kernel: message.kernel });
    if (before === undefined) this.#observatory.tracing.look(sight, this);
    return undefined;
  }

  #forget(key: string, look: Look): void {
    this.#looks.delete(key);
    this.#kernelLooks -= Number(look.kernel);
    this.#observatory.tracing.unlook(look.sight, this);
  }

  #takeAllowance(): boolean {
    const nowMs = performance.now();
    const earned = ((nowMs - this.#allowedAtMs) / 1000) * WATCHER_MESSAGES_PER_SECOND;
    this.#allowance = Math.min(WATCHER_MESSAGE_BURST, this.#allowance + earned) - 1;
    this.#allowedAtMs = nowMs;
    return this.#allowance >= 0;
  }

  /** Closes, and does not wait long for one that will not hear of it. */
  #sendAway(code: CloseCode, reason: string): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    this.close(code, reason);
    setTimeout(() => this.#ws.terminate(), CLOSE_GRACE_MS).unref();
  }
}
