// From what stands in a composer to the bytes to send: typed text, hex, or a number of bytes to generate.
//
//   draft { mode, text } ──parsePayload──► Payload, or one sentence that says what to change

import { formatCount } from './format.ts';
import { createBytesPayload, createGeneratedPayload, type Payload } from './payload.ts';

export const PAYLOAD_MODES = ['text', 'hex', 'generate'] as const;

/** How the composer's text is read. */
export type PayloadMode = (typeof PAYLOAD_MODES)[number];

/** Largest typed message (text or hex), in bytes: it is held in memory until its echo has been compared. */
export const MAX_TYPED_BYTES = 256 * 1024;

/** Largest generated payload, in bytes. */
export const MAX_GENERATED_BYTES = 16 * 1024 * 1024;

/** A payload, or one sentence that says what is wrong with the text and what is wanted. */
export type ParsedPayload = { ok: true; payload: Payload } | { ok: false; error: string };

const encoder = new TextEncoder();

/** Reads a composer's `text` by its `mode`. `seed` makes a generated payload differ from the one before. */
export function parsePayload(mode: PayloadMode, text: string, seed: number): ParsedPayload {
  switch (mode) {
    case 'text':
      return fitTyped('text', encoder.encode(text), 'Type a message to send.');
    case 'hex': {
      const parsed = parseHex(text);
      if (!parsed.ok) return parsed;
      return fitTyped('hex', parsed.bytes, 'Type bytes in hex, such as 48 69 0a.');
    }
    case 'generate': {
      const parsed = parseByteCount(text);
      if (!parsed.ok) return parsed;
      return { ok: true, payload: createGeneratedPayload(parsed.bytes, seed) };
    }
  }
}

function fitTyped(kind: 'text' | 'hex', bytes: Uint8Array, emptyError: string): ParsedPayload {
  if (bytes.length === 0) return { ok: false, error: emptyError };
  if (bytes.length > MAX_TYPED_BYTES) {
    const error = `The message is ${formatCount(bytes.length)} bytes long; a typed one may have ${formatCount(MAX_TYPED_BYTES)}. Use Generate for more.`;
    return { ok: false, error };
  }
  return { ok: true, payload: createBytesPayload(kind, bytes) };
}

/** Reads pairs of hex digits; blanks, commas, colons and `0x` between them are allowed. */
export function parseHex(text: string): { ok: true; bytes: Uint8Array } | { ok: false; error: string } {
  const digits = text
    .replace(/0x/gi, ' ')
    .replace(/[\s,:]+/g, ' ')
    .trim();
  const stranger = /[^0-9a-f ]/iu.exec(digits);
  if (stranger) {
    return {
      ok: false,
      error: `“${stranger[0]}” is not a hex digit; give pairs of 0–9 and a–f, such as 48 69 0a.`,
    };
  }
  const odd = digits.split(' ').find((group) => group.length % 2 === 1);
  if (odd !== undefined) {
    return {
      ok: false,
      error: `“${clip(odd)}” has an odd number of hex digits; a byte takes two, such as 0a.`,
    };
  }
  const joined = digits.replaceAll(' ', '');
  const bytes = new Uint8Array(joined.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = Number.parseInt(joined.slice(index * 2, index * 2 + 2), 16);
  }
  return { ok: true, bytes };
}

const UNIT_BYTES: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ['kb', 1000],
  ['mb', 1_000_000],
  ['k', 1024],
  ['kib', 1024],
  ['m', 1024 * 1024],
  ['mib', 1024 * 1024],
]);

/** Digits, perhaps with commas between thousands, perhaps decimals, perhaps a unit. */
const BYTE_COUNT = /^\s*(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(\.\d{1,6})?\s*([a-z]*)\s*$/i;

/** Reads `64`, `64 B`, `1,204`, `1.5 kB`, `64 KiB` or `16 MiB` as a whole number of bytes from 1 to 16 MiB. */
export function parseByteCount(text: string): { ok: true; bytes: number } | { ok: false; error: string } {
  const [, whole = '', decimals = '', unitName = ''] = BYTE_COUNT.exec(text) ?? [];
  const unit = UNIT_BYTES.get(unitName.toLowerCase());
  if (whole === '' || unit === undefined) {
    return { ok: false, error: 'Give a number of bytes from 1 B to 16 MiB, such as 1000, 64 KiB or 2 MB.' };
  }
  const bytes = Math.round(Number(whole.replaceAll(',', '') + decimals) * unit);
  if (!(bytes >= 1 && bytes <= MAX_GENERATED_BYTES)) {
    const error = `${formatCount(bytes)} B cannot be generated; give 1 B to 16 MiB (${formatCount(MAX_GENERATED_BYTES)} B).`;
    return { ok: false, error };
  }
  return { ok: true, bytes };
}

function clip(text: string): string {
  return text.length > 16 ? `${text.slice(0, 15)}…` : text;
}
