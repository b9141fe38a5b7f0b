// Bytes as text in which nothing hides: UTF-8, with a symbol for each control character, and each byte that is no
// UTF-8 written in hex. What follows a line feed begins a new line.
//
//   48 69 0d 0a ff   ──►   text "Hi"  control CR  control LF ↵  invalid "\xff"
//
// Fonts without Unicode's Control Pictures are common, so a control character has its name as well.

import { symbolOf } from '../preview.ts';
import { hexByte } from './hex-rows.ts';
import { characterAt, MAX_CHARACTER_BYTES, type Utf8Character } from './utf-8.ts';

/** Characters of one kind, one behind the other; a control character stands alone. */
export interface TextRun {
  readonly kind: 'text' | 'control' | 'invalid';
  /** Control characters are their symbols here, such as `␊`. */
  readonly text: string;
  /** What a control character is called, such as `LF`. */
  readonly name: string | undefined;
  /** A line feed ends the run: a new line begins behind it. */
  readonly endsLine: boolean;
}

const LINE_FEED = 0x0a;

/**
 * The characters that begin at the indices `start` … `end` of `bytes`. A character that reaches over an end is shown
 * once, where it begins, and so `bytes` should reach three bytes further on both sides, as far as there are any.
 */
export function textRuns(bytes: Uint8Array, start = 0, end = bytes.length): TextRun[] {
  const runs: TextRun[] = [];
  let open: { kind: 'text' | 'invalid'; text: string } | undefined;
  const flush = (): void => {
    if (open) runs.push({ ...open, name: undefined, endsLine: false });
    open = undefined;
  };
  let index = behindCharacterBefore(bytes, start);
  while (index < end) {
    const character = characterAt(bytes, index);
    const symbol = character && symbolOf(character.code);
    if (symbol !== undefined) {
      flush();
      const { code } = character as Utf8Character;
      runs.push({
        kind: 'control',
        text: symbol,
        name: nameOf(code) ?? symbol,
        endsLine: code === LINE_FEED,
      });
    } else {
      const kind = character ? 'text' : 'invalid';
      if (open?.kind !== kind) flush();
      open ??= { kind, text: '' };
      open.text += character ? String.fromCodePoint(character.code) : `\\x${hexByte(bytes[index] as number)}`;
    }
    index += character?.length ?? 1;
  }
  flush();
  return runs;
}

/** The names of the C0 control characters in ASCII (RFC 20). */
const controlNames =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

function nameOf(code: number): string | undefined {
  return code === 0x7f ? 'DEL' : controlNames[code];
}

/** `start`, or where the character ends that begins before it and reaches over it. */
function behindCharacterBefore(bytes: Uint8Array, start: number): number {
  for (let back = 1; back < MAX_CHARACTER_BYTES && back <= start; back += 1) {
    const character = characterAt(bytes, start - back);
    if (character && character.length > back) return start - back + character.length;
  }
  return start;
}

/** The runs as they are shown, for copying. */
export function runsText(runs: readonly TextRun[]): string {
  return runs.map(({ text, endsLine }) => (endsLine ? `${text}\n` : text)).join('');
}
