// What is seen of a connection that is no client's of this page: the pictures and sentences of an Echo Check, whose own
// steps stand in the gateway's lane, and of a native client.

import { describe, expect, it } from 'vitest';
import type { TraceEntry } from '../../../server/protocol/trace.ts';
import { measureChunks } from '../../../web/model/timeline/chunk-ruler.ts';
import { drawBar } from '../../../web/model/timeline/chunk-segments.ts';
import { describeSegment, storyText, tellStory } from '../../../web/model/timeline/chunk-story.ts';
import { ClockOffset } from '../../../web/model/timeline/clock-offset.ts';
import { describeItem } from '../../../web/model/timeline/event-words.ts';
import { describeExchange, type Exchange } from '../../../web/model/timeline/exchange.ts';
import { drawLadder } from '../../../web/model/timeline/ladder.ts';
import { placeLabels } from '../../../web/model/timeline/ladder-labels.ts';
import {
  CHECK_ALONE_LANES,
  CHECK_LANES,
  CLIENT_LANES,
  isBridged,
  type LaneSet,
  NATIVE_LANES,
  OTHER_PAGE_LANES,
} from '../../../web/model/timeline/lane-set.ts';
import { drawOverview } from '../../../web/model/timeline/overview.ts';
import { type Picture, takePicture } from '../../../web/model/timeline/picture.ts';
import { latestBytes } from '../../../web/model/timeline/ruler-choice.ts';
import { createTimeScale } from '../../../web/model/timeline/time-scale.ts';
import { Timeline } from '../../../web/model/timeline/timeline.ts';
import { SERVER_AHEAD_MS, serverAt } from '../../support/timeline-events.ts';

const WIDTH_PX = 1200;

/** What a check does of its own: connects, sends 12 bytes and FIN, and reads them back in two chunks. */
const CHECK: readonly TraceEntry[] = [
  { step: 'dial', at: serverAt(0) },
  { step: 'connect', at: serverAt(1) },
  { step: 'write', at: serverAt(2), from: 0, bytes: 12 },
  { step: 'finSent', at: serverAt(3) },
  { step: 'read', at: serverAt(6), from: 0, bytes: 8 },
  { step: 'read', at: serverAt(7), from: 8, bytes: 4 },
  { step: 'finReceived', at: serverAt(8) },
];

const SERVER: readonly TraceEntry[] = [
  { step: 'accept', at: serverAt(1.2) },
  { step: 'read', at: serverAt(3), from: 0, bytes: 12 },
  { step: 'finReceived', at: serverAt(4) },
  { step: 'write', at: serverAt(5), from: 0, bytes: 12 },
  { step: 'finSent', at: serverAt(5.5) },
];

function createTimeline(
  lanes: LaneSet,
  gateway: readonly TraceEntry[],
  server: readonly TraceEntry[],
): Timeline {
  const clocks = new ClockOffset();
  clocks.noteUp(0, SERVER_AHEAD_MS);
  clocks.noteDown(SERVER_AHEAD_MS, 0);
  const timeline = new Timeline(clocks, lanes);
  timeline.begin();
  timeline.addTrace(1, 'gateway', gateway);
  timeline.addTrace(1, 'server', server);
  return timeline;
}

function draw(timeline: Timeline) {
  const picture = takePicture(timeline, true, 50) as Picture;
  const { scale, journeys } = picture;
  const { startMs: fromMs, endMs: toMs } = scale;
  const view = { scale, pxPerMs: scale.fit(fromMs, toMs, WIDTH_PX), fromMs, toMs };
  return { picture, ladder: drawLadder(timeline, journeys, view) };
}

