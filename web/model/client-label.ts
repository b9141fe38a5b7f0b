// How a client is called, apart from the client: the server's log speaks of clients whose cards were closed long ago,
// and must not keep their transcripts for it.

import type { Identity } from './identity.ts';

export class ClientLabel {
  /** Unique in the life of the page. */
  readonly key: number;
  readonly identity: Identity;
  /** What the user calls it; empty when nothing was given. */
  name = '';

  constructor(key: number, identity: Identity) {
    this.key = key;
    this.identity = identity;
  }

  /** Its name, or `Client A`. */
  get title(): string {
    return this.name.trim() || `Client ${this.identity.letter}`;
  }
}
