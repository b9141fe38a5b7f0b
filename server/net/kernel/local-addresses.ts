// Which addresses are this machine's own, so that its kernel knows of a connection's end.

import { networkInterfaces } from 'node:os';
import { isLoopbackHost } from '../../core/host-name.ts';
import { plainAddress } from '../../core/kernel/socket-end.ts';

/** How long the list of the interfaces' addresses counts as true, in milliseconds; a host of containers has thousands. */
const LIST_LIFE_MS = 10_000;

export class LocalAddresses {
  readonly #read: typeof networkInterfaces;
  #list = new Set<string>();
  #staleAt = Number.NEGATIVE_INFINITY;

  /** `read` gives the interfaces. Default: `os.networkInterfaces`. */
  constructor(read: typeof networkInterfaces = networkInterfaces) {
    this.#read = read;
  }

  has(address: string): boolean {
    const plain = plainAddress(address);
    return isLoopbackHost(plain) || this.#current().has(plain);
  }

  #current(): Set<string> {
    const now = performance.now();
    if (now < this.#staleAt) return this.#list;
    this.#staleAt = now + LIST_LIFE_MS;
    this.#list = new Set(this.#readAll());
    return this.#list;
  }

  #readAll(): Iterable<string> {
    try {
      const interfaces = Object.values(this.#read());
      return interfaces.flatMap((addresses = []) => addresses.map(({ address }) => address));
    } catch {
      // Listing them takes a descriptor, of which none may be free. The addresses rarely change.
      return this.#list;
    }
  }
}
