// The program and its scripted client as a user runs them: help, one clear line for every mistake, exit statuses.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settings } from '../../server/core/settings.ts';
import { runCommand } from '../support/command-line.ts';
import { pattern } from '../support/pattern.ts';
import { withEchoServer } from '../support/with-echo-server.ts';
import { withTcpServer } from '../support/with-tcp-server.ts';

describe('help', () => {
  it('tells the version of the package', async () => {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { version }: { version: string } = JSON.parse(text);
    expect(await runCommand(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('lists the commands', async () => {
    const { status, stdout } = await runCommand(['--help']);
    expect(status).toBe(0);
    for (const command of ['playground', 'server', 'client']) expect(stdout).toContain(`\n  ${command} `);
  });

  it('lists every setting of the playground', async () => {
    const { status, stdout } = await runCommand(['playground', '--help']);
    expect(status).toBe(0);
    for (const { flag } of Object.values(settings)) expect(stdout).toMatch(new RegExp(`^ {2}${flag} `, 'm'));
  });
});

describe('a mistake is one line and exit status 1', () => {
  it.each<[string[], RegExp]>([
    [['--port', '70000'], /^--port: "70000" is not a TCP port; give a whole number from 0 to 65535\.$/],
    [['playground', '--port='], /^--port: "" is not a TCP port/],
    [['--host', '0.0.0.0'], /^--host: other machines could reach 0\.0\.0\.0 .* --public/],
    [['server', '--echo-host', '0.0.0.0'], /^--echo-host: other machines could reach 0\.0\.0\.0 .* --public/],
    [['server', '--port', '1'], /^error: unknown option '--port'$/],
    [['client', '--port', '1e3'], /^--port: "1e3" is not a TCP port; give a whole number from 1 to 65535\.$/],
    [['--config', '/dev/null'], /^\/dev\/null: this is no JSON \(Unexpected end of JSON input\)\.$/],
    [['--config', '/dev/zero'], /^\/dev\/zero: a config file is at most 64 KiB long\.$/],
    [['--config', '/no/such/file'], /^Cannot read the config file \/no\/such\/file \(ENOENT\)\.$/],
    [['--nonsense'], /^error: unknown option '--nonsense'$/],
    [['servr'], /^error: unknown command 'servr'$/],
    [
      ['server', '--echo-host', '203.0.113.7', '--echo-port', '7', '--public'],
      /^Cannot listen on 203\.0\.113\.7:7: this machine has no such address\. Choose one of its own with --echo-host\.$/,
    ],
  ])('%j', async (args, line) => {
    const { status, stdout, stderr } = await runCommand(args);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr.trimEnd()).toMatch(line);
  });

  it('in the environment too', async () => {
    const environment = { ECHO_BRIDGE_ECHO_PORT: '\u001b[31m7' };
    expect(await runCommand(['server'], { environment })).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'ECHO_BRIDGE_ECHO_PORT: "\\u001b[31m7" is not a TCP port; give a whole number from 0 to 65535.\n',
    });
  });

  it.each([
    [['server', '--echo-port'], '--echo-port'],
    [['playground', '--port', '0', '--echo-port'], '--echo-port'],
    [['playground', '--echo-port', '0', '--port'], '--port'],
  ])('%j with a port in use', async (args, flag) => {
    await withEchoServer({}, async ({ port }) => {
      const { status, stderr } = await runCommand([...args, String(port)]);
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr:
          `Cannot listen on 127.0.0.1:${port}: the port is in use. ` +
          `Stop the other process or choose another with ${flag}.\n`,
      });
    });
  });
});

describe('client', () => {
  it('sends two messages and prints their echoes', async () => {
    await withEchoServer({}, async ({ port }) => {
      const { status, stdout, stderr } = await runCommand(['client', '--port', String(port)]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout.match(/^echoed .*(Hello, world|Hello again: .*👋) /gm)).toHaveLength(2);
      expect(stdout).toMatch(/\nclosed {5}FIN in both directions\n$/);
    });
  });

  it('sends the messages that are given, to the server of the environment', async () => {
    await withEchoServer({}, async ({ port, transcript }) => {
      const environment = { ECHO_BRIDGE_ECHO_PORT: String(port) };
      const { status, stdout } = await runCommand(['client', '--', 'one', '--two'], { environment });
      expect(status).toBe(0);
      expect(stdout.match(/^echoed +\S+ /gm)).toEqual(['echoed     one ', 'echoed     --two ']);
      await transcript.untilLine('#1 closed: fin');
    });
  });

  it('says in one line what is wrong with the server, with exit status 1', async () => {
    const answerOtherwise = pattern(12).fill('?');
    await withTcpServer(
      (socket) => socket.once('data', () => socket.write(answerOtherwise)),
      async (port) => {
        const { status, stderr } = await runCommand(['client', '--port', String(port)]);
        expect(status).toBe(1);
        expect(stderr).toMatch(/^127\.0\.0\.1:\d+ is no echo server: at byte 0 of [^\n]+\n$/);
      },
    );
  });
});
