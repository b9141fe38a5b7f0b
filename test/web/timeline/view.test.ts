// What a view of the timeline shows: it follows or holds still, is moved and zoomed; exchanges in one line; the ruler.

import { describe, expect, it } from 'vitest';
import { describeItem } from '../../../web/model/timeline/event-words.ts';
import { describeExchange, exchangeAround, MAX_LIVE_MS } from '../../../web/model/timeline/exchange.ts';
import { drawLadder } from '../../../web/model/timeline/ladder.ts';
import { drawOverview } from '../../../web/model/timeline/overview.ts';
import { journeyOf, type Picture, takePicture, zeroAt } from '../../../web/model/timeline/picture.ts';
import { drawRuler, formatSince, formatStep, tickStep } from '../../../web/model/timeline/ruler.ts';
import { FOLD_PX } from '../../../web/model/timeline/time-scale.ts';
import type { Timeline } from '../../../web/model/timeline/timeline.ts';
import { MAX_PX_PER_MS, Viewport } from '../../../web/model/timeline/viewport.ts';
import { addExchange, at, createTimeline, serverAt } from '../../support/timeline-events.ts';

function pictureOf(timeline: Timeline): Picture {
  return takePicture(timeline, true, FOLD_PX) as Picture;
}

/** The latest exchange in one line. */
function latestLine(timeline: Timeline): string | undefined {
  const picture = pictureOf(timeline);
  const { exchange } = picture;
  const journey = exchange && journeyOf(picture, exchange.connection);
  return exchange && journey && describeExchange(timeline, journey, exchange);
}

function viewportOn(timeline: Timeline, widthPx = 1000): Viewport {
  const viewport = new Viewport();
  const picture = pictureOf(timeline);
  viewport.resize(widthPx);
  viewport.setScale(picture.scale);
  viewport.follow(picture.latest);
  return viewport;
}

describe('an exchange', () => {
  it('is told in one line, stop by stop', () => {
    const timeline = createTimeline();
    addExchange(timeline, 0, 0, 12);
    expect(latestLine(timeline)).toBe('12 B sent → 1 read → 1 write → 1 message · 1.8 ms');
  });

  it('counts the chunks of runs, and says what is not back yet', () => {
    const timeline = createTimeline();
    timeline.noteBytes('send', 0, 200_000, at(0));
    timeline.addTrace(1, 'server', [
      { step: 'read', at: serverAt(1), until: serverAt(2), from: 0, bytes: 200_000, count: 4 },
      { step: 'write', at: serverAt(1), until: serverAt(2), from: 0, bytes: 65_536, count: 1 },
    ]);
    timeline.noteBytes('receive', 0, 50_000, at(4));
    expect(latestLine(timeline)).toBe('200 kB sent → 4 reads → 1 write → 1 message · 150 kB not back yet');
    timeline.noteMark('close', at(5), '1000');
    expect(latestLine(timeline)).toContain(' · 150 kB never came back');
  });

  it('is all that was sent in one go, or before the echo was back', () => {
    const timeline = createTimeline();
    addExchange(timeline, 0, 0, 1);
    addExchange(timeline, 1000, 1, 2);
    addExchange(timeline, 1010, 3, 3);
    timeline.noteBytes('send', 6, 4, at(1200));
    timeline.noteBytes('send', 10, 5, at(1900));
    timeline.noteBytes('receive', 6, 9, at(2000));
    const picture = pictureOf(timeline);
    const [journey] = picture.journeys;
    expect(journey && exchangeAround(timeline, journey, 4)).toMatchObject({ from: 1, to: 6, fromMs: 1000 });
    expect(picture.exchange).toMatchObject({ from: 6, to: 15, fromMs: 1200, toMs: 2000 });
    expect(journey && exchangeAround(timeline, journey, 15)).toBeUndefined();
  });

  it('of a native client is what the server saw of it', () => {
    const timeline = createTimeline();
    timeline.addTrace(1, 'server', [
      { step: 'read', at: serverAt(0), from: 0, bytes: 5 },
      { step: 'write', at: serverAt(0.1), from: 0, bytes: 5 },
    ]);
    expect(latestLine(timeline)).toBe('5 B received → 1 read → 1 write');
  });

  it('is what somebody who follows sees, or else what came after it', () => {
    const timeline = createTimeline();
    addExchange(timeline, 5000, 0, 12);
    expect(pictureOf(timeline).latest).toEqual({ fromMs: 5000, toMs: 5001.75 });
    timeline.noteMark('finSent', at(9000));
    expect(pictureOf(timeline).latest).toEqual({ fromMs: 9000, toMs: 9000 });
  });

  it('that goes on and on is shown by its last seconds', () => {
    const timeline = createTimeline();
    for (let index = 0; index < 1000; index += 1) addExchange(timeline, index * 10, index, 1);
    const { fromMs, toMs } = pictureOf(timeline).latest;
    expect(toMs - fromMs).toBe(MAX_LIVE_MS);
  });
});

