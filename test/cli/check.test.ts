// `echo-bridge check` as a user runs it: lines, documents, files, exit statuses, signals.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CHECK_CASES } from '../../server/core/check/cases.ts';
import type { CheckDocument } from '../../server/protocol/check-document.ts';
import { runCommand, withCommand } from '../support/command-line.ts';
import { runProgram } from '../support/run-program.ts';
import { withEchoServer } from '../support/with-echo-server.ts';
import { withTcpServer } from '../support/with-tcp-server.ts';

const program = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

const quick = ['--only', 'smoke,nul', '--only', 'half-close'];

const upperCase = (socket: Socket) =>
  socket.on('data', (chunk) => socket.write(chunk.toString('latin1').toUpperCase(), 'latin1'));

const silent = (socket: Socket) => socket.resume();

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'echo-check-'));
  try {
    await test(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Reads the file with a parser of another make; the shape of what it found. */
async function parseJunit(path: string): Promise<unknown> {
  const script = `
import json, sys, xml.etree.ElementTree as tree
suite = tree.parse(sys.argv[1]).getroot().find('testsuite')
cases = [[case.get('name'), [(child.tag, child.get('message'), child.text) for child in case]] for case in suite]
print(json.dumps({'suite': {key: suite.get(key) for key in ('name', 'tests', 'failures', 'skipped')}, 'cases': cases}))`;
  const { status, stdout, stderr } = await runProgram('python3', ['-c', script, path]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('a good server', () => {
  it('passes everything, a line a case, with exit status 0', async () => {
    await withEchoServer({}, async ({ port }) => {
      const { status, stdout, stderr } = await runCommand(['check', `localhost:${port}`]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const lines = stdout.trimEnd().split('\n');
      expect(lines[0]).toBe(`Echo Check of localhost:${port}, ${CHECK_CASES.length} cases`);
      expect(lines.slice(2, -2)).toHaveLength(CHECK_CASES.length);
      for (const [index, { id }] of CHECK_CASES.entries()) {
        expect(lines[2 + index]).toMatch(new RegExp(`^  (pass|slow)  ${id} +[\\d.]+ m?s  \\S`));
      }
      expect(lines.at(-1)).toMatch(/^\d+ passed(, \d+ slow)? in [\d.]+ s$/);
      expect(stdout).not.toContain('\u001b');
    });
  });

  it('as JSON is one document and nothing else', async () => {
    await withEchoServer({ host: '::1' }, async ({ port }) => {
      const { status, stdout, stderr } = await runCommand(['check', `[::1]:${port}`, '--json', ...quick]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const document: CheckDocument = JSON.parse(stdout);
      expect(document).toMatchObject({ target: `[::1]:${port}`, end: 'complete', notRun: [] });
      expect(document.results.map(({ id }) => id)).toEqual(['smoke', 'nul', 'half-close']);
      expect(document.results[0]).toMatchObject({ source: 'RFC 862', finding: '13 bytes came back' });
    });
  });
});

describe('at a terminal', () => {
  /** Runs the program with a terminal of its own; what it wrote to it. */
  async function atTerminal(args: string[], environment: Record<string, string>): Promise<string> {
    const spawn = 'import pty, sys; pty.spawn(sys.argv[1:])';
    const ran = await runProgram('python3', ['-c', spawn, process.execPath, program, ...args], {
      environment,
    });
    return ran.stdout;
  }

  const running = '  ....  smoke  (1 of 1)\r\u001b[2K';

  it.each([
    ['with colour', { TERM: 'xterm', NO_COLOR: '' }, `${running}  \u001b[32mpass\u001b[0m  smoke  `],
    ['without where it is not wanted', { TERM: 'xterm', NO_COLOR: '1' }, `${running}  pass  smoke  `],
    ['without where there is none', { TERM: 'dumb', NO_COLOR: '' }, `${running}  pass  smoke  `],
  ])('shows what runs, %s', async (_, environment, line) => {
    await withEchoServer({}, async ({ port }) => {
      const args = ['check', `127.0.0.1:${port}`, '--only', 'smoke'];
      expect(await atTerminal(args, environment)).toContain(line);
    });
  });
});

describe('a server with a bug', () => {
  it('fails with the finding, the hint below it, and exit status 1', async () => {
    await withTcpServer(upperCase, async (port) => {
      const { status, stdout } = await runCommand(['check', `127.0.0.1:${port}`, '--only', 'smoke']);
      expect(status).toBe(1);
      expect(stdout.trimEnd().split('\n').slice(2)).toEqual([
        expect.stringMatching(
          /^ {2}FAIL {2}smoke +\S+ m?s {2}byte 2 of 13: 0x65 sent, 0x45 came back: the case of letters was changed$/,
        ),
        `        ${CHECK_CASES[0]?.hint}`,
        '',
        expect.stringMatching(/^1 failed in /),
      ]);
    });
  });

  it('as JUnit’s XML is read by other programs', async () => {
    await withFolder(async (folder) => {
      await withTcpServer(upperCase, async (port) => {
        const file = join(folder, 'results.xml');
        const args = ['check', `127.0.0.1:${port}`, '--only', 'smoke,size-1', '--junit', file];
        expect((await runCommand(args)).status).toBe(1);
        const finding = 'byte 2 of 13: 0x65 sent, 0x45 came back: the case of letters was changed';
        expect(await parseJunit(file)).toEqual({
          suite: { name: `Echo Check of 127.0.0.1:${port}`, tests: '2', failures: '1', skipped: '0' },
          cases: [
            ['smoke', [['failure', finding, CHECK_CASES[0]?.hint]]],
            ['size-1', [['system-out', null, '1 byte came back']]],
          ],
        });
      });
    });
  });

  it('cannot write to the terminal', async () => {
    const greet = (socket: Socket) => socket.write('\u001b]0;owned\u0007\u001b[2J');
    await withTcpServer(greet, async (port) => {
      const { status, stdout } = await runCommand([
        'check',
        `127.0.0.1:${port}`,
        '--only',
        'speaks-when-spoken-to',
      ]);
      expect(status).toBe(1);
      expect(stdout).toContain('it spoke first: “\\u001b]0;owned\\u0007\\u001b[2J”');
      for (const control of ['\u0007', '\u001b']) expect(stdout).not.toContain(control);
    });
  });

  it('that is not there fails', async () => {
    let free = 0;
    await withTcpServer(silent, async (port) => {
      free = port;
    });
    const { status, stdout } = await runCommand(['check', `127.0.0.1:${free}`]);
    expect(status).toBe(1);
    expect(stdout).toContain(
      'connection refused: nothing listens there (ECONNREFUSED)\n        Start the server first',
    );
    expect(stdout).toMatch(new RegExp(`\n1 failed, ${CHECK_CASES.length - 1} not testable in `));
  });
});

describe('a mistake is one line and exit status 1, before anything is dialled', () => {
  it.each<[string[], RegExp]>([
    [[], /^error: which server is to be checked\? Give HOST:PORT, such as 127\.0\.0\.1:7$/],
    [['localhost'], /^error: "localhost" is not HOST:PORT; give one such as 127\.0\.0\.1:7, /],
    [['::1:7'], /^error: "::1:7" is not HOST:PORT/],
    [['localhost:0'], /^error: "localhost:0" is not HOST:PORT/],
    [['\u001b[31m:7\n'], /^error: "\\u001b\[31m:7\\n" is not HOST:PORT/],
    [
      ['localhost:7', '--only', 'smoke,nil'],
      /^error: --only: there is no case "nil"; --list names all of them$/,
    ],
    [['localhost:7', '--only', ''], /^error: --only: there is no case ""/],
    [['localhost:7', '--xml'], /^error: unknown option '--xml'$/],
    [['localhost:7', '7'], /^error: too many arguments for 'check'\. Expected 1 argument but got 2/],
    [
      ['localhost:7', '--junit', '/no/such/folder/results.xml'],
      /^error: --junit: cannot write \/no\/such\/folder\/results\.xml \(ENOENT\)$/,
    ],
    [['localhost:7', '--junit', '/'], /^error: --junit: cannot write \/ \(EISDIR\)$/],
  ])('%j', async (args, line) => {
    const { status, stdout, stderr } = await runCommand(['check', ...args]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr.trimEnd()).toMatch(line);
  });

  it('says when the file could not be written in the end', async () => {
    await withEchoServer({}, async ({ port }) => {
      const args = ['check', `127.0.0.1:${port}`, '--only', 'smoke', '--junit', '/dev/full'];
      const { status, stdout, stderr } = await runCommand(args);
      expect({ status, stderr }).toEqual({ status: 1, stderr: '--junit: cannot write /dev/full (ENOSPC)\n' });
      expect(stdout).toMatch(/1 passed in/);
    });
  });
});

it('lists the cases', async () => {
  const { status, stdout } = await runCommand(['check', '--list']);
  expect(status).toBe(0);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  ).toEqual(CHECK_CASES.map(({ id }) => id));
  const asJson = await runCommand(['check', '--list', '--json', '--only', 'smoke']);
  expect(JSON.parse(asJson.stdout)).toMatchObject([{ id: 'smoke', source: 'RFC 862' }]);
});

describe('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it with what it has so far', async (signal, status) => {
    await withFolder(async (folder) => {
      await withTcpServer(silentAfterSmoke, async (port) => {
        const file = join(folder, 'results.xml');
        await withCommand(['check', `127.0.0.1:${port}`, '--junit', file], async (command) => {
          await command.printed(/pass {2}smoke/);
          command.child.kill(signal);
          expect(await command.exited).toBe(status);
          expect(command.stdout).toMatch(/\n1 passed in [\d.]+ m?s; stopped: \d+ cases did not run\n$/);
          expect(await readFile(file, 'utf8')).toMatch(/tests="\d+" failures="0" errors="0" skipped="\d+"/);
        });
      });
    });
  });

  it('leaves a whole JSON document', async () => {
    let dialled = () => {};
    const dial = new Promise<void>((resolve) => {
      dialled = resolve;
    });
    await withTcpServer(dialled, async (port) => {
      await withCommand(['check', `127.0.0.1:${port}`, '--json'], async (command) => {
        await dial;
        command.child.kill('SIGINT');
        expect(await command.exited).toBe(130);
        const document: CheckDocument = JSON.parse(command.stdout);
        expect(document).toMatchObject({
          end: 'stopped',
          results: [],
          counts: { notRun: CHECK_CASES.length },
        });
      });
    });
  });
});

it('does not blame the server when this process has no descriptor left', async () => {
  await withEchoServer({}, async ({ port }) => {
    const command = `ulimit -n 60; exec "$0" "$1" check 127.0.0.1:${port} --json --only hundred-clients`;
    const { status, stdout } = await runProgram('sh', ['-c', command, process.execPath, program]);
    expect(status).toBe(0);
    const document: CheckDocument = JSON.parse(stdout);
    expect(document.results).toMatchObject([
      {
        verdict: 'notTestable',
        finding:
          'this machine has no further socket for the check (EMFILE); raise the limit of open files (ulimit -n)',
      },
    ]);
  });
});

/** Answers the first client, and no other. */
function silentAfterSmoke(socket: Socket): void {
  socket.on('data', (chunk) => {
    if (chunk.toString() === 'Hello, world\n') socket.write(chunk);
  });
}
