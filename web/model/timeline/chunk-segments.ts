// What a bar of the chunk ruler draws: its cuts to scale, and no more of them than can be told apart.
//
//   cuts      |||||||||||||||||||      |     |
//   segments  [ ×12 ][ ×4 ][ ×3 ]      |     |     neighbours that begin in the same slot of the range are one

import type { ByteRange, Cut, StationBar } from './chunk-ruler.ts';

/** Segments, gaps and slice marks that one bar draws, each; neighbours beyond it are drawn as one. */
export const MAX_SEGMENTS = 96;

/** One cut, or several neighbours. */
export interface Segment extends Cut {
  /** Number of its first chunk within the bar, from 1. */
  readonly first: number;
  /** Bytes that are told: fewer than it is wide where some between its cuts are not. */
  readonly bytes: number;
}

/** What a bar draws. */
export interface DrawnBar {
  readonly segments: readonly Segment[];
  readonly gaps: readonly ByteRange[];
  readonly slices: readonly number[];
}

/** Gathers a bar's cuts, gaps and slices; `limit`: how many of each at most. */
export function drawBar(bar: StationBar, range: ByteRange, limit = MAX_SEGMENTS): DrawnBar {
  const slotOf = (offset: number): number =>
    Math.floor(((offset - range.from) / (range.to - range.from)) * limit);
  const gather = <T, U>(
    items: readonly T[],
    from: (item: T) => number,
    join: (group: readonly T[]) => U,
  ): U[] => {
    if (items.length <= limit) return items.map((item) => join([item]));
    const groups = new Map<number, T[]>();
    for (const item of items) {
      const slot = slotOf(from(item));
      const group = groups.get(slot);
      if (group) group.push(item);
      else groups.set(slot, [item]);
    }
    return [...groups.values()].map(join);
  };
  let chunks = 0;
  const joinCuts = (group: readonly Cut[]): Segment => {
    const first = chunks + 1;
    const count = group.reduce((sum, cut) => sum + cut.count, 0);
    chunks += count;
    const [one, other] = ends(group);
    return {
      from: one.from,
      to: other.to,
      count,
      atMs: one.atMs,
      untilMs: Math.max(...group.map(({ untilMs }) => untilMs)),
      whole: { from: one.whole.from, to: other.whole.to },
      first,
      bytes: group.reduce((sum, { from, to }) => sum + to - from, 0),
    };
  };
  const joinGaps = (group: readonly ByteRange[]): ByteRange => {
    const [one, other] = ends(group);
    return { from: one.from, to: other.to };
  };
  return {
    segments: gather(bar.cuts, ({ from }) => from, joinCuts),
    gaps: gather(bar.gaps, ({ from }) => from, joinGaps),
    slices: gather(
      bar.slices,
      (offset) => offset,
      ([offset]) => offset as number,
    ),
  };
}

function ends<T>(group: readonly T[]): readonly [T, T] {
  return [group[0] as T, group.at(-1) as T];
}
