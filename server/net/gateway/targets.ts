// The operator's list of TCP servers that sessions may be carried to. A browser chooses by name; nothing that
// it sends ever becomes an address.

import type { ServerEnd } from '../../core/relay.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';

/** Where a target is dialled. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** Of a built-in server: ends its side of the connection whose other end is `client`, if there is one. */
  readonly end?: (client: Endpoint, how: ServerEnd) => void;
}

/** Targets by name. */
export type Targets = ReadonlyMap<string, Target>;
