// The Python script of echo-threads by itself, where descriptors run out.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { sourceFile } from '../../../server/net/children/own-files.ts';
import { TcpPeer } from '../../support/tcp-peer.ts';

/** Time of several attempts to accept, in milliseconds. */
const ATTEMPTS_MS = 500;

it('tells once that it cannot accept, and goes on once it can', async () => {
  const script = sourceFile('server/net/models/echo-threads.py');
  const child = spawn('sh', ['-c', 'ulimit -n 20; exec python3 "$0"', script]);
  const peers: TcpPeer[] = [];
  let failures = 0;
  for await (const line of createInterface(child.stdout)) {
    const said: { event: string; code?: string; endpoint?: [string, number] } = JSON.parse(line);
    if (said.event === 'listen' && said.endpoint) {
      const [, port] = said.endpoint;
      for (let client = 0; client < 30; client += 1) peers.push(await TcpPeer.connect(port));
    }
    if (said.event !== 'acceptFailed') continue;
    failures += 1;
    expect(said.code).toBe('EMFILE');
    await delay(ATTEMPTS_MS);
    for (const peer of peers.slice(0, -1)) peer.fin();
    const last = peers.at(-1)?.read();
    await last?.send('.');
    await last?.received(1);
    child.stdin.end();
  }
  for (const peer of peers) peer.socket.destroy();
  expect(failures).toBe(1);
});
