// Which targets there are: the built-in servers that the config asks for, the gallery if it is on, and the operator's own.

import { DEFAULT_TARGET } from '../../protocol/bridge.ts';
import type { Config } from '../config.ts';
import type { TargetInfo } from '../observatory/target-board.ts';
import { GALLERY } from './gallery.ts';
import { ECHO_DESCRIPTION, MODELS } from './models.ts';

const LISTED_DESCRIPTION = 'a server that the operator put on the list';

/** Names that no target of the operator's can have, whether their servers run or not. */
export const BUILT_IN_NAMES: ReadonlySet<string> = new Set([
  DEFAULT_TARGET,
  ...Object.values(MODELS).map(({ target }) => target),
  ...GALLERY.map(({ name }) => name),
]);

type TargetSettings = Pick<Config, 'targets' | 'defaultTarget' | 'models' | 'gallery'>;

/** All of them, the default one first; without it where the config names one that there is not. */
export function listTargets({ targets, defaultTarget, models, gallery }: TargetSettings): TargetInfo[] {
  const all: TargetInfo[] = [
    { name: DEFAULT_TARGET, kind: 'builtIn', description: ECHO_DESCRIPTION },
    ...models.map((model) => {
      const { target: name, description } = MODELS[model];
      return { name, kind: 'builtIn', description } as const;
    }),
    ...targets.map(({ name }) => ({ name, kind: 'listed', description: LISTED_DESCRIPTION }) as const),
    ...(gallery ? GALLERY.map(({ name, bug }) => ({ name, kind: 'broken', description: bug }) as const) : []),
  ];
  const isDefault = ({ name }: TargetInfo) => name === defaultTarget;
  return [...all.filter(isDefault), ...all.filter((target) => !isDefault(target))];
}
