// What the cases send. Where a case is not about the bytes themselves it sends digits and one newline at the end, so that
// a server with another bug (it decodes, it changes letters, it waits for lines) passes, and each bug shows in its own
// cases. Long payloads are views of one small buffer: 64 MiB under way cost no memory.

/** Largest piece that is handed to `send` at once. */
const BLOCK_BYTES = 65_536;

/** A prime, so that no block of a usual size that was lost, doubled or moved looks like another. */
const CYCLE_BYTES = 65_521;

const NEWLINE = 0x0a;
const ZERO = 0x30;

/** The bytes of a text of ASCII characters. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A message of `length` bytes: digits that differ with `seed`, and a newline at the end. */
export function message(length: number, seed = 0): Uint8Array {
  const bytes = new Uint8Array(length);
  const cycle = digits();
  const from = (seed * 7919) % CYCLE_BYTES;
  for (let at = 0; at < length - 1; at += 1) bytes[at] = cycle[(from + at) % CYCLE_BYTES] ?? ZERO;
  bytes[length - 1] = NEWLINE;
  return bytes;
}

/** One long message in blocks. */
export function* longMessage(length: number): Generator<Uint8Array> {
  const cycle = digits();
  let at = 0;
  for (; length - at > BLOCK_BYTES; at += BLOCK_BYTES) {
    const from = at % CYCLE_BYTES;
    yield cycle.subarray(from, from + BLOCK_BYTES);
  }
  yield message(length - at);
}

/** `total` bytes of messages of {@link BLOCK_BYTES} each, the last one perhaps shorter. */
export function* manyMessages(total: number): Generator<Uint8Array> {
  // Seven, again a prime: which of many blocks was lost shows from the next on.
  const messages = Array.from({ length: 7 }, (_, seed) => message(BLOCK_BYTES, seed));
  let count = 0;
  let left = total;
  for (; left >= BLOCK_BYTES; left -= BLOCK_BYTES) {
    yield messages[count % messages.length] as Uint8Array;
    count += 1;
  }
  if (left > 0) yield message(left, count);
}

let made: Uint8Array | undefined;

/** The cycle of digits, and its beginning once more, so that a block can begin anywhere in it. */
function digits(): Uint8Array {
  if (made) return made;
  const cycle = new Uint8Array(CYCLE_BYTES + BLOCK_BYTES);
  let state = 862;
  for (let at = 0; at < cycle.length; at += 1) {
    // The generator of Numerical Recipes; the upper bits are the good ones.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    cycle[at] =
      at < CYCLE_BYTES ? ZERO + Math.floor((state / 2 ** 32) * 10) : (cycle[at - CYCLE_BYTES] ?? ZERO);
  }
  made = cycle;
  return cycle;
}
