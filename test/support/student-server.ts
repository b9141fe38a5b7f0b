// The echo servers of test/students/, which are written as a student would write them, started as a student would.
// Where their tools are missing a test fails and says so; .ci/run installs them.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, requireProgram, runProgram } from './run-program.ts';

const folder = fileURLToPath(new URL('../students/', import.meta.url));

/** Runs `test` with the port of the server in Python. */
export async function withPythonServer(test: (port: number) => Promise<void>): Promise<void> {
  requireProgram('python3', ['--version'], 'python3');
  await withServer('python3', [join(folder, 'echo_threads.py'), '0'], test);
}

/** Compiles the server in C, and runs `test` with its port. */
export async function withCServer(test: (port: number) => Promise<void>): Promise<void> {
  requireProgram('cc', ['--version'], 'gcc and libc6-dev');
  const built = await mkdtemp(join(tmpdir(), 'echo-bridge-student-'));
  try {
    const program = join(built, 'echo_threads');
    const source = join(folder, 'echo_threads.c');
    const compiled = await runProgram('cc', [
      '-pthread',
      '-Wall',
      '-Wextra',
      '-Werror',
      source,
      '-o',
      program,
    ]);
    if (compiled.status !== 0) throw new Error(`cc refuses ${source}:\n${compiled.stderr}`);
    await withServer(program, ['0'], test);
  } finally {
    await rm(built, { recursive: true });
  }
}

async function withServer(
  command: string,
  args: readonly string[],
  test: (port: number) => Promise<void>,
): Promise<void> {
  // What it says of broken connections is its own business.
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env: cleanEnvironment() });
  const exited = once(child, 'exit');
  try {
    await test(await readPort(child));
  } finally {
    child.kill('SIGKILL');
    await exited;
  }
}

/** The port that it prints first. */
async function readPort(child: ChildProcess): Promise<number> {
  let printed = '';
  for await (const text of child.stdout?.setEncoding('utf8') ?? []) {
    printed += text;
    const port = /port (\d+)\n/.exec(printed)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error(`${child.spawnfile} ended without a port: ${printed}`);
}
