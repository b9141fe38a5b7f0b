// What is known of one connection's life: its marks as gateway and server told them, and the states in which the
// kernel was seen to have each end. Read step by step, so that a redraw costs what is new and not what is recorded.
//
//   timeline's marks ──┐
//   kernel's samples ──┴─► LifeCycle ──► statePath (state-path.ts)

import type { TcpState } from '../../../server/protocol/tcp-state.ts';
import type { MarkStep } from '../../../server/protocol/trace.ts';
import type { KernelHistory } from '../kernel-history.ts';
import type { Ring } from '../ring.ts';
import { isBytesEvent, type Timeline } from '../timeline/timeline.ts';

/** Stretches of one kernel state that are kept of each end; a connection has at most eleven states. */
export const MAX_SEEN_STATES = 64;

/** The end that dials, and the end that accepts. */
export const ENDS = ['client', 'server'] as const;
export type EndName = (typeof ENDS)[number];

/** The lanes of the timeline that are a TCP end's own. */
export type EndLane = 'gateway' | 'server';
const END_LANES: readonly EndLane[] = ['gateway', 'server'];

/** The first of its kind in its lane; times are the server's clock, in milliseconds. */
export interface LifeMark {
  readonly lane: EndLane;
  /** `bytes`: bytes were read or written, so the handshake had been completed. */
  readonly step: MarkStep | 'bytes';
  readonly at: number;
  readonly detail: string;
}

/** From when to when the kernel was read for one sample, by the server's clock. */
export interface Reading {
  readonly since: number;
  readonly at: number;
}

/** The kernel had an end in `state` in each of its samples from the first reading to the last. */
export interface SeenState {
  readonly state: TcpState;
  readonly first: Reading;
  last: Reading;
}

/** What {@link LifeCycle} found out. */
export interface LifeFacts {
  readonly marks: readonly LifeMark[];
  readonly seen: Readonly<Record<EndName, readonly SeenState[]>>;
}

const histories = new WeakMap<Timeline, LifeCycle>();

/** The life of what a timeline tells of, kept as long as the timeline is, and up to date. */
export function lifeOf({
  timeline,
  kernel,
}: {
  readonly timeline: Timeline;
  readonly kernel: KernelHistory;
}): LifeFacts {
  const life = histories.get(timeline) ?? new LifeCycle();
  histories.set(timeline, life);
  life.read(timeline, kernel);
  return life;
}

export class LifeCycle implements LifeFacts {
  readonly #marks = new Map<string, LifeMark>();
  readonly #readIds: Record<EndLane, number> = { gateway: -1, server: -1 };
  readonly seen: Record<EndName, SeenState[]> = { client: [], server: [] };
  #connection = 0;
  #readUntil = Number.NEGATIVE_INFINITY;

  get marks(): readonly LifeMark[] {
    return [...this.#marks.values()];
  }

  /** Takes in what is new; a new connection begins with nothing known. */
  read(timeline: Timeline, kernel: KernelHistory): void {
    if (timeline.connection !== this.#connection) this.#begin(timeline.connection);
    for (const lane of END_LANES) this.#readLane(lane, timeline.lane(lane));
    this.#readSamples(kernel);
  }

  #begin(connection: number): void {
    this.#connection = connection;
    this.#marks.clear();
    this.seen.client = [];
    this.seen.server = [];
    this.#readUntil = Number.NEGATIVE_INFINITY;
  }

  #readLane(lane: EndLane, events: ReturnType<Timeline['lane']>): void {
    const readId = this.#readIds[lane];
    for (let index = firstNew(events, ({ id }) => id > readId); index < events.length; index += 1) {
      const event = events.at(index);
      if (event === undefined) return;
      this.#readIds[lane] = event.id;
      if (event.connection !== this.#connection) continue;
      if (!isBytesEvent(event)) this.#note({ lane, step: event.step, at: event.at, detail: event.detail });
      // Bytes of the WebSocket say nothing of the TCP connection.
      else if (event.step === 'read' || event.step === 'write')
        this.#note({ lane, step: 'bytes', at: event.at, detail: '' });
    }
  }

  #note(mark: LifeMark): void {
    const key = `${mark.lane} ${mark.step}`;
    if (!this.#marks.has(key)) this.#marks.set(key, mark);
  }

  #readSamples({ samples }: KernelHistory): void {
    const readUntil = this.#readUntil;
    for (let index = firstNew(samples, ({ at }) => at > readUntil); index < samples.length; index += 1) {
      const timed = samples.at(index);
      if (timed === undefined) return;
      const { since, at, sample } = timed;
      this.#readUntil = Math.max(this.#readUntil, at);
      see(this.seen.client, sample.clientEnd?.state, { since, at });
      see(this.seen.server, sample.serverEnd?.state, { since, at });
    }
  }
}

/** Index from which on all items are new; new ones are at the end. */
function firstNew<T>(items: Ring<T>, isNew: (item: T) => boolean): number {
  let index = items.length;
  while (index > 0 && isNew(items.at(index - 1) as T)) index -= 1;
  return index;
}

function see(seen: SeenState[], state: TcpState | undefined, reading: Reading): void {
  if (state === undefined) return;
  const latest = seen.at(-1);
  if (latest?.state === state) {
    latest.last = reading;
    return;
  }
  seen.push({ state, first: reading, last: reading });
  if (seen.length > MAX_SEEN_STATES) seen.shift();
}
