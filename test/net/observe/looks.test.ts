// What a watcher that looks is told: each step of gateway and server, chunk by chunk, and the kernel's view.

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { isByteRun } from '../../../server/protocol/trace.ts';
import { BridgePeer } from '../../support/bridge-peer.ts';
import { pattern } from '../../support/pattern.ts';
import { Watcher } from '../../support/watcher.ts';
import { withPlaygroundServer } from '../../support/with-playground-server.ts';

const BYTES = 200_000;

it('tells a session’s life from its first step on', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    const watcher = await new Watcher(url).opened();
    const peer = new BridgePeer(url);
    const { session } = await peer.control('open');
    // The looking comes late, as a page's does.
    peer.send('hi');
    await peer.received(2);
    watcher.send({ type: 'look', subject: { of: 'session', id: session }, kernel: false });
    peer.sendControl({ type: 'pause' });
    peer.sendControl({ type: 'resume' });
    peer.sendControl({ type: 'fin' });
    expect((await peer.closed).code).toBe(1000);
    await watcher.until(() => watcher.lane('gateway').some(({ step }) => step === 'close'));
    await watcher.until(() => watcher.lane('server').some(({ step }) => step === 'close'));
    const steps = (lane: 'gateway' | 'server') => watcher.lane(lane).map(({ step }) => step);
    expect(steps('gateway').filter((step) => step !== 'webSocketRtt')).toEqual([
      'upgrade',
      'dial',
      'connect',
      'receive',
      'write',
      'read',
      'tcpRtt',
      'send',
      'pause',
      'resume',
      'finSent',
      'finReceived',
      'close',
    ]);
    expect(steps('server')).toEqual(['accept', 'read', 'write', 'finReceived', 'finSent', 'close']);
  });
});

it('covers every byte once at every step, with as many reads and writes as there were', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    const watcher = await new Watcher(url).opened();
    const peer = new BridgePeer(url);
    const { session } = await peer.control('open');
    watcher.send({ type: 'look', subject: { of: 'session', id: session }, kernel: false });
    await peer.sendWithinWindow(pattern(BYTES));
    await peer.received(BYTES);
    peer.sendControl({ type: 'fin' });
    await watcher.event('close');
    await watcher.until(() => watcher.lane('gateway').some(({ step }) => step === 'close'));
    for (const [lane, step] of [
      ['gateway', 'receive'],
      ['gateway', 'write'],
      ['server', 'read'],
      ['server', 'write'],
      ['gateway', 'read'],
      ['gateway', 'send'],
    ] as const) {
      const runs = watcher.lane(lane).filter(isByteRun);
      let covered = 0;
      for (const run of runs.filter((one) => one.step === step)) {
        expect(run.from).toBe(covered);
        covered += run.bytes;
      }
      expect(covered, `${lane} ${step}`).toBe(BYTES);
    }
    const countOf = (step: string) =>
      watcher
        .lane('server')
        .filter(isByteRun)
        .filter((run) => run.step === step)
        .reduce((sum, { count = 1 }) => sum + count, 0);
    const transfers = watcher.events.filter((event) => event.kind === 'transfer');
    expect(countOf('read')).toBe(transfers.reduce((sum, { reads }) => sum + reads, 0));
    expect(countOf('write')).toBe(transfers.reduce((sum, { writes }) => sum + writes, 0));
  });
});

it('tells where and why reading stops', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    const watcher = await new Watcher(url).opened();
    const peer = new BridgePeer(url);
    const { session } = await peer.control('open');
    watcher.send({ type: 'look', subject: { of: 'session', id: session }, kernel: true });
    peer.sendControl({ type: 'pause' });
    const block = pattern(1024 * 1024);
    const marks = () => watcher.lane('gateway').filter((entry) => !isByteRun(entry) && !('rttMs' in entry));
    // One that keeps within no window: both kernels fill up, and the gateway stops reading it.
    while (!marks().some(({ step }) => step === 'hold')) {
      peer.send(block);
      await once(watcher.ws, 'message');
    }
    expect(marks()).toContainEqual({ step: 'pause', at: expect.any(Number), detail: 'browser' });
    await watcher.until(() => watcher.all('kernel').at(-1)?.samples[0]?.process.readsWebSocket === false);
    expect(watcher.all('kernel').at(-1)?.samples[0]?.process).toMatchObject({ readsSocket: false });
    peer.ws.terminate();
  });
});

it('times the WebSocket and the way to the server and back', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    const watcher = await new Watcher(url).opened();
    const peer = new BridgePeer(url);
    const { session } = await peer.control('open');
    watcher.send({ type: 'look', subject: { of: 'session', id: session }, kernel: false });
    peer.send('12345');
    await watcher.until(() => watcher.lane('gateway').some(({ step }) => step === 'webSocketRtt'));
    const samples = watcher.lane('gateway').filter((entry) => 'rttMs' in entry);
    expect(samples).toContainEqual({
      step: 'tcpRtt',
      at: expect.any(Number),
      to: 5,
      rttMs: expect.any(Number),
    });
    for (const { rttMs } of samples) expect(rttMs).toBeGreaterThan(0);
    peer.ws.terminate();
  });
});

