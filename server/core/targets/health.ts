// Whether a target can be reached: what whoever runs or probes it says of it, and who hears that.

import type { Endpoint } from '../../protocol/endpoint.ts';

/** Told of one target whenever it changes. */
export interface HealthListener {
  /** It can be reached at `endpoint`, by address or name. */
  up(endpoint: Endpoint): void;
  /** It cannot; `reason` is one sentence for people, such as `python3 is not installed on this machine.` */
  down(reason: string): void;
}
