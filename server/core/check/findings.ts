// What an Echo Check saw, as sentences. Where the bytes themselves show the bug, the sentence says so.
//
//   byte 2 of 13: 0x65 sent, 0x45 came back: the case of letters was changed

import { printable } from '../printable.ts';
import { formatDuration } from '../quantities.ts';

/** Characters of unasked bytes that are shown. */
const MAX_SHOWN_CHARACTERS = 40;

/** So many bytes that fit tell that bytes before them are missing; fewer could fit by chance. */
const TELLING_BYTES = 16;

/** How far an echo has come. */
export interface Count {
  readonly sent: number;
  readonly echoed: number;
}

/** `1,048,576`: a number as people read it. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 byte`, `1,024 bytes`. */
export function bytesOf(count: number): string {
  return `${grouped(count)} ${count === 1 ? 'byte' : 'bytes'}`;
}

/** `1,024 of 1,025 bytes`. */
export function portion({ sent, echoed }: Count): string {
  return `${grouped(echoed)} of ${bytesOf(sent)}`;
}

/**
 * The first byte that differs: `wanted` and `came` begin with it, and go on as far as is known.
 * Bytes are counted from 1 on.
 */
export function explainDifference(count: Count, wanted: Uint8Array, came: Uint8Array): string {
  const place = `byte ${grouped(count.echoed + 1)} of ${grouped(count.sent)}`;
  const cause = causeOf(wanted, came);
  return `${place}: ${hex(wanted[0])} sent, ${hex(came[0])} came back${cause && `: ${cause}`}`;
}

/** Bytes that nobody asked for: `came` begins with the first of them. */
export function explainSurplus({ sent }: Count, came: Uint8Array): string {
  if (sent === 0) return `it spoke first: ${quote(came)} came before anything was sent`;
  return `more came back than was sent: ${hex(came[0])} behind all ${bytesOf(sent)}`;
}

/** Nothing came for `ms` milliseconds. `missing` is what is known of the bytes that were to come next. */
export function explainSilence(ms: number, count: Count, missing: Uint8Array): string {
  const what = `silence for ${formatDuration(ms)} after ${portion(count)}`;
  if (missing.length > 0 && count.echoed + missing.length === count.sent && missing.every(isLineEnd)) {
    return `${what}: the newline at the end is missing`;
  }
  return count.echoed > 0 && missing[0] === 0 ? `${what}: the next one is NUL` : what;
}

/** Such as `FIN after 5 of 12 bytes`. */
export function explainEarlyEnd(what: string, count: Count): string {
  return count.sent === 0 ? `${what} before anything was sent` : `${what} after ${portion(count)}`;
}

/** What an errno of an open connection means. */
export function explainLoss(code: string): string {
  // EPIPE is what `send` says after the RST has come.
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'RST' : `the connection broke (${code})`;
}

function causeOf(wanted: Uint8Array, came: Uint8Array): string {
  const [sent = 0] = wanted;
  const [got = 0] = came;
  if ((sent ^ got) === 0x20 && isLetter(sent)) return 'the case of letters was changed';
  if (got === 0xef && came[1] === 0xbf && came[2] === 0xbd) {
    return 'with ef bf bd, U+FFFD, for what is no UTF-8; the bytes were decoded as text';
  }
  if (sent >= 0x80 && got === 0x3f) return 'with a question mark for what the decoded text cannot hold';
  if (sent >= 0x80 && (got === 0xc2 || got === 0xc3))
    return 'the bytes were taken for Latin-1 and encoded as UTF-8';
  if ((sent === 0x0a && got === 0x0d) || (sent === 0x0d && got === 0x0a))
    return 'the end of a line was rewritten';
  const lost = findLater(wanted, came);
  return lost === undefined ? '' : `${bytesOf(lost)} before it ${lost === 1 ? 'is' : 'are'} missing`;
}

/** How many of `wanted` were left out, if `came` goes on behind them. */
function findLater(wanted: Uint8Array, came: Uint8Array): number | undefined {
  const length = Math.min(TELLING_BYTES, came.length);
  if (length < TELLING_BYTES) return undefined;
  for (let at = 1; at + length <= wanted.length; at += 1) {
    let same = 0;
    while (same < length && wanted[at + same] === came[same]) same += 1;
    if (same === length) return at;
  }
  return undefined;
}

function quote(bytes: Uint8Array): string {
  const text = Array.from(bytes.subarray(0, MAX_SHOWN_CHARACTERS + 1), (byte) =>
    String.fromCharCode(byte),
  ).join('');
  return `“${printable(text, MAX_SHOWN_CHARACTERS)}”`;
}

function isLetter(byte: number): boolean {
  return /[A-Za-z]/.test(String.fromCharCode(byte));
}

function isLineEnd(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

function hex(byte = 0): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