it('shows the kernel’s view of a session while somebody looks, and of its end', async () => {
  await withPlaygroundServer({}, async ({ url }) => {
    const watcher = await new Watcher(url).opened();
    const peer = new BridgePeer(url);
    const { session, local, remote } = await peer.control('open');
    const subject = { of: 'session', id: session } as const;
    watcher.send({ type: 'look', subject, kernel: true });
    await watcher.until(() => watcher.all('kernel').length > 1);
    expect(watcher.all('kernel')[0]?.samples).toMatchObject([
      {
        subject: `session:${session}`,
        client: local,
        server: remote,
        clientEnd: { state: 'ESTABLISHED' },
        serverEnd: { state: 'ESTABLISHED' },
        process: {
          upstream: 0,
          downstream: 0,
          server: 0,
          readsWebSocket: true,
          readsSocket: true,
          serverReads: true,
        },
      },
    ]);
    peer.sendControl({ type: 'fin' });
    await peer.closed;
    // The gateway's end closed first, so that the kernel keeps it; the server's is gone.
    await watcher.until(() => watcher.all('kernel').at(-1)?.samples[0]?.clientEnd?.state === 'TIME_WAIT');
    expect(watcher.all('kernel').at(-1)?.samples).toMatchObject([
      { serverEnd: { state: 'CLOSED' }, process: {} },
    ]);
    watcher.send({ type: 'unlook', subject });
    watcher.send({ type: 'look', subject, kernel: false });
    const last = new BridgePeer(url);
    await watcher.until(() =>
      watcher.stream.some(({ sessions }) => sessions.some(({ id }) => id !== session)),
    );
    const count = watcher.all('kernel').length;
    peer.ws.terminate();
    last.ws.terminate();
    await watcher.event('close');
    expect(watcher.all('kernel').length - count).toBeLessThanOrEqual(1);
  });
});

it('shows the kernel’s view of a native client, too', async () => {
  await withPlaygroundServer({}, async ({ url, echo }) => {
    const watcher = await new Watcher(url).opened();
    const native = connect(echo.port, '127.0.0.1');
    await once(native, 'connect');
    const { connection } = await watcher.event('accept');
    watcher.send({ type: 'look', subject: { of: 'connection', id: connection }, kernel: true });
    await watcher.until(() => watcher.all('kernel').length > 0);
    expect(watcher.all('kernel')[0]?.samples).toMatchObject([
      {
        client: { address: '127.0.0.1', port: native.localPort },
        clientEnd: { state: 'ESTABLISHED' },
        serverEnd: { state: 'ESTABLISHED' },
        process: { server: 0, serverReads: true },
      },
    ]);
    native.destroy();
  });
});

it.runIf(process.platform === 'linux')(
  'takes nobody else’s connection for one that had its port before',
  async () => {
    await withPlaygroundServer({}, async ({ url, echo }) => {
      const watcher = await new Watcher(url).opened();
      const localPort = await unusedPort();
      const first = connect({ port: echo.port, host: '127.0.0.1', localPort });
      await once(first, 'connect');
      const { connection } = await watcher.event('accept');
      watcher.send({ type: 'look', subject: { of: 'connection', id: connection }, kernel: true });
      await watcher.until(() => watcher.all('kernel').length > 0);
      first.resetAndDestroy();
      await watcher.event('close');
      const heir = connect({ port: echo.port, host: '127.0.0.1', localPort });
      await once(heir, 'connect');
      await watcher.until(() => watcher.events.filter(({ kind }) => kind === 'accept').length === 2);
      const before = watcher.all('kernel').length;
      await watcher.until(() => watcher.all('kernel').length >= before + 2);
      expect(watcher.all('kernel').at(-1)?.samples).toMatchObject([
        { clientEnd: { state: 'CLOSED' }, serverEnd: { state: 'CLOSED' }, process: {} },
      ]);
      heir.destroy();
    });
  },
);

/** A port that is free, and that the system gives to nobody who asks for any: another test would take it between two connections. */
async function unusedPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch {
      // Taken: try another.
      continue;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}

it('tells the RST of a server that stops and waits no longer', async () => {
  await withPlaygroundServer({}, async ({ url, echo, close }) => {
    const watcher = await new Watcher(url).opened();
    const mute = connect({ port: echo.port, host: '127.0.0.1', allowHalfOpen: true });
    mute.on('error', () => {});
    const { connection } = await watcher.event('accept');
    watcher.send({ type: 'look', subject: { of: 'connection', id: connection }, kernel: false });
    await watcher.until(() => watcher.lane('server').length > 0);
    await close();
    await watcher.closed;
    expect(watcher.lane('server').map(({ step }) => step)).toEqual(['accept', 'finSent', 'rstSent', 'close']);
    mute.destroy();
  });
});
