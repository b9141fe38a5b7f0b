// One crowd from its start to its end: the clients of each of its targets.

import type { TargetView } from '../../../server/protocol/observe.ts';
import { type PlannedDial, planCrowd } from './crowd-plan.ts';
import type { CrowdSettings } from './crowd-settings.ts';
import { ClientTrace } from './crowd-trace.ts';

/** A crowd lasts no longer, whatever the servers do, in milliseconds; then it is stopped. */
export const MAX_CROWD_MS = 10 * 60_000;

/** The part of a crowd that goes to one target. */
export interface TargetCrowd {
  readonly target: string;
  /** What it is, in one line. */
  readonly description: string;
  /** In the order of their arrival. */
  readonly clients: readonly ClientTrace[];
}

export class CrowdRecord {
  readonly settings: CrowdSettings;
  readonly plan: readonly PlannedDial[];
  readonly parts: readonly TargetCrowd[];
  #endedAtMs: number | undefined;

  /** `targets`: what is known of the targets, by name. */
  constructor(settings: CrowdSettings, targets: ReadonlyMap<string, Pick<TargetView, 'description'>>) {
    this.settings = settings;
    this.plan = planCrowd(settings);
    this.parts = settings.targets.map((target) => ({
      target,
      description: targets.get(target)?.description ?? '',
      clients: Array.from({ length: settings.clients }, (_, index) => new ClientTrace(index + 1)),
    }));
  }

  /** The trace of a planned client. */
  traceOf({ target, client }: PlannedDial): ClientTrace {
    const part = this.parts.find((candidate) => candidate.target === target);
    return part?.clients[client - 1] as ClientTrace;
  }

  /** When the last client's connection had closed, in milliseconds since the start; undefined while one has not. */
  get endedAtMs(): number | undefined {
    return this.#endedAtMs;
  }

  ended(atMs: number): void {
    this.#endedAtMs = atMs;
  }
}