describe('an Echo Check', () => {
  it('tells its own lane and the server’s, and how long its bytes took', () => {
    const { picture } = draw(createTimeline(CHECK_LANES, CHECK, SERVER));
    expect(picture.exchangeLine).toBe('12 B sent → 1 read → 1 write → 2 reads · 5.0 ms');
  });

  it('says what is not back yet', () => {
    const timeline = createTimeline(CHECK_LANES, CHECK.slice(0, 5), SERVER.slice(0, 4));
    const { picture } = draw(timeline);
    const [journey] = picture.journeys;
    expect(journey && describeExchange(timeline, journey, picture.exchange as Exchange)).toBe(
      '12 B sent → 1 read → 1 write → 1 read · 4 B not back yet',
    );
  });

  it('is called by its name, at each of its events', () => {
    const timeline = createTimeline(CHECK_LANES, CHECK, SERVER);
    const { picture, ladder } = draw(timeline);
    const words = ladder.chunks.map((chunk) => describeItem(chunk, timeline, picture.journeys[0], 0));
    expect(words.join('\n')).not.toContain('gateway');
    expect(words.some((line) => line.includes(' · check · write 12 B'))).toBe(true);
    expect(words.some((line) => line.includes('1.0 ms after check write'))).toBe(true);
  });

  it('has FIN arrows there and back, and its labels above its lane', () => {
    const { ladder } = draw(createTimeline(CHECK_LANES, CHECK, SERVER));
    const fins = ladder.arrows.filter(({ kind }) => kind === 'fin');
    expect(fins.map(({ fromLane, toLane }) => `${fromLane} ${toLane}`)).toEqual([
      'gateway server',
      'server gateway',
    ]);
    const { labels } = placeLabels(ladder, 5);
    const rows = new Set(labels.map(({ row }) => row));
    expect(rows).toEqual(new Set(['gatewayAbove', 'lower', 'serverBelow']));
  });

  it('spans the time from what it sent to what it read, when that came in one chunk', () => {
    const whole: TraceEntry = { step: 'read', at: serverAt(6), from: 0, bytes: 12 };
    const { ladder } = draw(createTimeline(CHECK_LANES, [...CHECK.slice(0, 3), whole], SERVER));
    expect(placeLabels(ladder, 5).spans).toMatchObject([{ row: 'gatewayAbove', text: '4.0 ms' }]);
  });

  it('waits for its echo, which is no idle time', () => {
    const late: TraceEntry = { step: 'read', at: serverAt(302), from: 0, bytes: 12 };
    const gateway = [...CHECK.slice(0, 3), late];
    const waiting = createTimeScale(createTimeline(CHECK_LANES, gateway, []), true);
    const idle = createTimeScale(createTimeline(OTHER_PAGE_LANES, gateway, []), true);
    expect(waiting?.folds).toEqual([]);
    expect(idle?.folds).toHaveLength(1);
  });

  it('shows its writes and reads in the overview', () => {
    const timeline = createTimeline(CHECK_LANES, CHECK, SERVER);
    const { picture } = draw(timeline);
    const { up, down } = drawOverview(timeline, picture.scale, 300);
    expect([up, down].map((column) => column.some((share) => share > 0))).toEqual([true, true]);
  });

  it('has a ruler of its own stations', () => {
    const timeline = createTimeline(CHECK_LANES, CHECK, SERVER);
    const range = latestBytes(timeline);
    expect(range).toEqual({ from: 0, to: 12 });
    const ruler = measureChunks(timeline, 1, { from: 0, to: 12 });
    const parts = tellStory(ruler);
    expect(storyText(parts)).toBe('1 write of 12 B → 1 read → 1 write → 2 reads');
    expect(parts.map(({ caption }) => caption)).toEqual(['check', 'server', 'server', 'check']);
    const last = ruler.bars.at(-1);
    const [segment] = last ? drawBar(last, ruler.range).segments : [];
    expect(last && segment && describeSegment(ruler, last, segment)).toMatch(/^check read 1 of 2 · /);
  });
});

describe('a check of a server that tells nothing of itself', () => {
  it('has no arrows to a lane that is not there', () => {
    const { ladder, picture } = draw(createTimeline(CHECK_ALONE_LANES, CHECK, []));
    expect(ladder.arrows).toEqual([]);
    expect(ladder.marks.map(({ step }) => step)).toContain('finReceived');
    expect(picture.exchangeLine).toBe('12 B sent → 2 reads · 5.0 ms');
  });
});

describe('a native client', () => {
  it('has the server’s lane alone', () => {
    const { ladder, picture } = draw(createTimeline(NATIVE_LANES, [], SERVER));
    expect(ladder.arrows).toEqual([]);
    expect(picture.exchangeLine).toBe('12 B received → 1 read → 1 write');
    expect(latestBytes(createTimeline(NATIVE_LANES, [], SERVER))).toEqual({ from: 0, to: 12 });
  });
});

it('only a gateway of bridge sessions has a WebSocket above it', () => {
  const bridged = [CLIENT_LANES, OTHER_PAGE_LANES, CHECK_LANES, CHECK_ALONE_LANES, NATIVE_LANES].map(
    isBridged,
  );
  expect(bridged).toEqual([true, true, false, false, false]);
});
