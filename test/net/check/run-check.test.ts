// The Echo Check over real sockets: the built-in server passes; whatever else a server does gives verdicts in bounded time.

import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { CHECK_CASES } from '../../../server/core/check/cases.ts';
import type { CheckReport } from '../../../server/core/check/check-report.ts';
import type { Tap } from '../../../server/core/observatory/trace.ts';
import type { ConnectionsListener } from '../../../server/net/check/run-check.ts';
import { checkPort, complaints } from '../../support/check-run.ts';
import { flood } from '../../support/flood.ts';
import { withFullListener } from '../../support/full-listener.ts';
import { TcpPeer } from '../../support/tcp-peer.ts';
import { withEchoServer } from '../../support/with-echo-server.ts';
import { withTcpServer } from '../../support/with-tcp-server.ts';

/** A silence that tests wait for; of a server that answers at once nobody waits for it. */
const IMPATIENT = { silenceMs: 100 };

/** Cases that show a server's whole manner, without those that take long by themselves. */
const MANNER = ['smoke', 'no-newline', 'size-1mib', 'empty-connection', 'half-close', 'five-clients'];

const findings = ({ results }: CheckReport) =>
  Object.fromEntries(results.map(({ id, verdict, finding }) => [id, `${verdict}: ${finding}`]));

const verdicts = ({ results }: CheckReport) => results.map(({ verdict }) => verdict);

describe('a good server', () => {
  it('passes every case, and is left without a connection', async () => {
    await withEchoServer({}, async ({ port, server }) => {
      const report = await checkPort(port);
      expect(complaints(report)).toEqual([]);
      expect(report.results.map(({ id }) => id)).toEqual(CHECK_CASES.map(({ id }) => id));
      expect(report.end).toBe('complete');
      await server.close(600_000);
    });
  });

  it.each([
    ['::1', '::1'],
    ['127.0.0.1', 'localhost'],
  ])('at %s passes as %s', async (address, host) => {
    await withEchoServer({ host: address }, async ({ port }) => {
      expect(verdicts(await checkPort(port, { host, only: ['smoke'] }))).toEqual(['pass']);
    });
  });

  it('is slow when it takes its time', async () => {
    const think = (socket: Socket) =>
      socket.on('data', (chunk) => setTimeout(() => socket.write(chunk), 600)).on('end', () => socket.end());
    await withTcpServer(think, async (port) => {
      expect(verdicts(await checkPort(port, { only: ['no-newline'] }))).toEqual(['slow']);
    });
  });
});

