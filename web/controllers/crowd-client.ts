// One client of a crowd: a bridge session without a card. It dials, sends a message, waits until the whole echo has come
// and been compared, thinks, sends the next; after the last echo FIN. Anything else ends it, with the reason.
//
//   dial ──► send ──► whole echo ──► think ──► send … ──► whole echo ──► FIN ──► server's FIN, close 1000

import { CloseCode } from '../../server/protocol/close-codes.ts';
import { ByteLedger, type Receipt } from '../model/byte-ledger.ts';
import type { CrowdSettings } from '../model/crowd/crowd-settings.ts';
import type { ClientTrace } from '../model/crowd/crowd-trace.ts';
import { describeEnding, type EndingFacts } from '../model/ending.ts';
import { formatCount, formatPlural } from '../model/format.ts';
import { createGeneratedPayload } from '../model/payload.ts';
import { BridgeConnection, type BridgeListener } from './bridge-connection.ts';
import { readClock } from './clock.ts';

/** What a client tells its crowd, and asks of it. */
export interface CrowdClientObserver {
  readonly room: string;
  /** Whether the gateway is known to be there. */
  readonly isServerOnline: boolean;
  /** Now, in milliseconds since the crowd's start. */
  readonly nowMs: number;
  /** Its WebSocket is open. */
  onUpgrade(): void;
  onSession(session: string): void;
  /** Its trace has changed. */
  onStep(): void;
  /** Its WebSocket has closed. Called once, and last. */
  onGone(client: CrowdClient): void;
}

export class CrowdClient {
  readonly #target: string;
  readonly #settings: CrowdSettings;
  readonly #trace: ClientTrace;
  readonly #observer: CrowdClientObserver;
  readonly #ledger = new ByteLedger();
  readonly #connection: BridgeConnection;
  /** Makes its bytes other than those of any client. */
  readonly #seed = Math.floor(Math.random() * 2 ** 31);
  #sent = 0;
  #thinking: ReturnType<typeof setTimeout> | undefined;
  #error: EndingFacts['error'];
  #wasOpen = false;

  /** Dials `target` at once. */
  constructor(target: string, settings: CrowdSettings, trace: ClientTrace, observer: CrowdClientObserver) {
    this.#target = target;
    this.#settings = settings;
    this.#trace = trace;
    this.#observer = observer;
    trace.dialled(observer.nowMs);
    this.#connection = new BridgeConnection(target, observer.room, this.#listen());
  }

  /** Whether its WebSocket is still in its opening handshake. */
  get isInHandshake(): boolean {
    return !this.#connection.wasUpgraded;
  }

  /** Closes as `close(2)` does, wherever it is. */
  stop(): void {
    this.#trace.stopped(this.#observer.nowMs);
    this.#close();
  }

  #listen(): BridgeListener {
    return {
      onUpgrade: () => this.#observer.onUpgrade(),
      onOpen: ({ session }) => {
        this.#wasOpen = true;
        this.#observer.onSession(session);
        this.#note(() => this.#trace.established(this.#observer.nowMs));
        this.#send();
      },
      onBytes: this.#onBytes,
      onTaken: () => {},
      onFin: this.#onFin,
      onError: (error) => {
        this.#error = error;
      },
      onClose: this.#onClose,
      onHandedOver: (bytes) => {
        this.#ledger.noteSent(bytes, readClock());
        this.#note(() => this.#trace.sent(this.#observer.nowMs));
      },
      onFinHandedOver: () => this.#note(() => this.#trace.finSent(this.#observer.nowMs)),
    };
  }

  readonly #send = (): void => {
    if (this.#trace.end !== undefined) return;
    this.#sent += 1;
    const payload = createGeneratedPayload(this.#settings.bytes, this.#seed + this.#sent);
    this.#ledger.enter(this.#sent, payload);
    this.#connection.send(this.#sent, payload);
  };

  readonly #onBytes = (chunk: Uint8Array): void => {
    if (this.#trace.end !== undefined) return;
    const receipt = this.#ledger.receive(chunk, readClock());
    const wrong = describeWrong(receipt);
    const isWhole = receipt.echoes.some(({ bytes, echoedBytes }) => bytes === echoedBytes);
    this.#note(() => this.#trace.received(this.#observer.nowMs, isWhole && wrong === undefined));
    if (wrong !== undefined) return this.#fail(wrong);
    if (!isWhole) return;
    if (this.#sent === this.#settings.messages) this.#connection.fin();
    else this.#thinking = setTimeout(this.#send, this.#settings.thinkMs);
  };

  /** A server may end its side only once it has echoed everything. */
  readonly #onFin = (): void => {
    if (this.#trace.finAtMs !== undefined) return;
    this.#fail(
      `FIN of the server after ${this.#trace.echoes} of ${formatPlural(this.#settings.messages, 'echo', 'echoes')}`,
    );
  };

  readonly #onClose = (code: number, reason: string): void => {
    clearTimeout(this.#thinking);
    const isDone = code === CloseCode.normal && this.#trace.finAtMs !== undefined;
    this.#note(() => {
      if (isDone) this.#trace.finished(this.#observer.nowMs);
      else this.#trace.failed(this.#observer.nowMs, this.#describeClose(code, reason));
    });
    this.#observer.onGone(this);
  };

  #describeClose(code: number, reason: string): string {
    return describeEnding({
      code,
      reason,
      error: this.#error,
      wasOpen: this.#wasOpen,
      closedHere: false,
      webSocketRefused: this.#observer.isServerOnline && !this.#connection.wasUpgraded,
      target: this.#target,
    }).summary;
  }

  #fail(reason: string): void {
    this.#note(() => this.#trace.failed(this.#observer.nowMs, reason));
    this.#close();
  }

  #close(): void {
    clearTimeout(this.#thinking);
    this.#connection.close();
  }

  /** What came after its end belongs to nobody. */
  #note(step: () => void): void {
    if (this.#trace.end !== undefined) return;
    step();
    this.#observer.onStep();
  }
}

/** What is wrong with what came back, in a few words. */
function describeWrong({ echoes, unexpectedBytes, unexpectedOffset }: Receipt): string | undefined {
  const different = echoes.find(({ difference }) => difference !== undefined)?.difference;
  if (different) return `Another byte came back at offset ${formatCount(different.offset)}`;
  if (unexpectedBytes > 0) return `Bytes that nobody sent came at offset ${formatCount(unexpectedOffset)}`;
  return undefined;
}
