// Everything that the page knows of one client's connections in time: what its own browser did, and what the gateway
// and the server told of their steps. Timeline diagram, chunk ruler, latency split and record are all drawn from it.
//
//   browser  ──send──┬───────────────────────▲ receive      noteBytes, noteMark (this page's clock)
//   gateway  receive └ write ──┐  ┌── read send ┘           addTrace (the server's clock)
//   server                read └──┘ write                   addTrace
//
// Each lane is kept in the order of its own clock and is bounded. Offsets begin anew with each connection.

import {
  type ByteStep,
  isByteRun,
  LANES,
  type Lane,
  type MarkStep,
  type RttSample,
  type TraceEntry,
} from '../../../server/protocol/trace.ts';
import type { Instant } from '../instant.ts';
import { Ring } from '../ring.ts';
import type { ClockOffset } from './clock-offset.ts';
import { CLIENT_LANES, type LaneSet } from './lane-set.ts';

/** Events kept of each lane, while a page has few timelines. */
export const MAX_LANE_EVENTS = 5000;

/** Events kept of all lanes of a page's timelines together; they take about 90 bytes each. */
export const MAX_PAGE_EVENTS = 600_000;

/** Events kept of each lane while a page has so many timelines: they share {@link MAX_PAGE_EVENTS}. */
export function laneLimit(timelines: number): number {
  const share = Math.floor(MAX_PAGE_EVENTS / LANES.length / Math.max(1, timelines));
  return Math.min(MAX_LANE_EVENTS, Math.max(1, share));
}

/** Round trips of either kind that are kept. */
export const MAX_RTT_SAMPLES = 500;

/** By how much two events of a lane may be out of order, where the clocks were compared anew between them; in milliseconds. */
const CLOCK_STEP_MS = 5;

/** Which of the two streams of bytes: from the browser to the server, or back. */
export type Direction = 'up' | 'down';

interface EventBase {
  /** Rises by one an event, over all lanes, in the order in which the page learnt of it. */
  readonly id: number;
  readonly lane: Lane;
  /** The client's connections are numbered from 1. */
  readonly connection: number;
  /** By the clock of its lane; {@link Timeline.timeMs} gives the page's. */
  readonly at: number;
}

/** One chunk, or several summed up, at one step. */
export interface BytesEvent extends EventBase {
  readonly step: ByteStep;
  readonly direction: Direction;
  /** When the last of the chunks moved. */
  readonly until: number;
  /** Offset of the first byte in its direction. */
  readonly from: number;
  readonly bytes: number;
  /** Chunks. */
  readonly count: number;
}

/** Something that happened at a moment. */
export interface MarkEvent extends EventBase {
  readonly step: MarkStep;
  readonly detail: string;
}

export type TimelineEvent = BytesEvent | MarkEvent;

/** A round trip and the connection whose gateway measured it; `at` is the server's clock. */
type Sample<Step extends RttSample['step']> = RttSample & {
  readonly step: Step;
  readonly connection: number;
};
export type TcpRtt = Sample<'tcpRtt'>;
export type WebSocketRtt = Sample<'webSocketRtt'>;

export function isBytesEvent(event: TimelineEvent): event is BytesEvent {
  return 'bytes' in event;
}

/** A stop on the way of a byte. */
export interface Station {
  readonly lane: Lane;
  readonly step: ByteStep;
  readonly direction: Direction;
}

/** The way of a byte from the browser to the server and back, stop by stop. */
export const stations: readonly Station[] = [
  { lane: 'browser', step: 'send', direction: 'up' },
  { lane: 'gateway', step: 'receive', direction: 'up' },
  { lane: 'gateway', step: 'write', direction: 'up' },
  { lane: 'server', step: 'read', direction: 'up' },
  { lane: 'server', step: 'write', direction: 'down' },
  { lane: 'gateway', step: 'read', direction: 'down' },
  { lane: 'gateway', step: 'send', direction: 'down' },
  { lane: 'browser', step: 'receive', direction: 'down' },
];

