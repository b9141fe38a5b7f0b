// What echo-threads.py prints, one JSON object a line, and how it is read. The script is ours, but what runs is whatever this
// machine calls python3: a line that is none of these is ignored, however long it is.

import * as v from 'valibot';
import type { ConnectionEnd } from '../../core/echo-observer.ts';
import { type Endpoint, endpointSchema, unmapIPv4 } from '../../protocol/endpoint.ts';
import { type Parsed, parseJson } from '../../protocol/parse-json.ts';
import type { Report } from './reports.ts';

/** Characters of a line; none of the script's comes near it. */
const MAX_LINE_LENGTH = 1024;

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const errnoName = v.pipe(v.string(), v.regex(/^E[A-Z0-9]{1,30}$/));

/** As Python writes it: `["127.0.0.1", 7000]`. */
const endpoint = v.pipe(
  v.strictTuple([v.pipe(v.string(), v.maxLength(64)), v.number()]),
  v.transform(([address, port]): Endpoint => ({ address: unmapIPv4(address), port })),
  endpointSchema,
);

/** `at`: Python's time.time(), in milliseconds. */
const base = { at: v.pipe(v.number(), v.finite()) };
const ofConnection = { ...base, connection: count };

const lineSchema = v.variant('event', [
  v.strictObject({ ...base, event: v.literal('listen'), endpoint }),
  v.strictObject({ ...base, event: v.literal('failed'), reason: v.pipe(v.string(), v.maxLength(300)) }),
  v.strictObject({ ...base, event: v.literal('refuse'), peer: endpoint }),
  v.strictObject({ ...base, event: v.literal('acceptFailed'), code: errnoName }),
  v.strictObject({
    ...ofConnection,
    event: v.literal('accept'),
    peer: endpoint,
    local: endpoint,
    thread: count,
  }),
  v.strictObject({ ...ofConnection, event: v.picklist(['recv', 'send']), bytes: count }),
  v.strictObject({ ...ofConnection, event: v.picklist(['finReceived', 'finSent']) }),
  v.strictObject({
    ...ofConnection,
    event: v.literal('close'),
    how: v.picklist(['fin', 'abort', 'reset', 'error']),
    code: v.nullable(errnoName),
  }),
]);

export type ThreadLine = v.InferOutput<typeof lineSchema>;

/** Reads one line; never throws. */
export function parseThreadLine(line: string): Parsed<ThreadLine> {
  return parseJson(lineSchema, line, { whole: 'a line', part: 'line' });
}

/** What happened to a connection, as every model reports it; `undefined` of a line that tells something else. */
export function reportOf(line: ThreadLine, id: number, at: number): Report | undefined {
  switch (line.event) {
    case 'recv':
      return { kind: 'received', id, at, bytes: line.bytes, calls: 1 };
    case 'send':
      return { kind: 'sent', id, at, bytes: line.bytes, calls: 1 };
    case 'finReceived':
    case 'finSent':
      return { kind: line.event, id, at };
    case 'close':
      return { kind: 'closed', id, at, end: endOf(line), rstSent: line.how === 'abort' };
    default:
      return undefined;
  }
}

function endOf({ how, code }: ThreadLine & { event: 'close' }): ConnectionEnd {
  return how === 'reset' || how === 'error' ? { how, code: code ?? 'EIO' } : { how };
}

/** Cuts a stream of text into lines; one that is too long is dropped as a whole. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  #rest = '';
  #isDropping = false;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(text: string): void {
    const lines = text.split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) this.#finish(line);
    this.#add(last);
  }

  #finish(end: string): void {
    this.#add(end);
    const line = this.#rest;
    const isWhole = !this.#isDropping;
    this.#rest = '';
    this.#isDropping = false;
    if (isWhole) this.#onLine(line);
  }

  #add(text: string): void {
    if (this.#isDropping) return;
    this.#rest += text;
    if (this.#rest.length <= MAX_LINE_LENGTH) return;
    this.#rest = '';
    this.#isDropping = true;
  }
}
