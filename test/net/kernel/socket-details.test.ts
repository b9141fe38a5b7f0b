// Running `ss`: what it is asked, how often, and every way that it fails.

import { describe, expect, it, vi } from 'vitest';
import { endKey, type SocketEnd } from '../../../server/core/kernel/socket-end.ts';
import { MAX_SS_ENDS, SocketDetails } from '../../../server/net/kernel/socket-details.ts';
import { ANSWER_ALL, withFakeSs } from '../../support/fake-ss.ts';

const LOST = 'round-trip times, windows and retransmissions are not shown.';

/** A run is a process of its own; this is only how long a test is willing to wait for one. */
const PATIENCE = { timeout: 20_000, interval: 10 };

function end(local: number, remote = 65_432): SocketEnd {
  const address = '127.0.0.1';
  return { local: { address, port: local }, remote: { address, port: remote } };
}

describe('a run', () => {
  it('asks for the wanted ends by port, and keeps what it says of them', async () => {
    await withFakeSs(async ({ command, write, runs }) => {
      await write(ANSWER_ALL);
      const details = new SocketDetails({ command });
      const ends = [end(1000), end(65_432, 1000)];
      details.want(ends);
      await expect
        .poll(() => details.get(endKey(end(1000))), PATIENCE)
        .toEqual({
          rttMs: 0.5,
          rttVariationMs: 0.25,
          segmentBytes: 1448,
          congestionWindow: 1000,
          bytesAcknowledged: 7,
          peerWindowBytes: 65_536,
          retransmissions: 0,
        });
      expect(details.get(endKey(end(65_432, 1000)))?.congestionWindow).toBe(65_432);
      expect(details.missing).toBeUndefined();
      expect(await runs()).toEqual([
        '-tin ( sport = :1000 and dport = :65432 ) or ( sport = :65432 and dport = :1000 )',
      ]);
    });
  });

  it('is one at a time, and none before the interval is over', async () => {
    await withFakeSs(async ({ command, write, runs }) => {
      await write(ANSWER_ALL);
      const details = new SocketDetails({ command, intervalMs: 600_000 });
      for (let times = 0; times < 20; times += 1) details.want([end(1000)]);
      await expect.poll(() => details.get(endKey(end(1000))), PATIENCE).toBeDefined();
      for (let times = 0; times < 20; times += 1) details.want([end(1000)]);
      expect(await runs()).toHaveLength(1);
    });
  });

  it('is none for nothing, and what is no longer wanted is forgotten', async () => {
    await withFakeSs(async ({ command, write, runs }) => {
      await write(ANSWER_ALL);
      const details = new SocketDetails({ command, intervalMs: 600_000 });
      details.want([]);
      details.want([end(1000), end(1001)]);
      await expect.poll(() => details.get(endKey(end(1000))), PATIENCE).toBeDefined();
      details.want([end(1001)]);
      expect(details.get(endKey(end(1000)))).toBeUndefined();
      expect(details.get(endKey(end(1001)))).toBeDefined();
      details.want([]);
      expect(details.get(endKey(end(1001)))).toBeUndefined();
      expect(await runs()).toHaveLength(1);
    });
  });

  it('forgets an end that is no longer listed', async () => {
    await withFakeSs(async ({ command, write }) => {
      await write(ANSWER_ALL);
      const details = new SocketDetails({ command, intervalMs: 0 });
      details.want([end(1000)]);
      await expect.poll(() => details.get(endKey(end(1000))), PATIENCE).toBeDefined();
      await write('');
      await vi.waitFor(() => {
        details.want([end(1000)]);
        expect(details.get(endKey(end(1000)))).toBeUndefined();
      }, PATIENCE);
      expect(details.missing).toBeUndefined();
    });
  });

  it('that fails takes away what was known, and the next that does not takes away the sentence', async () => {
    await withFakeSs(async ({ command, write }) => {
      await write(ANSWER_ALL);
      const details = new SocketDetails({ command, intervalMs: 0, retryMs: 0 });
      const known = () => {
        details.want([end(1000)]);
        return [details.get(endKey(end(1000))) !== undefined, details.missing !== undefined];
      };
      await expect.poll(known, PATIENCE).toEqual([true, false]);
      await write('process.exit(1);');
      await expect.poll(known, PATIENCE).toEqual([false, true]);
      await write(ANSWER_ALL);
      await expect.poll(known, PATIENCE).toEqual([true, false]);
    });
  });

  it('asks for a bounded number of ends, and all get their turn', async () => {
    await withFakeSs(async ({ command, write, runs }) => {
      await write(ANSWER_ALL);
      const details = new SocketDetails({ command, intervalMs: 0 });
      const ends = Array.from({ length: MAX_SS_ENDS + 30 }, (_, index) => end(1000 + index));
      await vi.waitFor(() => {
        details.want(ends);
        expect(ends.map((one) => details.get(endKey(one))?.congestionWindow)).toEqual(
          ends.map(({ local }) => local.port),
        );
      }, PATIENCE);
      for (const run of await runs()) expect(run.match(/sport/g)).toHaveLength(MAX_SS_ENDS);
    });
  });
});

describe('a sentence', () => {
  it('says that there is no ss, which is looked for again only after a while', async () => {
    await withFakeSs(async ({ command, write, runs }) => {
      const details = new SocketDetails({ command });
      const eager = new SocketDetails({ command, retryMs: 0 });
      const sentence = `ss (of iproute2) is not installed; ${LOST}`;
      for (const one of [details, eager]) {
        one.want([end(1000)]);
        await expect.poll(() => one.missing, PATIENCE).toBe(sentence);
      }
      await write(ANSWER_ALL);
      await vi.waitFor(() => {
        details.want([end(1000)]);
        eager.want([end(2000)]);
        expect(eager.get(endKey(end(2000)))).toBeDefined();
      }, PATIENCE);
      expect(eager.missing).toBeUndefined();
      expect(details.missing).toBe(sentence);
      expect((await runs()).filter((run) => run.includes(':1000'))).toEqual([]);
    });
  });

  it.each([
    ['failed (exit status 3)', 'process.exit(3);', {}],
    ['failed (SIGTERM)', `process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);`, {}],
    ['printed too much', `fs.writeSync(1, 'x'.repeat(4 * 1024 * 1024)); setInterval(() => {}, 1000);`, {}],
    ['took longer than 200 ms', 'setInterval(() => {}, 1000);', { timeoutMs: 200 }],
  ])('says that ss %s', async (what, source, options) => {
    await withFakeSs(async ({ command, write }) => {
      await write(source);
      const details = new SocketDetails({ command, timeoutMs: 20_000, ...options });
      details.want([end(1000)]);
      await expect.poll(() => details.missing, PATIENCE).toBe(`ss ${what}; ${LOST}`);
      expect(details.get(endKey(end(1000)))).toBeUndefined();
    });
  });
});

it('kills a run that is under way when it is closed', async () => {
  await withFakeSs(async ({ command, write, pid }) => {
    await write('setInterval(() => {}, 1000);');
    const details = new SocketDetails({ command, timeoutMs: 600_000 });
    details.close();
    details.want([end(1000)]);
    await expect.poll(pid, PATIENCE).toBeGreaterThan(0);
    const running = await pid();
    expect(() => process.kill(running, 0)).not.toThrow();
    details.close();
    await expect.poll(() => details.missing, PATIENCE).toBeDefined();
    expect(() => process.kill(running, 0)).toThrow('ESRCH');
  });
});
