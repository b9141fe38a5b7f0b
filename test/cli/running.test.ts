// The commands that go on running: what they print, what they serve, and how signals and lost readers end them or not.

import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { childrenOf, untilGone } from '../support/child-processes.ts';
import { withCommand } from '../support/command-line.ts';
import { TcpPeer } from '../support/tcp-peer.ts';

const serverArgs = ['server', '--echo-port', '0'];
const playgroundArgs = ['--port', '0', '--echo-port', '0'];

/** A drain that no test waits for. */
const longDrain = ['--drain-timeout-ms', '600000'];

async function expectEcho(peer: TcpPeer, text: string): Promise<void> {
  const before = peer.bytes.length;
  await peer.send(text);
  expect((await peer.received(before + text.length)).subarray(before).toString()).toBe(text);
}

describe('server', () => {
  it('serves, and logs a connection’s life as lines of JSON', async () => {
    await withCommand(serverArgs, async (command) => {
      const peer = (await TcpPeer.connect(await command.echoPort())).read();
      await expectEcho(peer, 'hello');
      peer.fin();
      await command.printed(/"event":"close"/);
      const records = command.stdout
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line): Record<string, unknown> => JSON.parse(line));
      expect(records.map(({ event }) => event)).toEqual([
        'listen',
        'accept',
        'recv',
        'send',
        'fin',
        'fin',
        'close',
      ]);
      expect(records.at(-1)).toMatchObject({ how: 'fin', bytesReceived: 5, bytesSent: 5 });
    });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends with status 0 on %s, with FIN for its clients',
    async (signal) => {
      await withCommand([...serverArgs, ...longDrain], async (command) => {
        const peer = (await TcpPeer.connect(await command.echoPort())).read();
        await expectEcho(peer, 'hello');
        command.child.kill(signal);
        await peer.ended;
        peer.fin();
        expect(await command.exited).toBe(0);
        expect(command.stderr).toBe('');
      });
    },
  );

  it('ends with status 0 though a client stays, once the drain is over', async () => {
    await withCommand([...serverArgs, '--drain-timeout-ms', '0'], async (command) => {
      const peer = (await TcpPeer.connect(await command.echoPort())).read();
      await expectEcho(peer, 'hello');
      command.child.kill('SIGTERM');
      expect(await command.exited).toBe(0);
    });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends at once on a second %s', async (signal, status) => {
    await withCommand([...serverArgs, ...longDrain], async (command) => {
      const peer = (await TcpPeer.connect(await command.echoPort())).read();
      await expectEcho(peer, 'hello');
      command.child.kill('SIGTERM');
      await command.printed(/"event":"signal"/);
      // The same signal at once is taken for an echo of the first; a person who presses again is not that quick.
      const pressing = setInterval(() => command.child.kill(signal), 20);
      expect(await command.exited).toBe(status);
      clearInterval(pressing);
    });
  });

  it('takes a signal that npm passes on besides the terminal for one', async () => {
    await withCommand([...serverArgs, '--drain-timeout-ms', '0'], async (command) => {
      const peer = (await TcpPeer.connect(await command.echoPort())).read();
      await expectEcho(peer, 'hello');
      command.child.kill('SIGINT');
      command.child.kill('SIGINT');
      expect(await command.exited).toBe(0);
    });
  });

  it('lives on when the reader of its log has gone', async () => {
    await withCommand(serverArgs, async (command) => {
      const port = await command.echoPort();
      command.child.stdout.destroy();
      for (let i = 0; i < 20; i += 1) {
        const peer = (await TcpPeer.connect(port)).read();
        await expectEcho(peer, `client ${i}`);
        peer.fin();
        await peer.ended;
      }
      command.child.kill('SIGTERM');
      expect(await command.exited).toBe(0);
      expect(command.stderr).toBe('');
    });
  });

  it('lives on, and can be ended, when the reader of its log stalls', async () => {
    await withCommand([...serverArgs, '--log-level', 'info'], async (command) => {
      const peer = (await TcpPeer.connect(await command.echoPort())).read();
      command.child.stdout.pause();
      // Two lines of about 130 bytes each a round trip: several times what a pipe holds.
      for (let i = 0; i < 3000; i += 1) await expectEcho(peer, '.');
      command.child.kill('SIGTERM');
      await peer.ended;
      peer.fin();
      expect(await command.exited).toBe(0);
    });
  });
});

describe('playground', () => {
  it('leaves no process behind when it is stopped at once, not even one that hangs', async () => {
    await withCommand([...playgroundArgs, ...longDrain, '--models', 'forked'], async (command) => {
      const { pid = 0 } = command.child;
      await command.echoPort();
      while (childrenOf(pid).length < 3) await delay(10);
      const workers = childrenOf(pid);
      process.kill(workers[0] ?? 0, 'SIGSTOP');
      command.child.kill('SIGINT');
      command.child.kill('SIGTERM');
      await command.exited;
      await untilGone(workers);
    });
  });

  it('prints where page and TCP server are, and serves both', async () => {
    await withCommand(playgroundArgs, async (command) => {
      const [, url] = await command.printed(/page +(http:\/\/127\.0\.0\.1:\d+)/);
      const port = await command.echoPort();
      expect(command.stdout).toContain(`TCP server  127.0.0.1:${port}`);
      expect(command.stdout).toContain('stop        Ctrl+C');
      const health = await fetch(`${url}/healthz`);
      expect(await health.text()).toBe('ok');
      await expectEcho((await TcpPeer.connect(port)).read(), 'hello');
    });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with status 0 on %s', async (signal) => {
    await withCommand(playgroundArgs, async (command) => {
      await command.echoPort();
      command.child.kill(signal);
      expect(await command.exited).toBe(0);
      expect(command.stderr).toBe('');
    });
  });

  it('shows a variable that is no setting', async () => {
    await withCommand(
      playgroundArgs,
      async (command) => {
        await command.printed(/no such setting, ignored: ECHO_BRIDGE_PROT"/);
      },
      { ECHO_BRIDGE_PROT: '1' },
    );
  });
});
