// What the listener of `echo-forked` and its workers say to each other, over the channel of child_process.fork.

import type { ServerEnd } from '../../core/relay.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import type { Report } from './reports.ts';

/** Messages, listener → worker. */
export type WorkerCommand =
  /** The connection's socket comes with it. */
  | { readonly type: 'serve'; readonly id: number; readonly peer: Endpoint; readonly local: Endpoint }
  /** End the connection from the server's side. */
  | { readonly type: 'end'; readonly id: number; readonly how: ServerEnd }
  /** End all: by FIN, or by RST what is still open. */
  | { readonly type: 'stop'; readonly how: ServerEnd };

/** Messages, worker → listener. */
export type WorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'reports'; readonly reports: readonly Report[] };
