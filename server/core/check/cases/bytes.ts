// The bytes themselves: an echo server knows neither text, nor lines, nor commands.

import type { CheckCase } from '../check-case.ts';
import { cameBack, exchange, PROMPT_MS, SHORT_LIMIT_MS } from '../exchange.ts';
import { ascii } from '../payload.ts';

/** Every byte once; a newline in the midst would be another case’s business. */
const ALL_BYTES = Uint8Array.from([...[...Array(256).keys()].filter((byte) => byte !== 0x0a), 0x0a]);

/** Bytes that UTF-8 never has, that begin a character and do not end it, and that end one that never began. */
const INVALID_UTF_8 = [
  0xff, 0xfe, 0xc3, 0x28, 0x80, 0xe2, 0x82, 0x28, 0xf0, 0x9f, 0x98, 0xed, 0xa0, 0x80, 0x0a,
];

/** “é” in UTF-8, cut in two, between digits. */
const SPLIT_CHARACTER = [
  [...ascii('123'), 0xc3],
  [0xa9, ...ascii('456\n')],
];

/** Time between the two halves of a character, in milliseconds: enough for two calls of recv. */
const SPLIT_MS = 50;

const common = { slowMs: PROMPT_MS, limitMs: SHORT_LIMIT_MS } as const;

export const byteCases: readonly CheckCase[] = [
  {
    ...common,
    id: 'all-bytes',
    title: 'All 256 values of a byte',
    source: 'RFC 862',
    description: 'Sends every byte from 0x00 to 0xff, the newline at the end.',
    expectation: 'The same 256 bytes come back.',
    hint: 'Echo bytes, not text: do not decode, translate or filter them. In Python keep what recv returned as bytes; in C pass its count on, and use no string function.',
    run: (bench) => exchange(bench, [ALL_BYTES]),
  },
  {
    ...common,
    id: 'nul',
    title: 'A NUL in the middle',
    source: 'RFC 862',
    description: 'Sends six digits, a byte 0x00, five digits, and a newline.',
    expectation: 'The same 13 bytes come back.',
    hint: 'NUL ends a string in C, but no message in TCP. Pass on the count that recv returned, never strlen(buf), and copy with memcpy instead of strcpy.',
    run: (bench) => exchange(bench, [ascii('123456\x0078901\n')]),
  },
  {
    ...common,
    id: 'crlf',
    title: 'CR and LF stay what they are',
    source: 'RFC 862',
    description: 'Sends lines that end in CR LF, in LF, and in CR.',
    expectation: 'Every CR and LF comes back where it was.',
    hint: 'The ends of lines are bytes like any other. Use no text mode (makefile("r"), TextIOWrapper), and neither splitlines nor println.',
    run: (bench) => exchange(bench, [ascii('1\r\n2\n3\r4\n\r\r\n')]),
  },
  {
    ...common,
    id: 'whitespace',
    title: 'White space stays where it is',
    source: 'RFC 862',
    description: 'Sends blanks and tabs before, between and behind numbers.',
    expectation: 'All of it comes back.',
    hint: 'strip, trim, split and scanf take away bytes that the client wants back. Send what recv returned, with all of its blanks.',
    run: (bench) => exchange(bench, [ascii(' \t 1\t2   3 \t \n')]),
  },
  {
    ...common,
    id: 'no-commands',
    title: 'No word is a command',
    source: 'RFC 862',
    description: 'Sends lines such as “quit”, “exit”, “bye” and “help”.',
    expectation: 'Each comes back, and the connection stays open.',
    hint: 'The Echo Protocol knows no commands: “quit” comes back like anything else. The end of a connection is recv returning 0, not a word.',
    run: (bench) => exchange(bench, ['quit', 'exit', 'bye', 'close', 'stop', 'help', '.'].map(line)),
  },
  {
    ...common,
    id: 'invalid-utf-8',
    title: 'Bytes that are no UTF-8',
    source: 'RFC 862',
    description: 'Sends 15 bytes that UTF-8 does not allow in this order.',
    expectation: 'The same bytes come back.',
    hint: 'Do not decode what recv returned: what is no UTF-8 becomes U+FFFD, or raises an exception. Send the bytes themselves.',
    run: (bench) => exchange(bench, [Uint8Array.from(INVALID_UTF_8)]),
  },
  {
    ...common,
    id: 'split-character',
    title: 'A character in two writes',
    source: 'RFC 9293 §3.7',
    description: 'Sends “123é456”, cut between the two bytes of “é”, with a pause at the cut.',
    expectation: 'The same bytes come back, as if nothing had been cut.',
    hint: 'recv may cut between any two bytes, in the midst of a character too. Send each chunk as bytes; decoding one by itself spoils its last character.',
    async run(bench) {
      const connection = await bench.open();
      for (const half of SPLIT_CHARACTER) {
        await connection.send(Uint8Array.from(half));
        await bench.wait(SPLIT_MS);
      }
      await connection.expectEcho();
      connection.close();
      return cameBack(connection);
    },
  },
];

function line(word: string): Uint8Array {
  return ascii(`${word}\n`);
}
