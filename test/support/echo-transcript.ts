// What an echo server reports, as lines that a test can compare and wait for.
//
//   #1 accepted   #1 received 12   #1 sent 12   #1 FIN received   #1 FIN sent   #1 closed: fin
//   #2 waits      #2 served

import type { ConnectionEnd, EchoConnection, EchoObserver } from '../../server/core/echo-observer.ts';
import type { Endpoint } from '../../server/protocol/endpoint.ts';

export class EchoTranscript implements EchoObserver {
  readonly lines: string[] = [];
  readonly #byPort = new Map<number, EchoConnection>();
  #waiting: { isTrue: () => boolean; resolve: () => void }[] = [];

  /** Resolves as soon as `isTrue` of what was reported. */
  until(isTrue: () => boolean): Promise<void> {
    if (isTrue()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ isTrue, resolve });
    });
  }

  /** Resolves once `line` was reported. */
  untilLine(line: string): Promise<void> {
    return this.until(() => this.lines.includes(line));
  }

  /** The server's view of the connection that comes from `port`. */
  async connectionOf(port: number): Promise<EchoConnection> {
    await this.until(() => this.#byPort.has(port));
    return this.#byPort.get(port) as EchoConnection;
  }

  listening(endpoint: Endpoint): void {
    this.#note(`listening on ${endpoint.address}`);
  }
  accepted(connection: EchoConnection): void {
    this.#byPort.set(connection.peer.port, connection);
    this.#note(`#${connection.id} ${connection.servedBy ? 'accepted' : 'waits'}`);
  }
  served(connection: EchoConnection): void {
    this.#note(`#${connection.id} served`);
  }
  received(connection: EchoConnection, bytes: number): void {
    this.#note(`#${connection.id} received ${bytes}`);
  }
  sent(connection: EchoConnection, bytes: number): void {
    this.#note(`#${connection.id} sent ${bytes}`);
  }
  finReceived(connection: EchoConnection): void {
    this.#note(`#${connection.id} FIN received`);
  }
  finSent(connection: EchoConnection): void {
    this.#note(`#${connection.id} FIN sent`);
  }
  closed(connection: EchoConnection, end: ConnectionEnd): void {
    const code = 'code' in end ? ` ${end.code}` : '';
    this.#note(`#${connection.id} closed: ${end.how}${code}`);
  }
  refused(peer: Endpoint): void {
    this.#note(`refused ${peer.address}`);
  }
  stopped(): void {
    this.#note('stopped');
  }

  #note(line: string): void {
    this.lines.push(line);
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ isTrue }) => !isTrue());
    for (const { isTrue, resolve } of waiting) if (isTrue()) resolve();
  }
}
