// How far one connection's echo has come: everything that arrives is compared with what was sent, at once, and then
// forgotten. Pure: the connection (server/net/check/bench-connection.ts) tells what happens on its socket.
//
//   sending(bytes) ──► ▒▒▒▒▒▒▒▒░░░░░░  ░ sent, still to come
//   received(chunk) ──► compared with the first ░

import {
  type Count,
  explainDifference,
  explainEarlyEnd,
  explainLoss,
  explainSilence,
  explainSurplus,
} from './findings.ts';

/** Whether what is waited for is here; or the finding why it will not come. */
export type Standing = 'waiting' | 'reached' | { readonly failure: string };

export class EchoProgress implements Count {
  sent = 0;
  echoed = 0;
  /** Of the bytes sent, those that the kernel has taken. */
  taken = 0;
  /** What was sent and has not come back yet: of the first one, from {@link #offset} on. */
  readonly #expected: Uint8Array[] = [];
  #offset = 0;
  /** What came that should not have. */
  #wrong: string | undefined;
  #finReceived = false;
  /** Errno name of what broke the connection. */
  #lostBy: string | undefined;

  /** These bytes are about to be sent; they must not change any more. */
  sending(bytes: Uint8Array): void {
    this.sent += bytes.length;
    if (bytes.length > 0) this.#expected.push(bytes);
  }

  received(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && this.#wrong === undefined; ) at += this.#compare(chunk, at);
  }

  finReceived(): void {
    this.#finReceived = true;
  }

  /** The connection broke. `code` is the errno name. */
  lost(code: string): void {
    this.#lostBy ??= code;
  }

  /** Whether nothing more can be learnt from what comes. */
  get isWrong(): boolean {
    return this.#wrong !== undefined;
  }

  /** Everything that was sent has come back. */
  echo(): Standing {
    if (this.#wrong === undefined && this.echoed === this.sent) return 'reached';
    return this.#brokenOff() ?? 'waiting';
  }

  /** The kernel has taken the first `bytes` bytes. */
  takenUpTo(bytes: number): Standing {
    if (this.#wrong === undefined && this.taken >= bytes) return 'reached';
    return this.#brokenOff() ?? 'waiting';
  }

  /** Everything came back, and FIN behind it. */
  fin(): Standing {
    if (this.#finReceived && this.echo() === 'reached') return 'reached';
    const broken = this.#brokenOff();
    if (broken && this.#lostBy !== undefined && this.echoed === this.sent) {
      return { failure: `${explainLoss(this.#lostBy)} instead of FIN` };
    }
    return broken ?? 'waiting';
  }

  /** Nothing has come, as it should be. */
  quiet(): Standing {
    return this.#brokenOff() ?? 'waiting';
  }

  /** The finding for `ms` milliseconds in which nothing came. */
  explainSilence(ms: number): string {
    return explainSilence(ms, this, this.#next());
  }

  /** Compares what can be compared at once; returns how many bytes that were. */
  #compare(chunk: Uint8Array, at: number): number {
    const next = this.#next();
    if (next.length === 0) {
      this.#wrong = explainSurplus(this, chunk.subarray(at));
      return 0;
    }
    const length = Math.min(next.length, chunk.length - at);
    let same = 0;
    while (same < length && next[same] === chunk[at + same]) same += 1;
    this.echoed += same;
    this.#offset += same;
    if (same < length) this.#wrong = explainDifference(this, next.subarray(same), chunk.subarray(at + same));
    if (same === next.length) {
      this.#expected.shift();
      this.#offset = 0;
    }
    return same;
  }

  /** What is to come next, as far as it was sent in one piece. */
  #next(): Uint8Array {
    return this.#expected[0]?.subarray(this.#offset) ?? new Uint8Array(0);
  }

  /** Why nothing more will come. What came first counts: after a FIN that was too early RST is no wonder. */
  #brokenOff(): Standing | undefined {
    if (this.#wrong !== undefined) return { failure: this.#wrong };
    if (this.#finReceived) return { failure: explainEarlyEnd('FIN', this) };
    if (this.#lostBy !== undefined) return { failure: explainEarlyEnd(explainLoss(this.#lostBy), this) };
    return undefined;
  }
}
