// Commander's options from the table of settings, and the config from what commander found.
//
//   settings.ts ──addSettings──► --help, parsing ──readConfig──► Config
//
// Commander hands over raw texts; the environment, defaults and checks are the config's own business.

import { type Command, Option } from 'commander';
import { type Config, type GivenFlag, parseConfig, unknownVariables } from '../core/config.ts';
import {
  type AnySetting,
  defaultText,
  environmentVariable,
  type Field,
  fields,
  settings,
} from '../core/settings.ts';
import { readDescriptorLimit } from '../net/descriptor-limit.ts';

/** Gives `command` an option for each of these settings. */
export function addSettings(command: Command, added: readonly AnySetting[]): Command {
  for (const setting of added) command.addOption(createOption(setting));
  const [first] = added;
  if (first === undefined) return command;
  const variable = environmentVariable(first);
  return command.addHelpText(
    'after',
    `\nEach option can also stand in the environment, such as ${first.flag} in ${variable}; the option wins.`,
  );
}

/** What was given for a setting on the command line. */
export function givenFlag(command: Command, { flag }: AnySetting): GivenFlag {
  const given: unknown = command.getOptionValue(attributeOf(flag));
  if (given === true) return true;
  if (Array.isArray(given)) return given.map(String);
  return typeof given === 'string' ? [given] : undefined;
}

/**
 * The config of a command whose options came from {@link addSettings}.
 * @throws {ConfigError} when a value is refused
 */
export function readConfig(command: Command, only: readonly Field[] = fields): Config {
  return parseConfig({
    flags: Object.fromEntries(only.map((field) => [field, givenFlag(command, settings[field])])),
    environment: process.env,
    only,
    descriptorLimit: readDescriptorLimit(),
  });
}

/** One sentence on variables that look like settings and are none; `undefined` when there are none. */
export function explainUnknownVariables(): string | undefined {
  const unknown = unknownVariables(process.env);
  return unknown.length === 0 ? undefined : `no such setting, ignored: ${unknown.join(', ')}`;
}

function createOption(setting: AnySetting): Option {
  const value = setting.valueName === undefined ? '' : ` <${setting.valueName}>`;
  const description = `${setting.description} [${defaultText(setting)}]`;
  const option = new Option(`${setting.flag}${value}`, description);
  return setting.repeatable ? option.argParser<string[]>((text, before = []) => [...before, text]) : option;
}

/** The name under which commander keeps an option: `--max-sessions` as `maxSessions`. */
function attributeOf(flag: string): string {
  return new Option(flag).attributeName();
}
