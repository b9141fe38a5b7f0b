// Where something can be dialled, as people write it: `localhost:7`, `10.0.0.7:65432`, `[::1]:7`. For `check` and for
// `--target` alike; the other way round is `formatEndpoint`.

import { MAX_PORT } from '../protocol/endpoint.ts';
import { parseHost } from './host-name.ts';

export interface HostPort {
  /** Address or name as `parseHost` gives it: lower-case, an IPv6 address without its brackets. */
  readonly host: string;
  /** From 1 on: nothing can be reached at port 0. */
  readonly port: number;
}

/**
 * Reads `HOST:PORT`; `undefined` when it is none. An IPv6 address has to stand in brackets (RFC 3986 §3.2.2), because
 * `::1:7` is an address by itself, and nothing else may.
 */
export function parseHostPort(text: string): HostPort | undefined {
  const [, bracketed, plain, digits = ''] =
    /^(?:\[([^[\]]*:[^[\]]*)\]|([^[\]:]+)):([1-9]\d{0,4})$/.exec(text) ?? [];
  const host = parseHost(bracketed ?? plain ?? '');
  const port = Number(digits);
  return host === undefined || port > MAX_PORT ? undefined : { host, port };
}
