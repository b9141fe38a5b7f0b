// The kernel's view for those who look at it: samples while somebody does, and leaves the kernel alone otherwise.
//
//   watcher looks ──► run() ──► sample ──► each watcher what it looks at ──► rest ──► sample … until nobody looks

import type { EndpointPair } from '../../core/kernel/socket-end.ts';
import type { Observatory } from '../../core/observatory/observatory.ts';
import { connectionOf, type Sight } from '../../core/observatory/tracing.ts';
import type { KernelSample, KernelSource, ProcessBuffers } from '../../protocol/kernel.ts';
import { KERNEL_INTERVAL_MS, type KernelMessage, subjectKey } from '../../protocol/observe.ts';
import { CLOSED_END, type KernelSampler, type PairReading } from '../kernel/kernel-sampler.ts';
import type { Look, Watcher } from './watcher.ts';

type KnownEnds = EndpointPair & PairReading;

/** One reading of the kernel. */
interface Taken {
  /** When it began, and when it ended. */
  readonly since: number;
  readonly at: number;
  /** All subjects that it was about, by their keys; one that still dials has no ends. */
  readonly known: ReadonlyMap<string, KnownEnds | undefined>;
  readonly missing: KernelSource;
}

export interface KernelFeedOptions {
  readonly sampler: KernelSampler;
  readonly watchers: () => Iterable<Watcher>;
  readonly observatory: Observatory;
}

export class KernelFeed {
  readonly #sampler: KernelSampler;
  readonly #watchers: () => Iterable<Watcher>;
  readonly #observatory: Observatory;
  #timer: NodeJS.Timeout | undefined;
  #isSampling = false;
  #isStopped = false;

  constructor({ sampler, watchers, observatory }: KernelFeedOptions) {
    this.#sampler = sampler;
    this.#watchers = watchers;
    this.#observatory = observatory;
  }

  /** Begins to sample if somebody looks and nothing runs yet; it ends by itself. */
  run(): void {
    if (this.#isStopped || this.#isSampling || this.#timer !== undefined) return;
    void this.#sample();
  }

  /** Ends for good. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#sampler.close();
  }

  async #sample(): Promise<void> {
    this.#timer = undefined;
    const lookers = [...this.#watchers()].filter(({ kernelLooks }) => kernelLooks.length > 0);
    if (lookers.length === 0) return;
    this.#isSampling = true;
    const known = new Map<string, KnownEnds | undefined>();
    for (const { subject, sight } of lookers.flatMap(({ kernelLooks }) => kernelLooks)) {
      known.set(subjectKey(subject), endpointsOf(sight));
    }
    const pairs = [...known].filter((entry): entry is [string, EndpointPair] => entry[1] !== undefined);
    const since = this.#observatory.now;
    const { pairs: readings, missing } = await this.#sampler.sample(pairs.map(([, pair]) => pair));
    this.#isSampling = false;
    for (const [index, [key, pair]] of pairs.entries()) known.set(key, { ...pair, ...readings[index] });
    this.#tell(lookers, { since, at: this.#observatory.now, known, missing });
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void this.#sample(), Math.max(KERNEL_INTERVAL_MS, this.#sampler.restMs));
    this.#timer.unref();
  }

  #tell(lookers: readonly Watcher[], { since, at, known, missing }: Taken): void {
    for (const watcher of lookers) {
      // A look that began meanwhile has its turn with the next reading.
      const looks = watcher.kernelLooks.filter(({ subject }) => known.has(subjectKey(subject)));
      const samples = looks.map((look) => this.#sampleOf(look, known.get(subjectKey(look.subject))));
      if (samples.length === 0) continue;
      const message: KernelMessage = { type: 'kernel', since, at, missing, samples };
      watcher.tellMore(Buffer.from(JSON.stringify(message)));
    }
  }

  #sampleOf({ subject, sight }: Look, ends: KnownEnds | undefined): KernelSample {
    const own = ends && this.#observatory.isSucceeded(sight) ? closedEnds(ends) : ends;
    return { subject: subjectKey(subject), ...own, process: buffersOf(sight) };
  }
}

/** The two ends of a connection: who dialled, and who accepted. */
function endpointsOf({ session, connection }: Sight): EndpointPair | undefined {
  if (session?.local && session.remote) return { client: session.local, server: session.remote };
  return connection && { client: connection.connection.peer, server: connection.connection.local };
}

/** The ends of a connection whose ports are another's by now. */
function closedEnds(ends: KnownEnds): KnownEnds {
  return {
    ...ends,
    ...(ends.clientEnd && { clientEnd: CLOSED_END }),
    ...(ends.serverEnd && { serverEnd: CLOSED_END }),
  };
}

/** What this process holds of a connection. The kernel may know more of it when it is over here. */
function buffersOf(sight: Sight): ProcessBuffers {
  const { session } = sight;
  const server = connectionOf(sight);
  return {
    ...(session && !session.isOver && session.source.buffers),
    ...(server &&
      !server.isOver && {
        server: server.connection.bufferedBytes,
        serverReads: server.connection.isReading,
      }),
  };
}
