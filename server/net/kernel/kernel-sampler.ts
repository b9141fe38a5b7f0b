// The kernel's view of connections, begin here: asked with pairs of endpoints, it answers with both ends of each, as
// far as they are this machine's. The table of sockets is read for every sample; `ss` runs beside it at its own,
// slower pace, and its latest figures are attached. While nobody asks, nothing runs.
//
//   sample(pairs) ──► socket-table.ts    /proc/net/tcp, tcp6 ──┐
//                └──► socket-details.ts  ss -tin ──────────────┴──► KernelReading

import type { networkInterfaces } from 'node:os';
import {
  acceptingEnd,
  diallingEnd,
  type EndpointPair,
  endKey,
  type SocketEnd,
} from '../../core/kernel/socket-end.ts';
import type { KernelEnd, KernelSource } from '../../protocol/kernel.ts';
import { LocalAddresses } from './local-addresses.ts';
import { SocketDetails, type SocketDetailsOptions } from './socket-details.ts';
import { SocketTable, type SocketTableOptions } from './socket-table.ts';

/** A sample is followed by a rest of this many times as long, so that sampling takes a tenth of the time. */
export const SAMPLE_REST_FACTOR = 9;

/**
 * Longest rest, in milliseconds. On a busy machine a sample takes long because it waits, and not because it works; and
 * a page takes what it last heard of the kernel for old after three seconds.
 */
export const MAX_SAMPLE_REST_MS = 2000;

/** An end of this machine that its kernel does not list. */
export const CLOSED_END: KernelEnd = {
  state: 'CLOSED',
  receiveQueue: 0,
  sendQueue: 0,
  timer: 'none',
  unanswered: 0,
};

/** Both ends of a pair; absent is one of another machine, and each while the table cannot be read. */
export interface PairReading {
  readonly clientEnd?: KernelEnd;
  readonly serverEnd?: KernelEnd;
}

export interface KernelReading {
  /** One for each pair, in their order. */
  readonly pairs: readonly PairReading[];
  readonly missing: KernelSource;
}

export interface KernelSamplerOptions {
  readonly table?: SocketTableOptions;
  readonly details?: SocketDetailsOptions;
  /** Default: `os.networkInterfaces`. */
  readonly interfaces?: typeof networkInterfaces;
}

export class KernelSampler {
  readonly #table: SocketTable;
  readonly #details: SocketDetails;
  readonly #addresses: LocalAddresses;
  #restMs = 0;
  #isClosed = false;

  constructor({ table, details, interfaces }: KernelSamplerOptions = {}) {
    this.#table = new SocketTable(table);
    this.#details = new SocketDetails(details);
    this.#addresses = new LocalAddresses(interfaces);
  }

  /** How long to wait at least from the end of the latest sample to the next, in milliseconds. */
  get restMs(): number {
    return this.#restMs;
  }

  /** Both ends of each pair now. Never rejects; await one sample before the next. */
  async sample(pairs: readonly EndpointPair[]): Promise<KernelReading> {
    const ends = this.#ownEnds(pairs);
    if (ends.size === 0) {
      // Nothing to look for: an empty answer is complete, asks nobody and costs nothing.
      this.#restMs = 0;
      return { pairs: pairs.map(() => ({})), missing: {} };
    }
    const startedAt = performance.now();
    const reading = await this.#table.find([...ends.values()]);
    const tookMs = performance.now() - startedAt;
    this.#restMs = Math.min(MAX_SAMPLE_REST_MS, SAMPLE_REST_FACTOR * tookMs);
    if (reading.missing !== undefined) {
      return { pairs: pairs.map(() => ({})), missing: { table: reading.missing } };
    }
    if (!this.#isClosed) {
      this.#details.want([...ends].filter(([key]) => reading.ends.has(key)).map(([, end]) => end));
    }
    const read = (end: SocketEnd): KernelEnd | undefined => {
      const key = endKey(end);
      const listed = reading.ends.get(key);
      if (listed === undefined) return ends.has(key) ? CLOSED_END : undefined;
      const details = this.#details.get(key);
      return details === undefined ? listed : { ...listed, details };
    };
    return {
      pairs: pairs.map((pair) => toPairReading(read(diallingEnd(pair)), read(acceptingEnd(pair)))),
      missing: this.#details.missing === undefined ? {} : { details: this.#details.missing },
    };
  }

  /** Stops what is still running; a sample that is under way ends without `ss`. */
  close(): void {
    this.#isClosed = true;
    this.#details.close();
  }

  /** The ends of this machine by key, each once. */
  #ownEnds(pairs: readonly EndpointPair[]): Map<string, SocketEnd> {
    const ends = pairs.flatMap((pair) => [diallingEnd(pair), acceptingEnd(pair)]);
    const own = ends.filter(({ local }) => this.#addresses.has(local.address));
    return new Map(own.map((end) => [endKey(end), end]));
  }
}

function toPairReading(clientEnd: KernelEnd | undefined, serverEnd: KernelEnd | undefined): PairReading {
  return { ...(clientEnd && { clientEnd }), ...(serverEnd && { serverEnd }) };
}
