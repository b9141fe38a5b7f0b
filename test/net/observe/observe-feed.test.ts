// The feed against watchers whose queues the test decides, and a clock that it turns.

import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { Observatory } from '../../../server/core/observatory/observatory.ts';
import { KernelSampler } from '../../../server/net/kernel/kernel-sampler.ts';
import { ObserveFeed } from '../../../server/net/observe/observe-feed.ts';
import {
  MAX_WATCHERS,
  WATCHER_HIGH_WATER_BYTES,
  WATCHER_PATIENCE_MS,
} from '../../../server/protocol/limits.ts';
import { OBSERVE_INTERVAL_MS } from '../../../server/protocol/observe.ts';
import { MAX_ROOM_LENGTH } from '../../../server/protocol/room.ts';

/** What the feed uses of a `ws` WebSocket. */
class FakeWebSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  readonly sent: { type: string; sequence: number }[] = [];
  closedWith: number | undefined;
  pings = 0;
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(code: number): void {
    this.closedWith = code;
    this.readyState = 3;
    this.emit('close', code);
  }
  ping(): void {
    this.pings += 1;
  }
  terminate(): void {
    this.emit('close', 1006);
  }
  get asWebSocket(): WebSocket {
    return this as unknown as WebSocket;
  }
  get types(): string[] {
    return this.sent.map(({ type }) => type);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const echoTarget = { name: 'echo', kind: 'builtIn', description: '' } as const;

function createBench(heartbeatMs = 0) {
  const observatory = new Observatory({ targets: [echoTarget], now: Date.now, showsNative: true });
  const observer = observatory.observe('echo');
  const feed = new ObserveFeed(observatory, new KernelSampler(), heartbeatMs);
  const watch = (query = '') => {
    const ws = new FakeWebSocket();
    feed.accept(ws.asWebSocket, query);
    return ws;
  };
  const happen = () => observer.refused({ address: '127.0.0.1', port: 1 });
  const tick = () => vi.advanceTimersByTime(OBSERVE_INTERVAL_MS);
  return { observatory, feed, watch, happen, tick };
}

it('runs no timer while nobody watches', () => {
  const { watch } = createBench();
  expect(vi.getTimerCount()).toBe(0);
  const ws = watch();
  expect(vi.getTimerCount()).toBeGreaterThan(0);
  ws.emit('close', 1000);
  expect(vi.getTimerCount()).toBe(0);
});

it('sends the same numbered deltas to all, each after its own snapshot', () => {
  const { watch, happen, tick } = createBench();
  const early = watch();
  happen();
  tick();
  happen();
  const late = watch();
  happen();
  tick();
  expect(early.sent.map(({ type, sequence }) => `${type} ${sequence}`)).toEqual([
    'snapshot 0',
    'delta 1',
    'delta 2',
    'delta 3',
  ]);
  expect(late.sent.map(({ type, sequence }) => `${type} ${sequence}`)).toEqual(['snapshot 2', 'delta 3']);
});

it('a watcher that falls behind gets no more deltas, and one fresh snapshot once its queue is empty', () => {
  const { watch, happen, tick } = createBench();
  const slow = watch();
  const brisk = watch();
  slow.bufferedAmount = WATCHER_HIGH_WATER_BYTES;
  happen();
  tick();
  expect(slow.types).toEqual(['snapshot', 'delta']);
  slow.bufferedAmount = WATCHER_HIGH_WATER_BYTES + 1;
  happen();
  tick();
  slow.bufferedAmount = 1;
  happen();
  tick();
  expect(slow.types).toEqual(['snapshot', 'delta']);
  slow.bufferedAmount = 0;
  tick();
  happen();
  tick();
  expect(slow.sent.slice(2)).toMatchObject([
    { type: 'snapshot', sequence: 3 },
    { type: 'delta', sequence: 4 },
  ]);
  expect(brisk.types).toEqual(['snapshot', 'delta', 'delta', 'delta', 'delta']);
});

it('sends one that stays behind away with 1013, and bothers nobody else', () => {
  const { watch, happen, tick } = createBench();
  const mute = watch();
  const brisk = watch();
  mute.bufferedAmount = WATCHER_HIGH_WATER_BYTES + 1;
  for (let ms = 0; ms < WATCHER_PATIENCE_MS; ms += OBSERVE_INTERVAL_MS) {
    happen();
    tick();
  }
  expect(mute.closedWith).toBeUndefined();
  happen();
  tick();
  tick();
  expect(mute.closedWith).toBe(1013);
  expect(mute.sent).toHaveLength(1);
  const deltas = WATCHER_PATIENCE_MS / OBSERVE_INTERVAL_MS + 1;
  expect(brisk.types).toEqual(['snapshot', ...Array.from({ length: deltas }, () => 'delta')]);
  expect(brisk.closedWith).toBeUndefined();
});

it('tells each room its own, and knows no room by a name that is none', () => {
  const { watch, happen, tick } = createBench();
  const ada = watch('room=ada');
  happen();
  tick();
  const bob = watch('room=bob');
  expect(ada.types).toEqual(['snapshot', 'delta']);
  expect(bob.sent).toMatchObject([{ type: 'snapshot', sequence: 0 }]);
  for (const room of ['ada%20', '../ada', 'a'.repeat(MAX_ROOM_LENGTH + 1)]) {
    expect(watch(`room=${room}`).closedWith).toBe(1008);
  }
  expect(watch(`room=${'a'.repeat(MAX_ROOM_LENGTH)}`).closedWith).toBeUndefined();
});

it('serves a room when one more comes to it, and no other room', () => {
  const { watch, happen, tick } = createBench();
  const ada = watch('room=ada');
  const bob = watch('room=bob');
  happen();
  watch('room=bob');
  expect(bob.types).toEqual(['snapshot', 'delta']);
  expect(ada.types).toEqual(['snapshot']);
  tick();
  expect(ada.types).toEqual(['snapshot', 'delta']);
});

it('refuses one watcher too many with 1013', () => {
  const { watch } = createBench();
  for (let i = 0; i < MAX_WATCHERS; i += 1) expect(watch().closedWith).toBeUndefined();
  expect(watch().closedWith).toBe(1013);
});

it('drops a watcher that answers no ping', () => {
  const { watch } = createBench(1000);
  const mute = watch();
  const lively = watch();
  lively.on('close', () => expect.unreachable('a watcher that answers was dropped'));
  let isGone = false;
  mute.on('close', () => {
    isGone = true;
  });
  vi.advanceTimersByTime(1000);
  lively.emit('pong');
  vi.advanceTimersByTime(1000);
  expect(isGone).toBe(true);
  expect(lively.pings).toBe(2);
});

it('ends with what is pending, then 1001', async () => {
  const { feed, watch, happen } = createBench();
  const ws = watch();
  happen();
  await feed.close();
  expect(ws.types).toEqual(['snapshot', 'delta']);
  expect(ws.closedWith).toBe(1001);
  expect(watch().closedWith).toBe(1001);
});
