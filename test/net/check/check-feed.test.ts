// The `/check` stream over real WebSockets, with a runner that the test conducts.

import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { isCheckSession } from '../../../server/protocol/check.ts';
import {
  MAX_CHECK_TRAIL_ENTRIES,
  MAX_CHECK_TRAILS,
  MAX_CHECKS,
  MAX_CHECKS_PER_ROOM,
} from '../../../server/protocol/limits.ts';
import { MAX_ROOM_LENGTH } from '../../../server/protocol/room.ts';
import type { TraceEntry } from '../../../server/protocol/trace.ts';
import { ECHO, LOCAL, type Page, withCheckFeed } from '../../support/check-feed-bench.ts';

const INFO = {
  id: 'half-close',
  title: 'Half-close',
  source: 'RFC 9293 §3.6',
  description: 'Sends FIN.',
  expectation: 'Echoes, then FIN.',
  limitMs: 5000,
};
const PASS = { id: 'half-close', verdict: 'pass', ms: 3, finding: 'FIN came.' } as const;

describe('a check', () => {
  it('is told case by case, and ends with 1000', async () => {
    await withCheckFeed(async ({ open, nextRun }) => {
      const page = open('target=echo&room=lab&only=half-close,smoke');
      const run = await nextRun();
      const { options } = run;
      expect(options).toMatchObject({ host: '127.0.0.1', port: ECHO.port, only: ['half-close', 'smoke'] });
      options.listener.started([INFO]);
      options.listener.caseStarted('half-close');
      options.listener.caseEnded(PASS);
      run.end();
      expect(await page.closed).toEqual({ code: 1000, reason: '' });
      expect(page.messages).toEqual([
        { type: 'start', target: 'echo', cases: [INFO] },
        { type: 'case', id: 'half-close' },
        { type: 'result', result: PASS, trails: [], trailsOmitted: 0 },
        { type: 'end', how: 'complete' },
      ]);
    });
  });

  it('is of the default target and of all cases unless told', async () => {
    await withCheckFeed(async ({ open, nextRun }) => {
      open('');
      const { options } = await nextRun();
      expect(options.port).toBe(ECHO.port);
      expect(options.only).toBeUndefined();
    });
  });

  it('shows each connection to the observatory, and its trail to the page', async () => {
    await withCheckFeed(async ({ open, nextRun, told, sessions, serverTrails }) => {
      const page = open('target=echo&room=lab');
      const run = await nextRun();
      const { connections, listener } = run.options;
      const [connection, refused] = [{}, {}];
      listener.started([INFO]);
      listener.caseStarted('half-close');
      const tap = connections?.dialling(connection, 'half-close');
      tap?.mark('dial');
      connections?.connected(connection, LOCAL, ECHO);
      tap?.mark('connect');
      tap?.bytes('write', 0, 5);
      connections?.disconnected(connection);
      connections?.dialling(refused, 'half-close')?.mark('dial');
      connections?.disconnected(refused);
      expect(told).toEqual([
        'started echo in "lab" at 65432',
        'connected 40001 65432',
        'disconnected',
        'ended',
        'started echo in "lab" at 65432',
        'disconnected',
        'ended',
      ]);
      expect(sessions.map(({ id, room }) => `${isCheckSession(id)} ${room}`)).toEqual([
        'true lab',
        'true lab',
      ]);
      listener.caseEnded(PASS);
      // The server's own end is heard of a moment later than the check's.
      await new Promise(setImmediate);
      const [session, other] = sessions.map(({ id }) => id) as [string, string];
      serverTrails.set(session, [{ step: 'accept', at: 1 }]);
      await page.until('result');
      expect(page.messages.at(-1)).toMatchObject({
        type: 'result',
        trails: [
          {
            session,
            local: LOCAL,
            gateway: [{ step: 'dial' }, { step: 'connect' }, { step: 'write', from: 0, bytes: 5 }],
            server: [{ step: 'accept', at: 1 }],
          },
          { session: other, gateway: [{ step: 'dial' }], server: [] },
        ],
        trailsOmitted: 0,
      });
      expect(page.messages.at(-1)).not.toHaveProperty('trails.1.local');
    });
  });

  it('tells the steps of a connection to whoever looks at it', async () => {
    await withCheckFeed(async ({ open, nextRun, sessions }) => {
      open('');
      const { connections } = (await nextRun()).options;
      const tap = connections?.dialling({}, 'smoke');
      const steps: string[] = [];
      sessions[0]?.traceTo({
        bytes: (step) => steps.push(step),
        mark: (step) => steps.push(step),
        tcpRtt() {},
        webSocketRtt() {},
      });
      tap?.mark('connect');
      tap?.bytes('write', 0, 1);
      expect(steps).toEqual(['connect', 'write']);
    });
  });

  it('keeps no more trails of a case than its first connections, and counts the others', async () => {
    await withCheckFeed(async ({ open, nextRun, serverTrails, sessions }) => {
      const page = open('');
      const { connections, listener } = (await nextRun()).options;
      listener.started([INFO]);
      for (let index = 0; index < MAX_CHECK_TRAILS + 92; index += 1) {
        const tap = connections?.dialling({ index }, 'half-close');
        for (let at = 0; at < 2 * MAX_CHECK_TRAIL_ENTRIES; at += 1) tap?.bytes('write', at, 1);
      }
      const entries = Array.from(
        { length: 2 * MAX_CHECK_TRAIL_ENTRIES },
        (_, at): TraceEntry => ({ step: 'read', at, from: at, bytes: 1 }),
      );
      for (const { id } of sessions) serverTrails.set(id, entries);
      listener.caseEnded(PASS);
      listener.caseEnded({ ...PASS, id: 'other' });
      await page.until('result', 2);
      const [first, second] = page.messages.filter((message) => message.type === 'result');
      expect(first?.trails).toHaveLength(MAX_CHECK_TRAILS);
      expect(first?.trailsOmitted).toBe(92);
      expect(second).toMatchObject({ trails: [], trailsOmitted: 0 });
    });
  });

  it('ends what the runner left of its connections', async () => {
    await withCheckFeed(async ({ open, nextRun, told }) => {
      const page = open('');
      const run = await nextRun();
      run.options.connections?.dialling({}, 'smoke');
      run.end();
      await page.closed;
      expect(told.slice(-2)).toEqual(['disconnected', 'ended']);
    });
  });
});

