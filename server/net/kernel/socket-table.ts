// Reads Linux's table of sockets, `/proc/net/tcp` and `/proc/net/tcp6`. The kernel makes the text as it is read, a
// page at a time, and walks its sockets for it; so it is read piece by piece outside the event loop, only until every
// wanted end was seen, and never twice at once. What hinders it is a sentence for the watcher, never an error.

import { type FileHandle, open } from 'node:fs/promises';
import { endianness } from 'node:os';
import { findEnds, type WantedEnds, wantEnds } from '../../core/kernel/proc-tcp.ts';
import type { SocketEnd } from '../../core/kernel/socket-end.ts';
import type { KernelEnd } from '../../protocol/kernel.ts';

/** Bytes of both tables that are read at most; about 200,000 sockets. */
export const MAX_TABLE_BYTES = 32 * 1024 * 1024;

/** Longest that reading may take, in milliseconds. */
export const TABLE_TIMEOUT_MS = 3000;

/** Bytes asked for at a time; Linux gives a page at most. */
const PIECE_BYTES = 16 * 1024;

export interface SocketTableOptions {
  /** Default: `/proc/net/tcp`. */
  readonly tcp?: string;
  /** Default: `/proc/net/tcp6`. */
  readonly tcp6?: string;
  /** Default: {@link MAX_TABLE_BYTES}. */
  readonly maxBytes?: number;
  /** Default: {@link TABLE_TIMEOUT_MS}. */
  readonly timeoutMs?: number;
}

/** The wanted ends that the kernel lists, under `endKey`; or the sentence that says why nothing is known. */
export type TableReading =
  | { readonly ends: ReadonlyMap<string, KernelEnd>; readonly missing?: never }
  | { readonly missing: string; readonly ends?: never };

/** One reading under way. */
interface Walk {
  readonly wanted: WantedEnds;
  /** How many ends there are to find. */
  readonly count: number;
  readonly found: Map<string, KernelEnd>;
  bytesLeft: number;
  expired: boolean;
}

export class SocketTable {
  readonly #tcp: string;
  readonly #tcp6: string;
  readonly #maxBytes: number;
  readonly #timeoutMs: number;
  #isReading = false;

  constructor({
    tcp = '/proc/net/tcp',
    tcp6 = '/proc/net/tcp6',
    maxBytes = MAX_TABLE_BYTES,
    timeoutMs = TABLE_TIMEOUT_MS,
  }: SocketTableOptions = {}) {
    this.#tcp = tcp;
    this.#tcp6 = tcp6;
    this.#maxBytes = maxBytes;
    this.#timeoutMs = timeoutMs;
  }

  /** Looks for `ends`, all of them different. Never rejects; while another search is under way it gives a sentence at once. */
  async find(ends: readonly SocketEnd[]): Promise<TableReading> {
    const tooSlow = { missing: `Reading ${this.#tcp} takes too long; the states are inferred.` };
    if (this.#isReading) return tooSlow;
    const walk: Walk = {
      wanted: wantEnds(ends, endianness()),
      count: ends.length,
      found: new Map(),
      bytesLeft: this.#maxBytes,
      expired: false,
    };
    this.#isReading = true;
    const reading = this.#readBoth(walk).finally(() => {
      this.#isReading = false;
    });
    let timer: NodeJS.Timeout | undefined;
    const expiry = new Promise<TableReading>((resolve) => {
      timer = setTimeout(() => {
        walk.expired = true;
        resolve(tooSlow);
      }, this.#timeoutMs);
    });
    const result = await Promise.race([reading, expiry]);
    clearTimeout(timer);
    return result;
  }

  async #readBoth(walk: Walk): Promise<TableReading> {
    try {
      await read(this.#tcp, walk);
    } catch (error) {
      return this.#explain(this.#tcp, error);
    }
    try {
      await read(this.#tcp6, walk);
    } catch (error) {
      // A kernel without IPv6 has no such table, and no socket in it.
      if (errnoOf(error) !== 'ENOENT') return this.#explain(this.#tcp6, error);
    }
    return walk.bytesLeft < 0
      ? { missing: `${this.#tcp} lists too many sockets; the states are inferred.` }
      : { ends: walk.found };
  }

  #explain(path: string, error: unknown): TableReading {
    const code = errnoOf(error);
    return code === 'ENOENT'
      ? { missing: `This system has no ${path}; the states are inferred.` }
      : { missing: `Reading ${path} failed (${code}); the states are inferred.` };
  }
}

/** Reads one table as far as the walk needs it. */
async function read(path: string, walk: Walk): Promise<void> {
  if (isDone(walk)) return;
  const file = await open(path);
  try {
    await readPieces(file, walk);
  } finally {
    await file.close();
  }
}

async function readPieces(file: FileHandle, walk: Walk): Promise<void> {
  const piece = Buffer.alloc(PIECE_BYTES);
  let cut = '';
  while (!isDone(walk)) {
    const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, null);
    if (bytesRead === 0) return;
    walk.bytesLeft -= bytesRead;
    const text = cut + piece.toString('latin1', 0, bytesRead);
    const whole = text.lastIndexOf('\n') + 1;
    findEnds(text.slice(0, whole), walk.wanted, walk.found);
    // A table's lines are all of about one length, so this stays short; a file that is none is cut off.
    cut = text.slice(whole).slice(-PIECE_BYTES);
  }
}

function isDone({ found, count, bytesLeft, expired }: Walk): boolean {
  return found.size === count || bytesLeft < 0 || expired;
}

function errnoOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  return code ?? name;
}
