// A page's side of the observe protocol for tests: a real `ws` WebSocket that keeps all it was told, in order.

import { once } from 'node:events';
import { WebSocket } from 'ws';
import {
  OBSERVE_SUBPROTOCOL,
  type ObserveMessage,
  parseObserveMessage,
  type TargetView,
  type WatcherMessage,
} from '../../server/protocol/observe.ts';
import type { ServerEvent } from '../../server/protocol/server-event.ts';
import type { TraceEntry } from '../../server/protocol/trace.ts';

type MessageOf<T extends ObserveMessage['type']> = Extract<ObserveMessage, { type: T }>;

export class Watcher {
  readonly ws: WebSocket;
  readonly messages: ObserveMessage[] = [];
  /** Settles with the code that the WebSocket was closed with. */
  readonly closed: Promise<number>;

  /** `url` is the server's `http://` address. */
  constructor(url: string, room = '') {
    const query = room ? `?room=${room}` : '';
    this.ws = new WebSocket(`${url.replace('http', 'ws')}/observe${query}`, OBSERVE_SUBPROTOCOL);
    this.closed = new Promise((resolve) => {
      this.ws.on('close', (code) => resolve(code));
    });
    this.ws.on('error', () => {});
    this.ws.on('message', (data) => {
      const parsed = parseObserveMessage(data.toString());
      if (!parsed.ok) throw new Error(parsed.reason);
      this.messages.push(parsed.message);
    });
  }

  /** Snapshots and deltas. */
  get stream(): (MessageOf<'snapshot'> | MessageOf<'delta'>)[] {
    return this.messages.filter(({ type }) => type === 'snapshot' || type === 'delta') as (
      | MessageOf<'snapshot'>
      | MessageOf<'delta'>
    )[];
  }

  /** The latest that was told of the target `name`. */
  target(name = 'echo'): TargetView | undefined {
    return this.stream.flatMap(({ targets }) => targets).findLast((target) => target.name === name);
  }

  get events(): ServerEvent[] {
    return this.stream.flatMap(({ events }) => events);
  }

  /** What the traces told of one lane. */
  lane(lane: 'gateway' | 'server'): TraceEntry[] {
    return this.all('trace').flatMap(({ traces }) =>
      traces.filter((trace) => trace.lane === lane).flatMap(({ entries }) => entries),
    );
  }

  all<T extends ObserveMessage['type']>(type: T): MessageOf<T>[] {
    return this.messages.filter((message): message is MessageOf<T> => message.type === type);
  }

  /** Waits for the first snapshot. */
  async opened(): Promise<this> {
    await this.until(() => this.messages.length > 0);
    return this;
  }

  /** Waits until `condition` holds, looking at each message; rejects when the stream ends before. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.ws.readyState === WebSocket.CLOSED) throw new Error('the stream ended first');
      await Promise.race([once(this.ws, 'message'), this.closed]);
    }
  }

  /** Waits for an event that fits. */
  async event<K extends ServerEvent['kind']>(kind: K): Promise<Extract<ServerEvent, { kind: K }>> {
    const isWanted = (event: ServerEvent): event is Extract<ServerEvent, { kind: K }> => event.kind === kind;
    await this.until(() => this.events.some(isWanted));
    return this.events.find(isWanted) as Extract<ServerEvent, { kind: K }>;
  }

  send(message: WatcherMessage): void {
    this.ws.send(JSON.stringify(message));
  }
}
