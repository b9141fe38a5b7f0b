// `echo-bridge client`: the scripted TCP client.

import { Command } from 'commander';
import { parseSetting } from '../core/config.ts';
import { clientSettings } from '../core/settings.ts';
import { DEFAULT_MESSAGES, runClient } from '../net/scripted-client.ts';
import { addSettings, givenFlag } from './setting-options.ts';
import { printLines } from './terminal.ts';

export function createClientCommand(): Command {
  const command = new Command('client')
    .description('a scripted TCP client: connects, sends each message, prints each echo, closes')
    .argument('[message...]', `what to send instead of ${DEFAULT_MESSAGES.map(quote).join(' and ')}`);
  return addSettings(command, Object.values(clientSettings)).action(runClientCommand);
}

async function runClientCommand(messages: string[], _options: unknown, command: Command): Promise<void> {
  const { host, port } = clientSettings;
  await runClient({
    host: parseSetting(host, givenFlag(command, host), process.env),
    port: parseSetting(port, givenFlag(command, port), process.env),
    messages: messages.length > 0 ? messages : DEFAULT_MESSAGES,
    write: (line) => printLines([line]),
  });
}

function quote(text: string): string {
  return `"${text}"`;
}
