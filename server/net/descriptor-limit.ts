// How many file descriptors this process may hold. Every socket is one, so the limit bounds the sessions.

import { readFileSync } from 'node:fs';

/**
 * The process's soft limit from Linux's `/proc/self/limits` (Node has raised it to the hard one at its start);
 * `undefined` on other systems, and when there is no limit.
 */
export function readDescriptorLimit(path = '/proc/self/limits'): number | undefined {
  try {
    return parseDescriptorLimit(readFileSync(path, 'utf8'));
  } catch {
    // Systems other than Linux have no such file; the default of 10000 sessions stands there.
    return undefined;
  }
}

/** Reads the soft limit of the line `Max open files            1024                 4096                 files`. */
export function parseDescriptorLimit(limits: string): number | undefined {
  const soft = /^Max open files\s+(\d+)\s/m.exec(limits)?.[1];
  return soft === undefined ? undefined : Number(soft);
}
