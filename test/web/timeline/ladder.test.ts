// What the ladder draws: every stop of the same bytes tied to the next, and a bounded number of things whatever is in view.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceEntry } from '../../../server/protocol/trace.ts';
import { sortJourneys } from '../../../web/model/timeline/journeys.ts';
import { drawLadder, type Ladder, MERGE_ABOVE } from '../../../web/model/timeline/ladder.ts';
import { MAX_LABELS, placeLabels } from '../../../web/model/timeline/ladder-labels.ts';
import { type LadderView, MERGE_PX } from '../../../web/model/timeline/ladder-view.ts';
import { createTimeScale, type TimeScale } from '../../../web/model/timeline/time-scale.ts';
import { stations, type Timeline } from '../../../web/model/timeline/timeline.ts';
import { addExchange, at, createTimeline, serverAt } from '../../support/timeline-events.ts';

const WIDTH_PX = 1200;

/** The ladder of a stretch of time, {@link WIDTH_PX} wide; of everything unless told. */
function draw(timeline: Timeline, fromMs?: number, toMs?: number): Ladder {
  const scale = createTimeScale(timeline, true) as TimeScale;
  const from = fromMs ?? scale.startMs;
  const to = toMs ?? scale.endMs;
  const view: LadderView = { scale, pxPerMs: scale.fit(from, to, WIDTH_PX), fromMs: from, toMs: to };
  return drawLadder(timeline, sortJourneys(timeline), view);
}

