// Lines of the Python script: however they are cut, only whole and well-formed ones count.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter, parseThreadLine, reportOf } from '../../../server/net/models/thread-lines.ts';

function split(...texts: readonly string[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const text of texts) splitter.push(text);
  return lines;
}

describe('lines', () => {
  it('are the same however the text is cut', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 20 }));
    fc.assert(
      fc.property(texts, (chunks) => {
        expect(split(...chunks)).toEqual(chunks.join('').split('\n').slice(0, -1));
      }),
    );
  });

  it('that are too long are dropped, whole and alone', () => {
    const tooLong = 'x'.repeat(1025);
    expect(split(`one\n${tooLong}\ntwo\n`)).toEqual(['one', 'two']);
    expect(split('one\n', ...tooLong, ...tooLong, '\ntwo\n')).toEqual(['one', 'two']);
    expect(split(`${'x'.repeat(1024)}\n`)).toEqual(['x'.repeat(1024)]);
  });
});

describe('a line', () => {
  it.each([
    '{"event":"recv","connection":1,"bytes":0,"at":1}',
    '{"event":"recv","connection":1,"bytes":1.5,"at":1}',
    '{"event":"recv","connection":0,"bytes":1,"at":1}',
    '{"event":"recv","connection":1,"bytes":1,"at":"now"}',
    '{"event":"recv","connection":1,"bytes":1,"at":1e999}',
    '{"event":"close","connection":1,"how":"reset","code":"not an errno","at":1}',
    '{"event":"refuse","peer":["127.0.0.1",65536],"at":1}',
    '{"event":"dance","at":1}',
    '{"event":"listen","endpoint":["127.0.0.1",1],"at":1,"more":true}',
    '"listen"',
    '',
  ])('that is none is refused: %s', (line) => {
    expect(parseThreadLine(line).ok).toBe(false);
  });

  it('becomes the report of every model', () => {
    const parsed = parseThreadLine('{"event":"close","connection":7,"how":"reset","code":"EPIPE","at":5}');
    expect(parsed.ok && reportOf(parsed.message, 3, 6)).toEqual({
      kind: 'closed',
      id: 3,
      at: 6,
      end: { how: 'reset', code: 'EPIPE' },
      rstSent: false,
    });
  });

  it('names an IPv4 peer of a dual-stack listener as IPv4', () => {
    const parsed = parseThreadLine('{"event":"refuse","peer":["::ffff:10.0.0.1",5],"at":1}');
    expect(parsed).toMatchObject({ ok: true, message: { peer: { address: '10.0.0.1', port: 5 } } });
  });
});
