// The classic client of every socket tutorial, as a script on one card: connect, send, print the echo, send again,
// print the echo, close with FIN.

import type { Arrival } from '../model/client-record.ts';
import type { Client } from './client.ts';

/** The two messages, in order. */
export const CLASSIC_MESSAGES = ['Hello, world', 'Goodbye, world'] as const;

export class ClassicScript {
  readonly client: Client;
  #sent = 0;
  /** Number of its message whose echo it waits for; the user may send others meanwhile. */
  #awaited: number | undefined;

  constructor(client: Client) {
    this.client = client;
  }

  /** The connection is established: send the first message. */
  onOpen(): void {
    this.#step();
  }

  /** The awaited echo may be complete: send the next message, or FIN after the last. */
  onArrival(arrival: Arrival): void {
    if (arrival.completed.some((echo) => echo.message === this.#awaited)) this.#step();
  }

  #step(): void {
    this.#awaited = undefined;
    const text = CLASSIC_MESSAGES[this.#sent];
    this.#sent += 1;
    if (text === undefined) {
      this.client.fin();
      return;
    }
    const result = this.client.send('text', text);
    if (result.ok) this.#awaited = result.message;
  }
}
