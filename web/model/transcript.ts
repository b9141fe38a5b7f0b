// What happened on one client's connection, line by line: bounded, and counting what it dropped.
//
//   → 13:01:02.345  Hello, world   12 B
//   ←      +0.8 ms  Hello, world   12 B ✓     one line an echo; it fills up as chunks arrive

import type { Difference } from './byte-ledger.ts';
import { formatBytes, formatClock, formatCount, formatDuration } from './format.ts';
import { Ring } from './ring.ts';

/** Lines kept for one client. */
export const MAX_TRANSCRIPT_LINES = 1000;

interface LineBase {
  /** Rises by one a line, for the life of the client. */
  readonly id: number;
  /** Milliseconds since the Unix epoch. */
  readonly wallMs: number;
  /** The client's connections are numbered from 1, as in its timeline. */
  readonly connection: number;
}

/** A message that was entered for sending. */
export interface SentLine extends LineBase {
  readonly kind: 'sent';
  readonly message: number;
  /** Offset of its first byte in the stream. */
  readonly offset: number;
  readonly bytes: number;
  readonly preview: string;
}

/** `partial`: bytes are missing yet; `match`: all came back the same; `lost`: the connection ended before. */
export type EchoStatus = 'partial' | 'match' | 'differs' | 'lost';

/** The echo of one message, as far as it has come. */
export interface EchoLine extends LineBase {
  readonly kind: 'echo';
  readonly message: number;
  /** Offset of the message in what was sent, and of its echo's first byte in what was received. */
  readonly offset: number;
  readonly receivedFrom: number;
  readonly bytes: number;
  readonly echoedBytes: number;
  readonly chunks: number;
  readonly durationMs: number | undefined;
  readonly status: EchoStatus;
  readonly difference: Difference | undefined;
  readonly preview: string;
}

/** Bytes that answer nothing that was sent. */
export interface UnexpectedLine extends LineBase {
  readonly kind: 'unexpected';
  /** Offset of the first of them in what was received. */
  readonly offset: number;
  readonly bytes: number;
  readonly preview: string;
}

/** Something that happened to the connection. */
export interface NoteLine extends LineBase {
  readonly kind: 'note';
  readonly tone: 'quiet' | 'good' | 'bad';
  readonly text: string;
}

export type TranscriptLine = SentLine | EchoLine | UnexpectedLine | NoteLine;

type WithoutId<T> = T extends LineBase ? Omit<T, 'id'> : never;

export class Transcript {
  readonly #ring: Ring<TranscriptLine>;
  #nextId = 0;

  constructor(capacity = MAX_TRANSCRIPT_LINES) {
    this.#ring = new Ring(capacity);
  }

  get length(): number {
    return this.#ring.length;
  }

  /** Older lines that made room. */
  get dropped(): number {
    return this.#ring.dropped;
  }

  /** Id that the next line gets; it tells how many there ever were. */
  get nextId(): number {
    return this.#nextId;
  }

  /** Puts a line at the end and returns its id. */
  append(line: WithoutId<TranscriptLine>): number {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#ring.push({ ...line, id });
    return id;
  }

  /** Puts `line` in the place of the one with its id, unless that one was dropped. */
  replace(line: TranscriptLine): void {
    this.#ring.replace(this.#indexOf(line.id), line);
  }

  /** The line with this id; undefined when it was dropped. */
  byId(id: number): TranscriptLine | undefined {
    return this.#ring.at(this.#indexOf(id));
  }

  /** The line at `index`, 0 being the oldest kept. */
  at(index: number): TranscriptLine | undefined {
    return this.#ring.at(index);
  }

  toArray(): TranscriptLine[] {
    return this.#ring.toArray();
  }

  clear(): void {
    this.#ring.clear();
  }

  #indexOf(id: number): number {
    return id - (this.#nextId - this.#ring.length);
  }
}

/** Where an echo went wrong, in words; undefined while nothing did. */
export function describeEchoFault(line: EchoLine): string | undefined {
  switch (line.status) {
    case 'differs': {
      if (line.difference === undefined) return 'differs';
      const { offset, sent, received } = line.difference;
      return `differs at offset ${formatCount(offset)}: sent ${hexByte(sent)}, received ${hexByte(received)}`;
    }
    case 'lost':
      return `lost from offset ${formatCount(line.offset + line.echoedBytes)}: ${formatBytes(line.echoedBytes)} of ${formatBytes(line.bytes)} came back`;
    case 'partial':
    case 'match':
      return undefined;
  }
}

/** One line as text, for filtering, copying and the text export. */
export function transcriptText(line: TranscriptLine): string {
  const time = formatClock(line.wallMs);
  switch (line.kind) {
    case 'sent':
      return `${time}  ->  ${formatBytes(line.bytes)}  ${line.preview}`;
    case 'echo': {
      const took = line.durationMs === undefined ? '' : `  ${formatDuration(line.durationMs)}`;
      return `${time}  <-  ${formatBytes(line.echoedBytes)}  ${line.preview}${took}  ${describeEchoFault(line) ?? line.status}`;
    }
    case 'unexpected':
      return `${time}  <-  ${formatBytes(line.bytes)}  ${line.preview}  unexpected at offset ${formatCount(line.offset)}`;
    case 'note':
      return `${time}  --  ${line.text}`;
  }
}

function hexByte(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
