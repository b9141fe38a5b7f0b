// Which lanes a timeline has, and what they are called. What is seen of a connection depends on whose it is:
//
//   client of this page    browser ─ gateway ─ server
//   another page's client            gateway ─ server
//   native client                              server
//   Echo Check                       check ─── server      in the gateway's lane: it dials and owns no WebSocket

import type { Lane } from '../../../server/protocol/trace.ts';

export interface LaneSet {
  /** What each lane is called, from top to bottom. */
  readonly names: ReadonlyMap<Lane, string>;
  /** Lane of the one who talks to the server, if it is seen: there bytes set out, and there they are back. */
  readonly talker: Exclude<Lane, 'server'> | undefined;
}

export const CLIENT_LANES: LaneSet = {
  names: new Map([
    ['browser', 'browser'],
    ['gateway', 'gateway'],
    ['server', 'server'],
  ]),
  talker: 'browser',
};

export const OTHER_PAGE_LANES: LaneSet = {
  names: new Map([
    ['gateway', 'gateway'],
    ['server', 'server'],
  ]),
  talker: undefined,
};

export const NATIVE_LANES: LaneSet = { names: new Map([['server', 'server']]), talker: undefined };

export const CHECK_LANES: LaneSet = {
  names: new Map([
    ['gateway', 'check'],
    ['server', 'server'],
  ]),
  talker: 'gateway',
};

/** An Echo Check of a server that tells nothing of itself. */
export const CHECK_ALONE_LANES: LaneSet = { names: new Map([['gateway', 'check']]), talker: 'gateway' };

/** Whether the gateway's lane stands for two sockets, a WebSocket above and a TCP socket below. */
export function isBridged({ names, talker }: LaneSet): boolean {
  return names.has('gateway') && talker !== 'gateway';
}
