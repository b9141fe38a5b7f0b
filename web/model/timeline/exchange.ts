// An exchange: bytes that were sent in one go, and their way there and back, stop by stop.
//
//   12 B sent → 1 read → 1 write → 1 message · 1.8 ms

import { formatBytes, formatDuration, formatPlural } from '../format.ts';
import { carrying, endOf, type Journey, marksOf, reachedBy } from './journeys.ts';
import { IDLE_CAP_MS, type TimeScale } from './time-scale.ts';
import { type BytesEvent, stations, type Timeline, talkerStops } from './timeline.ts';
import type { Stretch } from './viewport.ts';

/** Bytes of one connection, and when they were on their way. */
export interface Exchange extends Stretch {
  readonly connection: number;
  readonly from: number;
  readonly to: number;
}

/** Longest stretch that is shown to somebody who follows, in milliseconds. */
export const MAX_LIVE_MS = 5000;

/** How a stop is called in the summary, by station; stops in between are left to the picture. */
const stopWords: readonly (string | undefined)[] = [
  undefined,
  undefined,
  undefined,
  'read',
  'write',
  undefined,
  undefined,
  'message',
];

/** The same of a check, which reads what is back itself. */
const stopWordsOfCheck: typeof stopWords = stopWords.with(talkerStops.gateway[1], 'read');

/** The latest exchange: what was sent last, with what was sent just before it. Undefined before the first. */
export function latestExchange(timeline: Timeline, journeys: readonly Journey[]): Exchange | undefined {
  for (const journey of journeys.toReversed()) {
    const sent = firstStop(journey);
    if (sent) return exchangeSent(timeline, journey, sent, sent.length - 1);
  }
  return undefined;
}

/**
 * What somebody who follows wants to see: the latest exchange, or what happened after it; of what goes on without a
 * pause the last {@link MAX_LIVE_MS}.
 */
export function latestStretch(scale: TimeScale, exchange: Exchange | undefined): Stretch {
  const toMs = scale.endMs;
  const isLast = exchange !== undefined && toMs - exchange.toMs <= IDLE_CAP_MS;
  const fromMs = isLast ? exchange.fromMs : Math.max(scale.stretchStart(toMs), exchange?.toMs ?? 0);
  return { fromMs: Math.max(fromMs, toMs - MAX_LIVE_MS), toMs };
}

/** The exchange that the byte at an offset belongs to: what was sent in one go, or before the echo was back. */
export function exchangeAround(timeline: Timeline, journey: Journey, offset: number): Exchange | undefined {
  const sent = firstStop(journey);
  const index = sent?.findIndex(({ from, bytes }) => from <= offset && offset < from + bytes) ?? -1;
  return sent && index >= 0 ? exchangeSent(timeline, journey, sent, index) : undefined;
}

/** The exchange of what was sent at `index`, with what was sent just before and after it. */
function exchangeSent(
  timeline: Timeline,
  journey: Journey,
  sent: readonly BytesEvent[],
  index: number,
): Exchange {
  const echo = journey.chunks[stations.length - 1 - journey.chunks.indexOf(sent)] ?? [];
  /** Whether it was sent within a short while, or while the echo of what was sent before was not complete. */
  const goesOn = (before: BytesEvent, after: BytesEvent): boolean => {
    const atMs = timeline.timeMs(after);
    return (
      atMs - timeline.untilMs(before) <= IDLE_CAP_MS ||
      (echo.length > 0 && reachedBy(echo, atMs, timeline) < endOf(before))
    );
  };
  let [first, last] = [index, index];
  while (first > 0 && goesOn(sent[first - 1] as BytesEvent, sent[first] as BytesEvent)) first -= 1;
  while (last < sent.length - 1 && goesOn(sent[last] as BytesEvent, sent[last + 1] as BytesEvent)) last += 1;
  const { from } = sent[first] as BytesEvent;
  const to = endOf(sent[last] as BytesEvent);
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const chunks of journey.chunks) {
    const carried = carrying(chunks, from, to);
    const earliest = carried[0];
    const latest = carried.at(-1);
    if (earliest) fromMs = Math.min(fromMs, timeline.timeMs(earliest));
    if (latest) toMs = Math.max(toMs, timeline.untilMs(latest));
  }
  return { connection: journey.connection, from, to, fromMs, toMs };
}

/** The exchange in one line: how its bytes were cut at each stop, and how long they took. */
export function describeExchange(timeline: Timeline, journey: Journey, { from, to }: Exchange): string {
  const { talker } = timeline.lanes;
  const words = talker === 'gateway' ? stopWordsOfCheck : stopWords;
  const parts = words.flatMap((word, station) => {
    const chunks = carrying(journey.chunks[station] ?? [], from, to);
    if (word === undefined || chunks.length === 0) return [];
    return formatPlural(
      chunks.reduce((sum, { count }) => sum + count, 0),
      word,
    );
  });
  const stops = talker && talkerStops[talker];
  const isSent = stops !== undefined && (journey.chunks[stops[0]]?.length ?? 0) > 0;
  const line = [`${formatBytes(to - from)} ${isSent ? 'sent' : 'received'}`, ...parts].join(' → ');
  if (!isSent) return line;
  const isOver = talker !== undefined && marksOf(journey, talker, 'close').length > 0;
  return `${line}${verdict(timeline, journey, stops, { from, to }, isOver)}`;
}

/** How long the bytes took from where they set out until they were back. `isOver`: nothing can come any more. */
function verdict(
  timeline: Timeline,
  { chunks }: Journey,
  [out, home]: readonly [number, number],
  { from, to }: Pick<Exchange, 'from' | 'to'>,
  isOver: boolean,
): string {
  const [sent] = carrying(chunks[out] ?? [], from, to);
  const echo = carrying(chunks[home] ?? [], from, to);
  const last = echo.at(-1);
  const back = last ? Math.min(to, endOf(last)) - from : 0;
  if (sent && last && back === to - from) {
    return ` · ${formatDuration(timeline.untilMs(last) - timeline.timeMs(sent))}`;
  }
  return ` · ${formatBytes(to - from - back)} ${isOver ? 'never came back' : 'not back yet'}`;
}

/** What the first lane sent that there is: the browser's, else what the first other stop took in. */
function firstStop({ chunks }: Journey): readonly BytesEvent[] | undefined {
  return chunks.find((events, station) => stations[station]?.direction === 'up' && events.length > 0);
}
