// Reads what Linux shows of processes: whose child one is, from `/proc/PID/stat`, and how much memory it has, from
// `/proc/PID/status`. The sizes of `statm` are in pages, whose size Node does not tell; these are in kB.

/** The parent's number in `42 (name) S 41 …`; the name may hold blanks and brackets. `undefined` when there is none. */
export function parseParent(stat: string): number | undefined {
  const parent = /^\d+ \(.*\) \S (\d+) /s.exec(stat)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/**
 * Bytes of memory that a process has written to, in place or swapped out, of the lines `RssAnon:    1234 kB` and `VmSwap:`:
 * what it holds, without programs and libraries. `undefined` when they are not there, as for a thread of the kernel.
 */
export function parseOwnBytes(status: string): number | undefined {
  const resident = kilobytes(status, 'RssAnon');
  return resident === undefined ? undefined : (resident + (kilobytes(status, 'VmSwap') ?? 0)) * 1024;
}

/** These processes, their children, the children of those, and so on; each once. `parents`: by the child's number. */
export function descendants(roots: readonly number[], parents: ReadonlyMap<number, number>): number[] {
  const children = new Map<number, number[]>();
  for (const [child, parent] of parents) children.set(parent, [...(children.get(parent) ?? []), child]);
  const found = new Set(roots);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const process of found) for (const child of children.get(process) ?? []) found.add(child);
  return [...found];
}

function kilobytes(status: string, field: string): number | undefined {
  const amount = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  return amount === undefined ? undefined : Number(amount);
}
