// How much memory the processes of a server have, where they are on this machine and may be seen:
//
//   address:port ──/proc/net/tcp──► inode of the listening socket ──/proc/PID/fd──► processes ──► and their children
//                                                                  sum of their RssAnon and VmSwap
//
// Where any of that cannot be known (another machine or system, another user's process, a port that a container
// forwards), nothing is; never an exception.

import { open, readdir, readFile, readlink } from 'node:fs/promises';
import { endianness } from 'node:os';
import { descendants, parseOwnBytes, parseParent } from '../../core/kernel/proc-process.ts';
import { findInodes, wantListener } from '../../core/kernel/proc-tcp.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import { LocalAddresses } from '../kernel/local-addresses.ts';

/** Bytes of each table of sockets that are read: the listening ones come first. */
const MAX_TABLE_BYTES = 4 * 1024 * 1024;

/** Processes that are looked at. */
const MAX_PROCESSES = 10_000;

/** Descriptors of all processes together that are looked at. */
const MAX_DESCRIPTORS = 200_000;

const PIECE_BYTES = 64 * 1024;

/** The first process of a system or container; it may hold sockets for others, and all processes descend from it. */
const INIT = 1;

export class ServerMemory {
  readonly #addresses = new LocalAddresses();
  readonly #proc: string;

  /** `proc` is where the kernel shows its processes. */
  constructor(proc = '/proc') {
    this.#proc = proc;
  }

  /** Bytes of memory of the processes of the server at `endpoint`; `undefined` where that is not known. */
  async read(endpoint: Endpoint): Promise<number | undefined> {
    if (!this.#addresses.has(endpoint.address)) return undefined;
    const pids = await this.#findProcesses(endpoint);
    const sizes = await Promise.all(pids.map((pid) => this.#readSize(pid)));
    const known = sizes.filter((size) => size !== undefined);
    return known.length === 0 ? undefined : known.reduce((sum, size) => sum + size, 0);
  }

  async #findProcesses(endpoint: Endpoint): Promise<number[]> {
    const inodes = await this.#findListeners(endpoint);
    if (inodes.size === 0) return [];
    const pids = await this.#listProcesses();
    const owners = await this.#findOwners(pids, inodes);
    if (owners.length === 0) return [];
    return descendants(owners, await this.#readParents(pids));
  }

  async #findListeners(endpoint: Endpoint): Promise<Set<number>> {
    const wanted = wantListener(endpoint, endianness());
    const inodes = new Set<number>();
    for (const table of ['net/tcp', 'net/tcp6']) {
      const lines = await readTable(`${this.#proc}/${table}`);
      for (const inode of findInodes(lines, wanted)) inodes.add(inode);
    }
    return inodes;
  }

  async #listProcesses(): Promise<number[]> {
    const names = await readdir(this.#proc).catch(() => []);
    return names
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .slice(0, MAX_PROCESSES);
  }

  async #findOwners(pids: readonly number[], inodes: ReadonlySet<number>): Promise<number[]> {
    const names = new Set([...inodes].map((inode) => `socket:[${inode}]`));
    const owners: number[] = [];
    let left = MAX_DESCRIPTORS;
    for (const pid of pids) {
      if (pid === INIT || left <= 0) continue;
      const folder = `${this.#proc}/${pid}/fd`;
      // Another user's process does not show its descriptors, and a process may be gone by now.
      const descriptors = (await readdir(folder).catch(() => [])).slice(0, left);
      left -= descriptors.length;
      const links = await Promise.all(
        descriptors.map((name) => readlink(`${folder}/${name}`).catch(() => '')),
      );
      if (links.some((link) => names.has(link))) owners.push(pid);
    }
    return owners;
  }

  async #readParents(pids: readonly number[]): Promise<Map<number, number>> {
    const parents = new Map<number, number>();
    for (const pid of pids) {
      const parent = parseParent(await this.#readText(`${pid}/stat`));
      if (parent !== undefined) parents.set(pid, parent);
    }
    return parents;
  }

  async #readSize(pid: number): Promise<number | undefined> {
    return parseOwnBytes(await this.#readText(`${pid}/status`));
  }

  /** A small file of the kernel's; empty when it is gone. */
  #readText(path: string): Promise<string> {
    return readFile(`${this.#proc}/${path}`, 'utf8').catch(() => '');
  }
}

/** The beginning of a table, in whole lines; empty when there is none. */
async function readTable(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const pieces: Buffer[] = [];
      for (let left = MAX_TABLE_BYTES; left > 0; ) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, null);
        if (bytesRead === 0) break;
        pieces.push(buffer.subarray(0, bytesRead));
        left -= bytesRead;
      }
      const text = Buffer.concat(pieces).toString('latin1');
      return text.slice(0, text.lastIndexOf('\n') + 1);
    } finally {
      await file.close();
    }
  } catch {
    // Only Linux has these tables, and a kernel without IPv6 lacks the second one.
    return '';
  }
}
