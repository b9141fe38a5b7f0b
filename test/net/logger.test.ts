// The log: what a peer puts into it does no harm, and the echo server's lines read well.

import { describe, expect, it } from 'vitest';
import type { EchoConnection } from '../../server/core/echo-observer.ts';
import { createLogObserver, type LogObserverOptions } from '../../server/net/log-observer.ts';
import { createLogger, type LoggerOptions } from '../../server/net/logger.ts';

/** A logger and the lines that it wrote. */
function capture(options: Pick<LoggerOptions, 'level' | 'human'>) {
  const written: string[] = [];
  const destination = { write: (text: string) => void written.push(text) };
  return { logger: createLogger({ ...options, destination }), written };
}

/** Lines for people without colours and time. */
function plain(written: readonly string[]): string[] {
  const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
  return written
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(colours, '').replace(/^\d\d:\d\d:\d\d\.\d{3} {2}/, ''));
}

/** ESC, CRLF, C1's CSI, a backslash before an escape, and a mark that reverses what follows. */
const hostile = 'evil\u001b[2J\r\n{"level":30,"msg":"forged"}\u009b31m\\\u001b\u202e';
const disarmed = 'evil\\u001b[2J\\r\\n{"level":30,"msg":"forged"}\\u009b31m\\\\u001b\\u202e';

describe('text from outside', () => {
  it('stays one line of JSON, without a raw control character, and keeps its value', () => {
    const { logger, written } = capture({ human: false });
    logger.info({ peer: hostile }, hostile);
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(/^[^\p{Cc}\u202e]+\n$/u);
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ level: 30, peer: hostile, msg: hostile });
  });

  it('stays one line for people, with its control characters as escapes', () => {
    const { logger, written } = capture({ human: true });
    logger.info(hostile);
    expect(plain(written)).toEqual([disarmed]);
  });

  it('stays harmless within an error, whose stack alone may take lines', () => {
    const { logger, written } = capture({ human: true });
    logger.error({ err: new Error(hostile) }, 'failed');
    const lines = plain(written);
    expect(lines[0]).toBe('error: failed');
    expect(lines.some((line) => line.includes(`Error: ${disarmed}`))).toBe(true);
    expect(lines.some((line) => line.trim().startsWith('at '))).toBe(true);
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  });
});

it('names the level for people where it is not usual', () => {
  const { logger, written } = capture({ human: true, level: 'debug' });
  logger.trace('too quiet');
  logger.debug('details');
  logger.info('usual');
  logger.warn('look here');
  expect(plain(written)).toEqual(['details', 'usual', 'warn: look here']);
});

describe('the echo server’s life cycle', () => {
  const connection: EchoConnection = {
    id: 7,
    peer: { address: '127.0.0.1', port: 58_788 },
    local: { address: '127.0.0.1', port: 65_432 },
    servedBy: undefined,
    bytesReceived: 1200,
    bytesSent: 12,
    reads: 2,
    writes: 1,
    finReceived: true,
    finSent: true,
    rstSent: false,
    bufferedBytes: 0,
    isReading: true,
  };

  /** What is logged of one connection's whole life. */
  function live(human: boolean, chunkLevel: LogObserverOptions['chunkLevel'] & string): string[] {
    const { logger, written } = capture({ human });
    let time = 1000;
    const observer = createLogObserver(logger, { now: () => time, chunkLevel });
    observer.listening(connection.local);
    observer.accepted(connection);
    observer.served(connection);
    observer.received(connection, 1200, undefined);
    observer.sent(connection, 12);
    observer.finReceived(connection);
    observer.finSent(connection);
    time += 1800;
    observer.closed(connection, { how: 'fin' });
    observer.closed(connection, { how: 'reset', code: 'ECONNRESET' });
    observer.closed(connection, { how: 'shutdown' });
    observer.closed(connection, { how: 'abort' });
    observer.closed(connection, { how: 'error', code: 'ETIMEDOUT' });
    observer.refused({ address: '::1', port: 40_112 });
    observer.stopped();
    return human ? plain(written) : written;
  }

  it('for people, with every chunk', () => {
    const figures = '1.2 kB received · 12 B sent';
    expect(live(true, 'info')).toEqual([
      'listen  127.0.0.1:65432',
      'accept  127.0.0.1:58788',
      'serve   127.0.0.1:58788',
      'recv    127.0.0.1:58788  1.2 kB',
      'send    127.0.0.1:58788  12 B',
      'FIN     127.0.0.1:58788  received',
      'FIN     127.0.0.1:58788  sent',
      `close   127.0.0.1:58788  FIN in both directions · ${figures} · 1.8 s`,
      `close   127.0.0.1:58788  reset by the peer (ECONNRESET) · ${figures} · 0.0 ms`,
      `close   127.0.0.1:58788  the server stopped · ${figures} · 0.0 ms`,
      `close   127.0.0.1:58788  reset by the server, as it was asked to · ${figures} · 0.0 ms`,
      `close   127.0.0.1:58788  failed (ETIMEDOUT) · ${figures} · 0.0 ms`,
      'warn: refuse  [::1]:40112  as many connections as --max-connections',
      'stop    no longer listening',
    ]);
  });

  it('for programs, without the chunks', () => {
    const records = live(false, 'debug').map((line): Record<string, unknown> => JSON.parse(line));
    expect(records.map(({ event }) => event)).toEqual([
      'listen',
      'accept',
      'serve',
      'close',
      'close',
      'close',
      'close',
      'close',
      'refuse',
      'stop',
    ]);
    expect(records[3]).toMatchObject({
      connection: 7,
      peer: '127.0.0.1:58788',
      how: 'fin',
      bytesReceived: 1200,
      bytesSent: 12,
      durationMs: 1800,
    });
  });
});
