// The chunk ruler: however each station cuts a stream, its bar covers exactly the bytes that it moved, at their offsets.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ByteStep, TraceEntry } from '../../../server/protocol/trace.ts';
import { axisTicks } from '../../../web/model/timeline/byte-axis.ts';
import { type ChunkRuler, measureChunks, type StationBar } from '../../../web/model/timeline/chunk-ruler.ts';
import { drawBar, MAX_SEGMENTS } from '../../../web/model/timeline/chunk-segments.ts';
import {
  countChunks,
  describeSegment,
  storyText,
  tellStory,
} from '../../../web/model/timeline/chunk-story.ts';
import { ClockOffset } from '../../../web/model/timeline/clock-offset.ts';
import { stations, Timeline } from '../../../web/model/timeline/timeline.ts';

function begun(): Timeline {
  const timeline = new Timeline(new ClockOffset());
  timeline.begin();
  return timeline;
}

/** Tells of chunks of these sizes at a station, one behind the other from offset `from` on, a millisecond apart. */
function tell(timeline: Timeline, station: number, sizes: readonly number[], from = 0): void {
  const { lane, step } = stations[station] as (typeof stations)[number];
  let offset = from;
  for (const [index, bytes] of sizes.entries()) {
    const at = station * 10 + index;
    if (lane === 'browser') {
      timeline.noteBytes(step as 'send' | 'receive', offset, bytes, { wallMs: 0, monotonicMs: at });
    } else {
      timeline.addTrace(timeline.connection, lane, [{ step, at, from: offset, bytes }]);
    }
    offset += bytes;
  }
}

function tellRun(timeline: Timeline, run: Partial<TraceEntry> & { readonly step: ByteStep }): void {
  timeline.addTrace(timeline.connection, 'server', [{ at: 0, from: 0, bytes: 1, ...run } as TraceEntry]);
}

function barOf({ bars }: ChunkRuler, lane: string, step: string): StationBar {
  const bar = bars.find(({ station }) => station.lane === lane && station.step === step);
  if (bar === undefined) throw new Error(`There is no bar of ${lane} ${step}.`);
  return bar;
}

/** Sizes that cut `length` bytes: taken from `cuts` in turn. */
function cutInto(length: number, cuts: readonly number[]): number[] {
  const sizes: number[] = [];
  for (let left = length, turn = 0; left > 0; turn += 1) {
    const size = Math.min(left, cuts[turn % cuts.length] as number);
    sizes.push(size);
    left -= size;
  }
  return sizes;
}