describe('what is refused', () => {
  it.each([
    ['an unknown target', 'target=evil', 1008, 'unknown target'],
    ['an address', 'target=127.0.0.1:22', 1008, 'unknown target'],
    ['an address beside a listed name', 'target=echo@127.0.0.1:22', 1008, 'unknown target'],
    ['nothing for a name', 'target=', 1008, 'unknown target'],
    ['a target that does not run', 'target=off', 4100, 'python3 was not found'],
    ['one that does not say why', 'target=silent', 4100, 'it does not run'],
    ['a room that is none', 'target=echo&room=../ada', 1008, 'a room is at most 64 letters, digits, - and _'],
    ['a room’s name that is too long', `room=${'a'.repeat(MAX_ROOM_LENGTH + 1)}`, 1008, /^a room is/],
  ])('%s', async (_name, query, code, reason) => {
    await withCheckFeed(async ({ open, runs, told }) => {
      const closed = await open(query).closed;
      expect(closed.code).toBe(code);
      expect(closed.reason).toMatch(reason);
      expect(runs).toEqual([]);
      expect(told).toEqual([]);
    });
  });

  it('a case that there is not', async () => {
    await withCheckFeed(async ({ open, nextRun, logged }) => {
      const page = open('only=nothing');
      (await nextRun()).fail(new RangeError('there is no case "nothing"'));
      expect(await page.closed).toEqual({ code: 1008, reason: 'there is no such case' });
      expect(logged).toEqual([]);
    });
  });

  it.each([
    ['a text', (page: Page) => page.ws.send('{"type":"stop"}')],
    ['bytes', (page: Page) => page.ws.send(Buffer.alloc(10_000))],
  ])('%s from the page, and the check is stopped', async (_name, misbehave) => {
    await withCheckFeed(async ({ open, nextRun }) => {
      const page = open('');
      const { signal } = (await nextRun()).options;
      misbehave(page);
      expect(await page.closed).toEqual({ code: 1008, reason: 'a page sends nothing to a check' });
      expect(signal.aborted).toBe(true);
    });
  });

  it('a second check of a room, and of others one too many', async () => {
    await withCheckFeed(async ({ open, nextRun, runs }) => {
      const first = open('room=r0');
      await nextRun();
      for (let index = 1; index < MAX_CHECKS_PER_ROOM; index += 1) open('room=r0');
      expect(await open('room=r0').closed).toEqual({
        code: 1013,
        reason: 'a check runs in this room already',
      });
      for (let index = 1; index < MAX_CHECKS; index += 1) {
        open(`room=r${index}`);
        await nextRun(index + 1);
      }
      expect(await open('room=one-more').closed).toEqual({
        code: 1013,
        reason: 'too many checks run on this server',
      });
      runs[0]?.end();
      await first.until('end');
      open('room=r0');
      await nextRun(MAX_CHECKS + 1);
    });
  });
});

