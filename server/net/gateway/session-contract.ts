// What a session is made of, and what it tells the gateway that made it.

import type { Config } from '../../core/config.ts';
import type { RelayMode } from '../../core/relay.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import type { Target } from '../targets/targets.ts';
import type { BridgeSession } from './session.ts';

export interface SessionOptions {
  readonly id: string;
  readonly mode: RelayMode;
  /** The room whose watchers may see it. */
  readonly room: string;
  /** Name that the browser asked for. */
  readonly targetName: string;
  /** `undefined`: there is none of that name. */
  readonly target: Target | undefined;
  readonly config: Config;
  readonly events: SessionEvents;
}

/** What the gateway wants to know of its sessions. */
export interface SessionEvents {
  /** It is about to dial. */
  started(session: BridgeSession): void;
  /** The TCP connection is established. */
  connected(session: BridgeSession, local: Endpoint, remote: Endpoint): void;
  /** The TCP socket is closed, whether it was ever connected or not. */
  disconnected(session: BridgeSession): void;
  /** Both sides are closed; nothing of the session is left. Called once. */
  ended(session: BridgeSession): void;
  /** A defect of this program, told to the browser as 1011. */
  failed(session: BridgeSession, error: unknown): void;
}

/** What waits in this process beyond the kernel's buffers, in bytes. */
export interface BufferedBytes {
  readonly downstream: number;
  readonly upstream: number;
}
