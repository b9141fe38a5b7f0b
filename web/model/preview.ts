// The first bytes of a payload or an echo, as one line of text in which nothing hides: control characters get their
// symbols from Unicode's Control Pictures, and what is not UTF-8 is written in hex.

import { MAX_PREVIEW_BYTES } from '../../server/protocol/limits.ts';

const CONTROL_PICTURES = 0x2400;
const DELETE_PICTURE = '\u2421';
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * One line for `bytes`, of which a payload of `totalBytes` may have more: text where they are UTF-8 (a character cut
 * at the end is left out), hex otherwise, and an ellipsis where something follows.
 */
export function previewBytes(bytes: Uint8Array, totalBytes = bytes.length): string {
  const shown = bytes.subarray(0, MAX_PREVIEW_BYTES);
  const cut = totalBytes > shown.length;
  const text = decode(cut ? withoutCutCharacter(shown) : shown);
  const preview = text === undefined ? toHex(shown) : showControls(text);
  return cut ? `${preview}…` : preview;
}

/** `48 69 0a`. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    // Not UTF-8, which is an answer here and not a failure.
    return undefined;
  }
}

/** Drops the bytes of a character whose end lies beyond the preview. */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

function showControls(text: string): string {
  let shown = '';
  for (const character of text) {
    shown += symbolOf(character.codePointAt(0) as number) ?? character;
  }
  return shown;
}

/** What stands for a character that would hide or act: `␊`, or `\u{200b}`; undefined for one that shows itself. */
export function symbolOf(code: number): string | undefined {
  if (code < 0x20) return String.fromCodePoint(CONTROL_PICTURES + code);
  if (code === 0x7f) return DELETE_PICTURE;
  return isInvisible(code) ? `\\u{${code.toString(16)}}` : undefined;
}

/** C1 controls, and the marks that reorder or hide what stands beside them. */
function isInvisible(code: number): boolean {
  return (
    (code >= 0x80 && code < 0xa0) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x2069) ||
    code === 0xfeff
  );
}
