// A target as the operator writes it: `lab=10.0.0.5:7`.

import { parseHostPort } from '../host-port.ts';

/** A TCP server that the operator put on the list. */
export interface NamedTarget {
  readonly name: string;
  /** Address or name, as `parseHost` gives it. */
  readonly host: string;
  readonly port: number;
}

/** What a target can be called: it stands in URLs and in tables. */
export const TARGET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

/** Reads `NAME=HOST:PORT`; `undefined` when it is none. */
export function parseTarget(text: string): NamedTarget | undefined {
  const equals = text.indexOf('=');
  const name = text.slice(0, Math.max(0, equals));
  const place = parseHostPort(text.slice(equals + 1));
  return place && TARGET_NAME.test(name) ? { name, ...place } : undefined;
}
