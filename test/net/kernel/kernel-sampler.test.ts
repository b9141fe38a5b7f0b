// Both ends of real connections as this machine's kernel has them: a stalled reader, FIN in either direction, and
// what is said when the kernel cannot be asked.

import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EndpointPair } from '../../../server/core/kernel/socket-end.ts';
import {
  KernelSampler,
  type KernelSamplerOptions,
  MAX_SAMPLE_REST_MS,
  type PairReading,
  SAMPLE_REST_FACTOR,
} from '../../../server/net/kernel/kernel-sampler.ts';
import { KERNEL_FRESH_MS } from '../../../web/model/states/state-path.ts';
import { ANSWER_ALL, withFakeSs } from '../../support/fake-ss.ts';
import { withTcpPair } from '../../support/with-tcp-pair.ts';

const MIB = 1024 * 1024;

/** How long a test is willing to wait for the kernel. */
const PATIENCE = { timeout: 20_000, interval: 10 };

const CLOSED = { state: 'CLOSED', receiveQueue: 0, sendQueue: 0, timer: 'none', unanswered: 0 };

/** Without `ss` and any interface but loopback, so that nothing depends on what this machine has. */
const TABLE_ALONE: KernelSamplerOptions = {
  details: { command: ['/no/such/program'] },
  interfaces: () => ({}),
};

async function sampleOne(sampler: KernelSampler, pair: EndpointPair): Promise<PairReading> {
  const { pairs } = await sampler.sample([pair]);
  expect(pairs).toHaveLength(1);
  return pairs[0] ?? {};
}

async function states(sampler: KernelSampler, pair: EndpointPair): Promise<(string | undefined)[]> {
  const { clientEnd, serverEnd } = await sampleOne(sampler, pair);
  return [clientEnd?.state, serverEnd?.state];
}

