// Where the boxes, arrows and words of the state diagram stand. Arrows are drawn from their corners by `outline`.
//
//   wide-layout.ts   left to right, for the dock          tall-layout.ts   top to bottom, for a phone
//
// Numbers are the drawing's own units, about a CSS pixel each; the drawing is scaled as a whole.

import type { NodeId, TransitionId } from './diagram.ts';

export type Point = readonly [x: number, y: number];

/** A box: its centre and its width; all boxes have one height. */
export interface NodePlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Where the words of an arrow stand: event, and below it action, in one or two lines. */
export interface LabelPlace {
  readonly x: number;
  /** Base line of the first line. */
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

export interface EdgePlace {
  /** From the edge of one box, round corners, to the edge of another. */
  readonly corners: readonly Point[];
  readonly label: LabelPlace;
}

/** An arrow along these corners, its words at `x`, `y`. */
export function edge(
  corners: readonly Point[],
  [x, y, anchor = 'middle']: readonly [x: number, y: number, anchor?: LabelPlace['anchor']],
): EdgePlace {
  return { corners, label: { x, y, anchor } };
}

export interface DiagramLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: Readonly<Record<NodeId, NodePlace>>;
  readonly edges: Readonly<Partial<Record<TransitionId, EdgePlace>>>;
}

export const NODE_HEIGHT = 32;

/** From one line of an arrow's words to the next. */
export const LINE_HEIGHT = 10.5;

const CORNER_RADIUS = 7;
const ARROW_LENGTH = 6;
const ARROW_HALF_WIDTH = 3.2;

/** An arrow as two SVG paths: a line with round corners, and the head that it ends in. */
export function outline(corners: readonly Point[]): { readonly line: string; readonly head: string } {
  const tip = corners.at(-1);
  const before = corners.at(-2);
  const first = corners[0];
  if (tip === undefined || before === undefined || first === undefined) return { line: '', head: '' };
  const base = towards(tip, before, ARROW_LENGTH);
  const parts = [`M${text(first)}`];
  for (const [index, corner] of corners.slice(1, -1).entries()) {
    const previous = corners[index] as Point;
    const next = corners[index + 2] as Point;
    const radius = Math.min(CORNER_RADIUS, distance(previous, corner) / 2, distance(corner, next) / 2);
    parts.push(
      `L${text(towards(corner, previous, radius))}Q${text(corner)} ${text(towards(corner, next, radius))}`,
    );
  }
  parts.push(`L${text(base)}`);
  const [dx, dy] = [(tip[0] - base[0]) / ARROW_LENGTH, (tip[1] - base[1]) / ARROW_LENGTH];
  const side = (sign: number): Point => [
    base[0] - sign * dy * ARROW_HALF_WIDTH,
    base[1] + sign * dx * ARROW_HALF_WIDTH,
  ];
  return { line: parts.join(''), head: `M${text(tip)}L${text(side(1))}L${text(side(-1))}Z` };
}

function distance([x1, y1]: Point, [x2, y2]: Point): number {
  return Math.hypot(x2 - x1, y2 - y1);
}

/** The point that lies `length` from `from` on the way to `to`. */
function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  const share = whole === 0 ? 0 : length / whole;
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

function text([x, y]: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