describe('the ladder', () => {
  it('ties the bytes of one echo from stop to stop, there and back', () => {
    const timeline = createTimeline();
    addExchange(timeline, 100, 0, 12);
    const { chunks, links, isMerged } = draw(timeline);
    expect(chunks.map(({ station }) => station).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(links.map(({ fromLane, toLane, direction }) => `${fromLane} ${toLane} ${direction}`)).toEqual([
      'browser gateway up',
      'gateway gateway up',
      'gateway server up',
      'server gateway down',
      'gateway gateway down',
      'gateway browser down',
    ]);
    for (const link of links) {
      expect([link.from, link.to]).toEqual([0, 12]);
      expect(link.tookMs).toBeCloseTo(0.25);
      expect(link.x3).toBeGreaterThan(link.x1);
    }
    expect(isMerged).toBe(false);
    expect(chunks.find(({ station }) => station === 7)?.x1).toBeCloseTo(WIDTH_PX);
  });

  it('ties one send to each read that took a part of it', () => {
    const timeline = createTimeline();
    timeline.noteBytes('send', 0, 200_000, at(0));
    const cuts = [0, 65_536, 131_072, 196_608, 200_000];
    const reads = cuts.slice(0, 4).map((from, index): TraceEntry => {
      const bytes = (cuts[index + 1] as number) - from;
      return { step: 'receive', at: serverAt(1 + index), from, bytes };
    });
    timeline.addTrace(1, 'gateway', reads);
    expect(draw(timeline).links.map(({ from, to }) => [from, to])).toEqual([
      [0, 65_536],
      [65_536, 131_072],
      [131_072, 196_608],
      [196_608, 200_000],
    ]);
  });

  it('lets the bytes of a run flow evenly from its beginning to its end', () => {
    const timeline = createTimeline();
    timeline.noteBytes('send', 0, 50, at(0));
    timeline.noteBytes('send', 50, 50, at(0));
    timeline.addTrace(1, 'gateway', [
      { step: 'receive', at: serverAt(10), until: serverAt(20), from: 0, bytes: 100, count: 4 },
    ]);
    const { links, chunks } = draw(timeline);
    expect(links.map(({ x3, x4 }) => [Math.round(x3), Math.round(x4)])).toEqual([
      [600, 900],
      [900, 1200],
    ]);
    expect(chunks.find(({ lane }) => lane === 'gateway')).toMatchObject({ count: 4, x1: 600 });
  });

  it('shows what was under way all the time that is in view, though nothing began or ended in it', () => {
    const timeline = createTimeline();
    timeline.noteBytes('send', 0, 10, at(0));
    timeline.addTrace(1, 'gateway', [{ step: 'receive', at: serverAt(100), from: 0, bytes: 10 }]);
    const { chunks, links } = draw(timeline, 40, 60);
    expect(chunks).toEqual([]);
    expect(links).toHaveLength(1);
    expect(links[0]).toMatchObject({ from: 0, to: 10 });
    expect(links[0]?.x1).toBeCloseTo(-2 * WIDTH_PX);
    expect(links[0]?.x3).toBeCloseTo(3 * WIDTH_PX);
  });

  it('shows a run that began before the view and goes on after it', () => {
    const timeline = createTimeline();
    timeline.addTrace(1, 'server', [
      { step: 'read', at: serverAt(0), until: serverAt(100), from: 0, bytes: 1000, count: 9 },
    ]);
    expect(draw(timeline, 40, 60).chunks).toMatchObject([{ from: 0, to: 1000, count: 9 }]);
  });

  it('ties nothing across a stop that it was not told of, nor across connections', () => {
    const timeline = createTimeline();
    timeline.noteBytes('send', 0, 10, at(0));
    timeline.addTrace(1, 'server', [{ step: 'read', at: serverAt(1), from: 0, bytes: 10 }]);
    expect(draw(timeline).links).toEqual([]);
    timeline.begin();
    timeline.addTrace(2, 'gateway', [{ step: 'receive', at: serverAt(2), from: 0, bytes: 10 }]);
    expect(draw(timeline).links).toEqual([]);
  });

  it('forgets what a connection left under way once it is over', () => {
    const timeline = createTimeline();
    timeline.noteBytes('send', 0, 1000, at(0));
    timeline.addTrace(1, 'gateway', [{ step: 'receive', at: serverAt(1), from: 0, bytes: 10 }]);
    timeline.begin();
    addExchange(timeline, 5, 0, 7);
    const { chunks, links } = draw(timeline, 4, 10);
    expect(new Set([...chunks, ...links].map(({ connection }) => connection))).toEqual(new Set([2]));
  });

  it('shows bytes that it was not told about', () => {
    const timeline = createTimeline();
    timeline.addTrace(1, 'server', [
      { step: 'read', at: serverAt(0), from: 0, bytes: 100 },
      { step: 'read', at: serverAt(10), from: 4196, bytes: 100 },
    ]);
    const ladder = draw(timeline);
    expect(ladder.gaps).toEqual([{ station: 3, bytes: 4096, x1: 0, x2: expect.closeTo(WIDTH_PX) }]);
    expect(placeLabels(ladder, 7).labels.map(({ text }) => text)).toContain('4.1 kB not told');
  });

  it('infers the handshake from dial, connect and accept, each after its cause', () => {
    const timeline = createTimeline();
    timeline.addTrace(1, 'gateway', [
      { step: 'dial', at: serverAt(0) },
      { step: 'connect', at: serverAt(3) },
    ]);
    timeline.addTrace(1, 'server', [{ step: 'accept', at: serverAt(6) }]);
    const { arrows } = draw(timeline);
    expect(arrows.map(({ kind, isInferred }) => [kind, isInferred])).toEqual([
      ['syn', true],
      ['synAck', true],
      ['ack', true],
    ]);
    const [syn, synAck, ack] = arrows.map(({ x1, x2 }) => [x1, x2] as const);
    expect([syn?.[0], synAck?.[0], ack?.[0], ack?.[1]]).toEqual([0, syn?.[1], synAck?.[1], WIDTH_PX]);
    expect(synAck?.[1]).toBeLessThanOrEqual(WIDTH_PX / 2);
  });

  it('draws no handshake with a target that refused', () => {
    const timeline = createTimeline();
    timeline.addTrace(1, 'gateway', [
      { step: 'dial', at: serverAt(0) },
      { step: 'error', at: serverAt(1), detail: 'ECONNREFUSED' },
    ]);
    const ladder = draw(timeline);
    expect(ladder.arrows).toEqual([]);
    expect(placeLabels(ladder, 7).labels.map(({ text }) => text)).toContain('error ECONNREFUSED');
  });

  it('draws FIN and RST as arrows from the end that sends to the one that hears of it', () => {
    const timeline = createTimeline();
    timeline.noteMark('finSent', at(0));
    timeline.addTrace(1, 'gateway', [
      { step: 'finSent', at: serverAt(1) },
      { step: 'rstReceived', at: serverAt(9) },
    ]);
    timeline.addTrace(1, 'server', [
      { step: 'finReceived', at: serverAt(2) },
      { step: 'rstSent', at: serverAt(8) },
    ]);
    const { arrows, marks } = draw(timeline);
    expect(arrows.map(({ kind, fromLane, toLane }) => `${kind} ${fromLane} ${toLane}`)).toEqual([
      'fin browser gateway',
      'fin gateway server',
      'rst server gateway',
    ]);
    expect(marks).toHaveLength(5);
  });

  it('does not take back-pressure for the answer to somebody’s pause', () => {
    const timeline = createTimeline();
    timeline.noteMark('pause', at(50), 'browser');
    timeline.addTrace(1, 'gateway', [
      { step: 'pause', at: serverAt(10), detail: 'backPressure' },
      { step: 'pause', at: serverAt(51), detail: 'browser' },
    ]);
    const { arrows } = draw(timeline);
    expect(arrows).toHaveLength(1);
    expect(arrows[0]?.x2).toBeGreaterThan(arrows[0]?.x1 ?? Number.POSITIVE_INFINITY);
  });

  it('draws a bounded number of things of any number of events, and loses no chunk and no byte', () => {
    const timeline = createTimeline();
    for (let index = 0; index < 1200; index += 1) addExchange(timeline, index * 3, index * 10, 10);
    const ladder = draw(timeline);
    expect(ladder.isMerged).toBe(true);
    expect(1200 * stations.length).toBeGreaterThan(MERGE_ABOVE);
    const bound = stations.length * (WIDTH_PX / MERGE_PX + 2);
    expect(ladder.chunks.length).toBeLessThanOrEqual(bound);
    expect(ladder.links.length).toBeLessThanOrEqual(2 * bound);
    for (const station of stations.keys()) {
      const items = ladder.chunks.filter((chunk) => chunk.station === station);
      expect(items.reduce((sum, { count }) => sum + count, 0)).toBe(1200);
      expect(items.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(12_000);
    }
    expect(placeLabels(ladder, 7).labels.length).toBeLessThanOrEqual(MAX_LABELS);
  });

  it('takes far-away ends of links along in a bounded number of pieces', () => {
    const timeline = createTimeline();
    // The browser has sent everything long before, and the gateway reads on and on.
    for (let index = 0; index < 4000; index += 1) timeline.noteBytes('send', index, 1, at(index / 100));
    for (let index = 0; index < 4000; index += 1) {
      timeline.addTrace(1, 'gateway', [
        { step: 'receive', at: serverAt(1000 + index), from: index, bytes: 1 },
      ]);
    }
    const ladder = draw(timeline, 2000, 2010);
    expect(ladder.isMerged).toBe(false);
    expect(ladder.chunks).toHaveLength(11);
    expect(ladder.links.length).toBeLessThan(100);
  });

  it('merges marks of one kind that stand in one place', () => {
    const timeline = createTimeline();
    for (let index = 0; index < 3000; index += 1) {
      timeline.noteMark(index % 2 ? 'resume' : 'pause', at(index), 'browser');
    }
    const { marks } = draw(timeline);
    expect(marks.length).toBeLessThanOrEqual(2 * (WIDTH_PX / MERGE_PX + 2));
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(3000);
  });

  it('writes no label over another, whatever is drawn', () => {
    const moments = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(moments, fc.integer({ min: 5, max: 14 }), (unsorted, letterPx) => {
        const timeline = createTimeline();
        for (const [index, ms] of unsorted.sort((one, other) => one - other).entries()) {
          addExchange(timeline, ms, index * 100, 100);
        }
        const placed = placeLabels(draw(timeline), letterPx).labels;
        for (const row of new Set(placed.map((label) => label.row))) {
          const labels = placed.filter((label) => label.row === row);
          const spans = labels
            .map(({ x, anchor, text }) => {
              const width = text.length * letterPx;
              const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
              return [left, left + width] as const;
            })
            .sort(([one], [other]) => one - other);
          for (const [index, [left]] of spans.entries()) {
            const before = spans[index - 1];
            if (before) expect(left).toBeGreaterThanOrEqual(before[1]);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('writes one echo’s bytes at every stop, and the round trip between', () => {
    const timeline = createTimeline();
    addExchange(timeline, 100, 0, 12);
    const { labels, spans } = placeLabels(draw(timeline, 99.5, 102.5), 7);
    expect(
      labels
        .filter(({ tone }) => tone === 'up' || tone === 'down')
        .map(({ text }) => text)
        .sort(),
    ).toEqual(
      ['read', 'read', 'receive', 'receive', 'send', 'send', 'write', 'write'].map((step) => `${step} 12 B`),
    );
    expect(spans.map(({ text }) => text)).toEqual(['1.8 ms']);
  });

  it('lets no edge of the view cut a label that has another place, or a shorter text', () => {
    const timeline = createTimeline();
    timeline.noteBytes('send', 0, 65_536, at(0));
    timeline.addTrace(1, 'gateway', [
      { step: 'receive', at: serverAt(8), from: 0, bytes: 65_536 },
      { step: 'write', at: serverAt(9), from: 0, bytes: 65_536 },
    ]);
    timeline.noteBytes('receive', 0, 65_536, at(10));
    const ladder = draw(timeline);
    const write = ladder.chunks.find(({ step }) => step === 'write')?.x1 ?? Number.NaN;
    const texts = (left: number, right: number): readonly string[] =>
      placeLabels(ladder, 7, { left, right })
        .labels.filter(({ row }) => row === 'gatewayBelow')
        .map(({ text, anchor }) => `${anchor} ${text}`);
    expect(texts(0, WIDTH_PX)).toEqual(['end write 65.5 kB']);
    // No room before it, then neither before nor after it for more than the bytes.
    expect(texts(write - 20, WIDTH_PX)).toEqual(['start write 65.5 kB']);
    expect(texts(write - 70, write + 20)).toEqual(['end 65.5 kB']);
    // Nowhere to be read in full: at its usual place, where it is after moving the view.
    expect(texts(write - 20, write + 20)).toEqual(['end write 65.5 kB']);
  });

  it('writes no round trip over another one’s ends', () => {
    const timeline = createTimeline();
    addExchange(timeline, 100, 0, 12);
    addExchange(timeline, 101, 12, 12);
    expect(placeLabels(draw(timeline, 99.5, 103.5), 7).spans).toEqual([]);
  });
});
