// `echo-bridge server`: the TCP echo server alone, with its life cycle at the terminal.

import { Command } from 'commander';
import { type Field, settings } from '../core/settings.ts';
import { listenEcho } from '../net/echo/echo-server.ts';
import { createLogObserver } from '../net/log-observer.ts';
import { createLogger } from '../net/logger.ts';
import { addConfigFile, addSettings, explainUnknownVariables, readConfig } from './setting-options.ts';
import { stopOnSignals } from './stop-signals.ts';
import { printLines } from './terminal.ts';

/** The settings that concern it. */
const serverFields: readonly Field[] = [
  'echoHost',
  'echoPort',
  'public',
  'maxConnections',
  'drainTimeoutMs',
  'logLevel',
];

export function createServerCommand(): Command {
  const command = new Command('server').description('the TCP echo server alone (RFC 862)');
  addConfigFile(command);
  const serverSettings = serverFields.map((field) => settings[field]);
  return addSettings(command, serverSettings).action(runServer);
}

async function runServer(_options: unknown, command: Command): Promise<void> {
  const config = readConfig(command, serverFields);
  const { echoHost, echoPort, maxConnections, drainTimeoutMs, logLevel } = config;
  const logger = createLogger({ level: logLevel });
  const unknown = explainUnknownVariables();
  if (unknown) logger.warn(unknown);
  // A learner wants to see every recv and send; whoever wants fewer lines sets --log-level.
  const observer = createLogObserver(logger, { now: () => performance.now(), chunkLevel: 'info' });
  const onAcceptError = (error: Error) => logger.warn({ err: error }, 'a connection could not be accepted');
  const server = await listenEcho(
    { host: echoHost, port: echoPort, maxConnections, onAcceptError },
    observer,
  );
  stopOnSignals({ stop: () => server.close(drainTimeoutMs), drainTimeoutMs, logger });
  const { address, port } = server.endpoint;
  printLines([`try it with: nc ${address} ${port}    stop with Ctrl+C`]);
}
