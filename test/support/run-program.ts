// A program run to its end as a child process, with what it printed.

import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** What the program reads on standard input, up to its end. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs `command` and waits for it. */
export async function runProgram(
  command: string,
  args: readonly string[],
  { input = '', environment = {} }: RunOptions = {},
): Promise<Ran> {
  const child = spawn(command, args, { env: cleanEnvironment(environment) });
  const status = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await status, stdout, stderr };
}

/**
 * Throws where `command` is missing or its output does not fit. `packages`: those of Debian to install; .ci/run does.
 */
export function requireProgram(
  command: string,
  args: readonly string[],
  packages: string,
  output = /^/,
): void {
  const { error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error === undefined && output.test(stdout + stderr)) return;
  throw new Error(`This test needs ${command}: install ${packages}.`);
}

/** The environment of the tests without settings that the developer may have in it. */
export function cleanEnvironment(added: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('ECHO_BRIDGE_'));
  return { ...Object.fromEntries(inherited), ...added };
}
