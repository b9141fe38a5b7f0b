// `echo-bridge playground`: the page, the gateway and the TCP echo servers, until a signal ends them.

import { Command } from 'commander';
import { printable } from '../core/printable.ts';
import { settings } from '../core/settings.ts';
import { createLogger } from '../net/logger.ts';
import { createPlayground, type Playground } from '../playground.ts';
import { formatEndpoint } from '../protocol/endpoint.ts';
import { addConfigFile, addSettings, explainUnknownVariables, readConfig } from './setting-options.ts';
import { stopOnSignals } from './stop-signals.ts';
import { printLines } from './terminal.ts';

export function createPlaygroundCommand(): Command {
  const command = new Command('playground').description(
    'the page, the WebSocket gateway and the TCP echo server (the default command)',
  );
  // As the default command it is also handed the name of a command that there is not.
  command.allowExcessArguments();
  addConfigFile(command);
  return addSettings(command, Object.values(settings)).action(runPlayground);
}

async function runPlayground(_options: unknown, command: Command): Promise<void> {
  const [stray] = command.args;
  if (stray !== undefined) command.error(`error: unknown command '${printable(stray)}'`);
  const config = readConfig(command);
  const logger = createLogger({ level: config.logLevel });
  const unknown = explainUnknownVariables();
  if (unknown) logger.warn(unknown);
  const playground = await createPlayground(config, logger);
  stopOnSignals({ stop: () => playground.close(), drainTimeoutMs: config.drainTimeoutMs, logger });
  printLines(describe(playground));
}

function describe({ url, echo }: Playground): string[] {
  const { address, port } = echo;
  return [
    '',
    '  Echo Bridge',
    '',
    `  page        ${url}`,
    `  TCP server  ${formatEndpoint(echo)}    try it with: nc ${address} ${port}`,
    '  stop        Ctrl+C',
    '',
  ];
}