describe.runIf(process.platform === 'linux')('on Linux', () => {
  it('a reader that stalls fills its receive queue, then its peer probes a zero window until it reads', async () => {
    await withTcpPair(async ({ client, server, pair }) => {
      const sampler = new KernelSampler(TABLE_ALONE);
      client.write(Buffer.alloc(16 * MIB));
      await expect
        .poll(() => sampleOne(sampler, pair), PATIENCE)
        .toMatchObject({
          clientEnd: { state: 'ESTABLISHED', receiveQueue: 0, timer: 'zeroWindowProbe' },
          serverEnd: { state: 'ESTABLISHED', sendQueue: 0, timer: 'none' },
        });
      const { clientEnd, serverEnd } = await sampleOne(sampler, pair);
      expect(clientEnd?.timerMs).toBeGreaterThanOrEqual(0);
      expect(clientEnd?.sendQueue).toBeGreaterThan(64 * 1024);
      expect(serverEnd?.receiveQueue).toBeGreaterThan(16 * 1024);
      server.resume();
      await expect
        .poll(() => sampleOne(sampler, pair), PATIENCE)
        .toMatchObject({
          clientEnd: { state: 'ESTABLISHED', sendQueue: 0, timer: 'none' },
          serverEnd: { state: 'ESTABLISHED', receiveQueue: 0 },
        });
      expect(client.writableLength).toBe(0);
    });
  });

  const listeners: [kind: string, host: string, dial: string][] = [
    ['IPv4', '127.0.0.1', '127.0.0.1'],
    ['IPv4 to a dual-stack listener', '::', '127.0.0.1'],
    ['IPv6', '::1', '::1'],
  ];

  it.each(listeners)('FIN moves both ends, in either order: %s', async (_, host, dial) => {
    for (const first of ['client', 'server'] as const) {
      await withTcpPair(
        async ({ client, server, pair }) => {
          const sampler = new KernelSampler(TABLE_ALONE);
          // The dialling end first when the client closes first, and otherwise the other way around.
          const seen = async () => {
            const both = await states(sampler, pair);
            return first === 'client' ? both : both.reverse();
          };
          const [closer, other]: [Socket, Socket] = first === 'client' ? [client, server] : [server, client];
          client.resume();
          server.resume();
          expect(await seen()).toEqual(['ESTABLISHED', 'ESTABLISHED']);
          closer.end();
          await expect.poll(seen, PATIENCE).toEqual(['FIN_WAIT_2', 'CLOSE_WAIT']);
          other.end();
          await expect.poll(seen, PATIENCE).toEqual(['TIME_WAIT', 'CLOSED']);
          const { clientEnd, serverEnd } = await sampleOne(sampler, pair);
          const [closerEnd, otherEnd] = first === 'client' ? [clientEnd, serverEnd] : [serverEnd, clientEnd];
          expect(closerEnd).toMatchObject({ timer: 'timeWait', unanswered: 0 });
          // Two maximum segment lifetimes, which Linux takes for 60 seconds.
          expect(closerEnd?.timerMs).toBeGreaterThan(1000);
          expect(otherEnd).toEqual(CLOSED);
        },
        host,
        dial,
      );
    }
  });

  it('RST leaves neither end', async () => {
    await withTcpPair(async ({ client, pair }) => {
      const sampler = new KernelSampler(TABLE_ALONE);
      client.resetAndDestroy();
      await expect
        .poll(() => sampleOne(sampler, pair), PATIENCE)
        .toEqual({
          clientEnd: CLOSED,
          serverEnd: CLOSED,
        });
    });
  });

  it('each pair has its own, an end of another machine is absent, and a pair asked for twice is answered twice', async () => {
    await withTcpPair(async (one) => {
      await withTcpPair(async (other) => {
        const sampler = new KernelSampler(TABLE_ALONE);
        other.client.resume();
        other.server.end();
        await expect.poll(() => states(sampler, other.pair), PATIENCE).toEqual(['CLOSE_WAIT', 'FIN_WAIT_2']);
        const far = { client: { address: '192.0.2.1', port: 5 }, server: one.pair.server };
        const { pairs } = await sampler.sample([one.pair, other.pair, far, one.pair]);
        expect(pairs.map(({ clientEnd, serverEnd }) => [clientEnd?.state, serverEnd?.state])).toEqual([
          ['ESTABLISHED', 'ESTABLISHED'],
          ['CLOSE_WAIT', 'FIN_WAIT_2'],
          [undefined, 'CLOSED'],
          ['ESTABLISHED', 'ESTABLISHED'],
        ]);
        expect(pairs[2]).not.toHaveProperty('clientEnd');
      });
    });
  });

  it('an end is of this machine by the address of an interface', async () => {
    const address = '192.0.2.1';
    const pair = { client: { address, port: 5 }, server: { address: '2001:db8::1', port: 6 } };
    const mine = { eth0: [{ address }] } as unknown as ReturnType<typeof import('node:os').networkInterfaces>;
    const sampler = new KernelSampler({ ...TABLE_ALONE, interfaces: () => mine });
    expect(await sampleOne(sampler, pair)).toEqual({ clientEnd: CLOSED });
  });

  it('goes on without the interfaces where they cannot be listed, as without free descriptors', async () => {
    const interfaces = () => {
      throw new Error('uv_interface_addresses');
    };
    const sampler = new KernelSampler({ ...TABLE_ALONE, interfaces });
    const far = { client: { address: '192.0.2.1', port: 1 }, server: { address: '192.0.2.2', port: 2 } };
    expect(await sampleOne(sampler, far)).toEqual({});
  });

  it('attaches what ss says to the ends that the kernel lists', async () => {
    await withFakeSs(async ({ command, write, runs }) => {
      await write(ANSWER_ALL);
      await withTcpPair(async ({ client, pair }) => {
        const sampler = new KernelSampler({ details: { command } });
        const details = { rttMs: 0.5, bytesAcknowledged: 7 };
        await expect
          .poll(() => sampleOne(sampler, pair), PATIENCE)
          .toMatchObject({
            clientEnd: { state: 'ESTABLISHED', details: { ...details, congestionWindow: pair.client.port } },
            serverEnd: { state: 'ESTABLISHED', details: { ...details, congestionWindow: pair.server.port } },
          });
        expect((await runs())[0]).toContain(`sport = :${pair.client.port} and dport = :${pair.server.port}`);
        client.resetAndDestroy();
        await expect
          .poll(() => sampleOne(sampler, pair), PATIENCE)
          .toEqual({
            clientEnd: CLOSED,
            serverEnd: CLOSED,
          });
      });
    });
  });

  it('runs no ss any more once it is closed, not even for a sample that is under way', async () => {
    await withFakeSs(async ({ command, write, runs }) => {
      await write(ANSWER_ALL);
      await withTcpPair(async ({ pair }) => {
        const sampler = new KernelSampler({ ...TABLE_ALONE, details: { command } });
        const sample = sampler.sample([pair]);
        sampler.close();
        await sample;
        const other = new KernelSampler({ ...TABLE_ALONE, details: { command } });
        await expect.poll(() => sampleOne(other, pair), PATIENCE).toHaveProperty('clientEnd.details');
        expect(await runs()).toHaveLength(1);
      });
    });
  });

  it('says that ss is missing, and goes on without', async () => {
    await withTcpPair(async ({ pair }) => {
      const sampler = new KernelSampler(TABLE_ALONE);
      expect((await sampler.sample([pair])).missing).toEqual({});
      await expect
        .poll(async () => (await sampler.sample([pair])).missing, PATIENCE)
        .toEqual({
          details: expect.stringMatching(/^ss \(of iproute2\) is not installed; /),
        });
      expect(await states(sampler, pair)).toEqual(['ESTABLISHED', 'ESTABLISHED']);
    });
  });

  it('asks for a rest that is a multiple of what the sample took', async () => {
    await withTcpPair(async ({ pair }) => {
      const sampler = new KernelSampler(TABLE_ALONE);
      expect(sampler.restMs).toBe(0);
      const startedAt = performance.now();
      await sampler.sample([pair]);
      const tookMs = performance.now() - startedAt;
      expect(sampler.restMs).toBeGreaterThan(0);
      expect(sampler.restMs).toBeLessThanOrEqual(SAMPLE_REST_FACTOR * tookMs);
      await sampler.sample([]);
      expect(sampler.restMs).toBe(0);
    });
  });
});

