// One end of a TCP connection as its own kernel lists it: "local" is the end itself, "remote" its peer. Both ends of
// a loopback connection are in the same kernel, so each connection is listed twice.
//
//   client ═══TCP═══ server        { local: client, remote: server }  the dialling end
//                                  { local: server, remote: client }  the accepting end

import { type Endpoint, formatEndpoint, unmapIPv4 } from '../../protocol/endpoint.ts';

export interface SocketEnd {
  readonly local: Endpoint;
  readonly remote: Endpoint;
}

/** A TCP connection by the dialling end and the accepting end. */
export interface EndpointPair {
  readonly client: Endpoint;
  readonly server: Endpoint;
}

export function diallingEnd({ client, server }: EndpointPair): SocketEnd {
  return { local: client, remote: server };
}

export function acceptingEnd({ client, server }: EndpointPair): SocketEnd {
  return { local: server, remote: client };
}

/** An end as a key of a map. An IPv4-mapped address is the IPv4 address, and a zone id (`fe80::1%eth0`) is left out. */
export function endKey({ local, remote }: SocketEnd): string {
  return `${plainEndpoint(local)} ${plainEndpoint(remote)}`;
}

/** `address` without zone id and mapping, as the kernel's table has no zones. */
export function plainAddress(address: string): string {
  return unmapIPv4(address.replace(/%.*$/, ''));
}

function plainEndpoint({ address, port }: Endpoint): string {
  return formatEndpoint({ address: plainAddress(address), port });
}
