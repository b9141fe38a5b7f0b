// Linux's table of sockets that is missing, unreadable, too large or stuck: each a sentence, none an error.

import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { endianness, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endKey } from '../../../server/core/kernel/socket-end.ts';
import { SocketTable } from '../../../server/net/kernel/socket-table.ts';

const address = '127.0.0.1';
const END = { local: { address, port: 42613 }, remote: { address, port: 52140 } };
const OTHER = { local: { address, port: 1 }, remote: { address, port: 2 } };

const loopback = endianness() === 'LE' ? '0100007F' : '7F000001';
const LINE = `   2: ${loopback}:A675 ${loopback}:CBAC 01 00000000:00000005 00:00000000 00000000     0        0 11373 2 0000000047b56def 20 0 0 15 -1\n`;
const OTHER_LINE = LINE.replace('A675', '0009');

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'socket-table-'));
  try {
    await test(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('finds every end, though the text is cut in the midst of lines', async () => {
  await withFolder(async (folder) => {
    const tcp = join(folder, 'tcp');
    const ports = Array.from({ length: 1000 }, (_, index) => 1000 + index);
    const lines = ports.map((port) => LINE.replace('A675', port.toString(16).padStart(4, '0').toUpperCase()));
    await writeFile(tcp, `  sl  local_address rem_address   st tx_queue rx_queue\n${lines.join('')}`);
    const ends = ports.map((port) => ({ ...END, local: { address, port } }));
    const found = await new SocketTable({ tcp, tcp6: folder }).find(ends);
    expect([...(found.ends?.keys() ?? [])]).toEqual(ends.map(endKey));
  });
});

it('reads no further than it must', async () => {
  await withFolder(async (folder) => {
    const tcp = join(folder, 'tcp');
    await writeFile(tcp, LINE + OTHER_LINE.repeat(1000));
    // To read the table of IPv6, a folder, would fail; and to read all of the first one would be too much.
    const table = new SocketTable({ tcp, tcp6: folder, maxBytes: 500 * LINE.length });
    const found = await table.find([END]);
    expect(found.ends?.get(endKey(END))?.receiveQueue).toBe(5);
    expect((await table.find([END, OTHER])).missing).toBe(
      `${tcp} lists too many sockets; the states are inferred.`,
    );
  });
});

it('takes a last line without its end for none', async () => {
  await withFolder(async (folder) => {
    const tcp = join(folder, 'tcp');
    await writeFile(tcp, LINE.slice(0, -1));
    expect((await new SocketTable({ tcp }).find([END])).ends?.size).toBe(0);
  });
});

describe('a sentence', () => {
  it('says that a system has no table', async () => {
    await withFolder(async (folder) => {
      const tcp = join(folder, 'tcp');
      expect(await new SocketTable({ tcp }).find([END])).toEqual({
        missing: `This system has no ${tcp}; the states are inferred.`,
      });
    });
  });

  it('says why a table cannot be read', async () => {
    await withFolder(async (folder) => {
      const failed = { missing: `Reading ${folder} failed (EISDIR); the states are inferred.` };
      expect(await new SocketTable({ tcp: folder }).find([END])).toEqual(failed);
      const tcp = join(folder, 'tcp');
      await writeFile(tcp, LINE);
      expect(await new SocketTable({ tcp, tcp6: folder }).find([END, OTHER])).toEqual(failed);
    });
  });

  it('says that there are too many sockets', async () => {
    await withFolder(async (folder) => {
      const tcp = join(folder, 'tcp');
      await writeFile(tcp, OTHER_LINE.repeat(1000) + LINE);
      const table = new SocketTable({ tcp, maxBytes: 1000 * LINE.length });
      expect(await table.find([END])).toEqual({
        missing: `${tcp} lists too many sockets; the states are inferred.`,
      });
    });
  });

  it('says that reading takes too long, and nothing piles up behind it', async () => {
    await withFolder(async (folder) => {
      // Nobody writes to the pipe: opening it for reading waits.
      const tcp = join(folder, 'tcp');
      execFileSync('mkfifo', [tcp]);
      const table = new SocketTable({ tcp, tcp6: join(folder, 'tcp6'), timeoutMs: 50 });
      const stuck = { missing: `Reading ${tcp} takes too long; the states are inferred.` };
      expect(await table.find([END])).toEqual(stuck);
      // Any more that read would each take one of the four threads that all files and names share.
      expect(await Promise.all(Array.from({ length: 8 }, () => table.find([END])))).toEqual(
        Array.from({ length: 8 }, () => stuck),
      );
      const writer = await open(tcp, constants.O_WRONLY | constants.O_NONBLOCK);
      await rm(tcp);
      await writeFile(tcp, LINE);
      await writer.close();
      await expect.poll(async () => (await table.find([END])).ends?.has(endKey(END))).toBe(true);
    });
  });
});

it('has no end of IPv6 where the kernel has no IPv6', async () => {
  await withFolder(async (folder) => {
    const tcp = join(folder, 'tcp');
    await writeFile(tcp, LINE);
    const found = await new SocketTable({ tcp, tcp6: join(folder, 'tcp6') }).find([END, OTHER]);
    expect([...(found.ends?.keys() ?? [])]).toEqual([endKey(END)]);
  });
});
