// Reads one UTF-8 character at a time, as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
// A decoder of the platform would not say where a character begins and ends.

/** Longest character, in bytes. */
export const MAX_CHARACTER_BYTES = 4;

/** A character and the bytes that it takes. */
export interface Utf8Character {
  readonly code: number;
  readonly length: number;
}

/** The smallest code that needs two, three and four bytes. */
const firstCodes: readonly number[] = [0x80, 0x800, 0x10000];

/** The character that begins at `index`; undefined where the bytes there are none. */
export function characterAt(bytes: Uint8Array, index: number): Utf8Character | undefined {
  const lead = bytes[index];
  if (lead === undefined) return undefined;
  if (lead < 0x80) return { code: lead, length: 1 };
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || index + length > bytes.length) return undefined;
  let code = lead & (0x7f >> length);
  for (let next = index + 1; next < index + length; next += 1) {
    const byte = bytes[next] as number;
    if ((byte & 0xc0) !== 0x80) return undefined;
    code = (code << 6) | (byte & 0x3f);
  }
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  if (code < (firstCodes[length - 2] ?? 0) || code > 0x10ffff || isSurrogate) return undefined;
  return { code, length };
}
