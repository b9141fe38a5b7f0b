// A TCP client outside the browser, such as `nc` would be: a socket to the echo server, with no gateway between.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Endpoint } from '../../../server/protocol/endpoint.ts';

export class NativeClient {
  /** This client's end, as the server's table names it. */
  readonly endpoint: Endpoint;
  readonly #socket: Socket;
  /** Reads chunk by chunk; between two reads nothing is lost. */
  readonly #chunks: AsyncIterator<Buffer>;

  private constructor(socket: Socket) {
    const { localAddress = '', localPort = 0 } = socket;
    this.endpoint = { address: localAddress, port: localPort };
    this.#socket = socket;
    this.#chunks = socket[Symbol.asyncIterator]();
  }

  /** Resolves once the connection is established. */
  static async connect({ address, port }: Endpoint): Promise<NativeClient> {
    const socket = connect({ host: address, port });
    await once(socket, 'connect');
    return new NativeClient(socket);
  }

  /** Sends `text` and resolves with as many bytes of what comes back. */
  async exchange(text: string): Promise<string> {
    const sent = Buffer.from(text);
    this.#socket.write(sent);
    let echo = Buffer.alloc(0);
    while (echo.length < sent.length) {
      const { done, value } = await this.#chunks.next();
      if (done) throw new Error(`The server's FIN came after ${echo.length} of ${sent.length} bytes.`);
      echo = Buffer.concat([echo, value]);
    }
    return echo.toString();
  }

  /** Sends FIN and resolves once the server's FIN has arrived too. */
  async close(): Promise<void> {
    this.#socket.end();
    while (!(await this.#chunks.next()).done);
  }
}
