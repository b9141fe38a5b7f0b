// The operator's list: which targets there are, how they are and where they are dialled, and what the observed ones have done. Each
// entry remembers when it last changed, so that a delta carries only those that did.

import type { Endpoint } from '../../protocol/endpoint.ts';
import type { ServerTotals, TargetView } from '../../protocol/observe.ts';
import type { HealthListener } from '../targets/health.ts';

/** What is known of a target from the start. */
export interface TargetInfo {
  readonly name: string;
  readonly kind: TargetView['kind'];
  /** What it is, in one line. */
  readonly description: string;
}

export class TargetBoard {
  readonly #entries = new Map<string, TargetEntry>();
  #version = 0;

  /** `targets`: the default one first. */
  constructor(targets: readonly TargetInfo[]) {
    const advance = () => {
      this.#version += 1;
      return this.#version;
    };
    for (const target of targets) this.#entries.set(target.name, new TargetEntry(target, advance));
  }

  /** Rises with every change of an entry. */
  get version(): number {
    return this.#version;
  }

  /** @throws {RangeError} when there is none of that name */
  entry(name: string): TargetEntry {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new RangeError(`there is no target "${name}"`);
    return entry;
  }

  /** Those that changed after `version`; all of them after -1. */
  views(version = -1): TargetView[] {
    const changed = [...this.#entries.values()].filter((entry) => entry.version > version);
    return changed.map((entry) => entry.view());
  }
}

export class TargetEntry implements HealthListener {
  readonly #info: TargetInfo;
  readonly #advance: () => number;
  #endpoint: Endpoint | null = null;
  #health: TargetView['health'] = 'unknown';
  #reason: string | undefined;
  /** It is dialled where it is expected, whatever its health. */
  #isExpected = false;
  /** Of an observed server: its own counters, of which whoever raises them says {@link touch}. */
  totals: ServerTotals | undefined;
  /** The board's version at its last change. */
  version = 0;

  constructor(info: TargetInfo, advance: () => number) {
    this.#info = info;
    this.#advance = advance;
  }

  up(endpoint: Endpoint): void {
    this.#set('up', endpoint, undefined);
  }

  down(reason: string): void {
    this.#set('down', this.#endpoint, reason);
  }

  /** It is dialled there from now on; whether it can be reached is not known. */
  expect(endpoint: Endpoint): void {
    this.#isExpected = true;
    this.#set('unknown', endpoint, undefined);
  }

  /** Where it is dialled; undefined while there is nothing to dial. */
  get dialled(): Endpoint | undefined {
    return this.#isExpected || this.#health === 'up' ? (this.#endpoint ?? undefined) : undefined;
  }

  /** Why it is down. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Its totals have changed. */
  touch(): void {
    this.version = this.#advance();
  }

  view(): TargetView {
    const { name, kind, description } = this.#info;
    return {
      name,
      kind,
      description,
      endpoint: this.#endpoint,
      health: this.#health,
      reason: this.#reason,
      totals: this.totals && { ...this.totals },
    };
  }

  /** What was said already is no news. */
  #set(health: TargetView['health'], endpoint: Endpoint | null, reason: string | undefined): void {
    const isKnown =
      health === this.#health &&
      reason === this.#reason &&
      endpoint?.address === this.#endpoint?.address &&
      endpoint?.port === this.#endpoint?.port;
    if (isKnown) return;
    this.#health = health;
    this.#endpoint = endpoint;
    this.#reason = reason;
    this.touch();
  }
}
