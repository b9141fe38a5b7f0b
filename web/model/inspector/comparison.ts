// What was sent beside what came back, for any part of the sent stream: how many bytes are the same, differ, are
// missing or were never sent, and the first difference with what stands around it.
//
//   sent      64 65 66 67     HeldBytes.answers says which stretches were found the same when they arrived;
//   received  64 58 66        only where an echo differed are bytes looked at again.

import type { Answer, HeldBytes } from '../held-bytes.ts';

/** The first byte that came back as another. */
export interface FoundDifference {
  /** Where it stands in what was sent, and in what was received. */
  readonly offset: number;
  readonly receivedOffset: number;
  readonly sent: number;
  readonly received: number;
}

/** Counts in bytes; those of one kind are in no other, and together they are all `bytes`. */
export interface Comparison {
  readonly bytes: number;
  readonly same: number;
  readonly different: number;
  /** Came back behind a difference, and are not kept for comparing. */
  readonly unkept: number;
  /** Sent, and not come back: lost when the connection `isOver`. */
  readonly missing: number;
  /** Not handed to the WebSocket: never, when the connection `isOver`. */
  readonly unsent: number;
  readonly isOver: boolean;
  readonly difference: FoundDifference | undefined;
}

/** Compares the sent bytes `from` … `from + bytes` with their echo; undefined when the connection is forgotten. */
export function compareEcho(
  held: HeldBytes,
  connection: number,
  from: number,
  bytes: number,
): Comparison | undefined {
  const counts = held.counts(connection);
  if (counts === undefined) return undefined;
  let same = 0;
  let different = 0;
  let first: FoundDifference | undefined;
  for (const answer of held.answers(connection, from, bytes)) {
    if (answer.kind === 'same') {
      same += answer.bytes;
      continue;
    }
    const found = compareAnswer(held, connection, answer);
    same += found.same;
    different += found.different;
    first ??= found.first;
  }
  const answered = within(counts.answeredBytes - from, bytes);
  const sent = within(counts.sentBytes - from, bytes);
  return {
    bytes,
    same,
    different,
    unkept: answered - same - different,
    missing: sent - answered,
    unsent: bytes - sent,
    isOver: counts.isOver,
    difference: first,
  };
}

/** Bytes shown before the first difference, and of each side in all. */
const CONTEXT_BEFORE = 8;
export const CONTEXT_BYTES = 32;

/** One place of the sent stream on both sides; undefined where the byte did not come, or is not held. */
export interface BytePair {
  readonly offset: number;
  readonly sent: number | undefined;
  readonly received: number | undefined;
  readonly differs: boolean;
}

/** What stands around a difference, byte by byte. */
export function pairsAround(
  held: HeldBytes,
  connection: number,
  { offset }: Pick<FoundDifference, 'offset'>,
): BytePair[] {
  const from = Math.max(0, offset - CONTEXT_BEFORE);
  const sent = held.read(connection, 'up', from, CONTEXT_BYTES) ?? new Uint8Array();
  const received: (number | undefined)[] = [];
  for (const answer of held.answers(connection, from, CONTEXT_BYTES)) {
    const start = answer.from - from;
    for (let place = 0; place < answer.bytes; place += 1) {
      received[start + place] = answer.kind === 'same' ? sent[start + place] : answer.kept?.[place];
    }
  }
  const pairs = Array.from({ length: Math.max(sent.length, received.length) }, (_, place) => {
    const [one, other] = [sent[place], received[place]];
    const differs = one !== undefined && other !== undefined && one !== other;
    return { offset: from + place, sent: one, received: other, differs };
  });
  return pairs;
}

function compareAnswer(
  held: HeldBytes,
  connection: number,
  { from, receivedFrom, kept, difference }: Answer,
): { readonly same: number; readonly different: number; readonly first: FoundDifference | undefined } {
  const received = kept ?? new Uint8Array();
  const sent = held.read(connection, 'up', from, received.length) ?? new Uint8Array();
  const length = Math.min(sent.length, received.length);
  let different = 0;
  let first: FoundDifference | undefined;
  for (let place = 0; place < length; place += 1) {
    if (sent[place] === received[place]) continue;
    different += 1;
    first ??= {
      offset: from + place,
      receivedOffset: receivedFrom + place,
      sent: sent[place] as number,
      received: received[place] as number,
    };
  }
  // The bytes are forgotten, but not the verdict on the first of them.
  if (length === 0 && difference?.offset === from) {
    return { same: 0, different: 1, first: { ...difference, receivedOffset: receivedFrom } };
  }
  return { same: length - different, different, first };
}

function within(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
