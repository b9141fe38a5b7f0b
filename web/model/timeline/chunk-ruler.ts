// The chunk ruler: how each station on a byte's way cut one and the same range of bytes. TCP is a byte stream
// (RFC 9293 §3.4): the cuts differ from station to station, the bytes and their offsets do not.
//
//   browser send     ├──────────────────────────────┤     1 send
//   server read      ├───────┼───────────┼─────┼────┤     4 reads
//   server write     ├───────┼───────────┤  · · · · ·     2 writes so far

import type { LaneSet } from './lane-set.ts';
import { type BytesEvent, type Station, stations, type Timeline } from './timeline.ts';

/** Bytes `from` … `to` (exclusive); an echoed byte has the same offset on both ways. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** One chunk, or an aggregated run of several, as far as it lies within the range. */
export interface Cut extends ByteRange {
  /** Chunks; an estimate where the range's edge cuts an aggregated run. */
  readonly count: number;
  /** When the first and the last chunk moved, by the page's monotonic clock in milliseconds. */
  readonly atMs: number;
  readonly untilMs: number;
  /** The same beyond the range's edges: a chunk may carry bytes of neighbouring messages, too. */
  readonly whole: ByteRange;
}

/** How one station cut the range. */
export interface StationBar {
  readonly station: Station;
  /** In order, without overlap. */
  readonly cuts: readonly Cut[];
  /** Chunks of all cuts. */
  readonly chunks: number;
  /** Whether `chunks` is certain: nothing was estimated, and nothing before `told` is missing. */
  readonly isExact: boolean;
  /** Bytes of all cuts. */
  readonly bytes: number;
  /** Offset up to which something is known of this station: the range's beginning if nothing is. */
  readonly told: number;
  /** Ranges before `told` of which nothing was told. */
  readonly gaps: readonly ByteRange[];
  /** Offsets within cuts at which the browser ended one slice (a WebSocket message) and began the next. */
  readonly slices: readonly number[];
}

export interface ChunkRuler {
  readonly range: ByteRange;
  /** When the first of the bytes was sent, as far as is known, by the page's clock; else when it was first seen. */
  readonly startMs: number | undefined;
  /** In the order of a byte's way. */
  readonly bars: readonly StationBar[];
  /** What the stations' lanes are called. */
  readonly lanes: LaneSet;
}

/** A message as it was entered for sending. */
export interface Send {
  /** Offset of its first byte. */
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Measures a range of a connection's bytes at every station. `sends`: the client's own messages, in order, as far as
 * they are known; without them (somebody else's connection) only stations that told something get a bar. A server that
 * tells nothing of its steps (`seesServer` is false) gets none either.
 */
export function measureChunks(
  timeline: Timeline,
  connection: number,
  range: ByteRange,
  sends?: readonly Send[],
  seesServer = true,
): ChunkRuler {
  const known = stations.filter(({ lane }) => seesServer || lane !== 'server');
  const bars = known.map((station) => {
    const events = timeline.covering(station, connection, range.from, range.to);
    const bar = cutUp(timeline, station, events, range);
    return sends !== undefined && station.lane === 'browser' && station.step === 'send'
      ? joinSlices(bar, sends)
      : bar;
  });
  const shown = sends === undefined ? bars.filter(({ cuts }) => cuts.length > 0) : bars;
  return {
    range,
    startMs: shown.find(({ cuts }) => cuts.length > 0)?.cuts[0]?.atMs,
    bars: shown,
    lanes: timeline.lanes,
  };
}

function cutUp(
  timeline: Timeline,
  station: Station,
  events: readonly BytesEvent[],
  range: ByteRange,
): StationBar {
  const cuts: Cut[] = [];
  const gaps: ByteRange[] = [];
  let told = range.from;
  let isExact = true;
  for (const event of [...events].sort((one, other) => one.from - other.from)) {
    const end = event.from + event.bytes;
    const from = Math.max(event.from, told);
    const to = Math.min(end, range.to);
    // What was told twice counts once.
    if (from >= to) continue;
    if (from > told) gaps.push({ from: told, to: from });
    const isCut = to - from < event.bytes;
    if (isCut && event.count > 1) isExact = false;
    cuts.push({
      from,
      to,
      count: isCut ? estimate(event, to - from) : event.count,
      atMs: timeline.timeMs(event),
      untilMs: timeline.untilMs(event),
      whole: { from: event.from, to: end },
    });
    told = to;
  }
  return describeBar(station, cuts, gaps, { told, isExact: isExact && gaps.length === 0, slices: [] });
}

/** Chunks of a run's part, were they all of one size. */
function estimate({ count, bytes }: BytesEvent, part: number): number {
  return Math.max(1, Math.round((count * part) / bytes));
}

function describeBar(
  station: Station,
  cuts: readonly Cut[],
  gaps: readonly ByteRange[],
  rest: Pick<StationBar, 'told' | 'isExact' | 'slices'>,
): StationBar {
  const chunks = cuts.reduce((sum, { count }) => sum + count, 0);
  const bytes = cuts.reduce((sum, { from, to }) => sum + to - from, 0);
  return { station, cuts, gaps, chunks, bytes, ...rest };
}

/** The browser's sends are whole messages; the slices in which it hands them over are marks within. */
function joinSlices(bar: StationBar, sends: readonly Send[]): StationBar {
  const cuts: Cut[] = [];
  const slices: number[] = [];
  let isExact = bar.isExact;
  let next = 0;
  let current: Send | undefined;
  for (const cut of bar.cuts) {
    while (next < sends.length && endOf(sends[next] as Send) <= cut.from) next += 1;
    const send = sends[next];
    const last = cuts.at(-1);
    if (send === undefined || send.offset > cut.from) {
      // A message that the transcript no longer holds: how many there were, only the slices tell.
      isExact = false;
      current = undefined;
      cuts.push(cut);
    } else if (last && send === current) {
      slices.push(cut.from);
      cuts[cuts.length - 1] = { ...last, to: cut.to, untilMs: cut.untilMs };
    } else {
      current = send;
      cuts.push({ ...cut, whole: { from: send.offset, to: endOf(send) } });
    }
  }
  return describeBar(bar.station, cuts, bar.gaps, { told: bar.told, isExact, slices });
}

function endOf({ offset, bytes }: Send): number {
  return offset + bytes;
}
