// An observatory on a clock that stands still until a test moves it, fed as gateway and echo server would feed it.

import type { EchoConnection } from '../../server/core/echo-observer.ts';
import { Observatory } from '../../server/core/observatory/observatory.ts';
import type { Tap } from '../../server/core/observatory/trace.ts';
import type { SessionSource } from '../../server/core/observatory/tracked.ts';

export const servedBy = { kind: 'process', id: 4242 } as const;

export const server = { address: '127.0.0.1', port: 65432 };

/** What an observer only reads, the test counts. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** An accepted connection that has done nothing yet. */
export function connection(id: number): Mutable<EchoConnection> {
  return {
    id,
    peer: { address: '127.0.0.1', port: 50_000 + id },
    local: server,
    servedBy,
    bytesReceived: 0,
    bytesSent: 0,
    reads: 0,
    writes: 0,
    finReceived: false,
    finSent: false,
    rstSent: false,
    bufferedBytes: 0,
    isReading: true,
  };
}

/** A session as the gateway shows it; `timed` counts how often its WebSocket was to be timed. */
export function source(id: string, room = ''): SessionSource & { timed: number; tap: Tap | undefined } {
  return {
    id,
    room,
    target: 'echo',
    buffers: {},
    tap: undefined,
    timed: 0,
    traceTo(tap) {
      this.tap = tap;
    },
    timeWebSocket() {
      this.timed += 1;
    },
  };
}

/** An observatory of a server that listens. */
export function createObservatoryBench({ showsNative = true } = {}) {
  const clock = { now: 1000 };
  const echoTarget = { name: 'echo', kind: 'builtIn', description: 'all at once' } as const;
  const observatory = new Observatory({ targets: [echoTarget], now: () => clock.now, showsNative });
  observatory.targets.entry('echo').up(server);
  const observer = observatory.observe('echo');
  observer.listening(server);
  const accept = (id: number) => {
    const accepted = connection(id);
    observer.accepted(accepted);
    return accepted;
  };
  const receive = (to: Mutable<EchoConnection>, chunk: Uint8Array) => {
    to.bytesReceived += chunk.length;
    to.reads += 1;
    observer.received(to, chunk.length, chunk);
  };
  const echo = (to: Mutable<EchoConnection>, bytes: number) => {
    receive(to, new Uint8Array(bytes));
    to.bytesSent += bytes;
    to.writes += 1;
    observer.sent(to, bytes);
  };
  /** A session of `room` whose connection has this id, in the order in which a real one comes about. */
  const bridge = (id: number, room = '') => {
    const session = source(`s${id}`, room);
    observatory.sessionStarted(session, server);
    const accepted = accept(id);
    observatory.sessionConnected(session.id, accepted.peer, server);
    return { session, accepted };
  };
  const kinds = () => observatory.snapshot('').events.map(({ kind }) => kind);
  const lobby = () => observatory.takeDelta('');
  return { clock, observatory, observer, accept, receive, echo, bridge, kinds, lobby };
}
