// The page's status line: how the default target is, in a name, an address and a few words.

import { DEFAULT_TARGET } from '../../../server/protocol/bridge.ts';
import { formatEndpoint } from '../../../server/protocol/endpoint.ts';
import type { SessionView, TargetView } from '../../../server/protocol/observe.ts';
import { formatCount, formatPlural } from '../format.ts';
import { countOpen, describeHealth, isObserved } from './target-words.ts';

/** What the status line is told from. */
export interface StatusFacts {
  /** Of the observe stream. */
  readonly stream: 'connecting' | 'online' | 'away';
  /** The whole list, the default one first. */
  readonly targets: readonly TargetView[];
  readonly sessions: Iterable<SessionView>;
  /** Connections open at the observed servers together. */
  readonly open: number | undefined;
}

export interface TargetStatus {
  readonly tone: 'up' | 'down' | 'unknown';
  readonly name: string;
  /** Empty unless it can be reached. */
  readonly address: string;
  /** `4 connected`, with others at other observed servers `4 connected, 9 in all`; or how it is. */
  readonly words: string;
  /** More than a line has room for; may be empty. */
  readonly sentence: string;
  /** Whether the rate of bytes at the servers says something of it. */
  readonly hasRate: boolean;
  /** `2 others down`; empty when none is. */
  readonly others: string;
}

export function describeStatus({ stream, targets, sessions, open }: StatusFacts): TargetStatus {
  const [target, ...others] = targets;
  const silent = {
    name: target?.name ?? DEFAULT_TARGET,
    address: '',
    sentence: '',
    hasRate: false,
    others: '',
  };
  if (stream === 'away') return { ...silent, tone: 'down', words: 'cannot be reached' };
  if (stream === 'connecting' || target === undefined)
    return { ...silent, tone: 'unknown', words: 'connecting …' };
  const down = others.filter(({ health }) => health === 'down').length;
  const known = { ...silent, others: down === 0 ? '' : `${formatPlural(down, 'other')} down` };
  const { sentence } = describeHealth(target);
  if (target.health === 'down') return { ...known, tone: 'down', words: 'is down', sentence };
  const address = target.endpoint ? formatEndpoint(target.endpoint) : '';
  if (isObserved(target)) {
    const own = countOpen(target, sessions);
    const all = open ?? own;
    const words = `${formatCount(own)} connected${all === own ? '' : `, ${formatCount(all)} in all`}`;
    return { ...known, tone: target.health, address, words, hasRate: true };
  }
  const words = `${formatCount(countOpen(target, sessions))} connected from here`;
  return { ...known, tone: target.health, address, words, sentence };
}
