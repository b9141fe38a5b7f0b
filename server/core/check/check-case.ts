// What a case of the Echo Check is: data that says what is done and expected, and a short script against an abstract bench.
// Begin with cases.ts, the list of them all. Pure: the bench (server/net/check/) owns sockets and clock.
//
//   CheckCase.run(bench) ──open, send, expectEcho, fin …──► sockets
//        └── returns: as expected; throws CaseFailure, NotTestable: what was seen instead

import type { CaseInfo } from '../../protocol/check.ts';

export interface CheckCase extends CaseInfo {
  /** Where a student should look for the mistake when it fails. */
  readonly hint: string;
  /** Time above which an answer as expected counts as slow, in milliseconds. */
  readonly slowMs: number;
  /** Resolves with one sentence on what was seen. @throws {CaseFailure} @throws {NotTestable} */
  readonly run: (bench: CheckBench) => Promise<string>;
}

/** The server did not do what was expected; `message` is one sentence on what was seen. */
export class CaseFailure extends Error {
  override readonly name: string = 'CaseFailure';
}

/** The case has no connection at all: what it fails for is not its own subject. */
export class Unreachable extends CaseFailure {
  override readonly name = 'Unreachable';
}

/** Nothing can be learnt here; `message` says why in one sentence. */
export class NotTestable extends Error {
  override readonly name = 'NotTestable';
}

/** What a case works with. All of its connections are gone when the case ends, however it ends. */
export interface CheckBench {
  /** Milliseconds by a monotonic clock. */
  readonly now: () => number;
  /**
   * Connects; several at once may be asked for.
   * @throws {CaseFailure} when it is refused or takes too long; {@link Unreachable} as long as the case has had no connection
   * @throws {NotTestable} when this machine has no socket left for it
   */
  open(): Promise<CheckConnection>;
  /** Waits. */
  wait(milliseconds: number): Promise<void>;
  /** Memory of the server's processes in bytes, without program files; undefined where they are not known. */
  readServerMemory(): Promise<number | undefined>;
}

/** One TCP connection to the server under test. Whatever comes is compared with what was sent, byte by byte, at once. */
export interface CheckConnection {
  /** Bytes handed to `send` so far, and of them echoed. */
  readonly sent: number;
  readonly echoed: number;
  /**
   * Sends; resolves once the kernel has taken all of it. The bytes must not change any more.
   * @throws {CaseFailure} as {@link expectEcho}, and when the server takes nothing for too long
   */
  send(bytes: Uint8Array): Promise<void>;
  /**
   * The same for a server that need not take it, because it cannot get rid of its echoes: resolves with false when
   * nothing moved for `stallMs` milliseconds. What is left goes out once the server reads on.
   */
  sendUnlessStalled(bytes: Uint8Array, stallMs: number): Promise<boolean>;
  /**
   * Waits until everything sent so far has been echoed.
   * @throws {CaseFailure} on a different byte, one too many, FIN or RST before the end, or silence for too long
   */
  expectEcho(): Promise<void>;
  /** Waits. @throws {CaseFailure} when anything comes meanwhile: bytes, FIN or RST */
  expectQuiet(milliseconds: number): Promise<void>;
  /**
   * Bytes that the server has read and not sent yet: they have not come back, and no kernel holds them. Undefined where
   * the server's kernel is not this one.
   */
  readHeld(): Promise<number | undefined>;
  /** Stops, or goes on, reading. */
  setReading(reading: boolean): void;
  /** Half-closes. */
  fin(): void;
  /** Waits for the server's FIN. @throws {CaseFailure} when something else comes, or nothing */
  expectFin(): Promise<void>;
  /** Sends RST. */
  reset(): void;
  /** Gives the connection up: FIN, and nothing more is expected of it. */
  close(): void;
}
