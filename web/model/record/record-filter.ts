// Which of the record's entries are shown: by client, direction, kind and lane, and by what is searched for.

import type { Lane } from '../../../server/protocol/trace.ts';
import {
  describeEntry,
  directionOfEvent,
  entryText,
  kindOf,
  type RecordDirection,
  type RecordEntry,
  type RecordKind,
} from './record-entry.ts';
import { FIND_ALL, findsAll, payloadMatches, type RecordSearch } from './record-search.ts';

/** An empty set lets everything through. */
export interface RecordFilter {
  /** Keys of clients. */
  readonly clients: ReadonlySet<number>;
  readonly directions: ReadonlySet<RecordDirection>;
  readonly kinds: ReadonlySet<RecordKind>;
  readonly lanes: ReadonlySet<Lane>;
  readonly search: RecordSearch;
}

export const SHOW_ALL: RecordFilter = {
  clients: new Set(),
  directions: new Set(),
  kinds: new Set(),
  lanes: new Set(),
  search: FIND_ALL,
};

/** Whether `filter` lets everything through. */
export function showsAll({ clients, directions, kinds, lanes, search }: RecordFilter): boolean {
  return [clients, directions, kinds, lanes].every((set) => set.size === 0) && findsAll(search);
}

/** Whether `entry` is shown. `formatTime` writes a moment of the page's monotonic clock as the row does. */
export function matchesFilter(
  entry: RecordEntry,
  filter: RecordFilter,
  formatTime: (atMs: number) => string,
): boolean {
  const { source, event } = entry;
  return (
    allows(filter.clients, source.label.key) &&
    allows(filter.lanes, event.lane) &&
    allows(filter.kinds, kindOf(event)) &&
    allows(filter.directions, directionOfEvent(event) ?? 'none') &&
    isFound(entry, filter.search, formatTime)
  );
}

function allows<T>(wanted: ReadonlySet<T>, value: T): boolean {
  return wanted.size === 0 || wanted.has(value);
}

function isFound(entry: RecordEntry, search: RecordSearch, formatTime: (atMs: number) => string): boolean {
  if (search.error !== undefined) return false;
  if (findsAll(search)) return true;
  if (search.text !== undefined) {
    const line = entryText(entry, describeEntry(entry), formatTime(entry.atMs));
    if (line.toLowerCase().includes(search.text)) return true;
  }
  return payloadMatches(entry, search);
}