/** Which way a lane's step moves bytes. */
export function directionOf(lane: Lane, step: ByteStep): Direction {
  return stations.find((station) => station.lane === lane && station.step === step)?.direction ?? 'up';
}

/** Numbers in {@link stations} of where a talker's bytes set out, and of where they are back. */
export const talkerStops: Record<'browser' | 'gateway', readonly [number, number]> = {
  browser: [0, 7],
  gateway: [2, 5],
};

export class Timeline {
  /** What is seen of its connections. */
  readonly lanes: LaneSet;
  readonly #clocks: ClockOffset;
  readonly #lanes: Record<Lane, Ring<TimelineEvent>>;
  readonly #tcpRtts = new Ring<TcpRtt>(MAX_RTT_SAMPLES);
  readonly #webSocketRtts = new Ring<WebSocketRtt>(MAX_RTT_SAMPLES);
  #connection = 0;
  #nextId = 0;
  /** Length in time of the longest run, in milliseconds: what began earlier than this before a moment is over by then. */
  #longestRunMs = 0;

  /** `clocks` is shared by all timelines of the page. */
  constructor(clocks: ClockOffset, lanes = CLIENT_LANES) {
    this.#clocks = clocks;
    this.lanes = lanes;
    const lane = () => new Ring<TimelineEvent>(MAX_LANE_EVENTS);
    this.#lanes = { browser: lane(), gateway: lane(), server: lane() };
  }

  /** Number of the latest connection, 0 before the first. */
  get connection(): number {
    return this.#connection;
  }

  /** It changes exactly when an event or a sample is added. */
  get version(): number {
    return this.#nextId;
  }