describe('the chunk ruler', () => {
  it('tells the whole way of a message in one sentence', () => {
    const timeline = begun();
    const slices = [65_536, 65_536, 65_536, 3392];
    const reads = [65_536, 1000, 130_072, 3392];
    for (const station of [0, 1, 2]) tell(timeline, station, slices);
    for (const station of [3, 4, 5, 6, 7]) tell(timeline, station, reads);
    const ruler = measureChunks(timeline, 1, { from: 0, to: 200_000 }, [{ offset: 0, bytes: 200_000 }]);
    const parts = tellStory(ruler);
    expect(storyText(parts)).toBe('1 send of 200,000 B → 4 reads → 4 writes → 4 reads → 4 messages');
    expect(parts.map(({ caption }) => caption)).toEqual([
      'browser',
      'server',
      'server',
      'gateway',
      'browser',
    ]);
    const send = barOf(ruler, 'browser', 'send');
    expect(send.cuts).toMatchObject([{ from: 0, to: 200_000, count: 1 }]);
    expect(send.slices).toEqual([65_536, 131_072, 196_608]);
  });

  it('says how far each station has come while the echo is under way', () => {
    const timeline = begun();
    tell(timeline, 0, [60, 40]);
    tell(timeline, 3, [50, 16]);
    tell(timeline, 4, [50]);
    const ruler = measureChunks(timeline, 1, { from: 0, to: 100 }, [{ offset: 0, bytes: 100 }]);
    expect(storyText(tellStory(ruler))).toBe(
      '1 send of 100 B → 2 reads (66 %) → 1 write (50 %) → 0 reads (0 %) → 0 messages (0 %)',
    );
    expect(barOf(ruler, 'server', 'read')).toMatchObject({ told: 66, bytes: 66, isExact: true, gaps: [] });
  });

  it('does not say 100 % before the last byte', () => {
    const timeline = begun();
    tell(timeline, 0, [1999]);
    const ruler = measureChunks(timeline, 1, { from: 0, to: 2000 }, [{ offset: 0, bytes: 2000 }]);
    expect(tellStory(ruler)[0]?.caption).toBe('browser, 99 %');
  });

  it('measures one message of several in a chunk, and knows that the chunk carries more', () => {
    const timeline = begun();
    tell(timeline, 0, [5, 7, 4]);
    tell(timeline, 3, [16]);
    const sends = [5, 7, 4].map((bytes, index) => ({ offset: [0, 5, 12][index] as number, bytes }));
    const ruler = measureChunks(timeline, 1, { from: 5, to: 12 }, sends);
    expect(barOf(ruler, 'browser', 'send').cuts).toMatchObject([{ from: 5, to: 12, count: 1 }]);
    const read = barOf(ruler, 'server', 'read');
    expect(read).toMatchObject({ chunks: 1, isExact: true });
    expect(read.cuts).toMatchObject([{ from: 5, to: 12, whole: { from: 0, to: 16 } }]);
    const [segment] = drawBar(read, ruler.range).segments;
    expect(segment && describeSegment(ruler, read, segment)).toBe(
      'server read · 7 B · offsets 5 to 11 · 29.0 ms after the send · part of 16 B',
    );
  });

  it('counts several messages in a range as several sends', () => {
    const timeline = begun();
    tell(timeline, 0, [5, 7, 4]);
    const sends = [0, 5, 12].map((offset, index) => ({ offset, bytes: [5, 7, 4][index] as number }));
    const ruler = measureChunks(timeline, 1, { from: 2, to: 14 }, sends);
    expect(storyText(tellStory(ruler))).toMatch(/^3 sends of 12 B → /);
  });

  it('can only guess the sends of messages that the transcript has dropped', () => {
    const timeline = begun();
    tell(timeline, 0, [5, 7, 4]);
    const ruler = measureChunks(timeline, 1, { from: 0, to: 16 }, [{ offset: 12, bytes: 4 }]);
    expect(countChunks(barOf(ruler, 'browser', 'send'))).toBe('about 3 sends');
  });

  it('knows how many chunks a run sums up, and says “about” when the edge cuts one', () => {
    const timeline = begun();
    tellRun(timeline, { step: 'read', bytes: 1000, count: 10 });
    const whole = measureChunks(timeline, 1, { from: 0, to: 1000 });
    expect(countChunks(barOf(whole, 'server', 'read'))).toBe('10 reads');
    const part = measureChunks(timeline, 1, { from: 0, to: 300 });
    expect(countChunks(barOf(part, 'server', 'read'))).toBe('about 3 reads');
    const sliver = measureChunks(timeline, 1, { from: 999, to: 1000 });
    expect(countChunks(barOf(sliver, 'server', 'read'))).toBe('about 1 read');
  });

  it('leaves a gap where some were not told, and does not call the count certain', () => {
    const timeline = begun();
    tellRun(timeline, { step: 'read', bytes: 10 });
    tellRun(timeline, { step: 'read', from: 25, bytes: 5 });
    const ruler = measureChunks(timeline, 1, { from: 0, to: 30 });
    const read = barOf(ruler, 'server', 'read');
    expect(read).toMatchObject({ bytes: 15, told: 30, isExact: false, gaps: [{ from: 10, to: 25 }] });
    expect(tellStory(ruler)[0]?.caption).toBe('server, 50 % told');
  });

  it('counts once what is told twice, and ignores another connection', () => {
    const timeline = begun();
    tell(timeline, 3, [10, 10]);
    tell(timeline, 3, [10, 10]);
    timeline.begin();
    tell(timeline, 3, [7]);
    const read = barOf(measureChunks(timeline, 1, { from: 0, to: 20 }), 'server', 'read');
    expect(read).toMatchObject({ chunks: 2, bytes: 20 });
  });

  it('shows of somebody else’s connection the stations that told something', () => {
    const native = begun();
    tell(native, 3, [6]);
    tell(native, 4, [6]);
    const alone = measureChunks(native, 1, { from: 0, to: 6 });
    expect(storyText(tellStory(alone))).toBe('1 read of 6 B → 1 write');

    const bridged = begun();
    for (const station of [1, 2, 3, 4, 5, 6]) tell(bridged, station, [6]);
    const whole = measureChunks(bridged, 1, { from: 0, to: 6 });
    expect(storyText(tellStory(whole))).toBe('1 message of 6 B → 1 read → 1 write → 1 read → 1 message');
  });

  it('gives a server that tells nothing no bar, and does not speak of it', () => {
    const timeline = begun();
    for (const station of [0, 1, 2, 5, 6, 7]) tell(timeline, station, [6]);
    const ruler = measureChunks(timeline, 1, { from: 0, to: 6 }, [{ offset: 0, bytes: 6 }], false);
    expect(storyText(tellStory(ruler))).toBe('1 send of 6 B → 1 read → 1 message');
    expect(ruler.bars.map(({ station }) => station.lane)).not.toContain('server');
  });

  it('covers any range exactly, however each station cuts the stream', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 12 });
    const allCuts = fc.array(cuts, { minLength: stations.length, maxLength: stations.length });
    const stream = fc.integer({ min: 1, max: 60_000 });
    fc.assert(
      fc.property(stream, allCuts, fc.nat(), fc.nat(), (length, cutsOf, one, other) => {
        const timeline = begun();
        const sizes = stations.map((_, station) => cutInto(length, cutsOf[station] as number[]));
        // Beyond the lane's capacity the oldest are dropped, which is another test.
        fc.pre(sizes.reduce((sum, { length: chunks }) => sum + chunks, 0) < 4000);
        for (const [station, of] of sizes.entries()) tell(timeline, station, of);
        const ends = [one % length, (other % length) + 1].sort((a, b) => a - b);
        const range = { from: ends[0] as number, to: Math.max(ends[1] as number, (ends[0] as number) + 1) };
        const ruler = measureChunks(timeline, 1, range);
        expect(ruler.bars).toHaveLength(stations.length);
        for (const [station, bar] of ruler.bars.entries()) {
          let position = range.from;
          for (const cut of bar.cuts) {
            expect(cut.from).toBe(position);
            expect(cut.to).toBeGreaterThan(cut.from);
            position = cut.to;
          }
          expect(position).toBe(range.to);
          expect(bar).toMatchObject({
            bytes: range.to - range.from,
            told: range.to,
            gaps: [],
            isExact: true,
          });
          expect(bar.chunks).toBe(chunksWithin(sizes[station] as number[], range));
        }
      }),
    );
  });
});

