// A client of the bridge protocol for tests: a real `ws` WebSocket that keeps all it was told, in order.

import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import {
  BRIDGE_SUBPROTOCOL,
  type ClientControl,
  type GatewayControl,
  parseGatewayControl,
} from '../../server/protocol/bridge.ts';
import { UPSTREAM_WINDOW_BYTES } from '../../server/protocol/limits.ts';

export interface PeerOptions extends ClientOptions {
  /** Default: the controlled mode. */
  readonly subprotocols?: string[];
  /** Default `/bridge`. */
  readonly path?: string;
}

/** What a WebSocket was closed with. */
export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export class BridgePeer {
  readonly ws: WebSocket;
  /** Settles when the WebSocket is closed. */
  readonly closed: Promise<Closed>;
  readonly controls: GatewayControl[] = [];
  #chunks: Buffer[] = [];
  #length = 0;
  #sent = 0;
  #waiting: (() => void)[] = [];

  /** `url` is the server's `http://` address. */
  constructor(
    url: string,
    { subprotocols = [BRIDGE_SUBPROTOCOL], path = '/bridge', ...options }: PeerOptions = {},
  ) {
    this.ws = new WebSocket(`${url.replace('http', 'ws')}${path}`, subprotocols, {
      perMessageDeflate: false,
      ...options,
    });
    this.closed = new Promise((resolve) => {
      this.ws.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#wake();
      });
    });
    // A failed handshake and a lost connection show in `closed`.
    this.ws.on('error', () => {});
    this.ws.on('message', (data: Buffer, isBinary) => this.#receive(data, isBinary));
  }

  /** All bytes so far. */
  get bytes(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  get byteCount(): number {
    return this.#length;
  }

  /** Waits for the first control message of a type. */
  async control<T extends GatewayControl['type']>(type: T): Promise<Extract<GatewayControl, { type: T }>> {
    const isWanted = (message: GatewayControl): message is Extract<GatewayControl, { type: T }> =>
      message.type === type;
    await this.until(() => this.controls.some(isWanted));
    return this.controls.find(isWanted) as Extract<GatewayControl, { type: T }>;
  }

  /** Waits until `count` bytes have come. */
  async received(count: number): Promise<Buffer> {
    await this.until(() => this.#length >= count);
    return this.bytes;
  }

  /** Waits until `condition` holds, looking at each message; rejects when the WebSocket closes before. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.ws.readyState === WebSocket.CLOSED) throw new Error('the WebSocket closed first');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async opened(): Promise<this> {
    if (this.ws.readyState === WebSocket.CONNECTING) await once(this.ws, 'open');
    return this;
  }

  /** Sends one binary message. */
  send(bytes: Uint8Array | string): void {
    this.ws.send(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  }

  /** Sends bytes in slices, within the window that PROTOCOL.md asks for. */
  async sendWithinWindow(bytes: Uint8Array, sliceBytes = 32 * 1024): Promise<void> {
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      const slice = bytes.subarray(at, at + sliceBytes);
      await this.until(() => this.#sent + slice.length - this.taken <= UPSTREAM_WINDOW_BYTES);
      this.send(slice);
      this.#sent += slice.length;
    }
  }

  /** Bytes that the gateway said the target's socket has taken. */
  get taken(): number {
    return this.controls.reduce((most, message) => (message.type === 'taken' ? message.bytes : most), 0);
  }

  /** Sends one text message as it is. */
  sendText(text: string): void {
    this.ws.send(text);
  }

  sendControl(message: ClientControl): void {
    this.ws.send(JSON.stringify(message));
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (isBinary) {
      this.#chunks.push(data);
      this.#length += data.length;
    } else {
      const parsed = parseGatewayControl(data.toString());
      if (!parsed.ok) throw new Error(parsed.reason);
      this.controls.push(parsed.message);
    }
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
