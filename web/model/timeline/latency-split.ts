// Where the time of a round trip goes: the browser's total, and in it what the gateway measured on either side of itself.
//
//   browser ◄── WebSocket round trip ──► gateway ◄── TCP round trip ──► server
//   ├─────────── total ──────────────────────────────────────────────────────┤   what is left: both at work, and waiting
//
// The three are measured apart: the total and the TCP round trip of the same bytes, where possible; the WebSocket's
// from a ping at another moment. What is left can therefore come out too small, and is never less than nothing.

import { type BytesEvent, isBytesEvent, type TcpRtt, type Timeline } from './timeline.ts';

/** Round trips behind the medians. */
export const SPLIT_SAMPLES = 50;

/** One round trip, or the medians of several, in milliseconds. */
export interface LatencyParts {
  readonly totalMs: number;
  /** Undefined while the gateway told of none. */
  readonly tcpMs: number | undefined;
  readonly webSocketMs: number | undefined;
  /** Undefined as long as one of the parts is. */
  readonly restMs: number | undefined;
  /** The parts are together longer than the total, as they come from different moments. */
  readonly isOver: boolean;
}

export interface LatencySplit {
  readonly latest: LatencyParts;
  /** Of each part by itself, over the latest round trips that the gateway timed too; what is left is left of these. */
  readonly median: LatencyParts;
  /** Round trips behind the medians, at most {@link SPLIT_SAMPLES}. */
  readonly samples: number;
  /** Whether the latest one's TCP round trip is that of the very same bytes. */
  readonly isSameBytes: boolean;
}

interface TimedPing {
  readonly rttMs: number;
  /** When it was measured, by the page's clock. */
  readonly pageMs: number;
}

interface RoundTrip {
  readonly connection: number;
  /** Offsets of the slice's first byte, and behind its last. */
  readonly from: number;
  readonly to: number;
  /** When it was sent and its last byte was back, by the page's clock. */
  readonly sentMs: number;
  readonly backMs: number;
}

/** Splits the latest round trips of a client; undefined before the first. */
export function splitLatency(timeline: Timeline): LatencySplit | undefined {
  const trips = latestRoundTrips(timeline);
  const tcpRtts = timeline.tcpRtts.toArray();
  const isTimed = (trip: RoundTrip): boolean => tcpRtts.some((sample) => isOf(trip, sample));
  // Of several slices in flight the gateway times one: that one stands for all.
  const latest =
    trips.find((trip) => trip.backMs > (trips[0] as RoundTrip).sentMs && isTimed(trip)) ?? trips[0];
  if (latest === undefined) return undefined;
  const pings = timeline.webSocketRtts
    .toArray()
    .map(({ at, rttMs }) => ({ rttMs, pageMs: timeline.serverTimeMs(at) }));
  const tcpMsOf = (trip: RoundTrip): number | undefined => nearestTcpRtt(tcpRtts, trip)?.rttMs;
  const webSocketMsOf = (trip: RoundTrip): number | undefined => nearestPing(pings, trip)?.rttMs;
  const timed = trips.filter(isTimed);
  const sampled = timed.length > 0 ? timed : trips;
  return {
    latest: toParts(latest.backMs - latest.sentMs, tcpMsOf(latest), webSocketMsOf(latest)),
    median: toParts(
      median(sampled.map(({ sentMs, backMs }) => backMs - sentMs)) as number,
      median(sampled.map(tcpMsOf)),
      median(sampled.map(webSocketMsOf)),
    ),
    samples: sampled.length,
    isSameBytes: isTimed(latest),
  };
}

/**
 * The latest slices whose last byte came back, the latest first, of the latest connection that did anything. The lane
 * is read backwards: what came back stands behind what was sent.
 */
function latestRoundTrips(timeline: Timeline): RoundTrip[] {
  const lane = timeline.lane('browser');
  const trips: RoundTrip[] = [];
  const arrivals: BytesEvent[] = [];
  let next = 0;
  let connection: number | undefined;
  for (let index = lane.length - 1; index >= 0 && trips.length < SPLIT_SAMPLES; index -= 1) {
    const event = lane.at(index);
    if (event === undefined || !isBytesEvent(event)) continue;
    connection ??= event.connection;
    if (event.connection !== connection) break;
    if (event.step === 'receive') {
      arrivals.push(event);
      continue;
    }
    const to = event.from + event.bytes;
    // Both go back in the stream: an arrival beyond this slice is beyond all those before it, too.
    while ((arrivals[next]?.from ?? 0) >= to) next += 1;
    const arrival = arrivals[next];
    if (arrival === undefined || arrival.from + arrival.bytes < to) continue;
    trips.push({ connection, from: event.from, to, sentMs: event.at, backMs: arrival.at });
  }
  return trips;
}

function toParts(totalMs: number, tcpMs: number | undefined, webSocketMs: number | undefined): LatencyParts {
  if (tcpMs === undefined || webSocketMs === undefined) {
    return { totalMs, tcpMs, webSocketMs, restMs: undefined, isOver: false };
  }
  const restMs = totalMs - tcpMs - webSocketMs;
  return { totalMs, tcpMs, webSocketMs, restMs: Math.max(0, restMs), isOver: restMs < 0 };
}

function isOf({ connection, from, to }: RoundTrip, sample: TcpRtt): boolean {
  return sample.connection === connection && from < sample.to && sample.to <= to;
}

/** The TCP round trip of the slice's own bytes, or of those nearest to them on the same connection. */
function nearestTcpRtt(samples: readonly TcpRtt[], trip: RoundTrip): TcpRtt | undefined {
  const own = samples.filter((sample) => isOf(trip, sample));
  const candidates =
    own.length > 0 ? own : samples.filter(({ connection }) => connection === trip.connection);
  return nearest(candidates, ({ to }) => Math.abs(to - trip.to));
}

/** The ping nearest to the middle of the round trip. */
function nearestPing(pings: readonly TimedPing[], { sentMs, backMs }: RoundTrip): TimedPing | undefined {
  return nearest(pings, ({ pageMs }) => Math.abs(pageMs - (sentMs + backMs) / 2));
}

/** The item of the least distance, the later one of two. */
function nearest<T>(items: readonly T[], distanceOf: (item: T) => number): T | undefined {
  let found: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const distance = distanceOf(item);
    if (distance > least) continue;
    least = distance;
    found = item;
  }
  return found;
}

/** The lower one of the two in the middle; undefined of nothing. */
function median(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined).sort((one, other) => one - other);
  return known[Math.ceil(known.length / 2) - 1];
}
