// An observatory on a clock that stands still until a test moves it, fed as gateway and echo server would feed it.

import type { EchoConnection } from '../../server/core/echo-observer.ts';
import { Observatory } from '../../server/core/observatory/observatory.ts';
import type { Tap } from '../../server/core/observatory/trace.ts';
import type { SessionSource } from '../../server/core/observatory/tracked.ts';

export const server = { address: '127.0.0.1', port: 65432 };

/** What an observer only reads, the test counts. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** An accepted connection that has done nothing yet. */
export function connection(id: number): Mutable<EchoConnection> {
  return {
    id,
    peer: { address: '127.0.0.1', port: 50_000 + id },
    local: server,
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
  const observatory = new Observatory({ name: 'echo', now: () => clock.now, showsNative });
  observatory.listening(server);
  const accept = (id: number) => {
    const accepted = connection(id);
    observatory.accepted(accepted);
    return accepted;
  };
  const receive = (to: Mutable<EchoConnection>, chunk: Uint8Array) => {
    to.bytesReceived += chunk.length;
    to.reads += 1;
    observatory.received(to, chunk);
  };
  const echo = (to: Mutable<EchoConnection>, bytes: number) => {
    receive(to, new Uint8Array(bytes));
    to.bytesSent += bytes;
    to.writes += 1;
    observatory.sent(to, bytes);
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
  return { clock, observatory, accept, receive, echo, bridge, kinds, lobby };
}
