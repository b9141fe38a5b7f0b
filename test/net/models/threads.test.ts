// The Python script of `echo-threads`: by itself, where there is no Python or an old one, and where what runs is not what was
// expected.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { childrenOf } from '../../support/child-processes.ts';
import { exchange } from '../../support/exchange.ts';
import { TcpPeer } from '../../support/tcp-peer.ts';
import { withModel, withStartingModel } from '../../support/with-model.ts';

const SCRIPT = fileURLToPath(new URL('../../../server/net/models/echo-threads.py', import.meta.url));

afterEach(() => vi.unstubAllEnvs());

/** Runs `test` on a machine whose `python3` is this shell script, or that has none. */
async function withPython(script: string | undefined, test: () => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'echo-bridge-python-'));
  try {
    if (script !== undefined) {
      await writeFile(join(folder, 'python3'), `#!/bin/sh\n${script}\n`);
      await chmod(join(folder, 'python3'), 0o755);
    }
    vi.stubEnv('PATH', folder);
    await test();
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the target is down', () => {
  it('where there is no python3', async () => {
    await withPython(undefined, () =>
      withStartingModel('threads', {}, async ({ health }) => {
        expect(await health.untilDown()).toBe('python3 is not installed on this machine.');
      }),
    );
  });

  it('where the script says why it cannot run', async () => {
    const old = 'Python 3.8 or newer is needed, and python3 is 3.5 here.';
    await withPython(`printf '{"event":"failed","reason":"${old}","at":1}\\n'; exit 1`, () =>
      withStartingModel('threads', {}, async ({ health }) => {
        expect(await health.untilDown()).toBe(old);
      }),
    );
  });

  it('while it crashes, with the error that it names, and is tried again', async () => {
    await withPython(`printf 'Traceback:\\nRuntimeError: out of luck\\n' >&2; exit 1`, () =>
      withStartingModel('threads', {}, async ({ health }) => {
        await vi.waitFor(() => expect(health.lines.length).toBeGreaterThan(1), { timeout: 20_000 });
        expect(new Set(health.lines)).toEqual(
          new Set(['The Python server ended (RuntimeError: out of luck); it is started again in a moment.']),
        );
      }),
    );
  });

  it('after it was killed, until it is back at the same port', async () => {
    const before = childrenOf(process.pid);
    await withModel('threads', {}, async ({ port, health, transcript }) => {
      const peer = (await TcpPeer.connect(port)).read();
      await exchange(peer, 'hello');
      await transcript.untilLine('#1 sent 5');
      for (const pid of childrenOf(process.pid)) if (!before.includes(pid)) process.kill(pid, 'SIGKILL');
      await transcript.untilLine('#1 closed: error ECONNABORTED');
      expect(await health.untilUp(2)).toEqual({ address: '127.0.0.1', port });
      expect(health.lines[1]).toBe(
        'The Python server was ended by SIGKILL; it is started again in a moment.',
      );
      await exchange((await TcpPeer.connect(port)).read(), 'back again');
      // A new run counts from 1 again, and here it goes on.
      await transcript.untilLine('#2 sent 10');
    });
  });
});

it('reads past what is no event of the script', async () => {
  const lines = [
    'Python 3.11.7 (main)',
    '{"event":"accept","connection":1}',
    '{"event":"close","connection":7,"how":"fin","code":null,"at":1}',
    '[]',
    'null',
    '{"event":"listen","endpoint":["127.0.0.1",70000],"at":1}',
    '{"event":"listen","endpoint":["127.0.0.1",7],"at":1}',
  ].map((line) => `printf '%s\\n' '${line}'`);
  const long =
    'line=xxxxxxxxxxxxxxxx; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do line=$line$line; done; echo $line';
  await withPython([long, ...lines, 'read command'].join('\n'), () =>
    withStartingModel('threads', {}, async ({ health, transcript }) => {
      expect(await health.untilUp()).toEqual({ address: '127.0.0.1', port: 7 });
      expect(transcript.lines).toEqual(['listening on 127.0.0.1']);
    }),
  );
});

describe('the script by itself', () => {
  it('serves, prints what happens, and ends with its standard input', async () => {
    const script = spawn('python3', [SCRIPT, '--port', '0'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const exited = once(script, 'exit');
    const lines: Record<string, unknown>[] = [];
    const take = lineReader(script.stdout.setEncoding('utf8'));
    const listening = await take();
    lines.push(listening);
    const [, port] = listening.endpoint as [string, number];
    const peer = (await TcpPeer.connect(port)).read();
    const { port: peerPort } = peer;
    await exchange(peer, 'hello');
    peer.fin();
    await peer.closed;
    for (let line = 0; line < 6; line += 1) lines.push(await take());
    expect(lines.map(({ event }) => event)).toEqual([
      'listen',
      'accept',
      'recv',
      'send',
      'finReceived',
      'finSent',
      'close',
    ]);
    expect(lines[1]).toMatchObject({ connection: 1, peer: ['127.0.0.1', peerPort] });
    script.stdin.write('what?\n{"end": 99, "how": "fin"}\n');
    script.stdin.end();
    expect(await exited).toEqual([0, null]);
  });

  it('refuses options that are none', async () => {
    const script = spawn('python3', [SCRIPT, '--port', 'seven'], { stdio: ['pipe', 'ignore', 'ignore'] });
    expect(await once(script, 'exit')).toEqual([2, null]);
  });
});

/** Returns the next line of JSON at each call. */
function lineReader(output: AsyncIterable<string>): () => Promise<Record<string, unknown>> {
  const texts = output[Symbol.asyncIterator]();
  let rest = '';
  return async () => {
    while (!rest.includes('\n')) rest += (await texts.next()).value;
    const end = rest.indexOf('\n');
    const line = rest.slice(0, end);
    rest = rest.slice(end + 1);
    return JSON.parse(line);
  };
}
