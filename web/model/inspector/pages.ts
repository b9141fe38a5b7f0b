// A long run of bytes is shown page by page, so that the cost of looking is that of one page.

/** Bytes shown at a time. */
export const PAGE_BYTES = 4096;

/** One page of a run of bytes; offsets count from the run's first byte. */
export interface BytePage {
  readonly start: number;
  readonly end: number;
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
}

/** The page of a run of `bytes` that holds the byte at `offset`, or the nearest one. */
export function pageAt(bytes: number, offset: number): BytePage {
  const last = Math.max(0, Math.ceil(bytes / PAGE_BYTES) - 1);
  const page = Math.max(0, Math.min(last, Math.floor(offset / PAGE_BYTES)));
  const start = page * PAGE_BYTES;
  const end = Math.min(bytes, start + PAGE_BYTES);
  return { start, end, hasPrevious: page > 0, hasNext: page < last };
}
