// Who may talk to this server: the checks that a request passes before anything is served or upgraded, in the
// order of PROTOCOL.md. Pure: it judges the header lines as they came and answers with an HTTP status or none.
//
// The Host check defeats DNS rebinding: a page of evil.example whose name was re-pointed at 127.0.0.1 still
// sends `Host: evil.example`. The Origin check defeats cross-site WebSocket hijacking (RFC 6455 §10.2).

import { BRIDGE_PATH, BRIDGE_SUBPROTOCOL, PLAIN_SUBPROTOCOL } from '../protocol/bridge.ts';
import { CHECK_PATH, CHECK_SUBPROTOCOL } from '../protocol/check.ts';
import { unmapIPv4 } from '../protocol/endpoint.ts';
import { OBSERVE_PATH, OBSERVE_SUBPROTOCOL } from '../protocol/observe.ts';
import { parseHost } from './host-name.ts';
import type { RelayMode } from './relay.ts';

/** A request that is turned away over HTTP. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 405 | 421 | 426;
  /** One generic sentence; it never repeats what the peer sent. */
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RequestPolicy {
  /** Names and addresses, lower-case and without brackets, that `Host` may carry besides the request's own address. */
  readonly hosts: ReadonlySet<string>;
  /** Serialized origins that may connect besides the same origin. */
  readonly origins: ReadonlySet<string>;
}

/** What is judged of a request. Header lines are in order of arrival, so that a repeated one shows. */
export interface RequestHead {
  readonly method: string;
  /** Such as `1.1`. */
  readonly httpVersion: string;
  /** Path and query. */
  readonly target: string;
  /** Address of the server's end of the TCP connection. */
  readonly localAddress: string;
  readonly hosts: readonly string[];
  readonly origins: readonly string[];
  readonly versions: readonly string[];
  readonly subprotocols: readonly string[];
}

/** What an upgrade is for, once it is let in. */
export type Admission =
  | {
      readonly path: typeof BRIDGE_PATH;
      readonly mode: RelayMode;
      readonly subprotocol: string | undefined;
      readonly query: string;
    }
  | {
      readonly path: typeof OBSERVE_PATH | typeof CHECK_PATH;
      readonly subprotocol: string;
      readonly query: string;
    };

export type Verdict =
  | { readonly ok: true; readonly admission: Admission }
  | { readonly ok: false; readonly refusal: Refusal };

/** The policy of a server that listens on `host` and lets `allowedOrigins` in. */
export function createRequestPolicy(host: string, allowedOrigins: readonly string[]): RequestPolicy {
  const hosts = new Set(['localhost', host.toLowerCase()]);
  for (const origin of allowedOrigins) {
    const parsed = parseAuthority(origin.replace(/^https?:\/\//, ''));
    if (parsed) hosts.add(parsed.host);
  }
  return { hosts, origins: new Set(allowedOrigins) };
}

/** Judges `Host` alone, as every request has to pass it: `undefined` when it is one of ours. */
export function judgeHost(
  policy: RequestPolicy,
  head: Pick<RequestHead, 'hosts' | 'localAddress'>,
): Refusal | undefined {
  const [authority, ...others] = head.hosts;
  const parsed = authority === undefined || others.length > 0 ? undefined : parseAuthority(authority);
  if (!parsed) return { status: 400, text: 'A request needs exactly one valid Host header.' };
  if (policy.hosts.has(parsed.host) || parsed.host === unmapIPv4(head.localAddress).toLowerCase())
    return undefined;
  return { status: 421, text: 'This server is not known by that Host.' };
}

/** Judges an upgrade request. */
export function judgeUpgrade(policy: RequestPolicy, head: RequestHead): Verdict {
  const [path, query = ''] = splitOnce(head.target, '?');
  const refusal =
    judgeHost(policy, head) ?? judgePath(path) ?? judgeHandshake(head) ?? judgeOrigin(policy, head);
  if (refusal) return { ok: false, refusal };
  const admission = admit(path, head.subprotocols, query);
  return admission
    ? { ok: true, admission }
    : { ok: false, refusal: { status: 400, text: 'None of the offered subprotocols is spoken here.' } };
}

function judgePath(path: string): Refusal | undefined {
  if (path === BRIDGE_PATH || path === OBSERVE_PATH || path === CHECK_PATH) return undefined;
  return { status: 404, text: 'There is no WebSocket at this path.' };
}

function judgeHandshake({ method, httpVersion, versions }: RequestHead): Refusal | undefined {
  if (method !== 'GET') {
    return { status: 405, text: 'A WebSocket handshake uses GET.', headers: { Allow: 'GET' } };
  }
  if (httpVersion !== '1.1') return { status: 400, text: 'A WebSocket handshake needs HTTP/1.1.' };
  if (versions.length !== 1 || versions[0] !== '13') {
    const headers = { 'Sec-WebSocket-Version': '13' };
    return { status: 426, text: 'This server speaks WebSocket version 13.', headers };
  }
  return undefined;
}

function judgeOrigin(policy: RequestPolicy, { hosts, origins }: RequestHead): Refusal | undefined {
  const [origin, ...others] = origins;
  if (origin === undefined) return undefined;
  const isOurs = origin === `http://${hosts[0]?.toLowerCase()}` || policy.origins.has(origin);
  if (others.length === 0 && isOurs) return undefined;
  return { status: 403, text: 'Pages of that origin may not connect here.' };
}

/** Undefined when none of the offered subprotocols is the path's. */
function admit(path: string, offered: readonly string[], query: string): Admission | undefined {
  switch (path) {
    case OBSERVE_PATH:
      return offered.includes(OBSERVE_SUBPROTOCOL)
        ? { path, subprotocol: OBSERVE_SUBPROTOCOL, query }
        : undefined;
    case CHECK_PATH:
      return offered.includes(CHECK_SUBPROTOCOL)
        ? { path, subprotocol: CHECK_SUBPROTOCOL, query }
        : undefined;
    default:
      return admitBridge(offered, query);
  }
}

function admitBridge(offered: readonly string[], query: string): Admission | undefined {
  const as = (mode: RelayMode, subprotocol: string | undefined): Admission => ({
    path: BRIDGE_PATH,
    mode,
    subprotocol,
    query,
  });
  if (offered.includes(BRIDGE_SUBPROTOCOL)) return as('controlled', BRIDGE_SUBPROTOCOL);
  if (offered.includes(PLAIN_SUBPROTOCOL)) return as('plain', PLAIN_SUBPROTOCOL);
  return offered.length === 0 ? as('plain', undefined) : undefined;
}

/** Reads `host`, `host:port` or `[v6]:port` (RFC 3986 §3.2); the host comes back as {@link parseHost} returns it. */
function parseAuthority(authority: string): { readonly host: string } | undefined {
  const match = /^(?:\[([^[\]]+)\]|([^:[\]]+))(?::\d{0,5})?$/.exec(authority);
  const host = parseHost(match?.[1] ?? match?.[2] ?? '');
  return host === undefined ? undefined : { host };
}

function splitOnce(text: string, separator: string): [string, string?] {
  const index = text.indexOf(separator);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
