// The classic client of every socket tutorial: connects, sends its messages one by one, waits for the whole echo of
// each, and closes. It shows at the terminal what a client card shows on the page.
//
//   connect ──► send 1 ──► recv … until 1 is complete ──► send 2 ──► … ──► FIN ──► FIN of the server ──► closed
//
// An echo may arrive in any number of chunks, so it is counted in bytes, never in reads.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { causeOfDialFailure } from '../core/dial-failure.ts';
import { printable } from '../core/printable.ts';
import { formatBytes, formatDuration } from '../core/quantities.ts';
import { formatEndpoint } from '../protocol/endpoint.ts';
import { localEndpoint, remoteEndpoint } from './endpoints.ts';

/** What is sent when no message is given. */
export const DEFAULT_MESSAGES: readonly string[] = ['Hello, world', 'Hello again: naïve café, 你好, 👋'];

/** How long the server may take to connect, to send a byte more of an echo, or to close, in milliseconds. */
export const DEFAULT_ANSWER_TIMEOUT_MS = 5000;

export interface ClientOptions {
  /** Address or name. */
  readonly host: string;
  readonly port: number;
  /** Default: {@link DEFAULT_MESSAGES}. An empty one is sent as no bytes and has no echo. */
  readonly messages?: readonly string[];
  /** Prints one line. */
  readonly write: (line: string) => void;
  /** In milliseconds; default {@link DEFAULT_ANSWER_TIMEOUT_MS}. */
  readonly answerTimeoutMs?: number;
}

export type ClientErrorCode =
  /** No connection: refused, unreachable, no such name. */
  | 'CONNECT_FAILED'
  /** The connection was reset or failed. */
  | 'CONNECTION_LOST'
  /** The server sent FIN before the echo was complete. */
  | 'CLOSED_EARLY'
  /** Other bytes than those sent, or more of them. */
  | 'ECHO_DIFFERS'
  /** Nothing came for `answerTimeoutMs`. */
  | 'NO_ANSWER';

/** The client gave up; `message` is one line, `cause` the system's error if there was one. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: ClientErrorCode;

  constructor(code: ClientErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/**
 * Runs the whole conversation.
 * @throws {ClientError} when the server does not answer as an echo server does
 */
export async function runClient(options: ClientOptions): Promise<void> {
  const { messages = DEFAULT_MESSAGES, write } = options;
  const conversation = new Conversation(options);
  try {
    await conversation.open();
    write(`connected  ${conversation.ends()}`);
    for (const message of messages) {
      const payload = Buffer.from(message, 'utf8');
      write(`sent       ${show(payload)}`);
      const startedAt = performance.now();
      await conversation.exchange(payload);
      write(`echoed     ${show(payload)}  ${formatDuration(performance.now() - startedAt)}`);
    }
    await conversation.close();
    write('closed     FIN in both directions');
  } catch (error) {
    throw conversation.explain(error);
  } finally {
    conversation.abandon();
  }
}

/** Characters of a message that are printed. */
const MAX_SHOWN_CHARACTERS = 200;

function show(bytes: Buffer): string {
  return `${printable(bytes.toString('utf8'), MAX_SHOWN_CHARACTERS)}  (${formatBytes(bytes.length)})`;
}

/** One connection to the server and where the conversation on it stands. */
class Conversation {
  readonly #server: string;
  readonly #socket: Socket;
  readonly #chunks: AsyncIterator<Buffer>;
  #connected = false;
  #messages = 0;

  constructor({ host, port, answerTimeoutMs = DEFAULT_ANSWER_TIMEOUT_MS }: ClientOptions) {
    this.#server = formatEndpoint({ address: host, port });
    this.#socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
    // Whoever awaits the connection or the next chunk gets the error; between the two nobody listens for it.
    this.#socket.on('error', ignoreError);
    this.#socket.setTimeout(answerTimeoutMs, () => this.#giveUp(answerTimeoutMs));
    this.#chunks = this.#socket[Symbol.asyncIterator]();
  }

  async open(): Promise<void> {
    await once(this.#socket, 'connect');
    this.#connected = true;
  }

  /** `127.0.0.1:58788 → 127.0.0.1:65432` */
  ends(): string {
    return `${formatEndpoint(localEndpoint(this.#socket))} → ${formatEndpoint(remoteEndpoint(this.#socket))}`;
  }

  /** Sends a message and receives its whole echo. */
  async exchange(payload: Buffer): Promise<void> {
    this.#messages += 1;
    this.#socket.write(payload);
    let offset = 0;
    while (offset < payload.length) {
      const chunk = await this.#receive();
      if (chunk === undefined) {
        const what = `${offset} of ${payload.length} bytes of the echo of message ${this.#messages}`;
        throw new ClientError('CLOSED_EARLY', `${this.#server} closed the connection after ${what}.`);
      }
      this.#compare(chunk, payload.subarray(offset), offset);
      offset += chunk.length;
    }
  }

  /** Sends FIN and waits for the server's. */
  async close(): Promise<void> {
    this.#socket.end();
    const chunk = await this.#receive();
    if (chunk) this.#compare(chunk, Buffer.alloc(0), 0);
  }

  /** Frees the socket, whatever became of the conversation. */
  abandon(): void {
    this.#socket.destroy();
  }

  /** What went wrong, as a {@link ClientError}. */
  explain(error: unknown): unknown {
    if (error instanceof ClientError || !isSystemError(error)) return error;
    const { code } = error;
    if (!this.#connected) {
      return new ClientError(
        'CONNECT_FAILED',
        `Cannot connect to ${this.#server}: ${explainDial(code)}`,
        error,
      );
    }
    const what = code === 'ECONNRESET' || code === 'EPIPE' ? 'was reset by the server' : 'failed';
    return new ClientError('CONNECTION_LOST', `The connection to ${this.#server} ${what} (${code}).`, error);
  }

  /** The next chunk; `undefined` after the server's FIN. */
  async #receive(): Promise<Buffer | undefined> {
    const { done, value } = await this.#chunks.next();
    return done ? undefined : value;
  }

  #compare(chunk: Buffer, expected: Buffer, offset: number): void {
    const wrong = chunk.findIndex((byte, index) => byte !== expected[index]);
    if (wrong < 0) return;
    const name = this.#messages === 0 ? 'no message' : `message ${this.#messages}`;
    const sent = expected[wrong];
    const wanted = sent === undefined ? 'no further byte was sent' : `${hex(sent)} was sent`;
    throw new ClientError(
      'ECHO_DIFFERS',
      `${this.#server} is no echo server: at byte ${offset + wrong} of the answer to ${name} ` +
        `${hex(chunk[wrong])} came, but ${wanted}.`,
    );
  }

  #giveUp(answerTimeoutMs: number): void {
    const asked = this.#connected ? 'sent nothing' : 'did not accept the connection';
    const message = `${this.#server} ${asked} for ${formatDuration(answerTimeoutMs)}; an echo server answers at once.`;
    this.#socket.destroy(new ClientError('NO_ANSWER', message));
  }
}

function explainDial(code: string): string {
  const cause = causeOfDialFailure(code);
  if (cause === undefined) return `the system says ${code}.`;
  const advice = code === 'ECONNREFUSED' ? 'Is the server running, and is this its --port?' : 'Check --host.';
  return `${cause} (${code}). ${advice}`;
}

function isSystemError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

function hex(byte: number | undefined): string {
  return `0x${(byte ?? 0).toString(16).padStart(2, '0')}`;
}

function ignoreError(): void {}
