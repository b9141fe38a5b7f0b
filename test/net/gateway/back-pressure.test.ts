// Back-pressure from end to end: a side that stalls costs a bounded amount of memory, and loses nothing.

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, it, vi } from 'vitest';
import { UPSTREAM_WINDOW_BYTES } from '../../../server/protocol/limits.ts';
import { pattern } from '../../support/pattern.ts';
import { echo, withGateway } from '../../support/with-gateway.ts';

const MIB = 1024 * 1024;
/** More than the kernel's buffers of two loopback connections take. */
const FLOOD_BYTES = 64 * MIB;
/** One read of the target's socket on top of the high-water mark. */
const READ_BYTES = 64 * 1024;

const block = pattern(MIB);

/** Sends `FLOOD_BYTES` to the peer, as fast as it takes them, and FIN. */
function flood(socket: Socket): void {
  const blocks = Array.from({ length: FLOOD_BYTES / MIB }, () => block);
  // A gateway that stops resets the connection in the midst of it.
  pipeline(Readable.from(blocks), socket).catch(() => {});
  socket.resume();
}

it('a browser that stalls holds about 1 MiB in the process, and gets every byte once it reads', async () => {
  await withGateway({ serve: flood }, async ({ connect, gateway }) => {
    const peer = connect();
    await peer.control('open');
    peer.ws.pause();
    await expect.poll(() => gateway.bufferedBytes.downstream).toBeGreaterThan(MIB);
    expect(gateway.bufferedBytes.downstream).toBeLessThanOrEqual(MIB + READ_BYTES);
    peer.ws.resume();
    await peer.control('fin');
    expect(peer.byteCount).toBe(FLOOD_BYTES);
    expectBlocks(peer.bytes);
  });
}, 60_000);

it('a target that stalls lets a browser push about 1 MiB into the process, and gets every byte once it reads', async () => {
  await withGateway({}, async ({ connect, gateway, nextAccepted }) => {
    const accepted = nextAccepted();
    const peer = connect();
    await peer.control('open');
    const socket = await accepted;
    for (let sent = 0; sent < FLOOD_BYTES; sent += MIB) peer.send(block);
    peer.sendControl({ type: 'fin' });
    await expect.poll(() => gateway.bufferedBytes.upstream).toBeGreaterThan(0);
    let most = 0;
    const chunks: Buffer[] = [];
    for await (const chunk of socket) {
      chunks.push(chunk as Buffer);
      most = Math.max(most, gateway.bufferedBytes.upstream);
    }
    expect(most).toBeLessThanOrEqual(MIB + UPSTREAM_WINDOW_BYTES + READ_BYTES);
    const bytes = Buffer.concat(chunks);
    expect(bytes.length).toBe(FLOOD_BYTES);
    expectBlocks(bytes);
  });
}, 60_000);

it('pause fills the buffers up to the browser, and resume and all that waits still come through', async () => {
  await withGateway({ serve: echo }, async ({ connect, gateway }) => {
    const peer = connect();
    await peer.control('open');
    peer.sendControl({ type: 'pause' });
    const sent = Buffer.concat(Array.from({ length: 32 }, () => block));
    const sending = peer.sendWithinWindow(sent);
    // The echoes have filled the kernel's buffers until the target could not write, and the gateway neither.
    await expect.poll(() => gateway.bufferedBytes.upstream).toBeGreaterThan(UPSTREAM_WINDOW_BYTES / 2);
    expect(gateway.bufferedBytes.upstream).toBeLessThanOrEqual(UPSTREAM_WINDOW_BYTES);
    expect(peer.byteCount).toBe(0);
    peer.sendControl({ type: 'resume' });
    await sending;
    peer.sendControl({ type: 'fin' });
    expect(await peer.closed).toMatchObject({ code: 1000 });
    expect(peer.byteCount).toBe(sent.length);
    expectBlocks(peer.bytes);
  });
});

it('rst comes through to a target that takes nothing', async () => {
  await withGateway({}, async ({ connect, gateway }) => {
    const peer = connect();
    await peer.control('open');
    const sending = peer.sendWithinWindow(Buffer.concat(Array.from({ length: 32 }, () => block)));
    await expect.poll(() => gateway.bufferedBytes.upstream).toBeGreaterThan(UPSTREAM_WINDOW_BYTES / 2);
    peer.sendControl({ type: 'rst' });
    expect(await peer.closed).toMatchObject({ code: 4105 });
    await expect(sending).rejects.toThrow('closed first');
  });
});

it('the Close waits for every byte before it, however long a browser stalls', async () => {
  // The clock is turned because ws cuts a connection off half a minute after its own close().
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    await withGateway(
      { serve: flood, highWaterBytes: 2 * FLOOD_BYTES },
      async ({ connect, nextAccepted }) => {
        const accepted = nextAccepted();
        const peer = await connect({ subprotocols: [] }).opened();
        peer.ws.pause();
        await once(await accepted, 'close');
        vi.advanceTimersByTime(60_000);
        peer.ws.resume();
        expect(await peer.closed).toMatchObject({ code: 1000 });
        expect(peer.byteCount).toBe(FLOOD_BYTES);
        expectBlocks(peer.bytes);
      },
    );
  } finally {
    vi.useRealTimers();
  }
}, 60_000);

it('a stopping server that loses patience still says 1001 behind what it has sent', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    await withGateway({ serve: flood, drainTimeoutMs: 1000 }, async ({ connect, gateway }) => {
      const peer = connect();
      await peer.control('open');
      peer.ws.pause();
      await expect.poll(() => gateway.bufferedBytes.downstream).toBeGreaterThan(MIB);
      const drained = gateway.drain();
      vi.advanceTimersByTime(1000);
      peer.ws.resume();
      expect(await peer.closed).toMatchObject({ code: 1001 });
      expectBlocks(peer.bytes.subarray(0, peer.byteCount - (peer.byteCount % MIB)));
      await drained;
    });
  } finally {
    vi.useRealTimers();
  }
}, 60_000);

it('one stalled browser keeps nobody else waiting', async () => {
  await withGateway({ serve: echo }, async ({ connect }) => {
    const stalled = connect();
    await stalled.control('open');
    stalled.ws.pause();
    for (let sent = 0; sent < 16 * MIB; sent += MIB) stalled.send(block);
    const other = connect();
    await other.control('open');
    for (let round = 1; round <= 100; round += 1) {
      other.send('ping');
      await other.received(4 * round);
    }
    expect(stalled.byteCount).toBe(0);
  });
});

/** Compares with the repeated block; a mismatch of 64 MiB must not be printed. */
function expectBlocks(bytes: Buffer): void {
  for (let at = 0; at < bytes.length; at += MIB) {
    if (!bytes.subarray(at, at + MIB).equals(block)) throw new Error(`a byte differs after offset ${at}`);
  }
}
