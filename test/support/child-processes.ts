// Processes as Linux knows them: who is whose child, and who is gone.

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** The children of a process that still run. */
export function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.filter((pid) => statOf(pid)?.parent === parent);
}

/** The process that a thread is of. */
export function processOf(thread: number): number {
  const [, group] = /^Tgid:\s*(\d+)$/m.exec(readFileSync(`/proc/${thread}/status`, 'utf8')) ?? [];
  return Number(group);
}

/** Resolves once none of them runs. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  while (pids.some((pid) => statOf(pid) !== undefined)) await delay(5);
}

/** `undefined` when there is no such process, or nothing left of it but its exit status. */
function statOf(pid: number): { parent: number } | undefined {
  try {
    // The name, in parentheses, may hold anything.
    const [, state, parent] = /^.*\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return state === 'Z' ? undefined : { parent: Number(parent) };
  } catch {
    return undefined;
  }
}