describe('the view', () => {
  it('shows the latest exchange in full, with room on both sides', () => {
    const timeline = createTimeline();
    addExchange(timeline, 0, 0, 12);
    addExchange(timeline, 7000, 12, 12);
    const viewport = viewportOn(timeline);
    const [left, right] = [viewport.xOf(7000), viewport.xOf(7001.75)];
    expect(left).toBeGreaterThan(0);
    expect(right).toBeLessThan(1000);
    expect(right - left).toBeGreaterThan(600);
  });

  it('follows what comes, until it is moved; then it holds still', () => {
    const timeline = createTimeline();
    addExchange(timeline, 0, 0, 12);
    const viewport = viewportOn(timeline);
    viewport.pan(-50);
    expect(viewport.isFollowing).toBe(false);
    const { fromMs, toMs } = viewport;
    addExchange(timeline, 7000, 12, 12);
    viewport.setScale(pictureOf(timeline).scale);
    expect(viewport.fromMs).toBeCloseTo(fromMs);
    expect(viewport.toMs - toMs).toBeGreaterThanOrEqual(0);
    viewport.goLive();
    viewport.follow(pictureOf(timeline).latest);
    expect(viewport.xOf(7001)).toBeLessThan(1000);
    expect(viewport.xOf(7001)).toBeGreaterThan(0);
  });

  it('zooms about the pointer, and keeps the zoom while it follows', () => {
    const timeline = createTimeline();
    addExchange(timeline, 0, 0, 12);
    const viewport = viewportOn(timeline);
    const ms = viewport.msAt(400);
    const { pxPerMs } = viewport;
    viewport.zoom(2, 400);
    expect(viewport.pxPerMs).toBeCloseTo(2 * pxPerMs);
    expect(viewport.msAt(400)).toBeCloseTo(ms);
    expect(viewport.isFollowing).toBe(true);
    viewport.follow(pictureOf(timeline).latest);
    expect(viewport.pxPerMs).toBeCloseTo(2 * pxPerMs);
    expect(viewport.xOf(1.75)).toBeLessThan(1000);
  });

  it('cannot be zoomed nor moved away from what there is', () => {
    const timeline = createTimeline();
    addExchange(timeline, 0, 0, 12);
    const viewport = viewportOn(timeline);
    for (let time = 0; time < 200; time += 1) viewport.zoom(2, 500);
    expect(viewport.pxPerMs).toBe(MAX_PX_PER_MS);
    for (let time = 0; time < 200; time += 1) viewport.zoom(0.5, 500);
    expect(viewport.xOf(1.75) - viewport.xOf(0)).toBeGreaterThan(400);
    viewport.pan(1e9);
    expect(viewport.xOf(1.75)).toBeGreaterThan(0);
    viewport.pan(-1e9);
    expect(viewport.xOf(0)).toBeLessThan(1000);
  });

  it('brings a moment into view only if it is not', () => {
    const timeline = createTimeline();
    addExchange(timeline, 0, 0, 12);
    addExchange(timeline, 7000, 12, 12);
    const viewport = viewportOn(timeline);
    const { fromMs } = viewport;
    viewport.reveal(7001);
    expect(viewport.fromMs).toBe(fromMs);
    viewport.reveal(1);
    expect(viewport.xOf(1)).toBeGreaterThan(0);
    expect(viewport.xOf(1)).toBeLessThan(1000);
  });

  it('copes with a single event and with no width', () => {
    const timeline = createTimeline();
    timeline.noteMark('dial', at(5));
    expect(Number.isFinite(viewportOn(timeline).xOf(5))).toBe(true);
    expect(viewportOn(timeline).xOf(5)).toBeCloseTo(500);
    expect(Number.isFinite(viewportOn(timeline, 0).toMs)).toBe(true);
  });
});

