// A native TCP client for tests: it keeps all that arrives, and every end of a connection can be awaited.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export class TcpPeer {
  readonly socket: Socket;
  /** Resolves at the other end's FIN. */
  readonly ended: Promise<void>;
  /** Resolves when the connection is gone, with the errno name of what broke it. */
  readonly closed: Promise<string | undefined>;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #failure: string | undefined;
  #waiting: { length: number; resolve: () => void } | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.ended = new Promise((resolve) => {
      socket.once('end', resolve);
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', () => resolve(this.#failure));
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#failure = error.code ?? error.name;
    });
  }

  /** Connects; nothing is read before {@link read}. */
  static async connect(port: number, host = '127.0.0.1'): Promise<TcpPeer> {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
    await once(socket, 'connect');
    return new TcpPeer(socket);
  }

  /** The port of this end. */
  get port(): number {
    return this.socket.localPort ?? 0;
  }

  /** All that has arrived so far. */
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks, this.#length);
  }

  /** Begins to read. */
  read(): this {
    this.socket.on('data', (chunk: Buffer) => this.#take(chunk));
    return this;
  }

  /** Sends bytes and resolves once the kernel has them. */
  send(bytes: Uint8Array | string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Sends FIN. */
  fin(): void {
    this.socket.end();
  }

  /** Sends RST. */
  rst(): void {
    this.socket.resetAndDestroy();
  }

  /** All that has arrived, once it is at least `length` bytes. */
  async received(length: number): Promise<Buffer> {
    if (this.#length < length) {
      await new Promise<void>((resolve) => {
        this.#waiting = { length, resolve };
      });
    }
    return this.bytes;
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#waiting === undefined || this.#length < this.#waiting.length) return;
    this.#waiting.resolve();
    this.#waiting = undefined;
  }
}
