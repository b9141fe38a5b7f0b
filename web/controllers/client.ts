// One client of the page: an identity, a name and a draft for life, and one connection after another, to one target or
// another.
//
//   card ──send, fin, rst──► Client ──► BridgeConnection ──► gateway
//   card ◄──changes──────── record ◄──────────────────────

import type { GatewayControl } from '../../server/protocol/bridge.ts';
import { ClientLabel } from '../model/client-label.ts';
import { type Arrival, ClientRecord } from '../model/client-record.ts';
import { type Draft, EMPTY_DRAFT, History } from '../model/draft.ts';
import { type Ending, UNKNOWN_TARGET } from '../model/ending.ts';
import { createIdentity, type Identity } from '../model/identity.ts';
import { KernelHistory } from '../model/kernel-history.ts';
import { type PayloadMode, parsePayload } from '../model/payload-source.ts';
import type { ClockOffset } from '../model/timeline/clock-offset.ts';
import { Timeline } from '../model/timeline/timeline.ts';
import { BridgeConnection, type BridgeListener } from './bridge-connection.ts';
import { ChangeSignal } from './change-signal.ts';
import { readClock } from './clock.ts';
import type { HighlightKey } from './highlight.ts';
import type { TargetList } from './target-list.ts';

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
  /** The room that its sessions belong to. */
  readonly room: string;
  /** How the server's clock stands to the page's. */
  readonly clocks: ClockOffset;
  readonly targets: Pick<TargetList, 'nameOf'>;
}

/** What a client may begin with. */
export interface ClientStart {
  /** Name of its target; by default the default one. */
  readonly target: string | undefined;
  /** The name was stored and may no longer be on the list: then the default target is taken instead. */
  readonly isStored?: boolean;
}

/** A message was queued, or one sentence says why not. */
export type SendResult = { ok: true; bytes: number; message: number } | { ok: false; error: string };

let nextKey = 1;

export class Client {
  /** Number of its identity, from 0. */
  readonly index: number;
  /** How it is called; outlives the client in whatever speaks of its sessions. */
  readonly label: ClientLabel;
  readonly record: ClientRecord;
  /** What happened on its connections, seen from browser, gateway and server. */
  readonly timeline: Timeline;
  /** What the kernel says of its latest connection, while somebody looks. */
  readonly kernel = new KernelHistory();
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
  #target: string | undefined;
  /** What the latest connection was to go to. */
  #dialled: string | undefined;
  #mayFallBack: boolean;
  #isUnknownTarget = false;
  #finAsked = false;
  #rstAsked = false;
  #isClosing = false;
  #connectsAgain = false;

  constructor(index: number, observer: ClientObserver, { target, isStored = false }: ClientStart) {
    this.index = index;
    this.label = new ClientLabel(nextKey++, createIdentity(index));
    this.#observer = observer;
    this.#target = target;
    this.#mayFallBack = isStored && target !== undefined;
    this.record = new ClientRecord(observer.targets.nameOf(target));
    this.timeline = new Timeline(observer.clocks);
  }

