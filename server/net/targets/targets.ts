// The operator's list of TCP servers that sessions may be carried to. A browser chooses by name; nothing that
// it sends ever becomes an address.

import type { ServerEnd } from '../../core/relay.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';

/** One entry of the list, as it is now. */
export interface Target {
  readonly name: string;
  /** Where it is dialled, by address or name; undefined while it does not run. */
  readonly endpoint: Endpoint | undefined;
  /** Why it cannot be reached, as far as that is known. */
  readonly reason: string | undefined;
  /** Of a built-in server: ends its side of the connection whose other end is `client`, if there is one. */
  readonly end?: ((client: Endpoint, how: ServerEnd) => void) | undefined;
}

export interface Targets {
  /** The one that is dialled when nobody names one. */
  readonly defaultName: string;
  /** The entry of that name; undefined when it is not on the list. */
  get(name: string): Target | undefined;
}
