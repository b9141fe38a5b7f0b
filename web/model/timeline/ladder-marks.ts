// What the ladder draws besides bytes: marks on the lanes, and arrows between them where one lane's mark is the cause
// of another's: the handshake, FIN, RST, a close.
//
//   gateway  ──dial────connect──        SYN, SYN-ACK and ACK are not seen by any program: they are inferred from
//                ╲   ╱   ╲              dial, connect and accept
//   server   ─────╳───────accept

import type { Lane, MarkStep } from '../../../server/protocol/trace.ts';
import { firstIndex, type Journey, marksOf } from './journeys.ts';
import { isVisible, type LadderView, MERGE_PX, type Placer } from './ladder-view.ts';
import type { MarkEvent, Timeline } from './timeline.ts';

/** One mark, or several of the same kind in one place. */
export interface MarkItem {
  readonly kind: 'mark';
  readonly lane: Lane;
  readonly step: MarkStep;
  readonly detail: string;
  readonly connection: number;
  readonly count: number;
  readonly atMs: number;
  readonly x1: number;
  readonly x2: number;
}

/** What an arrow stands for. `message`: something that gateway and browser told each other. */
export type ArrowKind = 'syn' | 'synAck' | 'ack' | 'fin' | 'rst' | 'message';

export interface ArrowItem {
  readonly kind: ArrowKind;
  readonly fromLane: Lane;
  readonly toLane: Lane;
  readonly connection: number;
  readonly x1: number;
  readonly x2: number;
  /** Nobody saw it: it follows from what was seen. */
  readonly isInferred: boolean;
}

interface Cause {
  readonly kind: ArrowKind;
  readonly from: readonly [Lane, MarkStep];
  readonly to: readonly [Lane, MarkStep];
}

/** Which mark is the cause of which. */
const causes: readonly Cause[] = [
  { kind: 'message', from: ['browser', 'dial'], to: ['gateway', 'upgrade'] },
  { kind: 'message', from: ['gateway', 'connect'], to: ['browser', 'connect'] },
  { kind: 'message', from: ['browser', 'pause'], to: ['gateway', 'pause'] },
  { kind: 'message', from: ['browser', 'resume'], to: ['gateway', 'resume'] },
  { kind: 'message', from: ['gateway', 'error'], to: ['browser', 'error'] },
  { kind: 'fin', from: ['browser', 'finSent'], to: ['gateway', 'finSent'] },
  { kind: 'fin', from: ['gateway', 'finSent'], to: ['server', 'finReceived'] },
  { kind: 'fin', from: ['server', 'finSent'], to: ['gateway', 'finReceived'] },
  { kind: 'fin', from: ['gateway', 'finReceived'], to: ['browser', 'finReceived'] },
  { kind: 'rst', from: ['browser', 'rstSent'], to: ['gateway', 'rstSent'] },
  { kind: 'rst', from: ['gateway', 'rstSent'], to: ['server', 'rstReceived'] },
  { kind: 'rst', from: ['server', 'rstSent'], to: ['gateway', 'rstReceived'] },
];

/** The marks of `journeys` in view; those of one kind that stand in one place are one. */
export function drawMarks(
  timeline: Timeline,
  journeys: readonly Journey[],
  { fromMs, toMs }: LadderView,
  x: Placer,
): readonly MarkItem[] {
  const items: MarkItem[] = [];
  for (const { connection, marks } of journeys) {
    for (const events of marks.values()) {
      let before: MarkItem | undefined;
      const first = firstIndex(events, (event) => timeline.timeMs(event) >= fromMs);
      for (let index = first; index < events.length; index += 1) {
        const { lane, step, detail } = events[index] as MarkEvent;
        const atMs = timeline.timeMs(events[index] as MarkEvent);
        if (atMs > toMs) break;
        const x1 = x(atMs);
        if (before && x1 - before.x1 < MERGE_PX) {
          before = { ...before, count: before.count + 1, x2: x1 };
          items[items.length - 1] = before;
        } else {
          before = { kind: 'mark', lane, step, detail, connection, count: 1, atMs, x1, x2: x1 };
          items.push(before);
        }
      }
    }
  }
  return items;
}

