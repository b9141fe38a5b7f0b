// What a client sends: bytes that can be read at any offset, as often as needed.
//
//   send queue ──read(offset)──► WebSocket
//   byte ledger ─read(offset)──► compared with the echo
//
// A generated payload is a function of (seed, offset), so 16 MiB cost no memory on either way.

/** A finite run of bytes that can be read from anywhere. */
export interface Payload {
  readonly kind: 'text' | 'hex' | 'generated';
  /** In bytes; at least 1. */
  readonly length: number;
  /** Fills `target` with the bytes that begin at `offset`; both must lie within the payload. */
  read(offset: number, target: Uint8Array): void;
}

/** Bytes that are held in memory: typed text or hex. */
export function createBytesPayload(kind: 'text' | 'hex', bytes: Uint8Array): Payload {
  return {
    kind,
    length: bytes.length,
    read(offset, target) {
      target.set(bytes.subarray(offset, offset + target.length));
    },
  };
}

/**
 * Bytes of all 256 values that look random and are the same for the same `seed` (a 32-bit integer), so that an echo
 * which skips, repeats or swaps bytes is noticed wherever it happens.
 */
export function createGeneratedPayload(length: number, seed: number): Payload {
  return {
    kind: 'generated',
    length,
    read(offset, target) {
      let index = 0;
      while (index < target.length) {
        const position = offset + index;
        let word = scramble(seed ^ (position >>> 2)) >>> ((position & 3) * 8);
        const end = Math.min(target.length, index + 4 - (position & 3));
        for (; index < end; index += 1) {
          target[index] = word & 0xff;
          word >>>= 8;
        }
      }
    },
  };
}

/** Spreads every bit of a 32-bit integer over all others (a multiply-and-shift finaliser). */
function scramble(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return (bits ^ (bits >>> 16)) >>> 0;
}
