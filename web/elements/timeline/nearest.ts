// Which event is meant: by a place on the surface, or as the next one from the keyboard.

import type { ChunkItem, Ladder } from '../../model/timeline/ladder.ts';
import type { Place } from './gestures.ts';
import type { LadderLayout } from './ladder-layout.ts';
import { stationHeight } from './ladder-shapes.ts';
import type { LadderItem } from './ladder-svg.ts';

/** Farthest that an event may be from the pointer, in CSS pixels: a finger's breadth. */
const REACH_PX = 22;

/** The event nearest to a place; `place` counts from the left edge of the ladder, and not of the surface. */
export function nearestItem(ladder: Ladder, layout: LadderLayout, place: Place): LadderItem | undefined {
  let nearest: LadderItem | undefined;
  let least = REACH_PX;
  for (const item of itemsOf(ladder)) {
    const across = Math.max(0, item.x1 - place.x, place.x - item.x2);
    if (across > least) continue;
    const height = item.kind === 'chunk' ? stationHeight(item.station, layout) : layout.lanes[item.lane];
    const distance = Math.hypot(across, height - place.y);
    if (distance >= least) continue;
    nearest = item;
    least = distance;
  }
  return nearest;
}

/** The event after another in time, or before it; from a moment on if there is no other. */
export function neighbour(
  ladder: Ladder,
  from: LadderItem | undefined,
  fromMs: number,
  step: 1 | -1,
): LadderItem | undefined {
  const items = itemsOf(ladder).sort((one, other) => one.atMs - other.atMs || order(one) - order(other));
  const at = from === undefined ? -1 : items.findIndex((item) => isSame(item, from));
  if (at >= 0) return items[at + step];
  return step > 0 ? items.find(({ atMs }) => atMs >= fromMs) : items.findLast(({ atMs }) => atMs <= fromMs);
}

/** The item of another drawing that shows the same event. */
export function sameItem(ladder: Ladder, item: LadderItem): LadderItem | undefined {
  return itemsOf(ladder).find((other) => isSame(other, item));
}

function itemsOf({ chunks, marks }: Ladder): LadderItem[] {
  return [...chunks, ...marks];
}

/** Merged anew, an event may have become a part of another. */
function isSame(one: LadderItem, other: LadderItem): boolean {
  if (one.connection !== other.connection) return false;
  if (one.kind === 'mark' || other.kind === 'mark') {
    return (
      one.kind === other.kind && one.lane === other.lane && one.step === other.step && one.atMs === other.atMs
    );
  }
  return one.station === other.station && one.from <= other.from && one.to > other.from;
}

function order(item: LadderItem): number {
  return item.kind === 'chunk' ? item.station : -1;
}

/** Whether an item moved bytes. */
export function isChunk(item: LadderItem | undefined): item is ChunkItem {
  return item?.kind === 'chunk';
}
