// One event of one client as the record shows it: whose, where, which step, which bytes. Pure text and classification;
// record-merge.ts puts entries in order, record-filter.ts chooses among them.
//
//   13:01:02.345   ● A #1   gateway   write   ↑   0–11   12 B   Hello, world

import type { Lane, MarkStep } from '../../../server/protocol/trace.ts';
import type { ClientLabel } from '../client-label.ts';
import { formatBytes, formatCount } from '../format.ts';
import type { ByteSource } from '../held-bytes.ts';
import { previewBytes } from '../preview.ts';
import { type Direction, isBytesEvent, type Timeline, type TimelineEvent } from '../timeline/timeline.ts';

/** Bytes that a row's preview is made of. */
export const RECORD_PREVIEW_BYTES = 64;

/** Whose events they are. */
export interface RecordSource {
  readonly label: ClientLabel;
  readonly timeline: Timeline;
  /** Id of the bridge session that carried a connection, where it is known. */
  sessionOf(connection: number): string | undefined;
  /** The bytes that the page can show again, if it keeps any. */
  readonly bytes: ByteSource | undefined;
}

export interface RecordEntry {
  readonly source: RecordSource;
  readonly event: TimelineEvent;
  /** When it began, by the page's monotonic clock, as far as the clocks were known when it was put in order. */
  readonly atMs: number;
}

/** What an event is about. */
export const RECORD_KINDS = ['bytes', 'lifeCycle', 'flowControl', 'error'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Which way, for the filter: most marks concern the connection as a whole. */
export const RECORD_DIRECTIONS = ['up', 'down', 'none'] as const;
export type RecordDirection = (typeof RECORD_DIRECTIONS)[number];

interface MarkWords {
  readonly kind: Exclude<RecordKind, 'bytes'>;
  /** As a row names it. */
  readonly word: string;
  readonly sentence: string;
}

const marks: Record<MarkStep, MarkWords> = {
  upgrade: { kind: 'lifeCycle', word: 'upgrade', sentence: 'The gateway took the WebSocket over.' },
  dial: { kind: 'lifeCycle', word: 'dial', sentence: 'A connection was asked for: connect(2) sends SYN.' },
  connect: {
    kind: 'lifeCycle',
    word: 'connect',
    sentence: 'The three-way handshake is complete, as the dialling end sees it.',
  },
  accept: { kind: 'lifeCycle', word: 'accept', sentence: 'The server took the connection over.' },
  serve: {
    kind: 'lifeCycle',
    word: 'serve',
    sentence: 'The server turned to the connection, which had waited.',
  },
  finSent: { kind: 'lifeCycle', word: 'FIN sent', sentence: 'This end sends no more in this direction.' },
  finReceived: { kind: 'lifeCycle', word: 'FIN received', sentence: 'The other end sends no more.' },
  rstSent: { kind: 'lifeCycle', word: 'RST sent', sentence: 'This end aborted the connection.' },
  rstReceived: { kind: 'lifeCycle', word: 'RST received', sentence: 'The other end aborted the connection.' },
  pause: { kind: 'flowControl', word: 'pause', sentence: 'Reading the TCP socket stopped.' },
  resume: { kind: 'flowControl', word: 'resume', sentence: 'Reading the TCP socket went on.' },
  hold: {
    kind: 'flowControl',
    word: 'hold',
    sentence: 'Reading the WebSocket stopped, because the target takes no more.',
  },
  release: { kind: 'flowControl', word: 'release', sentence: 'Reading the WebSocket went on.' },
  error: { kind: 'error', word: 'error', sentence: 'The system reported an error.' },
  close: { kind: 'lifeCycle', word: 'close', sentence: 'The WebSocket was closed, or the socket is gone.' },
};

const byteSentences = {
  send: 'Handed to the WebSocket.',
  receive: 'Came from the WebSocket.',
  read: 'Taken from the TCP socket.',
  write: 'Put into the TCP socket.',
} as const;

/** What a row says, column by column; an empty text where there is nothing to say. */
export interface RecordRow {
  readonly lane: Lane;
  readonly step: string;
  /** The step in a sentence. */
  readonly sentence: string;
  readonly direction: Direction | undefined;
  /** Offsets of the first and the last byte, `0–11`. */
  readonly range: string;
  /** `12 B`, or `262 kB in 4` for as many chunks. */
  readonly size: string;
  /** A mark's detail, or the first bytes where they are held. */
  readonly text: string;
  readonly tone: 'normal' | 'quiet' | 'bad';
}

/** Unique among all entries of the page. */
export function entryKey({ source, event }: RecordEntry): string {
  return `${source.label.key}:${event.id}`;
}

/** A client's letter, and its name if it has one. */
export function nameSource({ label }: RecordSource): string {
  const name = label.name.trim();
  return name ? `${label.identity.letter} ${name}` : label.identity.letter;
}

export function kindOf(event: TimelineEvent): RecordKind {
  return isBytesEvent(event) ? 'bytes' : marks[event.step].kind;
}

/** The direction of bytes, or that a FIN or RST ends; undefined for what concerns both or none. */
export function directionOfEvent(event: TimelineEvent): Direction | undefined {
  if (isBytesEvent(event)) return event.direction;
  const isServer = event.lane === 'server';
  switch (event.step) {
    case 'finSent':
    case 'rstSent':
      return isServer ? 'down' : 'up';
    case 'finReceived':
    case 'rstReceived':
      return isServer ? 'up' : 'down';
    default:
      return undefined;
  }
}

/** Why reading stopped, in words; what else a detail can be speaks for itself. */
function detailWords(detail: string): string {
  if (detail === 'browser') return 'asked by the browser';
  return detail === 'backPressure' ? 'back-pressure' : detail;
}

export function describeEntry({ source, event }: RecordEntry): RecordRow {
  const common = { lane: event.lane, direction: directionOfEvent(event) };
  if (!isBytesEvent(event)) {
    const { word, sentence, kind } = marks[event.step];
    const isAbort = event.step === 'rstSent' || event.step === 'rstReceived';
    const tone = kind === 'error' || isAbort ? 'bad' : 'normal';
    return { ...common, step: word, sentence, range: '', size: '', text: detailWords(event.detail), tone };
  }
  const { step, from, bytes, count } = event;
  return {
    ...common,
    step,
    sentence: byteSentences[step],
    range: bytes > 0 ? `${formatCount(from)}–${formatCount(from + bytes - 1)}` : '',
    size: count > 1 ? `${formatBytes(bytes)} in ${formatCount(count)}` : formatBytes(bytes),
    text: previewOf(
      source.bytes?.read(event.connection, event.direction, from, Math.min(bytes, RECORD_PREVIEW_BYTES)),
      bytes,
    ),
    tone: 'quiet',
  };
}

/** A row as one line of text, for searching, copying and the text export; `time` as the page writes it. */
export function entryText({ source, event }: RecordEntry, row: RecordRow, time: string): string {
  const who = `${nameSource(source)} #${event.connection}`;
  const arrow = row.direction === undefined ? '' : row.direction === 'up' ? '↑' : '↓';
  const parts = [time, who, row.lane, row.step, arrow, row.range, row.size, row.text];
  return parts.filter((part) => part !== '').join('  ');
}

function previewOf(held: Uint8Array | undefined, bytes: number): string {
  return held === undefined || held.length === 0 ? '' : previewBytes(held, bytes);
}
