// What the page writes: formats, previews, endings, the glossary and the server's log lines.

import { describe, expect, it } from 'vitest';
import { CloseCode } from '../../server/protocol/close-codes.ts';
import { MAX_PREVIEW_BYTES } from '../../server/protocol/limits.ts';
import { describeEnding } from '../../web/model/ending.ts';
import { formatAge, formatBytes, formatClock, formatDuration, formatPlural } from '../../web/model/format.ts';
import { glossary } from '../../web/model/glossary.ts';
import { previewBytes } from '../../web/model/preview.ts';
import { describeServerEvent, logText } from '../../web/model/server-log.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('formats', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1234, '1.2 kB'],
    [99_960, '100 kB'],
    [999_600, '1.0 MB'],
    [16_777_216, '16.8 MB'],
    [204_000_000, '204 MB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0.04, '0.04 ms'],
    [0.094, '0.09 ms'],
    [0.095, '0.1 ms'],
    [0.84, '0.8 ms'],
    [99.96, '100 ms'],
    [812, '812 ms'],
    [1234, '1.2 s'],
    [59_960, '1 min 0 s'],
    [125_000, '2 min 5 s'],
    [3_720_000, '1 h 2 min'],
  ])('%d milliseconds are %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  it('writes ages, clocks and plurals', () => {
    expect([3000, 130_000, 7_200_000, 200_000_000].map(formatAge)).toEqual(['3 s', '2 min', '2 h', '2 d']);
    expect(formatClock(new Date(2026, 0, 1, 13, 1, 2, 45).getTime())).toBe('13:01:02.045');
    expect([formatPlural(1, 'client'), formatPlural(1204, 'line')]).toEqual(['1 client', '1,204 lines']);
  });
});

describe('a preview', () => {
  it.each([
    ['Hello\r\n\t', 'Hello␍␊␉'],
    ['Grüße 🌉', 'Grüße 🌉'],
    ['a\u202eb\u0085', 'a\\u{202e}b\\u{85}'],
  ])('shows %j as %s', (text, shown) => {
    expect(previewBytes(encode(text))).toBe(shown);
  });

  it('writes in hex what is not UTF-8', () => {
    expect(previewBytes(Uint8Array.of(0xff, 0, 0x0a))).toBe('ff 00 0a');
  });

  it('never ends within a character', () => {
    for (let lead = 0; lead < 4; lead += 1) {
      const bytes = encode(`${'x'.repeat(MAX_PREVIEW_BYTES - lead)}🌉🌉`);
      expect(previewBytes(bytes)).toBe(`${'x'.repeat(MAX_PREVIEW_BYTES - lead)}…`);
    }
    expect(previewBytes(encode('x'.repeat(MAX_PREVIEW_BYTES)))).toBe('x'.repeat(MAX_PREVIEW_BYTES));
  });
});

