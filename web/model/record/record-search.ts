// What was typed into the record's search: text, or bytes in hex. Bytes are found in what was sent and received, also
// where TCP cut them: a find belongs to the chunk in which it begins.
//
//   hello            the line, and the payload, whatever the case
//   0x4869   48 69   these bytes; the second one also as text, unless hex was asked for

import { parseHex } from '../payload-source.ts';
import { isBytesEvent } from '../timeline/timeline.ts';
import type { RecordEntry } from './record-entry.ts';

/** Bytes of one event that are searched; what a summed-up run has beyond is not. */
export const MAX_SEARCHED_BYTES = 64 * 1024;

/** Longest text that is searched for, in UTF-16 units; what is beyond does not count. */
export const MAX_SEARCH_LENGTH = 200;

const encoder = new TextEncoder();

/** How a run of bytes must look. */
interface Needle {
  readonly bytes: Uint8Array;
  /** Whether `A` and `a` are the same. */
  readonly folds: boolean;
}

/** What is searched for. With neither text nor needles everything is found. */
export interface RecordSearch {
  /** In lower case; the line must contain it, unless the payload contains a needle. */
  readonly text: string | undefined;
  readonly needles: readonly Needle[];
  /** One sentence on what is wrong; then nothing is found. */
  readonly error: string | undefined;
}

export const FIND_ALL: RecordSearch = { text: undefined, needles: [], error: undefined };

/** Two pairs of hex digits and more, apart. */
const HEX_PAIRS = /^[0-9a-f]{2}(?:[\s,:]+[0-9a-f]{2})+$/i;
const HEX_PREFIX = /^0x/i;

/** Reads what was typed; never throws. `isHex`: it is to be read as hex, and as nothing else. */
export function parseRecordSearch(typed: string, isHex: boolean): RecordSearch {
  const wanted = typed.trim().slice(0, MAX_SEARCH_LENGTH);
  if (wanted === '') return FIND_ALL;
  const isHexAlone = isHex || HEX_PREFIX.test(wanted);
  const hex = isHexAlone || HEX_PAIRS.test(wanted) ? parseHex(wanted) : undefined;
  const needles: Needle[] = [];
  if (hex?.ok && hex.bytes.length > 0) needles.push({ bytes: hex.bytes, folds: false });
  if (isHexAlone) {
    const error =
      hex?.ok === false ? hex.error : needles.length > 0 ? undefined : 'Type bytes in hex, such as 48 69.';
    return { text: undefined, needles, error };
  }
  // Beyond ASCII, upper and lower case differ in more than a bit, so both are looked for.
  const variants = new Set([wanted, wanted.toLowerCase(), wanted.toUpperCase()].map(foldText));
  for (const variant of variants) needles.push({ bytes: encoder.encode(variant), folds: true });
  return { text: wanted.toLowerCase(), needles, error: undefined };
}

/** Whether everything is found. */
export function findsAll(search: RecordSearch): boolean {
  return search.text === undefined && search.needles.length === 0 && search.error === undefined;
}

/** What a look at `entry` costs: 1, and 1 more for each KiB of payload that is searched. */
export function searchWork({ event }: RecordEntry, { needles }: RecordSearch): number {
  if (!isBytesEvent(event) || needles.length === 0) return 1;
  return 1 + Math.ceil(Math.min(event.bytes, MAX_SEARCHED_BYTES) / 1024);
}

/** Whether the payload of `entry` contains what is searched for; false where it is not held. */
export function payloadMatches({ source, event }: RecordEntry, { needles }: RecordSearch): boolean {
  if (!isBytesEvent(event) || source.bytes === undefined || needles.length === 0) return false;
  const within = Math.min(event.bytes, MAX_SEARCHED_BYTES);
  const longest = Math.max(...needles.map(({ bytes }) => bytes.length));
  const held = source.bytes.read(event.connection, event.direction, event.from, within + longest - 1);
  if (held === undefined) return false;
  return needles.some((needle) => contains(held, needle, within));
}

/** Whether `needle` stands in `bytes`, beginning among the first `within` of them. */
function contains(bytes: Uint8Array, { bytes: wanted, folds }: Needle, within: number): boolean {
  const last = Math.min(within - 1, bytes.length - wanted.length);
  for (let start = 0; start <= last; start += 1) {
    let index = 0;
    while (index < wanted.length) {
      const byte = bytes[start + index] as number;
      if ((folds ? fold(byte) : byte) !== wanted[index]) break;
      index += 1;
    }
    if (index === wanted.length) return true;
  }
  return false;
}

/** The lower-case letter of an ASCII capital. */
function fold(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

function foldText(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
