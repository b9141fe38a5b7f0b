// What comes is compared with what was sent, however it is cut; and the sentence says what the bytes show.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EchoProgress } from '../../../server/core/check/echo-progress.ts';
import { ascii, message } from '../../../server/core/check/payload.ts';

/** The progress after these bytes were sent and those came. */
function progressOf(sent: string | readonly number[], ...came: (string | readonly number[])[]): EchoProgress {
  const progress = new EchoProgress();
  progress.sending(toBytes(sent));
  for (const chunk of came) progress.received(toBytes(chunk));
  return progress;
}

function toBytes(bytes: string | readonly number[]): Uint8Array {
  return typeof bytes === 'string' ? ascii(bytes) : Uint8Array.from(bytes);
}

/** Cuts `bytes` into pieces of these lengths, again and again. */
function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const length = lengths[i % lengths.length] ?? 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

const lengths = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });

describe('the echo', () => {
  it('is complete however it was sent and however it comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), lengths, lengths, (bytes, sent, came) => {
        const progress = new EchoProgress();
        for (const piece of cut(bytes, sent)) progress.sending(piece);
        for (const chunk of cut(bytes, came)) {
          expect(progress.echo()).toBe('waiting');
          progress.received(chunk);
        }
        expect(progress.echo()).toBe('reached');
        expect(progress.echoed).toBe(bytes.length);
      }),
    );
  });

  it('shows the first byte that differs, however it comes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 500 }),
        fc.nat(),
        lengths,
        (bytes, where, came) => {
          const at = where % bytes.length;
          const wrong = Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte));
          const progress = new EchoProgress();
          progress.sending(bytes);
          for (const chunk of cut(wrong, came)) progress.received(chunk);
          expect(progress.echoed).toBe(at);
          expect(progress.echo()).toMatchObject({
            failure: expect.stringMatching(`^byte ${at + 1} of ${bytes.length}: `),
          });
        },
      ),
    );
  });

  it('may come while more is being sent', () => {
    const progress = progressOf('one', 'o', 'ne');
    expect(progress.echo()).toBe('reached');
    progress.sending(ascii('two'));
    expect(progress.echo()).toBe('waiting');
    progress.received(ascii('two'));
    expect(progress.echo()).toBe('reached');
  });
});

