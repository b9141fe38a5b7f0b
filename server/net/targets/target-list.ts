// The operator's list as the process runs: where each target is dialled now, and how it is. The observatory's board is told
// the same, for watchers.
//
//   built-in server, its keeper, health probe ──up, down──► ListedTarget ──► gateway and check dial, page shows

import type { TargetBoard } from '../../core/observatory/target-board.ts';
import type { HealthListener } from '../../core/targets/health.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import type { Target, Targets } from './targets.ts';

export class TargetList implements Targets {
  readonly defaultName: string;
  readonly #board: TargetBoard;
  readonly #targets = new Map<string, ListedTarget>();

  /** `names`: the default one first; each must be on the board. */
  constructor(names: readonly string[], board: TargetBoard) {
    const [defaultName] = names;
    if (defaultName === undefined) throw new RangeError('a list of targets has at least one');
    this.defaultName = defaultName;
    this.#board = board;
    for (const name of names) this.#targets.set(name, new ListedTarget(name, board.entry(name)));
  }

  get(name: string): ListedTarget | undefined {
    return this.#targets.get(name);
  }

  /** A target of another machine or process: dialled at `endpoint`, whether it is up or not. */
  expect(name: string, endpoint: Endpoint): void {
    this.#board.entry(name).expect(endpoint);
    this.#require(name).dialAt(endpoint);
  }

  /** Whom the one that runs or probes `name` tells how it is. `end`: see {@link Target.end}. */
  healthOf(name: string, end?: Target['end']): HealthListener {
    const target = this.#require(name);
    target.end = end;
    return target;
  }

  #require(name: string): ListedTarget {
    const target = this.#targets.get(name);
    if (target === undefined) throw new RangeError(`there is no target "${name}"`);
    return target;
  }
}

class ListedTarget implements Target, HealthListener {
  readonly name: string;
  readonly #health: HealthListener;
  endpoint: Endpoint | undefined;
  reason: string | undefined;
  end: Target['end'];
  /** It is dialled whatever its health. */
  #isFixed = false;

  constructor(name: string, health: HealthListener) {
    this.name = name;
    this.#health = health;
  }

  dialAt(endpoint: Endpoint): void {
    this.#isFixed = true;
    this.endpoint = endpoint;
  }

  up(endpoint: Endpoint): void {
    this.endpoint = endpoint;
    this.reason = undefined;
    this.#health.up(endpoint);
  }

  down(reason: string): void {
    if (!this.#isFixed) this.endpoint = undefined;
    this.reason = reason;
    this.#health.down(reason);
  }
}