describe('stopping', () => {
  it.each([
    ['closes', (page: Page) => page.ws.close()],
    ['is lost', (page: Page) => page.ws.terminate()],
  ])('a page that %s stops its check', async (_name, leave) => {
    await withCheckFeed(async ({ open, nextRun }) => {
      const page = open('');
      const { signal } = (await nextRun()).options;
      leave(page);
      await expect.poll(() => signal.aborted).toBe(true);
    });
  });

  it('lets the room check again at once, but not before the stopped one is over', async () => {
    await withCheckFeed(async ({ open, nextRun, runs }) => {
      const first = open('room=lab');
      const stopped = await nextRun();
      first.ws.close();
      await first.closed;
      await expect.poll(() => stopped.options.signal.aborted).toBe(true);
      const second = open('room=lab');
      await once(second.ws, 'open');
      // Whoever waits counts as well.
      expect((await open('room=lab').closed).code).toBe(1013);
      expect(runs).toHaveLength(1);
      stopped.end('stopped');
      await nextRun(2);
      expect(second.ws.readyState).toBe(WebSocket.OPEN);
    });
  });

  it('runs nothing for a page that left while it waited', async () => {
    await withCheckFeed(async ({ open, nextRun, runs }) => {
      const first = open('room=lab');
      const stopped = await nextRun();
      first.ws.close();
      await first.closed;
      await expect.poll(() => stopped.options.signal.aborted).toBe(true);
      const second = open('room=lab');
      await once(second.ws, 'open');
      second.ws.close();
      await second.closed;
      stopped.end('stopped');
      const third = open('room=lab');
      (await nextRun(2)).end();
      expect((await third.closed).code).toBe(1000);
      expect(runs).toHaveLength(2);
    });
  });

  it('a server that stops closes with 1001 once the checks have ended', async () => {
    await withCheckFeed(async ({ feed, open, nextRun }) => {
      const page = open('');
      const run = await nextRun();
      let isClosed = false;
      const closing = feed.close().then(() => {
        isClosed = true;
      });
      expect(await page.closed).toEqual({ code: 1001, reason: 'the server is stopping' });
      expect(run.options.signal.aborted).toBe(true);
      expect(isClosed).toBe(false);
      run.end('stopped');
      await closing;
      expect((await open('').closed).code).toBe(1001);
    });
  });

  it('tells a page of a defect, and logs it', async () => {
    await withCheckFeed(async ({ open, nextRun, logged }) => {
      const page = open('');
      const run = await nextRun();
      run.options.listener.started([INFO]);
      run.fail(new RangeError('Invalid array length'));
      expect(await page.closed).toEqual({ code: 1011, reason: 'the check failed by a defect' });
      expect(logged.join()).toContain('Invalid array length');
    });
  });

  it('drops a page that answers no ping', async () => {
    await withCheckFeed(async ({ open, nextRun }) => {
      const page = open('');
      const { signal } = (await nextRun()).options;
      page.ws.pause();
      await expect.poll(() => signal.aborted).toBe(true);
    }, 20);
  });
});
