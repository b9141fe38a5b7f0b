// The operator's list in groups, as the panel and every menu of targets show it.

import type { TargetView } from '../../../server/protocol/observe.ts';

/** Targets of one kind. */
export interface TargetGroup {
  readonly kind: TargetView['kind'];
  /** As a heading. */
  readonly title: string;
  /** What they have in common, in one sentence. */
  readonly about: string;
  /** In the order of the list; never empty. */
  readonly targets: readonly TargetView[];
}

const KINDS: readonly Omit<TargetGroup, 'targets'>[] = [
  { kind: 'builtIn', title: 'Built in', about: 'Echo servers of this playground: their every step is seen.' },
  {
    kind: 'listed',
    title: 'Listed by the operator',
    about: 'Other people’s servers: only the gateway’s end is seen.',
  },
  { kind: 'broken', title: 'Broken on purpose', about: 'Each has one classic bug.' },
];

/** The groups that there are. */
export function groupTargets(targets: Iterable<TargetView>): readonly TargetGroup[] {
  const all = [...targets];
  return KINDS.map((group) => ({ ...group, targets: all.filter(({ kind }) => kind === group.kind) })).filter(
    (group) => group.targets.length > 0,
  );
}