  /** Events that were ever added. */
  get added(): number {
    return LANES.reduce((sum, lane) => sum + this.#lanes[lane].length + this.#lanes[lane].dropped, 0);
  }

  /** Events that made room for newer ones. */
  get dropped(): number {
    return LANES.reduce((sum, lane) => sum + this.#lanes[lane].dropped, 0);
  }

  /** Round trips between gateway and server, the oldest first; the clock is the server's. */
  get tcpRtts(): Ring<TcpRtt> {
    return this.#tcpRtts;
  }

  /** Pings from the gateway to the browser and back, the oldest first. */
  get webSocketRtts(): Ring<WebSocketRtt> {
    return this.#webSocketRtts;
  }

  /** The events of a lane, the oldest first. */
  lane(lane: Lane): Ring<TimelineEvent> {
    return this.#lanes[lane];
  }

  /** What a lane is called. */
  laneName(lane: Lane): string {
    return this.lanes.names.get(lane) ?? lane;
  }

  /** Keeps at most so many events of each lane from now on; {@link MAX_LANE_EVENTS} by default. */
  limitLanes(events: number): void {
    for (const lane of LANES) this.#lanes[lane].resize(events);
  }

  /** A new connection begins; what is noted from now on belongs to it. */
  begin(): void {
    this.#connection += 1;
  }

  /** The browser handed a slice to its WebSocket, or got a message from it. */
  noteBytes(step: 'send' | 'receive', from: number, bytes: number, now: Instant): void {
    const direction = step === 'send' ? 'up' : 'down';
    const at = now.monotonicMs;
    this.#add({ ...this.#base('browser', at), step, direction, until: at, from, bytes, count: 1 });
  }

  /** Something happened to the browser's end. */
  noteMark(step: MarkStep, now: Instant, detail = ''): void {
    this.#add({ ...this.#base('browser', now.monotonicMs), step, detail });
  }

  /** What the gateway or the server told of a connection; it sets the clocks right, too. */
  addTrace(connection: number, lane: 'gateway' | 'server', entries: readonly TraceEntry[]): void {
    for (const entry of entries) {
      if (isByteRun(entry)) {
        const { step, at, until = at, from, bytes, count = 1 } = entry;
        const direction = directionOf(lane, step);
        const base = this.#base(lane, at, connection);
        const event = { ...base, step, direction, until, from, bytes, count };
        this.#longestRunMs = Math.max(this.#longestRunMs, until - at);
        this.#add(event);
        if (lane === 'gateway') this.#compareClocks(event);
      } else if (entry.step === 'tcpRtt') {
        this.#nextId += 1;
        this.#tcpRtts.push({ ...entry, connection });
      } else if (entry.step === 'webSocketRtt') {
        this.#nextId += 1;
        this.#webSocketRtts.push({ ...entry, connection });
      } else {
        const base = this.#base(lane, entry.at, connection);
        this.#add({ ...base, step: entry.step, detail: entry.detail ?? '' });
      }
    }
  }

  /** When an event began, by this page's monotonic clock in milliseconds. */
  timeMs(event: TimelineEvent): number {
    return this.#toPageMs(event.lane, event.at);
  }

  /** When it was over: later than its beginning only for several chunks. */
  untilMs(event: TimelineEvent): number {
    return this.#toPageMs(event.lane, isBytesEvent(event) ? event.until : event.at);
  }

  /** A moment of the server's clock, such as a round trip's, by this page's monotonic clock in milliseconds. */
  serverTimeMs(at: number): number {
    return this.#clocks.toPageMs(at);
  }

  /** The events of a lane that touch a stretch of time, in order; by the page's monotonic clock. */
  between(lane: Lane, fromMs: number, toMs: number): TimelineEvent[] {
    const ring = this.#lanes[lane];
    const found: TimelineEvent[] = [];
    const first = this.#firstFrom(ring, fromMs - this.#longestRunMs - CLOCK_STEP_MS);
    for (let index = first; index < ring.length; index += 1) {
      const event = ring.at(index) as TimelineEvent;
      const timeMs = this.timeMs(event);
      if (timeMs > toMs + CLOCK_STEP_MS) break;
      if (timeMs <= toMs && this.untilMs(event) >= fromMs) found.push(event);
    }
    return found;
  }

  /** The events at a station that carried a part of the bytes `from` … `to` (exclusive) of a connection, in order. */
  covering(station: Station, connection: number, from: number, to: number): BytesEvent[] {
    const found: BytesEvent[] = [];
    const ring = this.#lanes[station.lane];
    for (let index = 0; index < ring.length; index += 1) {
      const event = ring.at(index) as TimelineEvent;
      if (!isBytesEvent(event) || event.step !== station.step || event.connection !== connection) continue;
      if (event.from < to && event.from + event.bytes > from) found.push(event);
    }
    return found;
  }

  #base(lane: Lane, at: number, connection = this.#connection): EventBase {
    const id = this.#nextId;
    this.#nextId += 1;
    return { id, lane, connection, at };
  }

  #add(event: TimelineEvent): void {
    this.#lanes[event.lane].push(event);
  }

  #toPageMs(lane: Lane, at: number): number {
    return lane === 'browser' ? at : this.#clocks.toPageMs(at);
  }

  /** Index of the first event that does not begin before `ms`. */
  #firstFrom(ring: Ring<TimelineEvent>, ms: number): number {
    let low = 0;
    let high = ring.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.timeMs(ring.at(middle) as TimelineEvent) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A byte cannot arrive before it was sent, whatever the two clocks say. */
  #compareClocks({ step, from, at, connection }: BytesEvent): void {
    const browserStep = step === 'receive' ? 'send' : step === 'send' ? 'receive' : undefined;
    if (browserStep === undefined) return;
    const ring = this.#lanes.browser;
    // The browser's event is among the latest: the trace follows within a fraction of a second.
    for (let index = ring.length - 1; index >= 0; index -= 1) {
      const event = ring.at(index) as TimelineEvent;
      if (event.connection !== connection) return;
      if (!isBytesEvent(event) || event.step !== browserStep || event.from > from) continue;
      if (event.from + event.bytes <= from) return;
      if (step === 'receive') this.#clocks.noteUp(event.at, at);
      else this.#clocks.noteDown(at, event.at);
      return;
    }
  }
}
