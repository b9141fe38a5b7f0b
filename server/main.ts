#!/usr/bin/env node
// The program `echo-bridge`. Begin with commands/playground.ts, the command that runs when none is named.
//
// Expected failures (a bad setting, a port in use, an echo that does not come) are one line on standard error and
// exit status 1; a stack trace is shown for defects alone.

import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { createCheckCommand } from './commands/check.ts';
import { createClientCommand } from './commands/client.ts';
import { createPlaygroundCommand } from './commands/playground.ts';
import { createServerCommand } from './commands/server.ts';
import { outliveReaders, printError } from './commands/terminal.ts';
import { ConfigError } from './core/config.ts';
import { ListenError } from './core/listen-failure.ts';
import { printable } from './core/printable.ts';
import { ClientError } from './net/scripted-client.ts';

function createProgram(): Command {
  return new Command('echo-bridge')
    .description(
      'TCP in the browser: every client on its page is one real TCP connection to a real TCP server.',
    )
    .version(readVersion())
    .showHelpAfterError('(--help lists what there is)')
    .addCommand(createPlaygroundCommand(), { isDefault: true })
    .addCommand(createServerCommand())
    .addCommand(createClientCommand())
    .addCommand(createCheckCommand())
    .addHelpText('after', '\nThe options of a command: echo-bridge COMMAND --help');
}

function readVersion(): string {
  // From dist/server/, where this file runs.
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version }: { version: string } = JSON.parse(text);
  return version;
}

function fail(error: unknown): void {
  process.exitCode = 1;
  const isExpected =
    error instanceof ConfigError || error instanceof ListenError || error instanceof ClientError;
  if (isExpected) printError(printable(error.message));
  else printError(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

outliveReaders();
try {
  await createProgram().parseAsync();
} catch (error) {
  fail(error);
}
