// The ladder's lines and marks as SVG paths. All things of one look are one path, so that the drawing has a few dozen
// nodes, however much it shows.
//
//   up    ──●        solid lines, discs        a run of several chunks is a hollow bar
//   down  ╌╌◆        dashed lines, diamonds    the gateway has two edges: its WebSocket and its TCP socket

import type { Lane } from '../../../server/protocol/trace.ts';
import type { ChunkItem, GapItem, LinkItem } from '../../model/timeline/ladder.ts';
import type { ArrowItem, MarkItem } from '../../model/timeline/ladder-marks.ts';
import { stations } from '../../model/timeline/timeline.ts';

/** Heights in CSS pixels. */
export interface LadderHeights {
  readonly lanes: Record<Lane, number>;
  /** From the middle of the gateway's lane to its WebSocket above, and to its TCP socket below. */
  readonly gatewayHalf: number;
  /** Half the height of a chunk. */
  readonly radius: number;
}

/** Where a station's chunks stand. */
export function stationHeight(station: number, { lanes, gatewayHalf }: LadderHeights): number {
  const { lane, step } = stations[station] ?? { lane: 'browser', step: 'send' };
  if (lane !== 'gateway') return lanes[lane];
  return lanes.gateway + (step === 'receive' || step === 'send' ? -gatewayHalf : gatewayHalf);
}

/** Where a line from `lane` towards `other` begins. */
function edgeTowards(lane: Lane, other: Lane, { lanes, gatewayHalf }: LadderHeights): number {
  if (lane !== 'gateway') return lanes[lane];
  return lanes.gateway + (other === 'browser' ? -gatewayHalf : gatewayHalf);
}

/** Ends of lines farther outside than this are cut: SVG's coordinates are not exact at any distance. */
const FAR_PX = 20_000;

/** Links of runs are bands: one path for the edges of all, one for what is between them. */
export interface LinkPaths {
  readonly lines: string;
  readonly bands: string;
  /** The arrow-heads where they arrive. */
  readonly heads: string;
  /** From one edge of the gateway to the other. */
  readonly within: string;
}

export function linkPaths(links: readonly LinkItem[], heights: LadderHeights): LinkPaths {
  const paths = { lines: '', bands: '', heads: '', within: '' };
  for (const { station, fromLane, toLane, x1, x2, x3, x4 } of links) {
    const [y1, y2] = [stationHeight(station, heights), stationHeight(station + 1, heights)];
    if (fromLane === toLane) {
      paths.within += line(x1, y1, x3, y2);
      if (x2 - x1 + x4 - x3 > 1) paths.within += line(x2, y1, x4, y2);
      continue;
    }
    paths.lines += line(x1, y1, x3, y2);
    if (x2 - x1 + x4 - x3 > 1) {
      paths.lines += line(x2, y1, x4, y2);
      paths.bands += band(x1, x2, y1, x3, x4, y2);
    }
    paths.heads += head(x1, y1, x3, y2, heights.radius);
  }
  return paths;
}

export interface ChunkPaths {
  readonly single: string;
  /** Runs and merged events. */
  readonly several: string;
}

export function chunkPaths(chunks: readonly ChunkItem[], heights: LadderHeights): ChunkPaths {
  const paths = { single: '', several: '' };
  for (const chunk of chunks) {
    if (chunk.count > 1) paths.several += bar(chunk, heights);
    else paths.single += chunk.direction === 'up' ? disc(chunk, heights) : diamond(chunk, heights);
  }
  return paths;
}

/** A chunk's own shape, however many chunks it stands for: what shows that it is pointed at. */
export function chunkOutline(chunk: ChunkItem, heights: LadderHeights): string {
  const grown = { ...heights, radius: heights.radius * 1.7 };
  if (chunk.count > 1) return bar(chunk, grown);
  return chunk.direction === 'up' ? disc(chunk, grown) : diamond(chunk, grown);
}

