// Everything the page knows of one client: its connection's phase and TCP state, transcript, totals and round-trip
// times. It is told what happens and decides what that means; it owns no socket.
//
//   connection ──opened, received, fin, ended──► ClientRecord ──► transcript, state, figures ──► card
//   composer ───enter(payload)─────────────────►

import type { GatewayControl } from '../../server/protocol/bridge.ts';
import { CloseCode } from '../../server/protocol/close-codes.ts';
import type { Endpoint } from '../../server/protocol/endpoint.ts';
import { MAX_PREVIEW_BYTES, TAKEN_STEP_BYTES } from '../../server/protocol/limits.ts';
import type { TcpState } from '../../server/protocol/tcp-state.ts';
import { ByteLedger, type MessageEcho } from './byte-ledger.ts';
import { EchoLines } from './echo-lines.ts';
import { describeEnding, type Ending, type EndingFacts } from './ending.ts';
import { formatDuration } from './format.ts';
import { HeldBytes } from './held-bytes.ts';
import type { Instant } from './instant.ts';
import type { Payload } from './payload.ts';
import { previewBytes } from './preview.ts';
import { RttWindow } from './rtt-window.ts';
import { TcpEnd } from './tcp-end.ts';
import { type NoteLine, Transcript } from './transcript.ts';

export type ClientPhase = 'connecting' | 'open' | 'ended';

/** From this size on a message's way there and back is shown as progress, in bytes. */
export const PROGRESS_BYTES = 256 * 1024;

/** Samples behind a card's sparkline. */
const CLIENT_RTT_SAMPLES = 100;

/** Sessions whose connection is remembered; the oldest make room. */
export const MAX_SESSION_NUMBERS = 100;

type OpenMessage = Extract<GatewayControl, { type: 'open' }>;

/** A large message on its way. */
export interface Transfer {
  readonly bytes: number;
  readonly sentBytes: number;
  readonly echoedBytes: number;
}

/** What a received chunk brought, for whoever counts over all clients. */
export interface Arrival {
  readonly rttsMs: readonly number[];
  /** Messages whose echo is complete now. */
  readonly completed: readonly MessageEcho[];
}

/**
 * What else is known when a connection ends; the first two are false by default. `target`: what one that never was
 * established turned out to go to, if that was not known when it was dialled.
 */
export type Circumstances = Partial<Pick<EndingFacts, 'closedHere' | 'webSocketRefused' | 'target'>>;

export class ClientRecord {
  readonly transcript = new Transcript();
  readonly rtt = new RttWindow(CLIENT_RTT_SAMPLES);
  /** The bytes of its connections that can be shown again. */
  readonly bytes = new HeldBytes();
  /** Number of the latest connection, 0 before the first. */
  #connection = 0;
  readonly #connectionNumbers = new Map<string, number>();
  #ledger = new ByteLedger();
  #phase: ClientPhase = 'connecting';
  #opened: OpenMessage | undefined;
  #end = new TcpEnd();
  #readingPaused = false;
  #error: EndingFacts['error'];
  #ending: Ending | undefined;
  /** Why the connection was lost that the client tries to come back to. */
  #lastingEnding: Ending | undefined;
  /** Sent bytes that the gateway's socket to the target is known to have taken. */
  #takenBytes = 0;
  #nextMessage = 1;
  #mismatches = 0;
  #transfer: { message: number; offset: number; bytes: number; echoedBytes: number } | undefined;
  #echoLines = new EchoLines(this.transcript, this.#connection);
  #target: string;

  /** `target`: name of the one that its first connection goes to. */
  constructor(target: string) {
    this.#target = target;
  }

  /** Name of the target of its latest connection: once established, what the gateway says. */
  get target(): string {
    return this.#target;
  }

  get phase(): ClientPhase {
    return this.#phase;
  }

  /** The gateway's end of the TCP connection, once established. */
  get local(): Endpoint | undefined {
    return this.#opened?.local;
  }

  get remote(): Endpoint | undefined {
    return this.#opened?.remote;
  }

