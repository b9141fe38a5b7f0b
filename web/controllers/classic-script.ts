// The classic client of every socket tutorial, as a script on one card: connect, send, print the echo, send again,
// print the echo, close with FIN.

import type { Arrival } from '../model/client-record.ts';
import type { Client } from './client.ts';

/** The two messages, in order. */
export const CLASSIC_MESSAGES = ['Hello, world', 'Goodbye, world'] as const;

export class ClassicScript {
  readonly client: Client;
  #sent = 0;

  constructor(client: Client) {
    this.client = client;
  }

  /** The connection is established: send the first message. */
  onOpen(): void {
    this.#step();
  }

  /** An echo may be complete: send the next message, or FIN after the last. */
  onArrival(arrival: Arrival): void {
    for (const _echo of arrival.completed) this.#step();
  }

  #step(): void {
    const message = CLASSIC_MESSAGES[this.#sent];
    this.#sent += 1;
    if (message === undefined) this.client.fin();
    else this.client.send('text', message);
  }
}
