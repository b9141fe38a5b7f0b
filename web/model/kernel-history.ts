// What the kernel said of one connection lately: the latest sample, and those before it for curves and for the path
// through TCP's states.

import type { KernelSample, KernelSource } from '../../server/protocol/kernel.ts';
import { Ring } from './ring.ts';

/** Samples kept: a minute and more at four a second. */
export const MAX_KERNEL_SAMPLES = 300;

/** One sample, and from when to when the kernel was read for it, in milliseconds of the server's clock. */
export interface TimedSample {
  readonly since: number;
  readonly at: number;
  readonly sample: KernelSample;
}

export class KernelHistory {
  readonly #samples = new Ring<TimedSample>(MAX_KERNEL_SAMPLES);
  #missing: KernelSource | undefined;

  /** The samples, the oldest first. */
  get samples(): Ring<TimedSample> {
    return this.#samples;
  }

  get latest(): TimedSample | undefined {
    return this.#samples.at(this.#samples.length - 1);
  }

  /** What the server's kernel does not show, with reasons; undefined before the first sample. */
  get missing(): KernelSource | undefined {
    return this.#missing;
  }

  /** `since` is when the reading began; `at` by default. */
  add(at: number, sample: KernelSample, missing: KernelSource, since = at): void {
    this.#samples.push({ since, at, sample });
    this.#missing = missing;
  }

  /** A new connection begins: nothing of the one before belongs to it. */
  clear(): void {
    this.#samples.clear();
    this.#missing = undefined;
  }
}
