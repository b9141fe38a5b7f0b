// Several clients at once: none waits for another, none gets another's bytes, none ends another.

import type { CheckBench, CheckCase, CheckConnection } from '../check-case.ts';
import { LONG_LIMIT_MS, naming, PROMPT_MS, SHORT_LIMIT_MS, sendUnread } from '../exchange.ts';
import { bytesOf } from '../findings.ts';
import { manyMessages, message } from '../payload.ts';

/** Handshakes at once: as many as fit into the queue of a server that calls `listen(fd, 5)`. */
const DIALS_AT_ONCE = 5;

/** Sent unread by the client that blocks: more than the buffers between client and server hold. */
const UNREAD_BYTES = 32 * 1024 * 1024;

/** Silence after which a server is stuck in sending, in milliseconds. */
const STALL_MS = 300;

/** Bytes of each message of a crowd. */
const CROWD_BYTES = 22;

/** Enough for a server to see that a client has left, in milliseconds. */
const LEAVING_MS = 50;

const LOAD_CLIENTS = 8;
/** Sizes of the messages of each client under load, again and again; no two neighbours are alike. */
const LOAD_SIZES = [1, 700, 40, 5000, 3, 1460, 20_000, 128, 2048, 17];
const LOAD_ROUNDS = 8;

export const crowdCases: readonly CheckCase[] = [
  {
    id: 'five-clients',
    title: 'Five clients at once',
    source: 'RFC 862',
    description: 'Opens five connections, and sends a message on each, the last one first.',
    expectation: 'Each has its own message back while all five are open.',
    hint: 'While recv waits for one client, all others wait too. Give each connection a thread or process of its own right after accept, or watch all sockets with poll.',
    slowMs: 1000,
    limitMs: SHORT_LIMIT_MS,
    run: (bench) => serveCrowd(bench, 5),
  },
  {
    id: 'others-stay',
    title: 'One client leaves, the others stay',
    source: 'RFC 862',
    description: 'Opens three connections, ends the first with FIN, and goes on with the others.',
    expectation: 'The others are served as before.',
    hint: 'Close only the socket whose recv returned 0, and leave only its loop. exit ends all clients at once, and removing the wrong entry of the list ends another one.',
    slowMs: PROMPT_MS,
    limitMs: SHORT_LIMIT_MS,
    async run(bench) {
      const clients = await openCrowd(bench, 3);
      await serveEach(clients);
      const [first, ...others] = clients;
      first?.fin();
      await bench.wait(LEAVING_MS);
      await serveEach(others, 'remaining client');
      return 'two clients served on after the first had left';
    },
  },
  {
    id: 'order-under-load',
    title: 'Order under load',
    source: 'RFC 9293 §3.1',
    description: `${LOAD_CLIENTS} clients send ${LOAD_SIZES.length * LOAD_ROUNDS} messages each of many sizes, all at the same time, without waiting.`,
    expectation: 'Each has its own bytes back, in the order in which it sent them.',
    hint: 'Each connection needs a buffer of its own: a global or static one is overwritten by another thread. Let one thread alone send on a connection, one chunk after the other.',
    slowMs: 3000,
    limitMs: LONG_LIMIT_MS,
    async run(bench) {
      const clients = await openCrowd(bench, LOAD_CLIENTS);
      const loads = clients.map((client, index) =>
        naming(`client ${index + 1} of ${LOAD_CLIENTS}`, sendLoad(client, index)),
      );
      await Promise.all(loads);
      const total = clients.reduce((sum, { echoed }) => sum + echoed, 0);
      return `${bytesOf(total)} of ${LOAD_CLIENTS} clients came back in order`;
    },
  },
  {
    id: 'hundred-clients',
    title: 'A hundred clients at once',
    source: 'RFC 862',
    description: 'Opens a hundred connections, and sends a message on each, the last one first.',
    expectation: 'Each has its own message back while all hundred are open.',
    hint: 'Look for a fixed number of places: an array of clients, a pool of threads, or descriptors that are never closed. Wait for none of them before the next accept.',
    slowMs: 3000,
    limitMs: LONG_LIMIT_MS,
    run: (bench) => serveCrowd(bench, 100),
  },
  {
    id: 'never-reader',
    title: 'A client that never reads',
    source: 'RFC 9293 §3.8.6',
    description: 'One client sends and never reads, until its window is full; then another one connects.',
    expectation: 'The other one is served at once.',
    hint: 'send blocks while a client does not read. Give each connection a thread of its own; where one thread serves all, send without blocking, and wait with poll for room.',
    slowMs: 3000,
    limitMs: LONG_LIMIT_MS,
    async run(bench) {
      const silent = await bench.open();
      await sendUnread(silent, manyMessages(UNREAD_BYTES), STALL_MS);
      const other = await naming('the other client', bench.open());
      await other.send(message(CROWD_BYTES));
      await naming('the other client', other.expectEcho());
      return `another client was served beside one with ${bytesOf(silent.sent)} unread`;
    },
  },
];

async function serveCrowd(bench: CheckBench, count: number): Promise<string> {
  const clients = await openCrowd(bench, count);
  await serveEach(clients);
  return `${count} clients served while all were open`;
}

/** Opens so many connections, a few at a time. */
async function openCrowd(bench: CheckBench, count: number): Promise<CheckConnection[]> {
  const clients: CheckConnection[] = [];
  while (clients.length < count) {
    const dials = Array.from({ length: Math.min(DIALS_AT_ONCE, count - clients.length) }, (_, index) =>
      naming(`client ${clients.length + index + 1} of ${count}`, bench.open()),
    );
    clients.push(...(await Promise.all(dials)));
  }
  return clients;
}

/** Sends a message of its own on each, the last one first, and waits for all echoes. */
async function serveEach(clients: readonly CheckConnection[], name = 'client'): Promise<void> {
  const all = clients.map((client, index) => ({
    client,
    place: `${name} ${index + 1} of ${clients.length}`,
  }));
  all.reverse();
  // Each message differs from the others, so that one that reaches another client shows.
  for (const [seed, { client, place }] of all.entries()) {
    await naming(place, client.send(message(CROWD_BYTES, seed)));
  }
  for (const { client, place } of all) await naming(place, client.expectEcho());
}

async function sendLoad(client: CheckConnection, seed: number): Promise<void> {
  for (let round = 0; round < LOAD_ROUNDS; round += 1) {
    for (const [index, size] of LOAD_SIZES.entries()) {
      await client.send(message(size, seed * 1000 + round * 100 + index));
    }
  }
  await client.expectEcho();
}
