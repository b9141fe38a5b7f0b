// The memory of a server's processes, where they are known: this process itself, children, and what cannot be known.

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ServerMemory } from '../../../server/net/check/server-memory.ts';
import { withEchoServer } from '../../support/with-echo-server.ts';

const HEADING =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

/** A listener at 127.0.0.1:65432 with the inode 4711. */
const LISTENER =
  '   0: 0100007F:FF98 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 000000009e7b77c1 100 0 0 10 0\n';

const endpoint = { address: '127.0.0.1', port: 65_432 };

interface FakeProcess {
  readonly parent: number;
  /** What its descriptors are. */
  readonly descriptors?: readonly string[];
  /** In kB; none for one that does not tell. */
  readonly resident?: number;
}

/** Runs `test` with a folder that looks like /proc. */
async function withProc(
  processes: Readonly<Record<number, FakeProcess>>,
  test: (proc: string) => Promise<void>,
): Promise<void> {
  const proc = await mkdtemp(join(tmpdir(), 'server-memory-'));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(proc, path)), { recursive: true });
    await writeFile(join(proc, path), text);
  };
  try {
    await write('net/tcp', HEADING + LISTENER);
    await write('uptime', '1 1\n');
    for (const [pid, { parent, descriptors = [], resident }] of Object.entries(processes)) {
      await write(`${pid}/stat`, `${pid} (a server) S ${parent} 1 1`);
      await write(`${pid}/status`, resident === undefined ? 'Name:\tx\n' : `RssAnon:\t ${resident} kB\n`);
      await mkdir(join(proc, pid, 'fd'));
      for (const [index, link] of descriptors.entries())
        await symlink(link, join(proc, pid, 'fd', `${index}`));
    }
    await test(proc);
  } finally {
    await rm(proc, { recursive: true });
  }
}

it('is that of this process, for a server in it', async () => {
  await withEchoServer({}, async ({ port }) => {
    const memory = await new ServerMemory().read({ address: '127.0.0.1', port });
    expect(memory).toBeGreaterThan(process.memoryUsage().heapUsed);
  });
});

it('is the sum of who listens and of their children', async () => {
  await withProc(
    {
      1: { parent: 0, descriptors: ['socket:[4711]'], resident: 1 },
      50: { parent: 1, descriptors: ['/dev/null', 'socket:[4711]'], resident: 1000 },
      51: { parent: 50, resident: 200 },
      52: { parent: 51, resident: 30 },
      60: { parent: 1, descriptors: ['socket:[4712]'], resident: 5000 },
    },
    async (proc) => {
      expect(await new ServerMemory(proc).read(endpoint)).toBe(1230 * 1024);
    },
  );
});

describe('is not known', () => {
  it.each<[string, Record<number, FakeProcess>]>([
    ['when nobody is seen to listen', { 50: { parent: 1, descriptors: ['socket:[4712]'], resident: 1 } }],
    ['when the process does not tell', { 50: { parent: 1, descriptors: ['socket:[4711]'] } }],
    ['when the system listens for others', { 1: { parent: 0, descriptors: ['socket:[4711]'], resident: 1 } }],
  ])('%s', async (_, processes) => {
    await withProc(processes, async (proc) => {
      expect(await new ServerMemory(proc).read(endpoint)).toBeUndefined();
    });
  });

  it('of another port, of another machine, and of another system', async () => {
    await withProc({ 50: { parent: 1, descriptors: ['socket:[4711]'], resident: 1 } }, async (proc) => {
      const memory = new ServerMemory(proc);
      expect(await memory.read(endpoint)).toBe(1024);
      expect(await memory.read({ ...endpoint, port: 7 })).toBeUndefined();
      expect(await memory.read({ ...endpoint, address: '203.0.113.7' })).toBeUndefined();
      expect(await new ServerMemory(join(proc, 'none')).read(endpoint)).toBeUndefined();
    });
  });
});