/** Ticks across the lanes. */
export function markPath(marks: readonly MarkItem[], { lanes, radius, gatewayHalf }: LadderHeights): string {
  return marks
    .map(({ lane, x1 }) => {
      const half = radius * 1.6 + (lane === 'gateway' ? gatewayHalf : 0);
      return line(x1, lanes[lane] - half, x1, lanes[lane] + half);
    })
    .join('');
}

export function arrowPaths(
  arrows: readonly ArrowItem[],
  heights: LadderHeights,
): { readonly lines: string; readonly heads: string } {
  const paths = { lines: '', heads: '' };
  for (const { fromLane, toLane, x1, x2 } of arrows) {
    const y1 = edgeTowards(fromLane, toLane, heights);
    const y2 = edgeTowards(toLane, fromLane, heights);
    paths.lines += line(x1, y1, x2, y2);
    paths.heads += head(x1, y1, x2, y2, 1);
  }
  return paths;
}

export function gapPath(gaps: readonly GapItem[], heights: LadderHeights): string {
  const { radius } = heights;
  return gaps
    .map(({ station, x1, x2 }) => {
      const y = stationHeight(station, heights);
      const right = Math.max(x1 + 2 * radius, x2);
      return `${line(x1, y - radius, right, y - radius)}${line(x1, y + radius, right, y + radius)}`;
    })
    .join('');
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  const [left, right] = [cut(x1, y1, x2, y2), cut(x2, y2, x1, y1)];
  return `M${left}L${right}`;
}

/** The point itself, or the one where the line to it comes too far outside. */
function cut(x: number, y: number, otherX: number, otherY: number): string {
  if (Math.abs(x) <= FAR_PX) return `${round(x)} ${round(y)}`;
  const edge = Math.sign(x) * FAR_PX;
  const share = otherX === x ? 0 : Math.min(1, Math.max(0, (edge - x) / (otherX - x)));
  return `${edge} ${round(y + share * (otherY - y))}`;
}

function band(x1: number, x2: number, y1: number, x3: number, x4: number, y2: number): string {
  const corners = [cut(x1, y1, x3, y2), cut(x2, y1, x4, y2), cut(x4, y2, x2, y1), cut(x3, y2, x1, y1)];
  return `M${corners.join('L')}Z`;
}

/** A triangle that points from one point to the other, its tip just before the second's mark. */
function head(x1: number, y1: number, x2: number, y2: number, standoff: number): string {
  if (Math.abs(x2) > FAR_PX) return '';
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const [tipX, tipY] = [x2 - ux * standoff, y2 - uy * standoff];
  const [backX, backY] = [tipX - ux * 7, tipY - uy * 7];
  const corner = (side: number): string => `${round(backX - side * uy * 3)} ${round(backY + side * ux * 3)}`;
  return `M${round(tipX)} ${round(tipY)}L${corner(1)}L${corner(-1)}Z`;
}

function disc({ x1, station }: ChunkItem, heights: LadderHeights): string {
  const r = round(heights.radius);
  const x = round(x1 - r);
  return `M${x} ${stationHeight(station, heights)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

function diamond({ x1, station }: ChunkItem, heights: LadderHeights): string {
  const r = round(heights.radius * 1.25);
  return `M${round(x1 - r)} ${stationHeight(station, heights)}l${r} ${-r}l${r} ${r}l${-r} ${r}Z`;
}

function bar({ x1, x2, station }: ChunkItem, heights: LadderHeights): string {
  const { radius } = heights;
  const left = Math.max(-FAR_PX, Math.min(x1, x2) - radius);
  const right = Math.min(FAR_PX, Math.max(x1, x2) + radius);
  const r = round(radius);
  const flat = round(Math.max(0, right - left - 2 * r));
  const x = round(left + r);
  return `M${x} ${stationHeight(station, heights) - r}h${flat}a${r} ${r} 0 0 1 0 ${2 * r}h${-flat}a${r} ${r} 0 0 1 0 ${-2 * r}Z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
