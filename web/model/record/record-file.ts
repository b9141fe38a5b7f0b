// The record as it leaves the page: JSON Lines as server/protocol/record.ts specifies them, or text.

import {
  formatRecord,
  MAX_RECORD_PAYLOAD_BYTES,
  type RecordEvent,
  type RecordHeader,
} from '../../../server/protocol/record.ts';
import { isBytesEvent } from '../timeline/timeline.ts';
import { describeEntry, directionOfEvent, entryText, nameSource, type RecordEntry } from './record-entry.ts';

/** Bytes of payload that a file carries in all; the latest events get theirs first. */
export const MAX_FILE_PAYLOAD_BYTES = 16 * 1024 * 1024;

type Clock = (monotonicMs: number) => number;

/** The file's text. `toWallMs`: from the page's monotonic clock to milliseconds since the Unix epoch. */
export function recordToJsonLines(
  entries: readonly RecordEntry[],
  header: Pick<RecordHeader, 'exportedAt' | 'dropped'>,
  toWallMs: Clock,
): string {
  let room = MAX_FILE_PAYLOAD_BYTES;
  const events: RecordEvent[] = [];
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index] as RecordEntry;
    const payload = readPayload(entry, Math.min(room, MAX_RECORD_PAYLOAD_BYTES));
    room -= payload?.length ?? 0;
    events.push(toRecordEvent(entry, payload, toWallMs));
  }
  return formatRecord(header, events.reverse());
}

/** The same as text, one line an event; `formatTime` writes a moment of the page's monotonic clock. */
export function recordToText(entries: readonly RecordEntry[], formatTime: (atMs: number) => string): string {
  return entries
    .map((entry) => `${entryText(entry, describeEntry(entry), formatTime(entry.atMs))}\n`)
    .join('');
}

function readPayload({ source, event }: RecordEntry, most: number): Uint8Array | undefined {
  if (!isBytesEvent(event) || most === 0) return undefined;
  const held = source.bytes?.read(event.connection, event.direction, event.from, Math.min(event.bytes, most));
  return held?.length ? held : undefined;
}

function toRecordEvent(
  { source, event, atMs }: RecordEntry,
  payload: Uint8Array | undefined,
  toWallMs: Clock,
): RecordEvent {
  const session = source.sessionOf(event.connection);
  const base = {
    type: 'event',
    at: toWallMs(atMs),
    client: nameSource(source),
    connection: event.connection,
    ...(session !== undefined && { session }),
    lane: event.lane,
  } as const;
  if (!isBytesEvent(event)) {
    const { step, detail } = event;
    const direction = directionOfEvent(event);
    return { ...base, step, ...(direction && { direction }), ...(detail && { detail }) };
  }
  const { step, direction, from, bytes, count, at, until } = event;
  return {
    ...base,
    step,
    direction,
    from,
    bytes,
    ...(count > 1 && { count, until: toWallMs(atMs + (until - at)) }),
    ...(payload && { payload: toHexDigits(payload) }),
  };
}

function toHexDigits(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