  /** Id of the bridge session, once established. */
  get session(): string | undefined {
    return this.#opened?.session;
  }

  /** Whether the target is one of the playground's own servers. */
  get isBuiltIn(): boolean {
    return this.#opened?.builtIn ?? false;
  }

  /** Number of the connection that `session` carried, from 1; undefined when it is not, or no longer, known. */
  connectionOf(session: string): number | undefined {
    return this.#connectionNumbers.get(session);
  }

  get readingPaused(): boolean {
    return this.#readingPaused;
  }

  get sentBytes(): number {
    return this.#ledger.sentBytes;
  }

  get receivedBytes(): number {
    return this.#ledger.receivedBytes;
  }

  /** Why the connection ended; undefined while it has not. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Echoes that came back different or not at all. */
  get mismatches(): number {
    return this.#mismatches;
  }

  /** The latest large message, until its echo is complete. */
  get transfer(): Transfer | undefined {
    if (this.#transfer === undefined) return undefined;
    const { offset, bytes, echoedBytes } = this.#transfer;
    return { bytes, sentBytes: Math.min(bytes, Math.max(0, this.sentBytes - offset)), echoedBytes };
  }

  /** The client's own TCP state, inferred. */
  stateAt(now: Instant): TcpState {
    return this.#end.stateAt(now, this.#finWaits);
  }

  /** The gateway tells of each whole step that the socket took: a whole step that it did not tell of waits before FIN. */
  get #finWaits(): boolean {
    const { sentBytes, echoedBytes } = this.#ledger;
    return sentBytes - Math.max(this.#takenBytes, echoedBytes) >= TAKEN_STEP_BYTES;
  }

  /**
   * A new connection is being made; what the last one left is kept in the transcript only. While `returning` by
   * itself, a vain attempt does not change what {@link ending} says of the connection that was lost. `target`: by default
   * the same as before.
   */
  connecting(now: Instant, again: boolean, returning = false, target = this.#target): void {
    const goesElsewhere = target !== this.#target;
    this.#target = target;
    this.#lastingEnding = returning ? this.#ending : undefined;
    this.#takenBytes = 0;
    this.#ledger = new ByteLedger();
    this.#phase = 'connecting';
    this.#opened = undefined;
    this.#end = new TcpEnd();
    this.#readingPaused = false;
    this.#error = undefined;
    this.#ending = undefined;
    this.#transfer = undefined;
    this.#connection += 1;
    this.bytes.begin(this.#connection);
    this.#echoLines = new EchoLines(this.transcript, this.#connection);
    if (again) this.#note(now, 'quiet', goesElsewhere ? `Connecting to ${target}` : 'Connecting again');
  }

  opened(message: OpenMessage, now: Instant): void {
    this.#phase = 'open';
    this.#opened = message;
    this.#target = message.target;
    this.#numberSession(message.session);
    this.#end.established();
    this.#note(now, 'good', `Connected in ${formatDuration(message.connectMs)}`);
  }

  /** Enters a message for sending and returns its number. */
  enter(payload: Payload, now: Instant): number {
    const message = this.#nextMessage;
    this.#nextMessage += 1;
    const offset = this.#ledger.enter(message, payload);
    this.bytes.entered(this.#connection, offset, payload);
    const head = new Uint8Array(Math.min(payload.length, MAX_PREVIEW_BYTES));
    payload.read(0, head);
    const preview = previewBytes(head, payload.length);
    this.transcript.append({
      kind: 'sent',
      wallMs: now.wallMs,
      connection: this.#connection,
      message,
      offset,
      bytes: payload.length,
      preview,
    });
    if (payload.length >= PROGRESS_BYTES) {
      this.#transfer = { message, offset, bytes: payload.length, echoedBytes: 0 };
    }
    return message;
  }

  /** The next `bytes` have been handed to the WebSocket. */
  noteSent(bytes: number, now: Instant): void {
    this.#ledger.noteSent(bytes, now);
    this.bytes.sent(this.#connection, bytes);
  }

  /** The gateway's socket to the target has taken so many `bytes` in all. */
  noteTaken(bytes: number): void {
    this.#takenBytes = bytes;
  }

  received(chunk: Uint8Array, now: Instant): Arrival {
    const from = this.#ledger.receivedBytes;
    const receipt = this.#ledger.receive(chunk, now);
    const { echoes, rttsMs, unexpectedBytes, unexpectedOffset } = receipt;
    this.bytes.received(this.#connection, from, receipt, chunk);
    this.#mismatches += this.#echoLines.received(echoes, chunk, from, now);
    for (const echo of echoes) this.#followTransfer(echo);
    if (unexpectedBytes > 0) {
      const preview = previewBytes(chunk.subarray(chunk.length - unexpectedBytes), unexpectedBytes);
      this.#mismatches += 1;
      this.transcript.append({
        kind: 'unexpected',
        wallMs: now.wallMs,
        connection: this.#connection,
        offset: unexpectedOffset,
        bytes: unexpectedBytes,
        preview,
      });
    }
    for (const rttMs of rttsMs) this.rtt.add(rttMs);
    return { rttsMs, completed: echoes.filter((echo) => echo.echoedBytes === echo.bytes) };
  }

  finWasSent(now: Instant): void {
    this.#end.finWasSent();
    this.#note(now, 'quiet', 'FIN sent: receiving only');
  }

  finWasReceived(now: Instant): void {
    this.#end.finWasReceived();
    this.#note(now, 'quiet', this.#end.finSent ? 'FIN received: both done' : 'FIN received: sending only');
  }

  rstWasSent(now: Instant): void {
    this.#note(now, 'quiet', 'RST sent');
  }

  setReadingPaused(paused: boolean, now: Instant): void {
    if (this.#readingPaused === paused) return;
    this.#readingPaused = paused;
    this.#note(now, 'quiet', paused ? 'Reading paused' : 'Reading resumed');
  }

  /** The gateway said why it is about to close. */
  failed(error: { readonly code: string; readonly message: string }): void {
    this.#error = error;
  }

  /** Adds a line of the page's own, such as that the client will come back by itself. */
  remark(text: string, now: Instant): void {
    this.#note(now, 'quiet', text);
  }

  /** The WebSocket has closed. Returns why, which {@link ending} need not be while the client tries to come back. */
  ended(code: number, reason: string, now: Instant, circumstances: Circumstances = {}): Ending {
    const { closedHere = false, webSocketRefused = false } = circumstances;
    const wasOpen = this.#opened !== undefined;
    if (!wasOpen) this.#target = circumstances.target ?? this.#target;
    const error = this.#error;
    const ending = describeEnding({
      code,
      reason,
      error,
      wasOpen,
      closedHere,
      webSocketRefused,
      target: this.#target,
    });
    this.bytes.ended(this.#connection);
    this.#mismatches += this.#echoLines.lost(this.#ledger.outstanding, now);
    this.#phase = 'ended';
    const isVain = !wasOpen && ending.tone === 'away';
    this.#ending = isVain ? (this.#lastingEnding ?? ending) : ending;
    this.#end.ended(code === CloseCode.normal && !closedHere, now);
    this.#transfer = undefined;
    this.#readingPaused = false;
    this.#note(now, ending.tone === 'bad' ? 'bad' : 'quiet', ending.summary);
    return ending;
  }

  #followTransfer(echo: MessageEcho): void {
    if (this.#transfer?.message !== echo.message) return;
    if (echo.echoedBytes === echo.bytes) this.#transfer = undefined;
    else this.#transfer.echoedBytes = echo.echoedBytes;
  }

  #numberSession(session: string): void {
    this.#connectionNumbers.set(session, this.#connection);
    if (this.#connectionNumbers.size <= MAX_SESSION_NUMBERS) return;
    const oldest = this.#connectionNumbers.keys().next();
    if (!oldest.done) this.#connectionNumbers.delete(oldest.value);
  }

  #note(now: Instant, tone: NoteLine['tone'], text: string): void {
    const connection = this.#connection;
    this.transcript.append({ kind: 'note', wallMs: now.wallMs, connection, tone, text });
  }
}
