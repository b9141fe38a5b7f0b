// Which bytes the chunk ruler measures: the latest message while one follows, one of the messages before it, or any
// range of offsets.
//
//   transcript ──messagesOf──► message 1, 2, 3 ──chooseRange──► bytes 41 … 200,041

import type { ClientRecord } from '../client-record.ts';
import type { SentLine } from '../transcript.ts';
import type { ByteRange } from './chunk-ruler.ts';
import { isBytesEvent, type Station, stations, type Timeline } from './timeline.ts';

/** Latest bytes that are measured where no message is known, such as of somebody else's connection. */
export const LATEST_BYTES = 64 * 1024;

/** What somebody chose. `latest` follows: it is another message as soon as one is sent. */
export type RulerChoice =
  | { readonly kind: 'latest' }
  | { readonly kind: 'message'; readonly message: number }
  | ({ readonly kind: 'range' } & ByteRange);

/** The messages of the client's latest connection of which something was sent, oldest first. */
export function messagesOf(record: ClientRecord): SentLine[] {
  const { transcript, sentBytes } = record;
  const found: SentLine[] = [];
  // Nothing sent: the lines that there are belong to a connection before.
  for (let index = sentBytes === 0 ? -1 : transcript.length - 1; index >= 0; index -= 1) {
    const line = transcript.at(index);
    if (line?.kind !== 'sent') continue;
    const after = found.at(-1);
    // Offsets begin anew with each connection, and within one the messages lie one behind the other.
    if (after && line.offset + line.bytes !== after.offset) break;
    found.push(line);
  }
  return found.filter(({ offset }) => offset < sentBytes).reverse();
}

/** The message that a choice means: the latest one in the place of one no longer known; undefined for a range. */
export function chosenMessage(choice: RulerChoice, messages: readonly SentLine[]): SentLine | undefined {
  if (choice.kind === 'range') return undefined;
  const chosen =
    choice.kind === 'message' ? messages.find(({ message }) => message === choice.message) : undefined;
  return chosen ?? messages.at(-1);
}

/** The range that a choice means; undefined while there is nothing to measure. */
export function chooseRange(
  choice: RulerChoice,
  messages: readonly SentLine[],
  known: ByteRange | undefined,
): ByteRange | undefined {
  if (choice.kind === 'range' && choice.from < choice.to) return { from: choice.from, to: choice.to };
  const message = chosenMessage(choice, messages);
  if (message) return { from: message.offset, to: message.offset + message.bytes };
  return known && { from: Math.max(known.from, known.to - LATEST_BYTES), to: known.to };
}

/** The bytes of the latest connection that went up, as far as the first station knows that tells of any. */
export function latestBytes(timeline: Timeline): ByteRange | undefined {
  for (const station of stations) {
    if (station.direction === 'down') continue;
    const known = knownBytes(timeline, station, timeline.connection);
    if (known) return known;
  }
  return undefined;
}

/** The bytes of a connection that a station is known to have moved; undefined while there are none. */
export function knownBytes(
  timeline: Timeline,
  { lane, step }: Station,
  connection: number,
): ByteRange | undefined {
  const ring = timeline.lane(lane);
  let from: number | undefined;
  let to = 0;
  for (let index = 0; index < ring.length; index += 1) {
    const event = ring.at(index);
    if (event?.connection !== connection || !isBytesEvent(event) || event.step !== step) continue;
    from = Math.min(from ?? event.from, event.from);
    to = Math.max(to, event.from + event.bytes);
  }
  return from === undefined || from === to ? undefined : { from, to };
}
