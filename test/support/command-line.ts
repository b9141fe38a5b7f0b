// The built program as its users start it: a child process of dist/server/main.js.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, type Ran, type RunOptions, runProgram } from './run-program.ts';

const program = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

/** Runs the program to its end. */
export function runCommand(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return runProgram(process.execPath, [program, ...args], options);
}

/** A command that runs until it is told to stop. */
export class RunningCommand {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** The exit status; `null` when a signal ended the process. */
  readonly exited: Promise<number | null>;
  stdout = '';
  stderr = '';
  #waiting: (() => void)[] = [];

  constructor(args: readonly string[], environment: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, [program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: cleanEnvironment(environment),
    });
    this.exited = once(this.child, 'exit').then(([status]: (number | null)[]) => status ?? null);
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#wake();
    });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.child.once('close', () => this.#wake());
  }

  /** The first match in what was printed; fails when the process ends without one. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.stdout);
      if (match) return match;
      if (this.child.exitCode !== null)
        throw new Error(`never printed ${pattern}: ${this.stdout}${this.stderr}`);
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  /** The port where the TCP echo server listens. */
  async echoPort(): Promise<number> {
    const [, port] = await this.printed(/nc \S+ (\d+)/);
    return Number(port);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** Runs `test` with a command that goes on running; it is killed afterwards if it has not ended. */
export async function withCommand(
  args: readonly string[],
  test: (command: RunningCommand) => Promise<void>,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const command = new RunningCommand(args, environment);
  try {
    await test(command);
  } finally {
    command.child.kill('SIGKILL');
    await command.exited;
  }
}
