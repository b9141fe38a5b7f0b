// One WebSocket to `/bridge`: bytes out in slices, bytes and control in. It decides nothing about TCP; it keeps order
// and back-pressure. Begin with server/protocol/PROTOCOL.md.
//
//   send(payload), fin() ─► SendQueue ──slices, within the gateway's window──► WebSocket
//   rst, pause, resume ─────────────────────────at once──────────────────────►
//
// A slice is made only when the window has room for it, so 16 MiB to send never stand in memory at once, and no
// control message ever waits behind bytes that nobody takes.

import {
  BRIDGE_PATH,
  BRIDGE_SUBPROTOCOL,
  type ClientControl,
  type GatewayControl,
  parseGatewayControl,
} from '../../server/protocol/bridge.ts';
import { CloseCode } from '../../server/protocol/close-codes.ts';
import { UPSTREAM_WINDOW_BYTES } from '../../server/protocol/limits.ts';
import { LOBBY } from '../../server/protocol/room.ts';
import type { Payload } from '../model/payload.ts';
import { SendQueue } from '../model/send-queue.ts';

/** Largest binary message that the page makes, in bytes; the gateway's own limit may be lower. */
const MAX_SLICE_BYTES = 64 * 1024;

/** Private code (RFC 6455 §7.4.2) for a gateway that breaks the protocol; a browser may not send 1002 itself. */
const GATEWAY_BROKE_PROTOCOL = 4002;

/** What happens on a connection. After `onClose` nothing else is called. */
export interface BridgeListener {
  /** The WebSocket is open; the gateway dials the target. */
  onUpgrade?(): void;
  onOpen(message: Extract<GatewayControl, { type: 'open' }>): void;
  onBytes(chunk: Uint8Array): void;
  /** The gateway's socket to the target has taken so many `bytes` in all. */
  onTaken(bytes: number): void;
  onFin(): void;
  onError(error: { readonly code: string; readonly message: string }): void;
  onClose(code: number, reason: string): void;
  /** A slice of `bytes` is being handed to the WebSocket. */
  onHandedOver(bytes: number): void;
  onFinHandedOver(): void;
}

export class BridgeConnection {
  readonly #socket: WebSocket;
  readonly #listener: BridgeListener;
  readonly #queue = new SendQueue();
  #sliceBytes = MAX_SLICE_BYTES;
  #established = false;
  #wasUpgraded = false;
  /** Bytes handed to the WebSocket, and how many of them the target's socket has taken. */
  #sentBytes = 0;
  #takenBytes = 0;

  /** Dials `target`, by default the gateway's default one, at once, as a session of `room`. */
  constructor(target: string | undefined, room: string, listener: BridgeListener) {
    this.#listener = listener;
    const query = new URLSearchParams();
    if (target !== undefined) query.set('target', target);
    if (room !== LOBBY) query.set('room', room);
    this.#socket = new WebSocket(`${BRIDGE_PATH}?${query}`, BRIDGE_SUBPROTOCOL);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.addEventListener('open', this.#onUpgrade);
    this.#socket.addEventListener('message', this.#onMessage);
    this.#socket.addEventListener('close', this.#onClose);
  }

  /** Whether another message may be queued: no FIN was asked for, and not too many wait. */
  get acceptsMessages(): boolean {
    return !this.#queue.isClosed && !this.#queue.isFull;
  }

  /** Whether the WebSocket was ever open, the TCP connection behind it or not. */
  get wasUpgraded(): boolean {
    return this.#wasUpgraded;
  }

  /** Queues a message; it leaves once the connection is established. Ask {@link acceptsMessages} first. */
  send(message: number, payload: Payload): void {
    this.#queue.add(message, payload);
    this.#pump();
  }

  /** Half-closes behind everything queued. */
  fin(): void {
    this.#queue.addFin();
    this.#pump();
  }

  /** Aborts: what is queued is forgotten. */
  rst(): void {
    this.#queue.clear();
    this.#control({ type: 'rst' });
  }

  pauseReading(): void {
    this.#control({ type: 'pause' });
  }

  resumeReading(): void {
    this.#control({ type: 'resume' });
  }

  /** Has the built-in server end its side, with FIN or RST. */
  endServer(how: 'fin' | 'rst'): void {
    this.#control({ type: how === 'fin' ? 'serverFin' : 'serverRst' });
  }

  /** Closes as `close(2)` does: what was handed over still reaches the target, echoes to come are discarded. */
  close(): void {
    this.#queue.clear();
    this.#socket.close(CloseCode.normal);
  }

  #control(message: ClientControl): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #pump(): void {
    if (!this.#established || this.#socket.readyState !== WebSocket.OPEN) return;
    for (;;) {
      const room = UPSTREAM_WINDOW_BYTES - (this.#sentBytes - this.#takenBytes);
      // The gateway's next `taken` pumps again.
      if (room <= 0) return;
      const departure = this.#queue.take(Math.min(room, this.#sliceBytes));
      if (departure === undefined) return;
      switch (departure.kind) {
        case 'bytes':
          // Told first: the gateway is another process and may have the bytes before send() returns.
          this.#listener.onHandedOver(departure.bytes.length);
          this.#socket.send(departure.bytes);
          this.#sentBytes += departure.bytes.length;
          break;
        case 'fin':
          this.#listener.onFinHandedOver();
          this.#control({ type: 'fin' });
          break;
      }
    }
  }

  readonly #onUpgrade = (): void => {
    this.#wasUpgraded = true;
    this.#listener.onUpgrade?.();
  };

  readonly #onMessage = (event: MessageEvent<ArrayBuffer | string>): void => {
    if (typeof event.data === 'string') this.#onControl(event.data);
    else if (event.data.byteLength > 0) this.#listener.onBytes(new Uint8Array(event.data));
  };

  #onControl(text: string): void {
    const parsed = parseGatewayControl(text);
    if (!parsed.ok) {
      this.#socket.close(GATEWAY_BROKE_PROTOCOL, 'unknown control message');
      return;
    }
    const { message } = parsed;
    switch (message.type) {
      case 'open':
        this.#established = true;
        this.#sliceBytes = Math.min(MAX_SLICE_BYTES, message.maxMessageBytes);
        this.#listener.onOpen(message);
        this.#pump();
        break;
      case 'taken':
        this.#takenBytes = message.bytes;
        this.#listener.onTaken(message.bytes);
        this.#pump();
        break;
      case 'fin':
        this.#listener.onFin();
        break;
      case 'error':
        this.#listener.onError(message);
        break;
    }
  }

  readonly #onClose = (event: CloseEvent): void => {
    this.#queue.clear();
    this.#listener.onClose(event.code, event.reason);
  };
}
