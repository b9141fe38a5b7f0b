// How connections end, and that the server goes on afterwards.

import { CaseFailure, type CheckBench, type CheckCase } from '../check-case.ts';
import {
  cameBack,
  exchange,
  LONG_LIMIT_MS,
  naming,
  PROMPT_MS,
  SHORT_LIMIT_MS,
  sendUnread,
} from '../exchange.ts';
import { bytesOf } from '../findings.ts';
import { longMessage, manyMessages, message } from '../payload.ts';

const HALF_CLOSE_BYTES = 1024 * 1024;

const RECONNECTS = 20;

/** Sent unread before RST, so that the server is in the midst of sending: more than all buffers hold. */
const RESET_BYTES = 32 * 1024 * 1024;

/** Silence after which a server in the midst of sending is stuck in it, in milliseconds. */
const STALL_MS = 200;

/** A process that dies of a signal or an exception may take a moment for it, in milliseconds. */
const DYING_MS = 300;

export const endingCases: readonly CheckCase[] = [
  {
    id: 'server-closes',
    title: 'Closes after the client’s FIN',
    source: 'RFC 862',
    description: 'Sends a message, has its echo, sends FIN.',
    expectation: 'The server sends its own FIN: “until the calling user terminates the connection”.',
    hint: 'When recv returns 0 (in Python b""), the client has sent FIN: leave the loop and close the socket. A server that forks has to close the parent’s copy as well.',
    slowMs: PROMPT_MS,
    limitMs: SHORT_LIMIT_MS,
    async run(bench) {
      const connection = await bench.open();
      await connection.send(message(11));
      await connection.expectEcho();
      connection.fin();
      await connection.expectFin();
      return 'FIN came back';
    },
  },
  {
    id: 'empty-connection',
    title: 'A connection without a byte',
    source: 'RFC 9293 §3.6',
    description: 'Connects and sends FIN at once.',
    expectation: 'FIN comes back, and no byte.',
    hint: 'The very first recv may return 0. That is an end like any other: close this socket, and go back to accept.',
    slowMs: PROMPT_MS,
    limitMs: SHORT_LIMIT_MS,
    async run(bench) {
      const connection = await bench.open();
      connection.fin();
      await connection.expectFin();
      return 'FIN came back';
    },
  },
  {
    id: 'half-close',
    title: 'Finishes its answer after FIN',
    source: 'RFC 9293 §3.6',
    description: 'Sends 1 MiB and FIN right behind it, and reads on.',
    expectation: 'Every byte still comes back, then FIN: the client’s FIN ends one direction only.',
    hint: 'FIN says that the client sends no more, not that it has stopped reading. Send all that is left (sendall) before close or shutdown, and read until recv returns 0.',
    slowMs: 1000,
    limitMs: LONG_LIMIT_MS,
    async run(bench) {
      const connection = await bench.open();
      for (const piece of longMessage(HALF_CLOSE_BYTES)) await connection.send(piece);
      connection.fin();
      await connection.expectEcho();
      await connection.expectFin();
      return `${cameBack(connection)}, then FIN`;
    },
  },
  {
    id: 'reconnect',
    title: 'The next client, at once',
    source: 'RFC 862',
    description: `Connects, has an echo and closes, ${RECONNECTS} times without a pause.`,
    expectation: 'Each time there is an answer.',
    hint: 'Go back to accept after each client, and close only the client’s socket. Closing the listening one, or leaving the loop around accept, ends the service.',
    slowMs: 2000,
    limitMs: LONG_LIMIT_MS,
    async run(bench) {
      for (let time = 1; time <= RECONNECTS; time += 1) {
        await naming(`time ${time} of ${RECONNECTS}`, exchange(bench, [message(10, time)]));
      }
      return `served ${RECONNECTS} times`;
    },
  },
];

export const resetCase: CheckCase = {
  id: 'reset-survived',
  title: 'Lives on after RST',
  source: 'RFC 9293 §3.5.2',
  description: 'Sends RST on an idle connection and on one in the midst of an answer, then connects again.',
  expectation: 'The next client is served, and one a moment later.',
  hint: 'After RST recv fails with ECONNRESET and send with EPIPE, and SIGPIPE ends a C program. Catch the error (in C ignore SIGPIPE or use MSG_NOSIGNAL), close that socket, and go back to accept.',
  slowMs: 2000,
  limitMs: SHORT_LIMIT_MS,
  async run(bench) {
    const idle = await bench.open();
    await idle.send(message(15));
    await idle.expectEcho();
    const busy = await bench.open();
    await sendUnread(busy, manyMessages(RESET_BYTES), STALL_MS);
    idle.reset();
    busy.reset();
    await expectService(bench, 'after RST');
    await bench.wait(DYING_MS);
    await expectService(bench, `${DYING_MS} ms after RST`);
    return `served again after two RST, one behind ${bytesOf(busy.sent)} unread`;
  },
};

async function expectService(bench: CheckBench, when: string): Promise<void> {
  try {
    await exchange(bench, [message(13, 1)]);
  } catch (error) {
    if (error instanceof CaseFailure) throw new CaseFailure(`${when}: ${error.message}`);
    throw error;
  }
}