/** Chunks of a stream cut into `sizes` that carry a byte of the range. */
function chunksWithin(sizes: readonly number[], { from, to }: { from: number; to: number }): number {
  let offset = 0;
  return sizes.filter((size) => {
    const begins = offset;
    offset += size;
    return begins < to && offset > from;
  }).length;
}

describe('a drawn bar', () => {
  const range = { from: 1000, to: 11_000 };

  it('draws each cut by itself while there are few', () => {
    const timeline = begun();
    tell(timeline, 3, cutInto(10_000, [2500]), 1000);
    const { segments } = drawBar(barOf(measureChunks(timeline, 1, range), 'server', 'read'), range);
    expect(segments.map(({ first, count, bytes }) => [first, count, bytes])).toEqual([
      [1, 1, 2500],
      [2, 1, 2500],
      [3, 1, 2500],
      [4, 1, 2500],
    ]);
  });

  it('joins neighbours beyond its limit, and loses neither chunks nor bytes', () => {
    const timeline = begun();
    for (let offset = 1000; offset < 11_000; offset += 10) tell(timeline, 3, [7], offset);
    const bar = barOf(measureChunks(timeline, 1, range), 'server', 'read');
    expect(bar.chunks).toBe(1000);
    const { segments, gaps } = drawBar(bar, range);
    expect(segments.length).toBeLessThanOrEqual(MAX_SEGMENTS);
    expect(gaps.length).toBeLessThanOrEqual(MAX_SEGMENTS);
    expect(segments.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
    expect(segments.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(7000);
    for (const [index, segment] of segments.entries()) {
      const before = segments.slice(0, index);
      expect(segment.first).toBe(1 + before.reduce((sum, { count }) => sum + count, 0));
      if (index > 0) expect(segment.from).toBeGreaterThanOrEqual((before.at(-1) as { to: number }).to);
    }
  });

  it('says which chunks a joined segment stands for', () => {
    const timeline = begun();
    tellRun(timeline, { step: 'read', bytes: 10 });
    tellRun(timeline, { step: 'read', from: 10, bytes: 380, count: 38, at: 2, until: 5 });
    const ruler = measureChunks(timeline, 1, { from: 0, to: 390 });
    const bar = barOf(ruler, 'server', 'read');
    const segment = drawBar(bar, ruler.range).segments[1];
    expect(segment && describeSegment(ruler, bar, segment)).toBe(
      'server reads 2 to 39 of 39 · 380 B · offsets 10 to 389 · 2.0 ms to 5.0 ms after the first',
    );
  });
});

describe('the axis', () => {
  it('has round offsets between its ends', () => {
    expect(axisTicks({ from: 0, to: 200_000 })).toEqual([50_000, 100_000, 150_000]);
    expect(axisTicks({ from: 41, to: 53 })).toEqual([42, 44, 46, 48, 50, 52]);
    expect(axisTicks({ from: 5, to: 6 })).toEqual([]);
  });

  it('has few ticks, whatever the range', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.integer({ min: 1, max: 1_000_000_000 }), (from, length) => {
        const ticks = axisTicks({ from, to: from + length });
        expect(ticks.length).toBeLessThanOrEqual(8);
        for (const tick of ticks) {
          expect(Number.isInteger(tick)).toBe(true);
          expect(tick).toBeGreaterThan(from);
          expect(tick).toBeLessThan(from + length);
        }
      }),
    );
  });
});
