// What the page says of a target: how it is, how a terminal reaches it, and what of it is not seen.

import type { SessionView, TargetView } from '../../../server/protocol/observe.ts';

/** How a target is, told by icon and word. */
export interface HealthWords {
  readonly word: string;
  /** Of the page's sprite. */
  readonly icon: string;
  /** Why, or what it means; one sentence, or nothing. */
  readonly sentence: string;
}

export function describeHealth({ health, reason }: TargetView): HealthWords {
  switch (health) {
    case 'up':
      return { word: 'up', icon: 'check', sentence: '' };
    case 'down':
      return { word: 'down', icon: 'circle-xmark', sentence: asSentence(reason) || 'It cannot be reached.' };
    case 'unknown':
      return { word: 'unknown', icon: 'help', sentence: 'Nobody has tried to reach it yet.' };
  }
}

/** As an entry of a menu: `echo-threads (down)`. */
export function menuLabel({ name, health }: TargetView): string {
  return health === 'down' ? `${name} (down)` : name;
}

/** `nc 127.0.0.1 65432`, of a server that a terminal of the machine where Echo Bridge runs can reach. */
export function terminalCommand(target: TargetView | undefined): string | undefined {
  if (!target?.endpoint || !isOnThisMachine(target)) return undefined;
  const { address, port } = target.endpoint;
  return `nc ${address} ${port}`;
}

/** Whether its process runs beside the gateway's, so that one kernel has both ends. */
export function isOnThisMachine({ kind, endpoint }: TargetView): boolean {
  return kind !== 'listed' || (endpoint !== null && isLoopback(endpoint.address));
}

/** Whether what happens at the server itself is told. */
export function isObserved(target: TargetView): boolean {
  return target.totals !== undefined;
}

/** Why nothing is told of the server's own steps; undefined where they are, or where nothing is known of the target. */
export function whyUnseen(target: TargetView | undefined): string | undefined {
  if (target === undefined || isObserved(target)) return undefined;
  return target.kind === 'listed'
    ? `${target.name} is not a server of this playground: its own steps are not seen.`
    : `${target.name} tells nothing of its own steps.`;
}

/** Connections to it that are open; of a server that is not observed, those of this room. */
export function countOpen(target: TargetView, sessions: Iterable<SessionView>): number {
  if (target.totals) return target.totals.open;
  let count = 0;
  for (const session of sessions) if (session.target === target.name && session.phase === 'open') count += 1;
  return count;
}

function isLoopback(address: string): boolean {
  return /^127(\.\d{1,3}){3}$|^::1$|^(.+\.)?localhost$/i.test(address);
}

function asSentence(reason = ''): string {
  const text = reason.trim();
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`;
}