describe('the ruler', () => {
  it('counts each stretch from its own beginning, and names that by the connection’s time', () => {
    const timeline = createTimeline();
    addExchange(timeline, 1000, 0, 12);
    addExchange(timeline, 3345, 12, 12);
    const picture = pictureOf(timeline);
    const view = { scale: picture.scale, pxPerMs: 300, fromMs: 1000, toMs: 3347 };
    const { ticks, folds } = drawRuler(view, (ms) => zeroAt(picture, ms), 6);
    expect(ticks.filter(({ isOrigin }) => isOrigin).map(({ label }) => label)).toEqual(['0', '2.345 s']);
    expect(ticks.map(({ label }) => label)).toContain('+200 µs');
    expect(folds.map(({ label }) => label)).toEqual(['2.3 s']);
    for (const [index, { x, label }] of ticks.entries()) {
      const next = ticks[index + 1];
      if (next) expect(next.x - x).toBeGreaterThanOrEqual(label.length * 6);
    }
  });

  it('is bounded by the width, not by the length of time', () => {
    const timeline = createTimeline();
    timeline.noteMark('dial', at(0));
    timeline.noteMark('pause', at(1e9));
    const picture = takePicture(timeline, false, FOLD_PX) as Picture;
    const view = { scale: picture.scale, pxPerMs: 1e-6, fromMs: 0, toMs: 1e9 };
    expect(drawRuler(view, () => 0, 6).ticks.length).toBeLessThan(40);
  });

  it('steps in 1, 2 and 5, and says them as exactly as they are', () => {
    expect([0.003, 0.02, 0.7, 1, 30, 51].map(tickStep).map((step) => Number(step.toPrecision(3)))).toEqual([
      0.005, 0.02, 1, 1, 50, 100,
    ]);
    expect([0.02, 0.5, 1, 1500, 90_000].map(formatStep)).toEqual([
      '20 µs',
      '500 µs',
      '1 ms',
      '1.5 s',
      '1.5 min',
    ]);
    expect([0, 12.34, 12_345, 125_000].map(formatSince)).toEqual(['0', '12.3 ms', '12.345 s', '2 min 5 s']);
  });
});

describe('the overview', () => {
  it('shows where bytes went up and down, and where something else happened', () => {
    const timeline = createTimeline();
    timeline.noteMark('dial', at(0));
    addExchange(timeline, 5000, 0, 100);
    const { up, down, marks } = drawOverview(timeline, pictureOf(timeline).scale, 300);
    expect(marks[0]).toBe(1);
    const most = (heights: Float32Array) => Math.max(...heights);
    expect(most(up)).toBeCloseTo(most(down));
    expect(up.findIndex((height) => height > 0)).toBeGreaterThan(0);
    expect(up.findIndex((height) => height > 0)).toBeLessThan(down.findIndex((height) => height > 0));
  });
});

describe('an event', () => {
  it('is told in one line: when, where, which bytes, how long after the step before', () => {
    const timeline = createTimeline();
    addExchange(timeline, 0, 0, 12);
    const picture = pictureOf(timeline);
    const view = { scale: picture.scale, pxPerMs: 100, fromMs: 0, toMs: 2 };
    const { chunks } = drawLadder(timeline, picture.journeys, view);
    const read = chunks.find(({ station }) => station === 3);
    expect(read && describeItem(read, timeline, picture.journeys[0], 0)).toMatch(
      /^\d\d:\d\d:00\.000 · server · read 12 B · bytes 0 – 11 · 0\.3 ms after gateway write$/,
    );
  });
});