/** The arrows of `journeys` between lanes that there are; those of one kind that cover each other are one. */
export function drawArrows(
  timeline: Timeline,
  journeys: readonly Journey[],
  x: Placer,
  widthPx: number,
): readonly ArrowItem[] {
  const arrows: ArrowItem[] = [];
  for (const journey of journeys) {
    arrows.push(...handshake(timeline, journey, x));
    const { connection } = journey;
    for (const { kind, from, to } of [...causes, closeOf(timeline, journey)]) {
      let drawnTo = Number.NEGATIVE_INFINITY;
      for (const [cause, effect] of pairs(journey, from, to)) {
        const [x1, x2] = [x(timeline.timeMs(cause)), x(timeline.timeMs(effect))];
        if (x2 - drawnTo < MERGE_PX || !isVisible({ x1, x2 }, widthPx)) continue;
        drawnTo = x2;
        arrows.push({ kind, fromLane: from[0], toLane: to[0], connection, x1, x2, isInferred: false });
      }
    }
  }
  const { names } = timeline.lanes;
  return arrows.filter(
    (arrow) => names.has(arrow.fromLane) && names.has(arrow.toLane) && isVisible(arrow, widthPx),
  );
}

/** The end that closed the WebSocket first told the other. */
function closeOf(timeline: Timeline, journey: Journey): Cause {
  const [browser] = marksOf(journey, 'browser', 'close');
  const [gateway] = marksOf(journey, 'gateway', 'close');
  const isBrowserFirst = browser && gateway && timeline.timeMs(browser) < timeline.timeMs(gateway);
  return isBrowserFirst
    ? { kind: 'message', from: ['browser', 'close'], to: ['gateway', 'close'] }
    : { kind: 'message', from: ['gateway', 'close'], to: ['browser', 'close'] };
}

/** Causes with their effects, in order. Back-pressure pauses a gateway without anybody having asked. */
function* pairs(
  journey: Journey,
  from: Cause['from'],
  to: Cause['to'],
): Generator<readonly [MarkEvent, MarkEvent]> {
  const causing = marksOf(journey, ...from);
  const effects = marksOf(journey, ...to);
  let next = 0;
  for (const cause of causing) {
    while (effects[next]?.detail === 'backPressure') next += 1;
    const effect = effects[next];
    if (effect === undefined) return;
    next += 1;
    yield [cause, effect];
  }
}

/**
 * SYN, SYN-ACK and ACK (RFC 9293 §3.5). The last one arrives when the server accepts, or as late as the others were
 * under way where there is no telling; a program hears of either a little later than its kernel.
 */
function handshake(timeline: Timeline, journey: Journey, x: Placer): ArrowItem[] {
  const [dial] = marksOf(journey, 'gateway', 'dial');
  const [connect] = marksOf(journey, 'gateway', 'connect');
  const [accept] = marksOf(journey, 'server', 'accept');
  if (dial === undefined || connect === undefined) return [];
  const dialMs = timeline.timeMs(dial);
  const connectMs = Math.max(dialMs, timeline.timeMs(connect));
  const acceptMs = accept && timeline.timeMs(accept);
  const acknowledgedMs =
    acceptMs !== undefined && acceptMs > dialMs ? acceptMs : connectMs + (connectMs - dialMs) / 2;
  const answeredMs = Math.min(connectMs, dialMs + ((acknowledgedMs - dialMs) * 2) / 3);
  const arrivedMs = (dialMs + answeredMs) / 2;
  const { connection } = journey;
  const arrow = (kind: ArrowKind, fromLane: Lane, toLane: Lane, fromMs: number, toMs: number): ArrowItem => ({
    kind,
    fromLane,
    toLane,
    connection,
    x1: x(fromMs),
    x2: x(toMs),
    isInferred: true,
  });
  return [
    arrow('syn', 'gateway', 'server', dialMs, arrivedMs),
    arrow('synAck', 'server', 'gateway', arrivedMs, answeredMs),
    arrow('ack', 'gateway', 'server', answeredMs, acknowledgedMs),
  ];
}
