// The views of a run of bytes: as text, as a hex dump, as a string literal, page by page.

import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageRuns, pageText } from '../../../web/model/inspector/byte-views.ts';
import { escapeString } from '../../../web/model/inspector/escaped-string.ts';
import { byteWords, hexRows, hexRowText } from '../../../web/model/inspector/hex-rows.ts';
import { BytesAtHand } from '../../../web/model/inspector/inspected.ts';
import { PAGE_BYTES, pageAt } from '../../../web/model/inspector/pages.ts';
import { runsText, textRuns } from '../../../web/model/inspector/text-runs.ts';
import { characterAt } from '../../../web/model/inspector/utf-8.ts';

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function summary(bytes: Uint8Array, start = 0, end = bytes.length): string[] {
  return textRuns(bytes, start, end).map(({ kind, text, name }) => `${kind} ${name ?? text}`);
}

describe('the text view', () => {
  it('names control characters, marks what is no UTF-8 and begins a line behind a line feed', () => {
    const bytes = Uint8Array.of(0x48, 0x69, 0x0d, 0x0a, 0xff, 0xfe, 0x41, 0x7f);
    expect(summary(bytes)).toEqual([
      'text Hi',
      'control CR',
      'control LF',
      'invalid \\xff\\xfe',
      'text A',
      'control DEL',
    ]);
    expect(runsText(textRuns(bytes))).toBe('Hi␍␊\n\\xff\\xfeA␡');
  });

  it('shows marks that hide or reorder what stands beside them', () => {
    expect(summary(utf8('a\u202eb'))).toEqual(['text a', 'control \\u{202e}', 'text b']);
  });

  it.each([
    ['an overlong form', [0xc0, 0xaf]],
    ['an overlong form of three bytes', [0xe0, 0x80, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a continuation alone', [0x80]],
    ['a character cut off', [0xe2, 0x82]],
  ])('takes %s for no character', (_what, bytes) => {
    expect(characterAt(Uint8Array.from(bytes), 0)).toBeUndefined();
    expect(textRuns(Uint8Array.from(bytes)).every(({ kind }) => kind === 'invalid')).toBe(true);
  });

  it('reads each character that UTF-8 has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = utf8(text);
        let read = '';
        for (let index = 0; index < bytes.length; ) {
          const character = characterAt(bytes, index);
          if (character === undefined) throw new Error(`no character at ${index}`);
          read += String.fromCodePoint(character.code);
          index += character.length;
        }
        expect(read).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
      }),
    );
  });

  it('shows a character that reaches over a cut once, where it begins', () => {
    const bytes = utf8('ab€cd☕e𝄞f');
    const whole = runsText(textRuns(bytes));
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const halves = [textRuns(bytes, 0, cut), textRuns(bytes, cut)];
      expect(halves.map(runsText).join('')).toBe(whole);
    }
  });

  it('does so at the edge of a page', () => {
    const bytes = utf8(`${'x'.repeat(PAGE_BYTES - 1)}€${'y'.repeat(10)}`);
    const inspected = new BytesAtHand(bytes, 0);
    const shown = [0, PAGE_BYTES].map((offset) =>
      runsText(pageRuns(inspected, pageAt(bytes.length, offset))),
    );
    expect(shown).toEqual([`${'x'.repeat(PAGE_BYTES - 1)}€`, 'y'.repeat(10)]);
  });
});

describe('the hex dump', () => {
  it('looks as hexdump -C prints it', () => {
    const bytes = utf8('Hello, world\r\n\x00ÿ!');
    const rows = hexRows(bytes, 0x1f).map(hexRowText);
    expect(rows).toEqual([
      '0000001f  48 65 6c 6c 6f 2c 20 77  6f 72 6c 64 0d 0a 00 c3  |Hello, world....|',
      '0000002f  bf 21                                             |.!|',
    ]);
  });

  it('cuts rows of the wanted length and none of nothing', () => {
    expect(hexRows(new Uint8Array(17), 5, 8).map(({ offset, bytes }) => [offset, bytes.length])).toEqual([
      [5, 8],
      [13, 8],
      [21, 1],
    ]);
    expect(hexRows(new Uint8Array(), 0)).toEqual([]);
  });

  it('says in words what a byte is', () => {
    expect(byteWords(17, 0x65)).toBe('offset 17: 0x65, 101, “e”');
    expect(byteWords(0, 0x0a)).toBe('offset 0: 0x0a, 10');
  });
});

describe('the escaped string', () => {
  it('writes what a person would', () => {
    expect(escapeString(utf8('Hello\r\n\t"\\\x00é'))).toBe('"Hello\\r\\n\\t\\"\\\\\\x00\\xc3\\xa9"');
  });

  it('is read back by JavaScript as the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const read = runInNewContext(escapeString(bytes)) as string;
        expect([...Buffer.from(read, 'latin1')]).toEqual([...bytes]);
      }),
    );
  });
});

describe('pages', () => {
  it.each([
    [0, 0, 0, 0, false, false],
    [PAGE_BYTES, PAGE_BYTES, 0, PAGE_BYTES, false, false],
    [PAGE_BYTES + 1, 0, 0, PAGE_BYTES, false, true],
    [PAGE_BYTES + 1, PAGE_BYTES, PAGE_BYTES, PAGE_BYTES + 1, true, false],
    [3 * PAGE_BYTES, 2 * PAGE_BYTES - 1, PAGE_BYTES, 2 * PAGE_BYTES, true, true],
    [10, -1, 0, 10, false, false],
  ])('of %i bytes, the one at %i', (bytes, offset, start, end, hasPrevious, hasNext) => {
    expect(pageAt(bytes, offset)).toEqual({ start, end, hasPrevious, hasNext });
  });

  it('are copied one at a time, in the view that is shown', () => {
    const inspected = new BytesAtHand(new Uint8Array(PAGE_BYTES + 1).fill(0x61), 100);
    const last = pageAt(inspected.bytes, PAGE_BYTES);
    expect(pageText(inspected, last, 'string')).toBe('"a"');
    expect(pageText(inspected, last, 'text')).toBe('a');
    expect(pageText(inspected, last, 'hex')).toMatch(/^00001064 {2}61 +\|a\|\n$/);
    expect(pageText(inspected, pageAt(inspected.bytes, 0), 'text').length).toBe(PAGE_BYTES);
  });
});
