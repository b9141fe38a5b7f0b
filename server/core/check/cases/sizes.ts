// Messages of the sizes at which buffers end: one byte less, exactly, and one more.

import type { CheckCase } from '../check-case.ts';
import { exchangeStream, LONG_LIMIT_MS, PROMPT_MS, SHORT_LIMIT_MS } from '../exchange.ts';
import { bytesOf } from '../findings.ts';
import { longMessage } from '../payload.ts';

const MIB = 1024 * 1024;

/** Hints by the largest size that they fit. */
const hints: readonly (readonly [size: number, hint: string])[] = [
  [1, 'recv may return as little as one byte. Only 0 means that the client has ended its direction.'],
  [
    4097,
    'The size of a buffer is not the size of a message: what does not fit waits for the next recv. Call recv and send in a loop until recv returns 0.',
  ],
  [
    65_537,
    'recv returns a long message in several chunks, and send may take only a part of one. Call recv in a loop, and use sendall (in C, send again what is left).',
  ],
  [
    Number.POSITIVE_INFINITY,
    'Echo each chunk before the next recv, with sendall (in C, a loop over send). Waiting for a whole message first, or holding all of it, does not go well at this size.',
  ],
];

const sizes: readonly (readonly [id: string, bytes: number])[] = [
  ...[1, 1023, 1024, 1025, 4095, 4096, 4097, 65_535, 65_536, 65_537].map(
    (bytes) => [`size-${bytes}`, bytes] as const,
  ),
  ['size-1mib', MIB],
  ['size-16mib', 16 * MIB],
];

export const sizeCases: readonly CheckCase[] = sizes.map(([id, size]) => ({
  id,
  title: size < MIB ? `A message of ${bytesOf(size)}` : `A message of ${size / MIB} MiB`,
  source: 'RFC 9293 §3.7',
  description:
    size === 1 ? 'Sends one byte, a newline.' : `Sends ${bytesOf(size)}: digits, and a newline at the end.`,
  expectation: 'All of it comes back.',
  hint: hints.find(([largest]) => size <= largest)?.[1] ?? '',
  // Half a second, and another for each MiB.
  slowMs: PROMPT_MS * (1 + Math.floor(size / MIB)),
  limitMs: size < MIB ? SHORT_LIMIT_MS : LONG_LIMIT_MS,
  run: (bench) => exchangeStream(bench, longMessage(size)),
}));
