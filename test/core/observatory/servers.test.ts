// Several built-in servers beside each other: each has its own connections, and the observatory one log and one numbering.

import { expect, it } from 'vitest';
import { Observatory } from '../../../server/core/observatory/observatory.ts';
import type { SessionSource } from '../../../server/core/observatory/tracked.ts';
import { MAX_TRACE_ENTRIES_UNSEEN } from '../../../server/protocol/limits.ts';
import { isByteRun } from '../../../server/protocol/trace.ts';
import { connection, servedBy, source } from '../../support/observatory-bench.ts';

const places = {
  echo: { address: '127.0.0.1', port: 65_432 },
  other: { address: '127.0.0.1', port: 65_433 },
};

function createServers() {
  const clock = { now: 1000 };
  const observatory = new Observatory({
    targets: [
      { name: 'echo', kind: 'builtIn', description: '' },
      { name: 'other', kind: 'builtIn', description: '' },
    ],
    now: () => clock.now,
    showsNative: true,
  });
  const echo = observatory.observe('echo');
  const other = observatory.observe('other');
  echo.listening(places.echo);
  other.listening(places.other);
  observatory.watch('');
  return { clock, observatory, echo, other };
}

it('number their connections through', () => {
  const { observatory, echo, other } = createServers();
  echo.accepted(connection(1));
  other.accepted(connection(1));
  expect(observatory.snapshot('').connections).toMatchObject([
    { id: 1, server: 'echo', servedBy },
    { id: 2, server: 'other' },
  ]);
});

it('tell whose a connection is, although both have a peer of the same address and port', () => {
  const { observatory, echo, other } = createServers();
  const { peer } = connection(1);
  observatory.sessionStarted(source('a'), places.echo);
  observatory.sessionStarted(source('b'), places.other);
  other.accepted(connection(1));
  echo.accepted(connection(1));
  observatory.sessionConnected('a', peer, places.echo);
  observatory.sessionConnected('b', peer, places.other);
  const owners = observatory.snapshot('').connections.map(({ server, session }) => `${server} ${session}`);
  expect(owners.sort()).toEqual(['echo a', 'other b']);
});

it('do not keep each other’s native clients waiting', () => {
  const { observatory, echo, other } = createServers();
  observatory.sessionStarted(source('a'), places.echo);
  echo.accepted(connection(1));
  other.accepted(connection(2));
  expect(observatory.takeDelta('')?.connections).toMatchObject([{ server: 'other' }]);
});

it('count for themselves', () => {
  const { observatory, echo, other } = createServers();
  const first = connection(1);
  echo.accepted(first);
  first.bytesReceived = 5;
  echo.received(first, 5, new Uint8Array(5));
  other.refused(first.peer);
  const totals = observatory.snapshot('').targets.map((target) => target.totals);
  expect(totals).toMatchObject([
    { open: 1, accepted: 1, refused: 0, bytesReceived: 5 },
    { open: 0, accepted: 0, refused: 1, bytesReceived: 0 },
  ]);
  observatory.takeDelta('');
  first.bytesSent = 5;
  echo.sent(first, 5);
  expect(observatory.takeDelta('')?.targets).toMatchObject([{ name: 'echo', totals: { bytesSent: 5 } }]);
});

it('say when a connection that had to wait gets its turn', () => {
  const { clock, observatory, other } = createServers();
  const waiting = { ...connection(1), servedBy: undefined as typeof servedBy | undefined };
  other.accepted(waiting);
  expect(observatory.takeDelta('')).toMatchObject({
    connections: [{ servedBy: undefined }],
    events: [{ kind: 'accept', servedBy: undefined }],
  });
  clock.now = 5000;
  waiting.servedBy = servedBy;
  other.served(waiting);
  expect(observatory.takeDelta('')).toMatchObject({
    connections: [{ servedBy }],
    events: [{ kind: 'serve', server: 'other', servedBy, waitedMs: 4000, at: 5000 }],
  });
});

