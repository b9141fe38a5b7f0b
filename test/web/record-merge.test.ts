// The record's list: every lane of every client in the order of time, however late and in whatever portions it is told.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANES } from '../../server/protocol/trace.ts';
import type { RecordSource } from '../../web/model/record/record-entry.ts';
import { REORDER_MS, RecordMerge } from '../../web/model/record/record-merge.ts';
import { ClockOffset } from '../../web/model/timeline/clock-offset.ts';
import { MAX_LANE_EVENTS } from '../../web/model/timeline/timeline.ts';
import { at, createSource } from '../support/record-source.ts';

function steps({ entries }: RecordMerge): string[] {
  return entries.map(({ source, event }) => `${source.label.identity.letter} ${event.lane} ${event.step}`);
}

/** Clocks that stand exactly `offsetMs` apart. */
function clocksApart(offsetMs: number): ClockOffset {
  const clocks = new ClockOffset();
  clocks.noteUp(0, offsetMs);
  clocks.noteDown(offsetMs, 0);
  return clocks;
}

/** What the list must be: everything there is, sorted, and its end. */
function naive(sources: readonly RecordSource[], limit: number): number[] {
  return sources
    .flatMap(({ timeline }) =>
      LANES.flatMap((lane) =>
        timeline
          .lane(lane)
          .toArray()
          .map((event) => timeline.timeMs(event)),
      ),
    )
    .sort((one, other) => one - other)
    .slice(-limit);
}

