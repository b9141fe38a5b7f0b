// The record as a file: JSON Lines, a header and then one object a line, in the order of time. What a page exports, a
// program reads back with `parseRecord`. PROTOCOL.md specifies it.
//
//   {"type":"record","version":1,"exportedAt":1764057600000,"lines":2,"dropped":0}
//   {"type":"event","at":…,"client":"A","connection":1,"lane":"browser","step":"send","direction":"up","from":0,…}

import * as v from 'valibot';
import { parseJson } from './parse-json.ts';
import { BYTE_STEPS, LANES, MARK_STEPS } from './trace.ts';

export const RECORD_VERSION = 1;

/** Bytes of a payload that one line carries at most. */
export const MAX_RECORD_PAYLOAD_BYTES = 4096;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const positiveCount = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** Milliseconds since the Unix epoch, by the page's clock, with fractions. */
const instant = v.pipe(v.number(), v.finite());
const direction = v.picklist(['up', 'down']);

/** Pairs of hex digits: an odd digit would leave half a byte. */
const payload = v.pipe(
  v.string(),
  v.regex(/^(?:[0-9a-f]{2})+$/i, 'Invalid hex: expected pairs of digits'),
  v.maxLength(2 * MAX_RECORD_PAYLOAD_BYTES),
);

const headerSchema = v.strictObject({
  type: v.literal('record'),
  version: v.literal(RECORD_VERSION),
  exportedAt: instant,
  /** Lines that follow. */
  lines: count,
  /** Older events that were no longer held. */
  dropped: count,
});

const eventBase = {
  type: v.literal('event'),
  at: instant,
  /** The client's letter and name, or the port of somebody else's connection. */
  client: v.string(),
  /** The client's connections are numbered from 1; offsets begin anew with each. */
  connection: positiveCount,
  /** Id of the bridge session, where it is known. */
  session: v.optional(v.string()),
  lane: v.picklist(LANES),
};

const bytesEventSchema = v.strictObject({
  ...eventBase,
  step: v.picklist(BYTE_STEPS),
  direction,
  /** Offset of the first byte in its direction. */
  from: count,
  bytes: count,
  /** Chunks that were summed up; 1 when absent. */
  count: v.optional(positiveCount),
  /** When the last of several chunks moved. */
  until: v.optional(instant),
  /** The first bytes in hex, at most {@link MAX_RECORD_PAYLOAD_BYTES}, where the page has them. */
  payload: v.optional(payload),
});

const markEventSchema = v.strictObject({
  ...eventBase,
  step: v.picklist(MARK_STEPS),
  /** Which direction a FIN or RST ends. */
  direction: v.optional(direction),
  /** Such as an errno name, or a close code and its reason. */
  detail: v.optional(v.string()),
});

const lineSchema = v.variant('type', [headerSchema, v.variant('step', [bytesEventSchema, markEventSchema])]);

const lineWords = { whole: 'a line of a record', part: 'line' };

export type RecordHeader = v.InferOutput<typeof headerSchema>;
export type RecordBytesEvent = v.InferOutput<typeof bytesEventSchema>;
export type RecordMarkEvent = v.InferOutput<typeof markEventSchema>;
export type RecordEvent = RecordBytesEvent | RecordMarkEvent;

/** A record, or the number of the first line that is wrong (from 1) and why. */
export type ParsedRecord =
  | { readonly ok: true; readonly header: RecordHeader; readonly events: readonly RecordEvent[] }
  | { readonly ok: false; readonly line: number; readonly reason: string };

/** Writes a record. */
export function formatRecord(
  header: Omit<RecordHeader, 'type' | 'version' | 'lines'>,
  events: readonly RecordEvent[],
): string {
  const head: RecordHeader = { type: 'record', version: RECORD_VERSION, ...header, lines: events.length };
  return [head, ...events].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Reads a record back; never throws. */
export function parseRecord(text: string): ParsedRecord {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  let header: RecordHeader | undefined;
  const events: RecordEvent[] = [];
  for (const [index, line] of lines.entries()) {
    const fail = (reason: string): ParsedRecord => ({ ok: false, line: index + 1, reason });
    const parsed = parseJson(lineSchema, line, lineWords);
    if (!parsed.ok) return fail(parsed.reason);
    const { message } = parsed;
    if (index === 0) {
      if (message.type !== 'record') return fail('a record begins with its header');
      header = message;
    } else {
      if (message.type !== 'event') return fail('a record has one header');
      if (!hasPlausiblePayload(message)) return fail('line, payload: more bytes than the line tells of');
      events.push(message);
    }
  }
  if (header === undefined) return { ok: false, line: 1, reason: 'a record begins with its header' };
  if (header.lines !== events.length) {
    return {
      ok: false,
      line: lines.length,
      reason: `the header announces ${header.lines} lines, ${events.length} follow`,
    };
  }
  return { ok: true, header, events };
}

function hasPlausiblePayload(event: RecordEvent): boolean {
  return !('payload' in event) || event.payload === undefined || event.payload.length <= 2 * event.bytes;
}
