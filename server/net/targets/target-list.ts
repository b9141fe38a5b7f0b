// The operator's list as gateway and check dial it: what the board knows of each target, and for a built-in server what ends a
// connection from its side.
//
//   built-in server, its keeper, health probe ──up, down──► TargetBoard ──► ListedTarget: gateway and check dial
//                                                               └────────► watchers

import type { TargetBoard, TargetEntry } from '../../core/observatory/target-board.ts';
import type { HealthListener } from '../../core/targets/health.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import type { Target, Targets } from './targets.ts';

export class TargetList implements Targets {
  readonly defaultName: string;
  readonly #targets = new Map<string, ListedTarget>();

  /** `names`: the default one first; each must be on the board. */
  constructor(names: readonly string[], board: TargetBoard) {
    const [defaultName] = names;
    if (defaultName === undefined) throw new RangeError('a list of targets has at least one');
    this.defaultName = defaultName;
    for (const name of names) this.#targets.set(name, new ListedTarget(name, board.entry(name)));
  }

  get(name: string): Target | undefined {
    return this.#targets.get(name);
  }

  /** A target of another machine or process: dialled at `endpoint`, whether it is up or not. */
  expect(name: string, endpoint: Endpoint): void {
    this.#require(name).entry.expect(endpoint);
  }

  /** Whom the one that runs or probes `name` tells how it is. `end`: see {@link Target.end}. */
  healthOf(name: string, end?: Target['end']): HealthListener {
    const target = this.#require(name);
    target.end = end;
    return target.entry;
  }

  #require(name: string): ListedTarget {
    const target = this.#targets.get(name);
    if (target === undefined) throw new RangeError(`there is no target "${name}"`);
    return target;
  }
}

class ListedTarget implements Target {
  readonly name: string;
  readonly entry: TargetEntry;
  end: Target['end'];

  constructor(name: string, entry: TargetEntry) {
    this.name = name;
    this.entry = entry;
  }

  get endpoint(): Endpoint | undefined {
    return this.entry.dialled;
  }

  get reason(): string | undefined {
    return this.entry.reason;
  }
}