describe('a server that', () => {
  it('is not there fails once, and is not waited for again and again', async () => {
    const port = await withFreePort();
    const report = await checkPort(port);
    const [first, ...rest] = report.results;
    expect(first).toMatchObject({
      verdict: 'fail',
      finding: 'connection refused: nothing listens there (ECONNREFUSED)',
      hint: expect.stringMatching(/^Start the server first/),
    });
    expect(rest).toHaveLength(CHECK_CASES.length - 1);
    expect(new Set(rest.map(({ verdict }) => verdict))).toEqual(new Set(['notTestable']));
  });

  it('has a name that does not resolve', async () => {
    const report = await checkPort(7, { host: 'no-such-host.invalid', only: ['smoke'] });
    expect(report.results[0]?.finding).toMatch(/^(the name does not resolve|there is no way)/);
  });

  it('neither accepts nor refuses is given up', async () => {
    await withFullListener(async (port) => {
      const only = ['smoke', 'nul', 'crlf', 'two-messages'];
      const report = await checkPort(port, { only, connectLimitMs: 300 });
      expect(verdicts(report)).toEqual(['fail', 'notTestable', 'notTestable', 'notTestable']);
      expect(report.results[0]?.finding).toBe('no connection within 300 ms (ETIMEDOUT)');
    });
  });

  it('is silent', async () => {
    await withTcpServer(
      (socket) => socket.resume(),
      async (port) => {
        expect(findings(await checkPort(port, { only: MANNER, ...IMPATIENT }))).toEqual({
          smoke: 'fail: silence for 100 ms after 0 of 13 bytes',
          'no-newline': 'fail: silence for 100 ms after 0 of 10 bytes',
          'size-1mib': 'fail: silence for 100 ms after 0 of 1,048,576 bytes',
          // Node's servers answer FIN with FIN when they are not told otherwise.
          'empty-connection': 'pass: FIN came back',
          'half-close': 'fail: FIN after 0 of 1,048,576 bytes',
          'five-clients': 'fail: client 5 of 5: silence for 100 ms after 0 of 22 bytes',
        });
      },
    );
  });

  it('never reads', async () => {
    await withTcpServer(
      (socket) => socket.pause(),
      async (port) => {
        const found = findings(await checkPort(port, { only: ['size-1mib', 'size-16mib'], ...IMPATIENT }));
        expect(found['size-16mib']).toMatch(
          /^fail: the server took nothing more for 100 ms, 0 of [\d,]+ bytes having come back$/,
        );
      },
    );
  });

  it('speaks first', async () => {
    const greet = (socket: Socket) => socket.write('220 ready\r\n');
    await withTcpServer(greet, async (port) => {
      const report = await checkPort(port, { only: ['speaks-when-spoken-to'], ...IMPATIENT });
      expect(findings(report)).toEqual({
        'speaks-when-spoken-to': 'fail: it spoke first: “220 ready\\r\\n” came before anything was sent',
      });
    });
  });

  it('floods without end is not listened to', async () => {
    await withTcpServer(flood, async (port) => {
      const before = process.memoryUsage().rss;
      const report = await checkPort(port, IMPATIENT);
      // A case may see what came before it sent anything, or the first byte that differs.
      expect(verdicts(report)).toEqual(CHECK_CASES.map(() => 'fail'));
      expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
    });
  });

  it('echoes everything, and never closes', async () => {
    const keepOpen = (socket: Socket) => {
      socket.allowHalfOpen = true;
      socket.pipe(socket, { end: false });
    };
    await withTcpServer(keepOpen, async (port) => {
      const found = findings(await checkPort(port, { only: [...MANNER, 'server-closes'], ...IMPATIENT }));
      expect(found).toMatchObject({
        smoke: 'pass: 13 bytes came back',
        'empty-connection': 'fail: no FIN for 100 ms after that of the client',
        'half-close': 'fail: no FIN for 100 ms after that of the client',
        'server-closes': 'fail: no FIN for 100 ms after that of the client',
        'five-clients': 'pass: 5 clients served while all were open',
      });
    });
  });

  it('resets every connection', async () => {
    await withTcpServer(
      (socket) => socket.resetAndDestroy(),
      async (port) => {
        expect(verdicts(await checkPort(port, IMPATIENT))).toEqual(CHECK_CASES.map(() => 'fail'));
      },
    );
  });

  it('accepts and closes', async () => {
    await withTcpServer(
      (socket) => socket.end(),
      async (port) => {
        const found = findings(await checkPort(port, { only: MANNER, ...IMPATIENT }));
        expect(found['no-newline']).toMatch(
          /^fail: (FIN|RST) (after 0 of 10 bytes|before anything was sent)$/,
        );
        expect(found['empty-connection']).toBe('pass: FIN came back');
      },
    );
  });

  it('sends a byte too many, a moment later', async () => {
    const surplus = (socket: Socket) =>
      socket.on('data', (chunk) => {
        socket.write(chunk);
        setTimeout(() => socket.write('\0'), 20);
      });
    await withTcpServer(surplus, async (port) => {
      expect(findings(await checkPort(port, { only: ['smoke'] }))).toEqual({
        smoke: 'fail: more came back than was sent: 0x00 behind all 13 bytes',
      });
    });
  });
});