describe('a table that takes long', () => {
  const pair = {
    client: { address: '127.0.0.1', port: 5 },
    server: { address: '127.0.0.1', port: 6 },
  };

  it('is read again before the page would take what it knows for old', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'echo-bridge-sampler-'));
    try {
      // Nobody writes to the pipe: opening it for reading waits.
      const tcp = join(folder, 'tcp');
      execFileSync('mkfifo', [tcp]);
      const timeoutMs = Math.ceil((1.2 * MAX_SAMPLE_REST_MS) / SAMPLE_REST_FACTOR);
      const sampler = new KernelSampler({ ...TABLE_ALONE, table: { tcp, timeoutMs } });
      await sampler.sample([pair]);
      expect(sampler.restMs).toBe(MAX_SAMPLE_REST_MS);
      expect(sampler.restMs).toBeLessThan(KERNEL_FRESH_MS);
      // Lets go of the thread that waits.
      await (await open(tcp, constants.O_WRONLY | constants.O_NONBLOCK)).close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('without a table', () => {
  const pair = {
    client: { address: '127.0.0.1', port: 5 },
    server: { address: '127.0.0.1', port: 6 },
  };

  it('both ends are absent, a sentence says why, and ss is not run', async () => {
    await withFakeSs(async ({ command, write, runs }) => {
      await write(ANSWER_ALL);
      const sampler = new KernelSampler({ table: { tcp: '/no/such/table' }, details: { command } });
      for (let times = 0; times < 3; times += 1) {
        expect(await sampler.sample([pair, pair])).toEqual({
          pairs: [{}, {}],
          missing: { table: 'This system has no /no/such/table; the states are inferred.' },
        });
      }
      expect(await runs()).toEqual([]);
    });
  });

  it('nothing is missed where nothing is asked for', async () => {
    const sampler = new KernelSampler({ ...TABLE_ALONE, table: { tcp: '/no/such/table' } });
    expect(await sampler.sample([])).toEqual({ pairs: [], missing: {} });
    const far = { client: { address: '192.0.2.1', port: 5 }, server: { address: '192.0.2.2', port: 6 } };
    expect(await sampler.sample([far])).toEqual({ pairs: [{}], missing: {} });
  });
});
