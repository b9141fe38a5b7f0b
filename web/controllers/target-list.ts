// The operator's list as the page's controls use it, and which of its targets new clients get: the choice is this tab's.
//
//   observe stream ──► TargetList ──changes──► cards, toolbar, panel
//   panel, toolbar ──use(name)──►  └─current──► new clients

import type { TargetView } from '../../server/protocol/observe.ts';
import type { ClientRecord } from '../model/client-record.ts';
import { MAX_TARGET_LENGTH } from '../model/saved-page.ts';
import { isObserved, whyUnseen } from '../model/targets/target-words.ts';
import { ChangeSignal } from './change-signal.ts';
import type { ObserveFeed } from './observe-feed.ts';
import { readStorage, writeStorage } from './preferences-store.ts';

const STORAGE_KEY = 'echo-bridge.target.v1';

export class TargetList {
  /** The list, how a target is, or the choice changed; not what the servers have done so far. */
  readonly changes = new ChangeSignal();
  readonly #record: ObserveFeed['record'];
  #chosen: string | undefined;
  /** What was told last. */
  #targets: ReadonlyMap<string, TargetView>;
  #told = '';

  constructor({ record, changes }: Pick<ObserveFeed, 'record' | 'changes'>) {
    this.#record = record;
    this.#targets = record.targets;
    this.#chosen = toName(readStorage(sessionStorage, STORAGE_KEY));
    changes.subscribe(this.#onFeed);
  }

  /** The default one first; empty until the observe stream has told. */
  get all(): readonly TargetView[] {
    return [...this.#record.targets.values()];
  }

  /** Whether there is more than one to choose from. */
  get isChoice(): boolean {
    return this.#record.targets.size > 1;
  }

  /** The target of this name; the default one without. Undefined when it is not on the list, or not known yet. */
  get(name: string | undefined): TargetView | undefined {
    return name === undefined ? this.#record.defaultTarget : this.#record.targets.get(name);
  }

  /** What `target` is called; undefined stands for the default one, which is called just so until its name is known. */
  nameOf(target: string | undefined): string {
    return target ?? this.#record.defaultTarget?.name ?? 'default';
  }

  /** Name of the target of new clients; undefined for the default one, as for a choice that is not on the list. */
  get current(): string | undefined {
    const { targets } = this.#record;
    const isGone = this.#chosen !== undefined && targets.size > 0 && !targets.has(this.#chosen);
    return isGone ? undefined : this.#chosen;
  }

  /** Why nothing is told of the server's own steps on `record`'s latest connection; undefined where it is. */
  whyUnseen(record: ClientRecord | undefined): string | undefined {
    return record && whyUnseen(this.#record.targets.get(record.target));
  }

  /** New clients get this target from now on. */
  use(name: string): void {
    this.#chosen = name;
    writeStorage(sessionStorage, STORAGE_KEY, name);
    this.changes.notify();
  }

  readonly #onFeed = (): void => {
    const { targets } = this.#record;
    if (targets === this.#targets) return;
    this.#targets = targets;
    const told = this.all.map((target) => [{ ...target, totals: undefined }, isObserved(target)]);
    const text = JSON.stringify(told);
    if (text === this.#told) return;
    this.#told = text;
    this.changes.notify();
  };
}

function toName(stored: string | null): string | undefined {
  return stored === null || stored === '' || stored.length > MAX_TARGET_LENGTH ? undefined : stored;
}