describe('stopping', () => {
  it('ends at once with what there is, in the midst of a case', async () => {
    const stop = new AbortController();
    await withTcpServer(
      (socket) => socket.resume(),
      async (port) => {
        const report = await checkPort(port, {
          signal: stop.signal,
          silenceMs: 600_000,
          listener: { started() {}, caseStarted: () => setImmediate(() => stop.abort()), caseEnded() {} },
        });
        expect(report).toMatchObject({ end: 'stopped', results: [] });
        expect(report.notRun).toHaveLength(CHECK_CASES.length);
      },
    );
  });

  it('happens by itself when the whole check takes too long', async () => {
    await withTcpServer(
      (socket) => socket.resume(),
      async (port) => {
        const report = await checkPort(port, { silenceMs: 600_000, limitMs: 100 });
        expect(report).toMatchObject({ end: 'timedOut', results: [] });
      },
    );
  });
});

it('refuses a case that there is not', async () => {
  await expect(checkPort(7, { only: ['smoke', 'smoke-2'] })).rejects.toThrow(
    new RangeError('no such case: smoke-2'),
  );
});

describe('whoever watches the connections', () => {
  it('is told each step, and that each is gone', async () => {
    await withEchoServer({}, async ({ port }) => {
      const watched = new Watched();
      await checkPort(port, { only: ['two-messages'], connections: watched });
      expect(watched.lines).toEqual([
        'two-messages: dialling',
        'dial',
        'connect',
        `connected to ${port}`,
        'write 0+15',
        'read 0+15',
        'write 15+16',
        'read 15+16',
        'finSent',
        'finReceived',
        'close',
        'disconnected',
      ]);
      expect(watched.open).toBe(0);
    });
  });

  it('sees every one that the server accepts, also when the check is stopped amidst the dials', async () => {
    let accepted = 0;
    const echo = (socket: Socket) => {
      accepted += 1;
      socket.pipe(socket);
    };
    await withTcpServer(echo, async (port) => {
      const stop = new AbortController();
      const watched = new Watched();
      const dialling = watched.dialling.bind(watched);
      watched.dialling = (connection, caseId) => {
        setImmediate(() => stop.abort());
        return dialling(connection, caseId);
      };
      await checkPort(port, { only: ['hundred-clients'], connections: watched, signal: stop.signal });
      // Behind all others in the queue of those to be accepted.
      const last = (await TcpPeer.connect(port)).read();
      await last.send('.');
      await last.received(1);
      const connected = watched.lines.filter((line) => line.startsWith('connected'));
      expect(connected).toHaveLength(accepted - 1);
      expect(connected.length).toBeGreaterThan(0);
    });
  });

  it('sees pauses, RST, and a dial that failed', async () => {
    await withEchoServer({}, async ({ port }) => {
      const watched = new Watched();
      await checkPort(port, { only: ['reset-survived'], connections: watched });
      for (const step of ['pause', 'rstSent']) expect(watched.lines).toContain(step);
      expect(watched.open).toBe(0);
    });
    const watched = new Watched();
    await checkPort(await withFreePort(), { only: ['smoke'], connections: watched });
    expect(watched.lines).toEqual(['smoke: dialling', 'dial', 'error ECONNREFUSED', 'close', 'disconnected']);
  });
});

class Watched implements ConnectionsListener {
  readonly lines: string[] = [];
  open = 0;

  dialling(_connection: object, caseId: string): Tap {
    this.open += 1;
    this.lines.push(`${caseId}: dialling`);
    return {
      bytes: (step, from, bytes) => this.lines.push(`${step} ${from}+${bytes}`),
      mark: (step, detail) => this.lines.push(detail ? `${step} ${detail}` : step),
      tcpRtt() {},
      webSocketRtt() {},
    };
  }

  connected(_connection: object, _local: unknown, remote: { port: number }): void {
    this.lines.push(`connected to ${remote.port}`);
  }

  disconnected(): void {
    this.open -= 1;
    this.lines.push('disconnected');
  }
}

/** A port at which nothing listens. */
async function withFreePort(): Promise<number> {
  let free = 0;
  await withTcpServer(
    () => {},
    async (port) => {
      free = port;
    },
  );
  return free;
}
