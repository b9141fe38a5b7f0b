// Which of the observed servers the server's pane shows: all of them, or one that was chosen.
//
//   targets ──observed──► [All servers / echo / echo-iterative …] ──chosen──► totals, rows and lines of it

import type { ServerTotals, TargetView } from '../../../server/protocol/observe.ts';
import { isObserved, terminalCommand } from './target-words.ts';

/** What is chosen while all are shown; no target has an empty name. */
export const ALL_SERVERS = '';

export interface ShownServers {
  /** All servers whose connections are seen. */
  readonly observed: readonly TargetView[];
  /** The one that is shown; undefined while all are. */
  readonly only: TargetView | undefined;
  /** Whether there is a choice at all. */
  readonly isChoice: boolean;
}

/** `chosen`: name of a server, or {@link ALL_SERVERS}; one that is not observed, or no longer, stands for all. */
export function showServers(targets: Iterable<TargetView>, chosen: string): ShownServers {
  const observed = [...targets].filter(isObserved);
  const isChoice = observed.length > 1;
  return { observed, isChoice, only: isChoice ? observed.find(({ name }) => name === chosen) : undefined };
}

/** Whether what happened at `server` is to be shown. */
export function isShown({ only }: ShownServers, server: string): boolean {
  return only === undefined || only.name === server;
}

/** Totals of what is shown; `all`: of all observed servers together. */
export function shownTotals({ only }: ShownServers, all: ServerTotals | undefined): ServerTotals | undefined {
  return only ? only.totals : all;
}

/** What to type in a terminal to get a connection that is shown. */
export function nativeHint({ only, observed }: ShownServers): string | undefined {
  return only
    ? terminalCommand(only)
    : observed.map(terminalCommand).find((command) => command !== undefined);
}