it('in other processes say themselves when things happened', () => {
  const { clock, observatory, other } = createServers();
  const session = source('a');
  observatory.sessionStarted(session, places.other);
  const remote = connection(1);
  observatory.sessionConnected('a', remote.peer, places.other);
  clock.now = 2000;
  other.accepted(remote, 1001.5);
  remote.bytesReceived = 3;
  remote.reads = 1;
  other.received(remote, 3, undefined, 1002.5);
  remote.bytesSent = 3;
  other.sent(remote, 3, 1003.5);
  other.finReceived(remote, 1004.5);
  other.finSent(remote, 1005.5);
  other.closed(remote, { how: 'fin' }, 1006.5);
  const happened = observatory.takeDelta('')?.events.map(({ kind, at }) => `${at} ${kind}`);
  expect(happened).toEqual(['1001.5 accept', '1002.5 transfer', '1004.5 fin', '1006.5 close']);
  const trail = observatory.takeTrail('a').map(({ step, at }) => `${at} ${step}`);
  expect(trail).toEqual([
    '1001.5 accept',
    '1002.5 read',
    '1003.5 write',
    '1004.5 finReceived',
    '1005.5 finSent',
    '1006.5 close',
  ]);
  expect(observatory.takeTrail('a')).toEqual([]);
});

it('tell late whose a connection was that has ended meanwhile, and take no younger one for it', () => {
  const { clock, observatory, other } = createServers();
  const session = source('a', 'ada');
  const { peer } = connection(1);
  observatory.sessionStarted(session, places.other);
  observatory.sessionConnected('a', peer, places.other);
  clock.now = 2000;
  observatory.sessionDisconnected('a');
  observatory.sessionEnded('a');
  clock.now = 2010;
  other.accepted(connection(1), 2005);
  other.accepted({ ...connection(2), peer }, 2006);
  const seen = observatory.snapshot('').connections.map(({ id, session: owner }) => `${id} ${owner}`);
  expect(seen).toEqual(['2 undefined']);
  observatory.watch('ada');
  expect(observatory.snapshot('ada').connections).toMatchObject([{ id: 1, session: 'a' }, { id: 2 }]);
});

it('leave a trail that can be taken after the session', () => {
  const { observatory, echo } = createServers();
  observatory.sessionStarted(source('a'), places.echo);
  const accepted = connection(1);
  echo.accepted(accepted);
  observatory.sessionConnected('a', accepted.peer, places.echo);
  observatory.sessionEnded('a');
  expect(observatory.takeTrail('a')).toMatchObject([{ step: 'accept' }]);
  expect(observatory.takeTrail('nobody')).toEqual([]);
});

it('keep a session’s trail to its end where that is asked for, and its beginning only where not', () => {
  const { observatory, echo } = createServers();
  const stepsOf = (session: SessionSource, connectionId: number): string[] => {
    observatory.sessionStarted(session, places.echo);
    const accepted = connection(connectionId);
    echo.accepted(accepted);
    observatory.sessionConnected(session.id, accepted.peer, places.echo);
    for (let chunk = 0; chunk < 100; chunk += 1) {
      accepted.bytesReceived += 1;
      echo.received(accepted, 1, undefined);
    }
    echo.closed(accepted, { how: 'fin' });
    observatory.sessionEnded(session.id);
    return observatory
      .takeTrail(session.id)
      .map((entry) => `${entry.step} ${isByteRun(entry) ? entry.bytes : ''}`);
  };
  const kept = stepsOf({ ...source('kept'), keptEntries: 4 }, 1);
  expect(kept).toEqual(['accept ', 'read 1', 'read 1', 'read 98', 'close ']);
  const other = stepsOf(source('other'), 2);
  expect(other).toHaveLength(MAX_TRACE_ENTRIES_UNSEEN);
  expect(other).not.toContain('close ');
});
