// The process's log: pino's JSON lines, or one short line each for people at a terminal.
//
//   pino ──JSON line──► escape ──► [for people: pino-pretty] ──► standard output
//
// Whatever a peer put into a log record comes out escaped: no line break, ESC or C1 control of its own reaches
// the terminal. A reader that is gone or does not read costs log lines, never the service.

import pino from 'pino';
import pretty from 'pino-pretty';
import { printable } from '../core/printable.ts';
import type { LogLevel } from '../core/setting-kinds.ts';

export type Logger = pino.Logger;

export interface LoggerOptions {
  /** Default `info`. */
  readonly level?: LogLevel;
  /** Lines for people instead of JSON; default: when standard output is a terminal. */
  readonly human?: boolean;
  /** Default: standard output. */
  readonly destination?: pino.DestinationStream;
}

/** Bytes that wait for a reader of standard output; further lines are dropped. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** A logger; its lines carry `time`, `level`, `msg` and the record's own fields. */
export function createLogger(options: LoggerOptions = {}): Logger {
  const { level = 'info', human = process.stdout.isTTY === true, destination = standardOutput } = options;
  const render = human ? createHumanRenderer() : escapeJsonLine;
  return pino({ level, base: null, hooks: { streamWrite: render } }, destination);
}

/** Standard output, which pipes take without blocking: what their reader leaves waits in this process. */
const standardOutput: pino.DestinationStream = {
  write(line: string): void {
    if (process.stdout.writableLength <= MAX_WAITING_BYTES) process.stdout.write(line);
  },
};

/** The same JSON, with an escape for every character that JSON leaves raw and a terminal should not see. */
function escapeJsonLine(line: string): string {
  return `${printable(line.trimEnd())}\n`;
}

/** An escape of JSON; whole ones, so that a backslash before it cannot be mistaken for its own. */
const jsonEscape = /\\(?:u[0-9a-f]{4}|.)/gi;

/** Where a stack trace goes on; the only line break that a record may bring to the terminal. */
const stackFrame = /^ {4}at /;

/** JSON whose strings, once parsed, show control characters as escapes. */
function disarmJsonLine(line: string): string {
  return escapeJsonLine(line).replace(jsonEscape, (token: string, offset: number, json: string) => {
    const breaksStack = token === '\\n' && stackFrame.test(json.slice(offset + token.length));
    return breaksStack || !/^\\[bfnrtu]/.test(token) ? token : `\\${token}`;
  });
}

/** `13:01:02.345  accept 127.0.0.1:58788`; the level is named when it is not `info`. */
function createHumanRenderer(): (line: string) => string {
  const format = pretty.prettyFactory({
    colorize: pretty.isColorSupported,
    customColors: 'message:reset',
    include: 'err',
    messageFormat(record, messageKey, _levelLabel, { colors }) {
      const time = colors.dim(formatTime(Number(record.time)));
      const text = String(record[messageKey] ?? '');
      const level = pino.levels.labels[Number(record.level)] ?? 'log';
      if (level === 'info') return `${time}  ${text}`;
      if (level === 'debug' || level === 'trace') return `${time}  ${colors.dim(text)}`;
      return `${time}  ${colors.red(level)}: ${text}`;
    },
  });
  return (line) => format(disarmJsonLine(line));
}

/** Local time to the millisecond. */
function formatTime(at: number): string {
  const time = new Date(at);
  const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');
  return `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}.${pad(time.getMilliseconds(), 3)}`;
}