describe('an ending', () => {
  const facts = {
    reason: '',
    error: undefined,
    wasOpen: true,
    closedHere: false,
    webSocketRefused: false,
    target: 'echo',
  };

  it('is a sentence for every close code, and says the code', () => {
    for (const code of [...Object.values(CloseCode), 1012, 3999]) {
      const { sentence } = describeEnding({ ...facts, code });
      expect(sentence).toMatch(/^[A-Z].*[.?!]$/);
      expect(sentence).toContain(String(code));
    }
  });

  it('names the errno', () => {
    const error = { code: 'ECONNREFUSED', message: '' };
    expect(describeEnding({ ...facts, code: 4100, error }).sentence).toBe(
      'The echo server refused the connection (ECONNREFUSED, close 4100). Is it running?',
    );
  });

  it('names a target that is not on the list, and says what to do', () => {
    const error = { code: 'UNKNOWN_TARGET', message: '' };
    const ending = describeEnding({ ...facts, code: 1008, error, wasOpen: false, target: 'gone' });
    expect(ending.sentence).toBe(
      'The gateway knows no target “gone” (UNKNOWN_TARGET, close 1008). Choose another for this client.',
    );
    expect(ending).toMatchObject({ summary: 'No target “gone” (1008)', tone: 'bad', returns: 'never' });
  });

  it('says why a target is not available, in the gateway’s own words', () => {
    const error = {
      code: 'UNAVAILABLE',
      message: 'The target "t" is not available. python3 is not installed.',
    };
    const unavailable = { ...facts, code: 4100, wasOpen: false, target: 't' };
    expect(describeEnding({ ...unavailable, error })).toMatchObject({
      sentence: 'The target "t" is not available. python3 is not installed (UNAVAILABLE, close 4100).',
      summary: 't is not available (4100)',
    });
    expect(describeEnding({ ...unavailable, error: { ...error, message: '' } }).sentence).toBe(
      'The t server is not available (UNAVAILABLE, close 4100).',
    );
  });

  it('names the target wherever it speaks of the server at the other end', () => {
    const other = { ...facts, target: 'student' };
    const texts = [4100, 4101, 4102, 4104].map((code) => describeEnding({ ...other, code }).sentence);
    for (const text of texts) expect(text).toContain('The student server');
    expect(describeEnding({ ...other, code: 4104 }).summary).toBe('Reset by student (4104)');
    expect(describeEnding({ ...other, code: 1000, closedHere: true }).sentence).toContain(
      'still goes to student',
    );
  });

  it('brings back by itself only what the server’s going away ended', () => {
    const away = [...Object.values(CloseCode), 1012].filter(
      (code) => describeEnding({ ...facts, code }).returns !== 'never',
    );
    expect(away).toEqual([1001, 1006, 1012]);
  });

  it('waits for the server after it stopped, and dials no closed port', () => {
    expect(describeEnding({ ...facts, code: 1001 }).returns).toBe('withServer');
    expect(describeEnding({ ...facts, code: 1006 }).returns).toBe('soon');
  });

  it('suspects the browser’s limit when a WebSocket fails though the gateway answers', () => {
    const ending = describeEnding({ ...facts, code: 1006, wasOpen: false, webSocketRefused: true });
    expect(ending).toMatchObject({ tone: 'bad', returns: 'withServer' });
    expect(ending.sentence).toContain('255');
  });

  it('is this client’s own doing when it closed before it was connected', () => {
    const ending = describeEnding({ ...facts, code: 1006, wasOpen: false, closedHere: true });
    expect(ending).toMatchObject({ tone: 'asked', returns: 'never' });
    expect(ending.sentence).toMatch(/^Closed by this client .*1006/);
  });
});

describe('the glossary', () => {
  it('explains each word in one sentence and says where the standard does', () => {
    for (const { sentence, source } of glossary) {
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(source).toMatch(/^(RFC \d+|PROTOCOL\.md$|[a-z]+\(\d\)$)/);
    }
  });
});

describe('a line of the server’s log', () => {
  const base = { id: 1, at: 0, server: 'echo', connection: 4, peer: { address: '127.0.0.1', port: 58_788 } };

  it('says what was received and sent', () => {
    const event = {
      ...base,
      kind: 'transfer',
      receivedFrom: 0,
      sentFrom: 0,
      bytesReceived: 12,
      reads: 1,
      bytesSent: 12,
      writes: 1,
    } as const;
    expect(describeServerEvent(event)).toMatchObject({
      label: 'recv · send',
      peer: ':58788',
      detail: '12 B',
    });
    expect(describeServerEvent({ ...event, bytesReceived: 5000, reads: 2 }).detail).toBe(
      '5.0 kB in 2 reads · 12 B back',
    );
  });

  it('says how a connection closed, with its bytes and duration', () => {
    const event = { ...base, kind: 'close', bytesReceived: 12, bytesSent: 12, durationMs: 3200 } as const;
    expect(describeServerEvent({ ...event, how: 'fin' })).toMatchObject({
      detail: 'both FIN · 12 B echoed · 3.2 s',
      tone: 'normal',
    });
    const reset = describeServerEvent({ ...event, how: 'reset', code: 'ECONNRESET' });
    expect(reset).toMatchObject({ detail: 'reset ECONNRESET · 12 B in, 12 B out · 3.2 s', tone: 'bad' });
    expect(logText(reset, 'A', true)).toMatch(/^\S+ {2}echo {2}close/);
    expect(logText(reset, 'A')).toContain('close  :58788  reset ECONNRESET · 12 B in, 12 B out · 3.2 s  A');
  });

  it('says who serves a connection, and how long it had waited', () => {
    const servedBy = { kind: 'process', id: 4242 } as const;
    const details = [
      { ...base, kind: 'accept', servedBy } as const,
      { ...base, kind: 'accept' } as const,
      { ...base, kind: 'serve', servedBy, waitedMs: 1234 } as const,
    ].map((event) => describeServerEvent(event).detail);
    expect(details).toEqual([
      'from 127.0.0.1 · process 4242',
      'from 127.0.0.1 · waits for its turn',
      'waited 1.2 s · process 4242',
    ]);
  });
});
