// What becomes of bytes that the client does not read yet: back-pressure instead of loss, or of memory without bound.

import { formatBytes } from '../../quantities.ts';
import {
  CaseFailure,
  type CheckBench,
  type CheckCase,
  type CheckConnection,
  NotTestable,
} from '../check-case.ts';
import { cameBack, LONG_LIMIT_MS, sendUnread } from '../exchange.ts';
import { bytesOf } from '../findings.ts';
import { manyMessages } from '../payload.ts';

const MIB = 1024 * 1024;

/** More than the buffers between client and server hold. */
const LATE_BYTES = 32 * MIB;

const FLOOD_BYTES = 64 * MIB;

/** Silence after which the server is taken to read no more, in milliseconds. */
const LATE_STALL_MS = 300;
/** Longer, because a server that is only slow would pass for a careful one. */
const FLOOD_STALL_MS = 1000;

/** How often, and with what time in between (in milliseconds), is looked at what the server holds. */
const HELD_LOOKS = 10;
const HELD_LOOK_MS = 100;

export const flowCases: readonly CheckCase[] = [
  {
    id: 'late-reader',
    title: 'A client that reads late',
    source: 'RFC 9293 §3.8.6',
    description: 'Sends up to 32 MiB without reading, until the server takes no more; then reads.',
    expectation: 'Every byte comes back.',
    hint: 'send may take only a part of what it is given when a client reads late. Use sendall in Python; in C send the rest again, and on EAGAIN wait with poll until there is room.',
    slowMs: 5000,
    limitMs: LONG_LIMIT_MS,
    async run(bench) {
      const connection = await bench.open();
      await sendUnread(connection, manyMessages(LATE_BYTES), LATE_STALL_MS);
      connection.setReading(true);
      await connection.expectEcho();
      connection.close();
      return cameBack(connection);
    },
  },
  {
    id: 'unread-flood',
    title: 'Holds no flood in memory',
    source: 'RFC 9293 §3.8.6',
    description: 'Sends up to 64 MiB without reading, and looks at the memory of the server’s processes.',
    expectation:
      'The server stops reading while its echoes are not taken, or at least does not hold them in memory; at the end everything comes back.',
    hint: 'Do not read faster than the client takes its echoes: no recv while send has not finished. A queue without a bound (in Node write without waiting for drain) ends in out of memory.',
    slowMs: 8000,
    limitMs: LONG_LIMIT_MS,
    async run(bench) {
      const connection = await bench.open();
      const tookAll = await sendUnread(connection, manyMessages(FLOOD_BYTES), FLOOD_STALL_MS);
      const { sent } = connection;
      const holds = tookAll && (await holdsInMemory(bench, connection));
      // What does not come back was thrown away, not held.
      connection.setReading(true);
      await connection.expectEcho();
      connection.close();
      if (holds) throw new CaseFailure(`it took all ${bytesOf(sent)} unread, and held ${holds} in memory`);
      if (!tookAll) return `it stopped reading within ${bytesOf(sent)}, and went on once they were read`;
      if (holds === false) return `it took ${bytesOf(sent)} unread without holding them in memory`;
      throw new NotTestable(
        `it took all ${bytesOf(sent)} unread, and what its processes hold cannot be seen from here`,
      );
    },
  },
];

/**
 * How much the server holds in memory, as `63 MB`; false when it does not hold the flood; undefined when that is not known.
 * Its memory alone does not tell: a process keeps what it has freed, so that a second flood needs no more. But it has at
 * least what it holds, unlike a proxy behind which other kernels hold it.
 */
async function holdsInMemory(
  bench: CheckBench,
  connection: CheckConnection,
): Promise<string | false | undefined> {
  for (let look = 0; look < HELD_LOOKS; look += 1) {
    const held = await connection.readHeld();
    const memory = await bench.readServerMemory();
    if (held === undefined || memory === undefined) return undefined;
    if (held > FLOOD_BYTES / 2 && memory >= held) return formatBytes(held);
    // It may still be reading what waits in its kernel.
    await bench.wait(HELD_LOOK_MS);
  }
  return false;
}