  get highlightKey(): HighlightKey {
    return `client:${this.key}`;
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

  /** Name of the target of its connections; undefined for the default one, until a connection has told its name. */
  get target(): string | undefined {
    return this.#target;
  }

  /** Has its connections go to `target`: the one that there is is closed in order, and another made to that target. */
  changeTarget(target: string): void {
    if (target === this.#observer.targets.nameOf(this.#target)) return;
    this.#target = target;
    this.#mayFallBack = false;
    this.isReturning = false;
    if (this.record.phase === 'ended') return this.connect();
    this.#connectsAgain = true;
    this.#closeConnection();
    this.#canSendChanged();
  }

  /** Whether a message may be sent: the connection is there or being made, and nobody has asked for its end. */
  get canSend(): boolean {
    return this.record.phase !== 'ended' && !this.#finAsked && !this.#rstAsked && !this.#isClosing;
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
    this.#isUnknownTarget = false;
    const now = readClock();
    this.#dialled = this.#target;
    const target = this.#observer.targets.nameOf(this.#dialled);
    this.record.connecting(now, this.#connection !== undefined, this.isReturning, target);
    this.timeline.begin();
    this.timeline.noteMark('dial', now);
    this.kernel.clear();
    this.#connection = new BridgeConnection(this.#dialled, this.#observer.room, this.#listenTo());
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
    const now = readClock();
    this.record.rstWasSent(now);
    this.timeline.noteMark('rstSent', now);
    this.#connection?.rst();
    this.#canSendChanged();
  }

  /** Has the server end its side of the connection: FIN behind its echoes, or RST. Only a built-in one can be asked. */
  endServer(how: 'fin' | 'rst'): void {
    if (this.record.phase === 'open' && this.record.isBuiltIn) this.#connection?.endServer(how);
  }

  /** Stops or goes on reading the TCP socket. */
  setReadingPaused(paused: boolean): void {
    if (this.record.phase !== 'open') return;
    const now = readClock();
    if (paused) this.#connection?.pauseReading();
    else this.#connection?.resumeReading();
    this.record.setReadingPaused(paused, now);
    this.timeline.noteMark(paused ? 'pause' : 'resume', now, 'browser');
    this.changes.notify();
  }

  /** Closes for good, or until {@link connect}; what happens after is not this client's any more. */
  close(): void {
    this.isReturning = false;
    this.#connectsAgain = false;
    this.#closeConnection();
  }

  clearTranscript(): void {
    this.record.transcript.clear();
    this.changes.notify();
  }

  #closeConnection(): void {
    if (this.#connection === undefined || this.record.phase === 'ended') return;
    this.#isClosing = true;
    this.#connection.close();
  }

  /** Takes the default target instead of a stored one that is not on the list any more. */
  #fallBack(): void {
    this.#target = undefined;
    this.#mayFallBack = false;
    this.connect();
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
    const now = readClock();
    this.record.opened(message, now);
    // Another one may have been chosen while this one was dialled.
    if (!this.#isClosing) this.#target = message.target;
    this.#mayFallBack = false;
    this.timeline.noteMark('connect', now);
    this.#observer.onClientOpen(this);
    this.changes.notify();
  };

  readonly #onBytes = (chunk: Uint8Array): void => {
    const now = readClock();
    this.timeline.noteBytes('receive', this.record.receivedBytes, chunk.length, now);
    const arrival = this.record.received(chunk, now);
    this.#observer.onClientArrival(this, chunk.length, arrival);
    this.changes.notify();
  };

  readonly #onTaken = (bytes: number): void => {
    this.record.noteTaken(bytes);
    this.changes.notify();
  };

  readonly #onFin = (): void => {
    const now = readClock();
    this.record.finWasReceived(now);
    this.timeline.noteMark('finReceived', now);
    this.changes.notify();
  };

  readonly #onError = (error: { readonly code: string; readonly message: string }): void => {
    this.record.failed(error);
    this.#isUnknownTarget = error.code === UNKNOWN_TARGET;
    this.timeline.noteMark('error', readClock(), error.code);
  };

  readonly #onClose = (code: number, reason: string): void => {
    const now = readClock();
    this.timeline.noteMark('close', now, reason ? `${code} ${reason}` : String(code));
    const ending = this.record.ended(code, reason, now, {
      closedHere: this.#isClosing,
      target: this.#observer.targets.nameOf(this.#dialled),
      webSocketRefused: this.#observer.isServerOnline && this.#connection?.wasUpgraded === false,
    });
    this.#observer.onClientEnded(this, ending);
    if (this.#connectsAgain) this.connect();
    else if (this.#isUnknownTarget && this.#mayFallBack) this.#fallBack();
    this.changes.notify();
  };

  readonly #onHandedOver = (bytes: number): void => {
    const now = readClock();
    this.timeline.noteBytes('send', this.record.sentBytes, bytes, now);
    this.record.noteSent(bytes, now);
    this.#observer.onClientSent(this, bytes);
    this.changes.notify();
  };

  readonly #onFinHandedOver = (): void => {
    const now = readClock();
    this.record.finWasSent(now);
    this.timeline.noteMark('finSent', now);
    this.changes.notify();
  };
}
