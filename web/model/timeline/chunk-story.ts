// The chunk ruler in words: the sentence over the bars, and what one segment says when it is pointed at.
//
//   1 send of 200,000 B → 4 reads → 4 writes → 4 reads → 4 messages
//   browser               server    server     gateway   browser

import type { ByteStep, Lane } from '../../../server/protocol/trace.ts';
import { formatCount, formatDuration, formatPlural } from '../format.ts';
import type { ChunkRuler, StationBar } from './chunk-ruler.ts';
import type { Segment } from './chunk-segments.ts';
import type { LaneSet } from './lane-set.ts';
import type { Station } from './timeline.ts';

/**
 * The stations that the sentence names. Where the gateway reads messages from the WebSocket and writes them to its
 * socket, and the other way round, both cuts are mostly the same: once is enough.
 */
const NAMED: readonly (readonly [Lane, ByteStep])[] = [
  ['browser', 'send'],
  ['server', 'read'],
  ['server', 'write'],
  ['gateway', 'read'],
  ['browser', 'receive'],
];

/** One part of the sentence. */
export interface StoryPart {
  readonly station: Station;
  /** `4 reads`, `about 38 writes`; the first one's ends in ` of 200,000 B`. */
  readonly text: string;
  /** How far it has come, from 0 to 1. */
  readonly share: number;
  /** `server`, and while bytes are missing `server, 66 %`. */
  readonly caption: string;
}

/** Whether the sentence names a station. Of a check it begins with its own writes. */
export function isNamed({ lane, step }: Station, { talker }: LaneSet): boolean {
  if (lane === 'gateway' && talker === 'gateway') return true;
  return NAMED.some(([namedLane, namedStep]) => lane === namedLane && step === namedStep);
}

/** What the lane of a station is called. */
export function stationName({ lane }: Station, { names }: LaneSet): string {
  return names.get(lane) ?? lane;
}

/** What the calls of a station are called. */
export function chunkNoun({ lane, step }: Station): string {
  if (lane === 'browser' && step === 'send') return 'send';
  return step === 'send' || step === 'receive' ? 'message' : step;
}

/** `4 reads`, `about 38 reads`. */
export function countChunks({ station, chunks, isExact }: StationBar): string {
  const about = isExact ? '' : 'about ';
  return `${about}${formatPlural(chunks, chunkNoun(station))}`;
}

/** The parts of the sentence; without a browser's bars it begins and ends with the gateway's, if there are any. */
export function tellStory({ range, bars, lanes }: ChunkRuler): StoryPart[] {
  const hasBrowser = bars.some(({ station }) => station.lane === 'browser');
  const told = bars.filter(
    ({ station }) => isNamed(station, lanes) || (!hasBrowser && chunkNoun(station) === 'message'),
  );
  const bytes = range.to - range.from;
  return told.map((bar, index) => {
    const share = bar.bytes / bytes;
    const of = index === 0 ? ` of ${formatCount(bytes)} B` : '';
    return {
      station: bar.station,
      text: `${countChunks(bar)}${of}`,
      share,
      caption: caption(bar, share, lanes),
    };
  });
}

function caption({ station, gaps }: StationBar, share: number, lanes: LaneSet): string {
  const name = stationName(station, lanes);
  if (share === 1) return name;
  // Rounded down: 100 % is said only of all bytes.
  const percent = `${Math.floor(share * 100)} %`;
  return `${name}, ${percent}${gaps.length > 0 ? ' told' : ''}`;
}

/** The sentence as plain text: `1 send of 200,000 B → 4 reads → 2 writes (66 %) → …`. */
export function storyText(parts: readonly StoryPart[]): string {
  return parts
    .map(({ text, share }) => (share === 1 ? text : `${text} (${Math.floor(share * 100)} %)`))
    .join(' → ');
}

/** `2nd` would need grammar; `read 2 of 4`, `reads 3 to 40 of about 64`. */
function ordinal({ station, chunks, isExact }: StationBar, { first, count }: Segment): string {
  const noun = chunkNoun(station);
  if (chunks === 1) return noun;
  const all = `of ${isExact ? '' : 'about '}${formatCount(chunks)}`;
  if (count === 1) return `${noun} ${formatCount(first)} ${all}`;
  return `${noun}s ${formatCount(first)} to ${formatCount(first + count - 1)} ${all}`;
}

/** All that is known of a segment: whose, bytes, offsets, time since the send, and what else the chunk carries. */
export function describeSegment(ruler: ChunkRuler, bar: StationBar, segment: Segment): string {
  const { from, to, bytes, whole } = segment;
  const wholeBytes = whole.to - whole.from;
  return [
    `${stationName(bar.station, ruler.lanes)} ${ordinal(bar, segment)}`,
    `${formatCount(bytes)} B`,
    `offsets ${formatCount(from)} to ${formatCount(to - 1)}`,
    timeSince(ruler, segment),
    ...(bytes < to - from ? [`${formatCount(to - from - bytes)} B between them not told`] : []),
    ...(wholeBytes > to - from ? [`part of ${formatCount(wholeBytes)} B`] : []),
  ].join(' · ');
}

/** `1.2 ms after the send`, `1.2 ms to 8.0 ms after the send`. */
function timeSince({ startMs, bars }: ChunkRuler, { atMs, untilMs }: Segment): string {
  const since = (ms: number): string => formatDuration(Math.max(0, ms - (startMs ?? ms)));
  const [first, last] = [since(atMs), since(untilMs)];
  const what = bars[0]?.station.lane === 'browser' ? 'the send' : 'the first';
  return `${first === last ? first : `${first} to ${last}`} after ${what}`;
}
