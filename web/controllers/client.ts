// One client of the page: an identity, a name and a draft for life, and one connection after another.
//
//   card ──send, fin, rst──► Client ──► BridgeConnection ──► gateway
//   card ◄──changes──────── record ◄──────────────────────

import { DEFAULT_TARGET, type GatewayControl } from '../../server/protocol/bridge.ts';
import { ClientLabel } from '../model/client-label.ts';
import { type Arrival, ClientRecord } from '../model/client-record.ts';
import { type Draft, EMPTY_DRAFT, History } from '../model/draft.ts';
import type { Ending } from '../model/ending.ts';
import { createIdentity, type Identity } from '../model/identity.ts';
import { type PayloadMode, parsePayload } from '../model/payload-source.ts';
import { BridgeConnection, type BridgeListener } from './bridge-connection.ts';
import { ChangeSignal } from './change-signal.ts';
import { readClock } from './clock.ts';

/** What a client tells the collection that it belongs to. */
export interface ClientObserver {
  onClientOpen(client: Client): void;
  onClientSent(client: Client, bytes: number): void;
  onClientArrival(client: Client, bytes: number, arrival: Arrival): void;
  onClientEnded(client: Client, ending: Ending): void;
  /** Its name or draft changed. */
  onClientEdited(client: Client): void;
  /** {@link Client.canSend} changed. */
  onClientCanSendChanged(client: Client): void;
  /** Whether the gateway is known to be there. */
  readonly isServerOnline: boolean;
}

/** A message was queued, or one sentence says why not. */
export type SendResult = { ok: true; bytes: number; message: number } | { ok: false; error: string };

let nextKey = 1;

export class Client {
  /** Number of its identity, from 0. */
  readonly index: number;
  /** How it is called; outlives the client in whatever speaks of its sessions. */
  readonly label: ClientLabel;
  readonly record = new ClientRecord(DEFAULT_TARGET);
  readonly history = new History();
  readonly changes = new ChangeSignal();
  /** It lost its connection because the server went away, and connects again when that is back. */
  isReturning = false;
  /** Its bridge sessions, the latest last; the server's log may still speak of the earlier ones. */
  sessions: readonly string[] = [];
  /** Somebody sent from the keyboard and is to be told when the echo is complete. */
  awaitsEchoWord = false;
  readonly #observer: ClientObserver;
  #connection: BridgeConnection | undefined;
  #draft: Draft = EMPTY_DRAFT;
  #finAsked = false;
  #rstAsked = false;
  #isClosing = false;
  #connectsAgain = false;

  constructor(index: number, observer: ClientObserver) {
    this.index = index;
    this.label = new ClientLabel(nextKey++, createIdentity(index));
    this.#observer = observer;
  }

  /** Unique in the life of the page. */
  get key(): number {
    return this.label.key;
  }

  get identity(): Identity {
    return this.label.identity;
  }

  /** What the user calls it; empty when nothing was given. */
  get name(): string {
    return this.label.name;
  }

  set name(name: string) {
    this.label.name = name;
    this.#observer.onClientEdited(this);
    this.changes.notify();
  }

  /** Its name, or `Client A`. */
  get title(): string {
    return this.label.title;
  }

  get draft(): Draft {
    return this.#draft;
  }

  set draft(draft: Draft) {
    this.#draft = draft;
    this.#observer.onClientEdited(this);
    this.changes.notify();
  }

  /** Whether a message may be sent: the connection is there or being made, and no FIN was asked for. */
  get canSend(): boolean {
    return this.record.phase !== 'ended' && !this.#finAsked && !this.#rstAsked;
  }

