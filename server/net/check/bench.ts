// The bench on which a case runs: it opens connections, tells time and the server's memory, and clears everything away.

import type { CheckConnection } from '../../core/check/check-case.ts';
import { DialError } from '../../core/check/dial-error.ts';
import type { CaseBench } from '../../core/check/run-cases.ts';
import { BenchConnection, BenchEnded, type ConnectionOptions } from './bench-connection.ts';
import type { ServerMemory } from './server-memory.ts';

/** How often the silence of a server is counted on, in milliseconds. */
const TICK_MS = 50;

/** Of a longer time between two ticks the rest is a pause of this process, in milliseconds. */
const MAX_TICK_MS = 2 * TICK_MS;

export class Bench implements CaseBench {
  readonly #options: ConnectionOptions;
  readonly #memory: ServerMemory;
  readonly #connections: BenchConnection[] = [];
  readonly #waits = new Set<() => void>();
  readonly #ticking: NodeJS.Timeout;
  #tickedAt = performance.now();
  #remoteAddress: string | undefined;
  #isEnded = false;

  constructor(options: ConnectionOptions, memory: ServerMemory) {
    this.#options = options;
    this.#memory = memory;
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
  }

  now(): number {
    return performance.now();
  }

  async open(): Promise<CheckConnection> {
    if (this.#isEnded) throw new BenchEnded();
    const connection = new BenchConnection(this.#options);
    this.#connections.push(connection);
    try {
      await connection.established();
    } catch (error) {
      throw error instanceof DialError ? error.asOutcome(this.#remoteAddress !== undefined) : error;
    }
    if (this.#isEnded) throw new BenchEnded();
    this.#remoteAddress ??= connection.remoteAddress;
    return connection;
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        clearTimeout(timer);
        reject(new BenchEnded());
      };
      const timer = setTimeout(() => {
        this.#waits.delete(giveUp);
        resolve();
      }, milliseconds);
      this.#waits.add(giveUp);
    });
  }

  async readServerMemory(): Promise<number | undefined> {
    if (this.#remoteAddress === undefined) return undefined;
    return this.#memory.read({ address: this.#remoteAddress, port: this.#options.port });
  }

  standing(): string {
    return this.#connections.at(-1)?.standing() ?? '';
  }

  async end(how: 'inOrder' | 'atOnce'): Promise<void> {
    this.#isEnded = true;
    for (const giveUp of this.#waits) giveUp();
    await Promise.all(this.#connections.map((connection) => connection.end(how)));
    clearInterval(this.#ticking);
  }

  #tick(): void {
    const now = performance.now();
    const passed = Math.min(now - this.#tickedAt, MAX_TICK_MS);
    this.#tickedAt = now;
    for (const connection of this.#connections) connection.tick(passed);
  }
}