describe('the finding for', () => {
  it.each<[string, EchoProgress, string]>([
    [
      'other case',
      progressOf('Hello', 'HELLO'),
      'byte 2 of 5: 0x65 sent, 0x45 came back: the case of letters was changed',
    ],
    ['another byte', progressOf('hello', 'hexlo'), 'byte 3 of 5: 0x6c sent, 0x78 came back'],
    [
      'decoded text',
      progressOf([0x61, 0xff, 0x62], [0x61, 0xef, 0xbf, 0xbd, 0x62]),
      'byte 2 of 3: 0xff sent, 0xef came back: with ef bf bd, U+FFFD, for what is no UTF-8; the bytes were decoded as text',
    ],
    [
      'decoded ASCII',
      progressOf([0xff], '?'),
      'byte 1 of 1: 0xff sent, 0x3f came back: with a question mark for what the decoded text cannot hold',
    ],
    [
      'Latin-1',
      progressOf([0xff], [0xc3, 0xbf]),
      'byte 1 of 1: 0xff sent, 0xc3 came back: the bytes were taken for Latin-1 and encoded as UTF-8',
    ],
    [
      'ends of lines',
      progressOf('a\nb', 'a\r\nb'),
      'byte 2 of 3: 0x0a sent, 0x0d came back: the end of a line was rewritten',
    ],
    ['surplus', progressOf('abc', 'abc', '\0\0'), 'more came back than was sent: 0x00 behind all 3 bytes'],
    [
      'a greeting',
      progressOf('', 'Welcome!\r\n\u001b[31m'),
      'it spoke first: “Welcome!\\r\\n\\u001b[31m” came before anything was sent',
    ],
    [
      'a long greeting',
      progressOf('', 'x'.repeat(100_000)),
      `it spoke first: “${'x'.repeat(40)}…” came before anything was sent`,
    ],
  ])('%s', (_, progress, failure) => {
    expect(progress.echo()).toEqual({ failure });
    expect(progress.takenUpTo(0)).toEqual({ failure });
    expect(progress.fin()).toEqual({ failure });
    expect(progress.quiet()).toEqual({ failure });
    expect(progress.isWrong).toBe(true);
  });

  it('bytes that are missing says how many', () => {
    const bytes = message(5000);
    const progress = new EchoProgress();
    progress.sending(bytes);
    progress.received(bytes.subarray(0, 1024));
    progress.received(bytes.subarray(2048));
    expect(progress.echo()).toMatchObject({
      failure: expect.stringMatching(
        /^byte 1,0\d\d of 5,000: .* came back: 1,024 bytes before it are missing$/,
      ),
    });
  });

  it('the end that was too early', () => {
    const progress = progressOf('hello', 'hel');
    progress.finReceived();
    progress.lost('ECONNRESET');
    expect(progress.echo()).toEqual({ failure: 'FIN after 3 of 5 bytes' });
    expect(progress.fin()).toEqual({ failure: 'FIN after 3 of 5 bytes' });
  });

  it.each([
    ['ECONNRESET', 'RST'],
    ['EPIPE', 'RST'],
    ['ETIMEDOUT', 'the connection broke (ETIMEDOUT)'],
  ])('%s', (code, what) => {
    const progress = progressOf('hello', 'hel');
    progress.lost(code);
    expect(progress.echo()).toEqual({ failure: `${what} after 3 of 5 bytes` });
  });

  it('RST where FIN was due, and an end before anything was sent', () => {
    const complete = progressOf('hello', 'hello');
    complete.lost('ECONNRESET');
    expect(complete.echo()).toBe('reached');
    expect(complete.fin()).toEqual({ failure: 'RST instead of FIN' });
    const empty = progressOf('');
    empty.finReceived();
    expect(empty.quiet()).toEqual({ failure: 'FIN before anything was sent' });
  });

  it.each<[string, EchoProgress, string]>([
    ['no byte', progressOf('hello'), 'silence for 2.0 s after 0 of 5 bytes'],
    [
      'a part',
      progressOf('x'.repeat(1025), 'x'.repeat(1024)),
      'silence for 2.0 s after 1,024 of 1,025 bytes',
    ],
    [
      'all but the newline',
      progressOf('hi\r\n', 'hi'),
      'silence for 2.0 s after 2 of 4 bytes: the newline at the end is missing',
    ],
    [
      'what stands before NUL',
      progressOf('hi\0ho\n', 'hi'),
      'silence for 2.0 s after 2 of 6 bytes: the next one is NUL',
    ],
  ])('silence after %s', (_, progress, finding) => {
    expect(progress.explainSilence(2000)).toBe(finding);
  });
});

describe('FIN', () => {
  it('counts behind the whole echo', () => {
    const progress = progressOf('hello', 'hello');
    expect(progress.fin()).toBe('waiting');
    progress.finReceived();
    expect(progress.fin()).toBe('reached');
    // As when the server is gone for good afterwards.
    progress.lost('ECONNRESET');
    expect(progress.fin()).toBe('reached');
  });
});

it('what the kernel has taken is told apart from what was sent', () => {
  const progress = progressOf('hello');
  expect(progress.takenUpTo(5)).toBe('waiting');
  progress.taken = 5;
  expect(progress.takenUpTo(5)).toBe('reached');
  expect(progress.quiet()).toBe('waiting');
  // A FIN is no harm to what was taken before it, but more cannot come back.
  progress.finReceived();
  expect(progress.takenUpTo(5)).toBe('reached');
  expect(progress.takenUpTo(6)).toEqual({ failure: 'FIN after 0 of 5 bytes' });
});