  /** Makes a new connection, at once or as soon as the one before has ended. */
  reconnect(): void {
    if (this.record.phase === 'ended') this.connect();
    else if (this.#isClosing) this.#connectsAgain = true;
  }

  /** Makes a new connection; the one before must have ended. */
  connect(): void {
    this.#finAsked = false;
    this.#rstAsked = false;
    this.#isClosing = false;
    this.#connectsAgain = false;
    this.record.connecting(readClock(), this.#connection !== undefined, this.isReturning);
    this.#connection = new BridgeConnection(DEFAULT_TARGET, this.#listenTo());
    this.#canSendChanged();
  }

  /** Sends what `text` means in `mode`. */
  send(mode: PayloadMode, text: string): SendResult {
    const parsed = parsePayload(mode, text, Math.floor(Math.random() * 2 ** 31));
    if (!parsed.ok) return parsed;
    if (this.#connection === undefined || !this.canSend) {
      return {
        ok: false,
        error: 'Nothing can be sent: the connection is closed in this direction. Connect again.',
      };
    }
    if (!this.#connection.acceptsMessages) {
      return { ok: false, error: 'Too many messages wait to be sent. Resume reading, or let some go first.' };
    }
    const message = this.record.enter(parsed.payload, readClock());
    this.#connection.send(message, parsed.payload);
    this.changes.notify();
    return { ok: true, bytes: parsed.payload.length, message };
  }

  /** Half-closes, behind everything still to be sent. */
  fin(): void {
    if (this.record.phase !== 'open' || !this.canSend) return;
    this.#finAsked = true;
    this.#connection?.fin();
    this.#canSendChanged();
  }

  /** Aborts; once is enough. */
  rst(): void {
    if (this.record.phase !== 'open' || this.#rstAsked) return;
    this.#rstAsked = true;
    this.record.rstWasSent(readClock());
    this.#connection?.rst();
    this.#canSendChanged();
  }

  /** Stops or goes on reading the TCP socket. */
  setReadingPaused(paused: boolean): void {
    if (this.record.phase !== 'open') return;
    if (paused) this.#connection?.pauseReading();
    else this.#connection?.resumeReading();
    this.record.setReadingPaused(paused, readClock());
    this.changes.notify();
  }

  /** Closes for good, or until {@link connect}; what happens after is not this client's any more. */
  close(): void {
    this.isReturning = false;
    if (this.#connection === undefined || this.record.phase === 'ended') return;
    this.#isClosing = true;
    this.#connection.close();
  }

  clearTranscript(): void {
    this.record.transcript.clear();
    this.changes.notify();
  }

  #canSendChanged(): void {
    this.#observer.onClientCanSendChanged(this);
    this.changes.notify();
  }

  #listenTo(): BridgeListener {
    return {
      onOpen: this.#onOpen,
      onBytes: this.#onBytes,
      onTaken: this.#onTaken,
      onFin: this.#onFin,
      onError: this.#onError,
      onClose: this.#onClose,
      onHandedOver: this.#onHandedOver,
      onFinHandedOver: this.#onFinHandedOver,
    };
  }

  readonly #onOpen = (message: Extract<GatewayControl, { type: 'open' }>): void => {
    this.record.opened(message, readClock());
    this.#observer.onClientOpen(this);
    this.changes.notify();
  };

  readonly #onBytes = (chunk: Uint8Array): void => {
    const arrival = this.record.received(chunk, readClock());
    this.#observer.onClientArrival(this, chunk.length, arrival);
    this.changes.notify();
  };

  readonly #onTaken = (bytes: number): void => {
    this.record.noteTaken(bytes);
    this.changes.notify();
  };

  readonly #onFin = (): void => {
    this.record.finWasReceived(readClock());
    this.changes.notify();
  };

  readonly #onError = (error: { readonly code: string; readonly message: string }): void => {
    this.record.failed(error);
  };

  readonly #onClose = (code: number, reason: string): void => {
    const ending = this.record.ended(code, reason, readClock(), {
      closedHere: this.#isClosing,
      webSocketRefused: this.#observer.isServerOnline && this.#connection?.wasUpgraded === false,
    });
    this.#observer.onClientEnded(this, ending);
    if (this.#connectsAgain) this.connect();
    this.changes.notify();
  };

  readonly #onHandedOver = (bytes: number): void => {
    this.record.noteSent(bytes, readClock());
    this.#observer.onClientSent(this, bytes);
    this.changes.notify();
  };

  readonly #onFinHandedOver = (): void => {
    this.record.finWasSent(readClock());
    this.changes.notify();
  };
}
