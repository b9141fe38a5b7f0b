// What nearly every case is made of: send, and have everything back.

import { CaseFailure, type CheckBench, type CheckConnection, Unreachable } from './check-case.ts';
import { bytesOf } from './findings.ts';

/** The limit of a case that only waits for a server's silence, in milliseconds. */
export const SHORT_LIMIT_MS = 15_000;

/** The limit of a case that moves many bytes or opens many connections, in milliseconds. */
export const LONG_LIMIT_MS = 60_000;

/** Time above which an answer at once counts as slow, in milliseconds. */
export const PROMPT_MS = 500;

/** On one connection of its own sends each message, and waits for its echo before the next. */
export async function exchange(bench: CheckBench, messages: Iterable<Uint8Array>): Promise<string> {
  const connection = await bench.open();
  for (const bytes of messages) {
    await connection.send(bytes);
    await connection.expectEcho();
  }
  connection.close();
  return cameBack(connection);
}

/** On one connection of its own sends all pieces one behind the other, and waits for their echo at the end. */
export async function exchangeStream(bench: CheckBench, pieces: Iterable<Uint8Array>): Promise<string> {
  const connection = await bench.open();
  for (const piece of pieces) await connection.send(piece);
  await connection.expectEcho();
  connection.close();
  return cameBack(connection);
}

/**
 * Sends the pieces without reading, until all are taken or nothing moves for `stallMs` milliseconds; resolves with whether
 * all were taken.
 */
export async function sendUnread(
  connection: CheckConnection,
  pieces: Iterable<Uint8Array>,
  stallMs: number,
): Promise<boolean> {
  connection.setReading(false);
  for (const piece of pieces) {
    if (!(await connection.sendUnlessStalled(piece, stallMs))) return false;
  }
  return true;
}

/** What `step` finds, with the name of the connection that it is about: `client 2 of 5: silence for …`. */
export async function naming<T>(name: string, step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if (!(error instanceof CaseFailure) || error instanceof Unreachable) throw error;
    throw new CaseFailure(`${name}: ${error.message}`);
  }
}

/** `1,024 bytes came back`. */
export function cameBack({ echoed }: CheckConnection): string {
  return `${bytesOf(echoed)} came back`;
}
