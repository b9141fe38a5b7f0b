// The conversation itself: what is said comes back, at once, as often as the client speaks.

import type { CheckCase } from '../check-case.ts';
import { cameBack, exchange, PROMPT_MS, SHORT_LIMIT_MS } from '../exchange.ts';
import { ascii, message } from '../payload.ts';

/** Long enough for a greeting, or for what is sent behind an echo, in milliseconds. */
const QUIET_MS = 150;

/** How long the idle client is silent, in milliseconds. */
const IDLE_MS = 1000;

/** Five lines. */
const PIPELINED = '1\n22\n333\n4444\n55555\n';

export const talkCases: readonly CheckCase[] = [
  {
    id: 'smoke',
    title: 'Says back what it is told',
    source: 'RFC 862',
    description: 'Sends “Hello, world” and a newline.',
    expectation: 'The same 13 bytes come back, and nothing else.',
    hint: 'Send back the bytes that recv returned, unchanged and only those. In C its return value says how many: neither sizeof buf nor strlen(buf) does.',
    slowMs: PROMPT_MS,
    limitMs: SHORT_LIMIT_MS,
    async run(bench) {
      const connection = await bench.open();
      await connection.send(ascii('Hello, world\n'));
      await connection.expectEcho();
      // Whether it closes now is another case's business.
      await bench.wait(QUIET_MS);
      await connection.expectEcho();
      connection.close();
      return cameBack(connection);
    },
  },
  {
    id: 'speaks-when-spoken-to',
    title: 'Says nothing by itself',
    source: 'RFC 862',
    description: 'Connects and sends nothing for a moment.',
    expectation: 'Nothing comes: neither a greeting, nor FIN, nor RST.',
    hint: 'An echo server has nothing of its own to say. Take out the greeting or prompt that is sent after accept.',
    slowMs: PROMPT_MS,
    limitMs: SHORT_LIMIT_MS,
    async run(bench) {
      const connection = await bench.open();
      await connection.expectQuiet(QUIET_MS);
      connection.close();
      return 'nothing came unasked';
    },
  },
  {
    id: 'two-messages',
    title: 'Goes on after the first answer',
    source: 'RFC 862',
    description: 'Sends a message, waits for its echo, and sends another on the same connection.',
    expectation: 'Both come back; the connection stays open until the client ends it.',
    hint: 'Call recv in a loop until it returns 0 (in Python b"") and close only then. One recv and one send serve one message alone.',
    slowMs: PROMPT_MS,
    limitMs: SHORT_LIMIT_MS,
    run: (bench) => exchange(bench, [message(15, 1), message(16, 2)]),
  },
  {
    id: 'no-newline',
    title: 'Waits for no newline',
    source: 'RFC 862',
    description: 'Sends a few bytes without a newline.',
    expectation: 'They come back at once.',
    hint: 'TCP knows no lines: a newline may come later or never. Read with recv, not with readline, fgets or getline, and echo each chunk as it comes.',
    slowMs: PROMPT_MS,
    limitMs: SHORT_LIMIT_MS,
    run: (bench) => exchange(bench, [message(11).subarray(0, -1)]),
  },
  {
    id: 'pipelined',
    title: 'Takes several messages at once',
    source: 'RFC 9293 §3.7',
    description: 'Sends five lines in one write, without waiting in between.',
    expectation: 'All five come back.',
    hint: 'One recv may return several messages at once, or a part of one. Send back everything that it returned, not only the first line of it.',
    slowMs: PROMPT_MS,
    limitMs: SHORT_LIMIT_MS,
    run: (bench) => exchange(bench, [ascii(PIPELINED)]),
  },
  {
    id: 'byte-by-byte',
    title: 'Takes one byte at a time',
    source: 'RFC 9293 §3.7',
    description: 'Sends a line of 20 bytes, each in a write of its own.',
    expectation: 'All of them come back, in their order.',
    hint: 'recv may return a single byte, and that is not the end. Echo what has come, and call recv again until it returns 0.',
    slowMs: 1000,
    limitMs: SHORT_LIMIT_MS,
    async run(bench) {
      const connection = await bench.open();
      for (const byte of message(20)) {
        await connection.send(Uint8Array.of(byte));
        await bench.wait(2);
      }
      await connection.expectEcho();
      connection.close();
      return cameBack(connection);
    },
  },
  {
    id: 'idle-then-send',
    title: 'Waits for a silent client',
    source: 'RFC 862',
    description: 'Sends a message, is silent for a second, and sends another.',
    expectation: 'The connection stays open meanwhile, and both come back.',
    hint: 'A silent client is still there: recv may wait as long as it likes. Take out the timeout (settimeout, SO_RCVTIMEO), or go on after it.',
    slowMs: IDLE_MS + PROMPT_MS,
    limitMs: SHORT_LIMIT_MS,
    async run(bench) {
      const connection = await bench.open();
      await connection.send(message(17, 1));
      await connection.expectEcho();
      await connection.expectQuiet(IDLE_MS);
      await connection.send(message(16, 2));
      await connection.expectEcho();
      connection.close();
      return `${cameBack(connection)}, a second apart`;
    },
  },
];
