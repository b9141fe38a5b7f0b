// Host names, addresses and origins, as far as text alone can judge them: parsing, and what counts as loopback.

/**
 * The WHATWG URL parser, which Node and browsers share. It belongs to no edition of ECMAScript and so to no type
 * library of this floor; it is pure all the same.
 */
declare const URL: {
  canParse(text: string): boolean;
  new (
    text: string,
  ): { readonly protocol: string; readonly hostname: string; readonly host: string; readonly origin: string };
};

/** Longest name that DNS knows in its text form without the last dot (RFC 1035 §2.3.4). */
const MAX_HOST_LENGTH = 253;

/** Dot-separated labels of a name or an IPv4 address; `_` is no host's by RFC 952, but of container networks. */
const namePattern = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;

/** Whether `text` is an IPv4 address of four decimal numbers. */
function isIPv4(text: string): boolean {
  const numbers = text.split('.');
  return (
    numbers.length === 4 && numbers.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  );
}

/**
 * Reads an IPv4 address, an IPv6 address without brackets, or a host name; `undefined` when it is none. Names come
 * back lower-case, IPv6 addresses in their shortest form (RFC 5952). Short forms of IPv4 such as `127.1` or
 * `0x7f000001` are none, because systems disagree about what they mean; zone ids (`fe80::1%eth0`) are not taken.
 */
export function parseHost(text: string): string | undefined {
  const host = text.toLowerCase();
  if (host.length > MAX_HOST_LENGTH) return undefined;
  if (host.includes(':')) {
    if (!/^[0-9a-f:.]+$/.test(host) || !URL.canParse(`http://[${host}]`)) return undefined;
    return new URL(`http://[${host}]`).hostname.slice(1, -1);
  }
  if (!namePattern.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  // The URL parser takes every name that ends in a number for an IPv4 address and completes it.
  return isIPv4(host) || !isIPv4(new URL(`http://${host}`).hostname) ? host : undefined;
}

/** Whether `host`, as {@link parseHost} returns it, can be reached from this machine alone (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export function isLoopbackHost(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return (isIPv4(host) && host.startsWith('127.')) || /^::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}$/.test(host);
}

/**
 * Reads a web origin and returns it as browsers send it (RFC 6454 §6.2): lower-case, without the scheme's default
 * port. `undefined` for anything with a path (a last slash is one), query, user, wildcard or other scheme.
 */
export function parseOrigin(text: string): string | undefined {
  if (!/^https?:\/\/[^/\\?#@*\s]+$/i.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, hostname, origin } = new URL(text);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return isWeb && hostname !== '' ? origin : undefined;
}
