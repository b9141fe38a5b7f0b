// The figure as data: complete, legal, and drawn where it belongs in both layouts.

import { describe, expect, it } from 'vitest';
import { TCP_STATES } from '../../../server/protocol/tcp-state.ts';
import {
  findReset,
  findTransition,
  linesOf,
  NODES,
  route,
  stateOf,
  TRANSITIONS,
  transitionId,
} from '../../../web/model/states/diagram.ts';
import {
  type DiagramLayout,
  LINE_HEIGHT,
  NODE_HEIGHT,
  outline,
  type Point,
} from '../../../web/model/states/layout.ts';
import { tallLayout } from '../../../web/model/states/tall-layout.ts';
import { timeWaitLeftMs } from '../../../web/model/states/time-wait.ts';
import { wideLayout } from '../../../web/model/states/wide-layout.ts';

/** Width of a letter of an arrow's words in the widest of fonts, on average. */
const WIDEST_LETTER = 5.8;

/** `ESTABLISHED FIN_WAIT_1`, the boxes on the likeliest way. */
function way(...[from, state]: Parameters<typeof route>): string | undefined {
  return route(from, state)
    ?.map(({ to }) => to)
    .join(' ');
}

describe('the figure', () => {
  it('has every state of the standard, and its twenty arrows', () => {
    expect(new Set(NODES.map(stateOf))).toEqual(new Set(TCP_STATES));
    expect(TRANSITIONS.filter(({ kind }) => kind !== 'reset')).toHaveLength(20);
    expect(new Set(TRANSITIONS.map(transitionId)).size).toBe(TRANSITIONS.length);
  });

  it('can be reset wherever there is a connection', () => {
    expect(findReset('ESTABLISHED')).toMatchObject({ to: 'END', event: 'RST' });
    for (const node of ['CLOSED', 'LISTEN', 'END'] as const) expect(findReset(node)).toBeUndefined();
    // In order it ends otherwise.
    expect(findTransition('LAST_ACK', 'END')?.event).toBe('rcv ACK of FIN');
  });

  it('leads from the beginning to every state', () => {
    for (const state of TCP_STATES) expect(route('CLOSED', state)).toBeDefined();
  });

  it('finds the likeliest way', () => {
    expect(way('CLOSED', 'ESTABLISHED')).toBe('SYN_SENT ESTABLISHED');
    expect(way('LISTEN', 'ESTABLISHED')).toBe('SYN_RECEIVED ESTABLISHED');
    expect(way('LISTEN', 'FIN_WAIT_1')).toBe('SYN_RECEIVED ESTABLISHED FIN_WAIT_1');
    expect(way('ESTABLISHED', 'TIME_WAIT')).toBe('FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT');
    expect(way('ESTABLISHED', 'CLOSED')).toBe('CLOSE_WAIT LAST_ACK END');
    expect(way('SYN_SENT', 'CLOSED')).toBe('CLOSED');
    expect(way('CLOSING', 'CLOSING')).toBe('');
  });

  it('knows no way back', () => {
    expect(route('FIN_WAIT_2', 'FIN_WAIT_1')).toBeUndefined();
    expect(route('END', 'ESTABLISHED')).toBeUndefined();
  });
});

describe.each([
  ['wide', wideLayout],
  ['tall', tallLayout],
])('the %s layout', (_name, layout: DiagramLayout) => {
  it('draws every arrow from the edge of its box to the edge of the other', () => {
    for (const transition of TRANSITIONS) {
      const corners = layout.edges[transitionId(transition)]?.corners ?? [];
      expect([transitionId(transition), edgeOf(layout, corners[0])]).toEqual([
        transitionId(transition),
        transition.from,
      ]);
      expect([transitionId(transition), edgeOf(layout, corners.at(-1))]).toEqual([
        transitionId(transition),
        transition.to,
      ]);
    }
  });

  it('keeps boxes apart and everything within the picture', () => {
    for (const [index, node] of NODES.entries()) {
      const { x, y, width } = layout.nodes[node];
      expect(x - width / 2).toBeGreaterThan(0);
      expect(x + width / 2).toBeLessThan(layout.width);
      expect(y - NODE_HEIGHT / 2).toBeGreaterThan(0);
      expect(y + NODE_HEIGHT / 2).toBeLessThan(layout.height);
      for (const other of NODES.slice(index + 1)) {
        const place = layout.nodes[other];
        const apart =
          Math.abs(place.x - x) > (place.width + width) / 2 || Math.abs(place.y - y) > NODE_HEIGHT;
        expect([node, other, apart]).toEqual([node, other, true]);
      }
    }
    for (const transition of TRANSITIONS) {
      const { x, y, anchor } = layout.edges[transitionId(transition)]?.label ?? {
        x: -1,
        y: -1,
        anchor: 'start',
      };
      expect(y).toBeGreaterThan(LINE_HEIGHT / 2);
      expect(y + LINE_HEIGHT).toBeLessThanOrEqual(layout.height);
      const width = WIDEST_LETTER * Math.max(...linesOf(transition).map((line) => line.length));
      const left = x - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
      expect([transitionId(transition), left >= 0, left + width <= layout.width]).toEqual([
        transitionId(transition),
        true,
        true,
      ]);
    }
  });
});

describe('the outline of an arrow', () => {
  it('is a line with round corners and a head that ends in its tip', () => {
    const { line, head } = outline([
      [0, 0],
      [40, 0],
      [40, 30],
    ]);
    expect(line).toBe('M0 0L33 0Q40 0 40 7L40 24');
    expect(head).toBe('M40 30L36.8 24L43.2 24Z');
  });

  it('of nothing is nothing', () => {
    expect(outline([])).toEqual({ line: '', head: '' });
    expect(outline([[1, 1]])).toEqual({ line: '', head: '' });
  });
});

describe('what is left of TIME_WAIT', () => {
  const kernelEnd = { state: 'TIME_WAIT', receiveQueue: 0, sendQueue: 0, unanswered: 0 } as const;

  it('goes down from what the kernel’s timer said', () => {
    const clientEnd = { ...kernelEnd, timer: 'timeWait', timerMs: 59_000 } as const;
    const latest = { since: 1000, at: 1000, sample: { subject: 'session:1', process: {}, clientEnd } };
    expect(timeWaitLeftMs('client', latest, 3000)).toBe(57_000);
    expect(timeWaitLeftMs('client', latest, 100_000)).toBe(0);
    expect(timeWaitLeftMs('server', latest, 3000)).toBeUndefined();
  });

  it('is not known without that timer', () => {
    const clientEnd = { ...kernelEnd, timer: 'none' } as const;
    const latest = { since: 1000, at: 1000, sample: { subject: 'session:1', process: {}, clientEnd } };
    expect(timeWaitLeftMs('client', latest, 3000)).toBeUndefined();
    expect(timeWaitLeftMs('client', undefined, 3000)).toBeUndefined();
  });
});

/** The box on whose edge a point lies. */
function edgeOf(layout: DiagramLayout, point: Point | undefined): string | undefined {
  if (point === undefined) return undefined;
  return NODES.find((node) => {
    const { x, y, width } = layout.nodes[node];
    const [dx, dy] = [Math.abs(point[0] - x) - width / 2, Math.abs(point[1] - y) - NODE_HEIGHT / 2];
    return Math.max(dx, dy) === 0;
  });
}
