// A TCP endpoint as both protocols write it, and as people read it.

import * as v from 'valibot';

/** Largest TCP port (RFC 9293 §3.1: the port fields are 16 bits wide). */
export const MAX_PORT = 65_535;

export const endpointSchema = v.strictObject({
  /** IPv4 or IPv6 address in its text form, without brackets. */
  address: v.string(),
  port: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_PORT)),
});

/** One end of a TCP connection: `{ address: '127.0.0.1', port: 65432 }`. */
export type Endpoint = v.InferOutput<typeof endpointSchema>;

/** `127.0.0.1:65432`; an IPv6 address stands in brackets: `[::1]:65432`. */
export function formatEndpoint({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/**
 * `127.0.0.1` for `::ffff:127.0.0.1`, as a dual-stack listener writes its IPv4 peers (RFC 4291 §2.5.5.2); any
 * other address as it is.
 */
export function unmapIPv4(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
