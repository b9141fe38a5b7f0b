// What a timeline holds, and how it is found again: by time and by offset.

import { describe, expect, it } from 'vitest';
import { LANES } from '../../../server/protocol/trace.ts';
import { ClockOffset } from '../../../web/model/timeline/clock-offset.ts';
import { endOf } from '../../../web/model/timeline/journeys.ts';
import {
  directionOf,
  laneLimit,
  MAX_LANE_EVENTS,
  MAX_PAGE_EVENTS,
  stations,
  Timeline,
} from '../../../web/model/timeline/timeline.ts';
import { addExchange, at, createTimeline, serverAt } from '../../support/timeline-events.ts';

const steps = (events: readonly { readonly step: string }[]): string[] => events.map(({ step }) => step);

describe('a timeline', () => {
  it('knows each station’s direction', () => {
    expect(stations.map(({ lane, step }) => directionOf(lane, step))).toEqual([
      ...Array(4).fill('up'),
      ...Array(4).fill('down'),
    ]);
  });

  it('puts the server’s events on the page’s clock', () => {
    const timeline = createTimeline();
    addExchange(timeline, 100, 0, 12);
    const [read] = timeline.between('server', 0, 1000);
    expect(read && timeline.timeMs(read)).toBeCloseTo(100.75);
  });

  it('finds what touches a stretch of time', () => {
    const timeline = createTimeline();
    for (const ms of [10, 20, 30]) timeline.noteBytes('send', ms, 1, at(ms));
    expect(timeline.between('browser', 20, 30).map((event) => event.at)).toEqual([20, 30]);
    expect(timeline.between('browser', 10.5, 19.5)).toEqual([]);
    expect(timeline.between('server', 0, 100)).toEqual([]);
  });

  it('finds a run that reaches into the stretch from far before it', () => {
    const timeline = createTimeline();
    timeline.addTrace(1, 'server', [
      { step: 'read', at: serverAt(10), until: serverAt(500), from: 0, bytes: 1000, count: 90 },
    ]);
    const later = Array.from({ length: 100 }, (_, index) => ({
      step: 'write' as const,
      at: serverAt(11 + index),
      from: index,
      bytes: 1,
    }));
    timeline.addTrace(1, 'server', later);
    expect(steps(timeline.between('server', 300, 400))).toEqual(['read']);
  });

  it('finds the chunks that carried some bytes, of one connection only', () => {
    const timeline = createTimeline();
    addExchange(timeline, 0, 0, 10);
    addExchange(timeline, 10, 10, 10);
    timeline.begin();
    addExchange(timeline, 20, 0, 10);
    for (const station of stations) {
      const ranges = (connection: number, from: number, to: number) =>
        timeline.covering(station, connection, from, to).map((chunk) => [chunk.from, endOf(chunk)]);
      expect(ranges(1, 9, 11)).toEqual([
        [0, 10],
        [10, 20],
      ]);
      expect(ranges(1, 10, 11)).toEqual([[10, 20]]);
      expect(ranges(2, 0, 100)).toEqual([[0, 10]]);
      expect(ranges(3, 0, 100)).toEqual([]);
    }
  });

  it('is bounded, lane by lane, and counts what it was told in all', () => {
    const timeline = createTimeline();
    for (let index = 0; index < MAX_LANE_EVENTS + 7; index += 1)
      timeline.noteBytes('send', index, 1, at(index));
    timeline.noteMark('pause', at(9000));
    expect(timeline.lane('browser').length).toBe(MAX_LANE_EVENTS);
    expect(timeline.added).toBe(MAX_LANE_EVENTS + 8);
    expect(timeline.dropped).toBe(8);
  });

  it('keeps less of each lane while there are many timelines, and counts on', () => {
    const timeline = createTimeline();
    for (let index = 0; index < MAX_LANE_EVENTS; index += 1) timeline.noteBytes('send', index, 1, at(index));
    const { added } = timeline;
    timeline.limitLanes(1000);
    expect(timeline.lane('browser').length).toBe(1000);
    expect(timeline.lane('browser').at(0)?.at).toBe(MAX_LANE_EVENTS - 1000);
    expect(timeline.added).toBe(added);
    timeline.limitLanes(MAX_LANE_EVENTS);
    for (let index = 0; index < 10; index += 1) timeline.noteMark('pause', at(9000 + index));
    expect(timeline.lane('browser').length).toBe(1010);
    expect(timeline.added).toBe(added + 10);
  });

  it('shares what a page may keep among all timelines', () => {
    expect(laneLimit(0)).toBe(MAX_LANE_EVENTS);
    expect(laneLimit(2)).toBe(MAX_LANE_EVENTS);
    for (const timelines of [40, 41, 200, 10_000_000]) {
      const limit = laneLimit(timelines);
      expect(limit).toBeGreaterThanOrEqual(1);
      if (limit > 1) expect(limit * LANES.length * timelines).toBeLessThanOrEqual(MAX_PAGE_EVENTS);
    }
    expect(laneLimit(200)).toBe(1000);
  });

  it('keeps round trips apart from events', () => {
    const timeline = createTimeline();
    const { version } = timeline;
    timeline.addTrace(1, 'gateway', [
      { step: 'tcpRtt', at: serverAt(1), to: 12, rttMs: 0.4 },
      { step: 'webSocketRtt', at: serverAt(2), rttMs: 0.9 },
    ]);
    expect([timeline.tcpRtts.length, timeline.webSocketRtts.length, timeline.added]).toEqual([1, 1, 0]);
    expect(timeline.version).toBeGreaterThan(version);
  });

  it('learns the clocks from the bytes themselves', () => {
    const timeline = new Timeline(new ClockOffset());
    timeline.begin();
    timeline.noteBytes('send', 0, 5, at(100));
    timeline.noteBytes('receive', 0, 5, at(104));
    timeline.addTrace(1, 'gateway', [
      { step: 'receive', at: serverAt(151), from: 0, bytes: 5 },
      { step: 'send', at: serverAt(153), from: 0, bytes: 5 },
    ]);
    // Half of what is not known, 2 ms of 4, is put on either way.
    const [receive, send] = timeline.lane('gateway').toArray();
    expect(receive && timeline.timeMs(receive)).toBeCloseTo(101);
    expect(send && timeline.timeMs(send)).toBeCloseTo(103);
  });
});
