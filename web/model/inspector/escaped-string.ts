// Bytes as a string literal that JavaScript and Python both read, one character a byte, so that it can be pasted:
//
//   "Hello\r\n\x00\xff"      JavaScript: Buffer.from("…", "latin1")      Python: b"…"

import { hexByte, isPrintable } from './hex-rows.ts';

const escapes: ReadonlyMap<number, string> = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
]);

/** The literal with its quotes. Whatever is not printable ASCII is escaped. */
export function escapeString(bytes: Uint8Array): string {
  let literal = '"';
  for (const byte of bytes) {
    literal += escapes.get(byte) ?? (isPrintable(byte) ? String.fromCharCode(byte) : `\\x${hexByte(byte)}`);
  }
  return `${literal}"`;
}
