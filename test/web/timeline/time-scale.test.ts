// The folded axis: what is idle is folded, what is latency is not, and every moment has one place.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createTimeScale,
  FOLD_PX,
  IDLE_CAP_MS,
  type TimeScale,
  UNDER_WAY_CAP_MS,
} from '../../../web/model/timeline/time-scale.ts';
import { addExchange, at, createTimeline } from '../../support/timeline-events.ts';

function scaleOf(sentMs: readonly number[], folded = true): TimeScale {
  const timeline = createTimeline();
  for (const [index, ms] of sentMs.entries()) addExchange(timeline, ms, index, 1);
  return createTimeScale(timeline, folded) as TimeScale;
}

describe('the folded axis', () => {
  it('does not exist before anything has happened', () => {
    expect(createTimeScale(createTimeline(), true)).toBeUndefined();
  });

  it('folds the seconds between two exchanges to a fixed width, and remembers how long they were', () => {
    const scale = scaleOf([0, 3000]);
    expect(scale.folds).toEqual([{ fromMs: 1.75, toMs: 3000, busyMs: 1.75 }]);
    expect(scale.x(3000, 100) - scale.x(1.75, 100)).toBeCloseTo(FOLD_PX);
    expect(scale.x(3001, 100) - scale.x(3000, 100)).toBeCloseTo(100);
  });

  it('leaves short pauses, and everything when folding is off', () => {
    expect(scaleOf([0, IDLE_CAP_MS]).folds).toEqual([]);
    expect(scaleOf([0, 3000], false).folds).toEqual([]);
  });

  it('takes waiting for an echo, or for a connection, as latency', () => {
    const timeline = createTimeline();
    timeline.noteMark('dial', at(0));
    timeline.noteMark('connect', at(500));
    timeline.noteBytes('send', 0, 5, at(510));
    timeline.noteBytes('receive', 0, 5, at(910));
    expect(createTimeScale(timeline, true)?.folds).toEqual([]);
    timeline.noteBytes('send', 5, 5, at(920));
    timeline.noteBytes('receive', 5, 5, at(930 + UNDER_WAY_CAP_MS));
    expect(createTimeScale(timeline, true)?.folds).toHaveLength(1);
  });

  it('takes nothing to be under way after the connection was closed', () => {
    const timeline = createTimeline();
    timeline.noteBytes('send', 0, 5, at(0));
    timeline.noteMark('close', at(1), '1006');
    timeline.begin();
    timeline.noteMark('dial', at(200));
    expect(createTimeScale(timeline, true)?.folds).toEqual([{ fromMs: 1, toMs: 200, busyMs: 1 }]);
  });

  it('never makes idle time wider than it would be unfolded', () => {
    const scale = scaleOf([0, 3000]);
    expect(scale.foldWidth(0.1)).toBe(IDLE_CAP_MS * 0.1);
    expect(scale.foldWidth(1000)).toBe(FOLD_PX);
  });

  const gaps = fc.array(fc.double({ min: 0.1, max: 5000, noNaN: true }), { maxLength: 40 });
  const pxPerMs = fc.double({ min: 0.001, max: 4000, noNaN: true });

  it('has one place for every moment, in the order of time', () => {
    fc.assert(
      fc.property(gaps, pxPerMs, fc.double({ min: -0.5, max: 1.5, noNaN: true }), (between, px, share) => {
        let ms = 0;
        const scale = scaleOf(
          between
            .map((gap) => {
              ms += gap;
              return ms;
            })
            .concat(ms + 1),
        );
        const moment = scale.startMs + share * (scale.endMs - scale.startMs);
        const x = scale.x(moment, px);
        expect(scale.ms(x, px)).toBeCloseTo(moment, 4);
        expect(scale.x(moment + 1, px)).toBeGreaterThan(x);
      }),
    );
  });

  it('fits any stretch into any width', () => {
    fc.assert(
      fc.property(gaps, fc.integer({ min: 100, max: 4000 }), (between, widthPx) => {
        let ms = 0;
        const scale = scaleOf(
          between
            .map((gap) => {
              ms += gap;
              return ms;
            })
            .concat(ms + 1),
        );
        const px = scale.fit(scale.startMs, scale.endMs, widthPx);
        expect(scale.x(scale.endMs, px)).toBeCloseTo(widthPx, 3);
      }),
    );
  });

  it('tells where a stretch began', () => {
    const scale = scaleOf([0, 3000]);
    expect([scale.stretchStart(1), scale.stretchStart(3001)]).toEqual([0, 3000]);
    expect(scale.foldsBetween(0, 1)).toEqual([]);
    expect(scale.foldsBetween(0, 3000)).toHaveLength(1);
  });
});
