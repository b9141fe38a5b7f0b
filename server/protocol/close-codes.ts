// Every WebSocket close code that the bridge and the observe protocol speak, on either side.
//
// RFC 6455 §7.4.1 gives 1000–1015 their meaning; 4000–4999 are private use (§7.4.2), of which Echo Bridge
// takes 4100–4108 to say what became of the TCP socket. PROTOCOL.md tells when each one is sent.

export const CloseCode = {
  /** Both directions ended with FIN and every byte was delivered. */
  normal: 1000,
  /** The server is stopping, or the browser left the page. */
  goingAway: 1001,
  /** A malformed frame. */
  protocolError: 1002,
  /** Never on the wire: a Close frame without a code was received. */
  noStatus: 1005,
  /** Never on the wire: the WebSocket was lost without a closing handshake. */
  abnormal: 1006,
  /** Text that is not UTF-8. */
  invalidPayload: 1007,
  /** A message that the protocol does not allow, or not at this moment. */
  policyViolation: 1008,
  /** A message above `maxMessageBytes` or `maxControlBytes`. */
  messageTooBig: 1009,
  /** A defect of the gateway. */
  internalError: 1011,
  /** A limit on the number of sessions or watchers is reached. */
  tryAgainLater: 1013,
  /** ECONNREFUSED: nothing listens at the target. */
  targetRefused: 4100,
  /** The target's host or network cannot be reached, or its name does not resolve. */
  targetUnreachable: 4101,
  /** The target did not answer within `connectTimeoutMs`. */
  connectTimedOut: 4102,
  /** No byte in either direction for `idleTimeoutMs`. */
  idle: 4103,
  /** The target reset the connection (ECONNRESET, EPIPE). */
  targetReset: 4104,
  /** The browser asked for a reset with `rst`. */
  resetByClient: 4105,
  /** One FIN was seen, and then nothing for `halfOpenTimeoutMs`. */
  halfOpenTimedOut: 4106,
  /** The browser sent more than `sessionQuotaBytes`. */
  quotaExceeded: 4107,
} as const;

export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];

/** Largest close reason in bytes of UTF-8: a control frame's 125 less the two of the code (RFC 6455 §5.5). */
export const MAX_REASON_BYTES = 123;

/**
 * Cuts `reason` to at most {@link MAX_REASON_BYTES} bytes of UTF-8, never within a code point; a lone
 * surrogate counts as the three bytes of U+FFFD that an encoder makes of it.
 */
export function fitReason(reason: string): string {
  let bytes = 0;
  let end = 0;
  for (const character of reason) {
    const codePoint = character.codePointAt(0) as number;
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    if (bytes > MAX_REASON_BYTES) break;
    end += character.length;
  }
  return reason.slice(0, end);
}

/**
 * Whether a received close code means that the peer finished in order, as `close(2)` does: 1000, 1001, none at
 * all (1005), or an application's own (3000–4999). Anything else is a WebSocket that was lost or failed.
 */
export function isOrderlyClose(code: number): boolean {
  return (
    code === CloseCode.normal ||
    code === CloseCode.goingAway ||
    code === CloseCode.noStatus ||
    (code >= 3000 && code <= 4999)
  );
}