describe('the record of all clients', () => {
  it('puts what the gateway and the server tell later where it belongs', () => {
    const clocks = clocksApart(1_000_000);
    const [a, b] = [createSource(clocks, 0), createSource(clocks, 1)];
    const merge = new RecordMerge(clocks);
    a.timeline.noteBytes('send', 0, 5, at(10));
    b.timeline.noteMark('dial', at(12));
    a.timeline.noteBytes('receive', 0, 5, at(13));
    expect(merge.update([a, b])).toEqual({ removed: 0, from: 0 });
    a.timeline.addTrace(1, 'gateway', [
      { step: 'receive', at: 1_000_010.5, from: 0, bytes: 5 },
      { step: 'write', at: 1_000_010.6, from: 0, bytes: 5 },
    ]);
    a.timeline.addTrace(1, 'server', [{ step: 'read', at: 1_000_011, from: 0, bytes: 5 }]);
    expect(merge.update([a, b])).toEqual({ removed: 0, from: 1 });
    expect(steps(merge)).toEqual([
      'A browser send',
      'A gateway receive',
      'A gateway write',
      'A server read',
      'B browser dial',
      'A browser receive',
    ]);
    expect(merge.dropped).toBe(0);
  });

  it('says so when there is nothing new', () => {
    const clocks = clocksApart(0);
    const source = createSource(clocks);
    const merge = new RecordMerge(clocks);
    expect(merge.update([source])).toBeUndefined();
    source.timeline.noteMark('dial', at(1));
    expect(merge.update([source])).toBeDefined();
    expect(merge.update([source])).toBeUndefined();
  });

  it('keeps the latest and counts the rest, what the timelines dropped included', () => {
    const clocks = clocksApart(0);
    const source = createSource(clocks);
    const merge = new RecordMerge(clocks, 100);
    for (let index = 0; index < MAX_LANE_EVENTS + 7; index += 1) source.timeline.noteMark('dial', at(index));
    merge.update([source]);
    expect(merge.entries).toHaveLength(100);
    expect(merge.entries[0]?.atMs).toBe(MAX_LANE_EVENTS + 7 - 100);
    expect(merge.dropped).toBe(MAX_LANE_EVENTS + 7 - 100);
    source.timeline.noteMark('close', at(MAX_LANE_EVENTS + 8));
    expect(merge.update([source])).toEqual({ removed: 1, from: 99 });
    expect(merge.dropped).toBe(MAX_LANE_EVENTS + 8 - 100);
  });

  it('forgets a client that is gone, and takes it back whole', () => {
    const clocks = clocksApart(0);
    const [a, b] = [createSource(clocks, 0), createSource(clocks, 1)];
    const merge = new RecordMerge(clocks);
    a.timeline.noteMark('dial', at(1));
    b.timeline.noteMark('dial', at(2));
    merge.update([a, b]);
    expect(merge.update([b])).toEqual({ removed: 0, from: 0 });
    expect(steps(merge)).toEqual(['B browser dial']);
    merge.update([a, b]);
    expect(steps(merge)).toEqual(['A browser dial', 'B browser dial']);
    merge.update([]);
    expect(merge.entries).toEqual([]);
  });

  it('puts everything in order anew when the server’s clock turns out to stand otherwise', () => {
    const clocks = new ClockOffset();
    clocks.noteDown(990, 0);
    const source = createSource(clocks);
    const merge = new RecordMerge(clocks);
    source.timeline.noteMark('dial', at(5));
    source.timeline.addTrace(1, 'server', [{ step: 'accept', at: 996 }]);
    merge.update([source]);
    expect(steps(merge)).toEqual(['A browser dial', 'A server accept']);
    clocks.noteDown(993, 1);
    expect(merge.update([source])).toEqual({ removed: 0, from: 0 });
    expect(steps(merge)).toEqual(['A server accept', 'A browser dial']);
    clocks.noteDown(993 + REORDER_MS / 2, 1);
    expect(merge.update([source])).toBeUndefined();
  });

  it('is what sorting all of it would give, whatever arrives in whatever portions', () => {
    const portion = fc.record({
      client: fc.nat(2),
      lane: fc.constantFrom(...LANES),
      /** Time since the lane's event before, and whether the record is drawn after it. */
      later: fc.nat(20),
      drawn: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(portion, { maxLength: 80, size: 'max' }),
        fc.integer({ min: 1, max: 30 }),
        (portions, limit) => {
          const clocks = clocksApart(500);
          const sources = [0, 1, 2].map((index) => createSource(clocks, index));
          const merge = new RecordMerge(clocks, limit);
          const times = new Map<string, number>();
          let length = 0;
          for (const { client, lane, later, drawn } of portions) {
            const { timeline } = sources[client] as RecordSource;
            const time = (times.get(`${client}${lane}`) ?? 0) + later;
            times.set(`${client}${lane}`, time);
            if (lane === 'browser') timeline.noteMark('dial', at(time));
            else timeline.addTrace(1, lane, [{ step: 'pause', at: 500 + time }]);
            if (!drawn) continue;
            const before = [...merge.entries];
            const change = merge.update(sources);
            if (change === undefined) continue;
            // What stands before the change is what stood there.
            expect(merge.entries.slice(0, change.from)).toEqual(
              before.slice(change.removed, change.removed + change.from),
            );
            length = merge.entries.length;
          }
          merge.update(sources);
          expect(merge.entries.length).toBeGreaterThanOrEqual(length);
          const all = naive(sources, Number.POSITIVE_INFINITY);
          expect(merge.dropped + merge.entries.length).toBe(all.length);
          const kept = merge.entries.map(({ atMs }) => atMs);
          expect(kept).toEqual([...kept].sort((one, other) => one - other));
          if (all.length <= limit) expect(kept).toEqual(all);
          else expect(kept).toHaveLength(limit);
        },
      ),
    );
  });

  it('takes the latest of all lanes at the first look', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(2), fc.constantFrom(...LANES), fc.nat(20)), { maxLength: 80, size: 'max' }),
        fc.integer({ min: 1, max: 30 }),
        (events, limit) => {
          const clocks = clocksApart(500);
          const sources = [0, 1, 2].map((index) => createSource(clocks, index));
          let time = 0;
          for (const [client, lane, later] of events) {
            time += later;
            const { timeline } = sources[client] as RecordSource;
            if (lane === 'browser') timeline.noteMark('dial', at(time));
            else timeline.addTrace(1, lane, [{ step: 'pause', at: 500 + time }]);
          }
          const merge = new RecordMerge(clocks, limit);
          merge.update(sources);
          expect(merge.entries.map(({ atMs }) => atMs)).toEqual(naive(sources, limit));
        },
      ),
    );
  });
});
