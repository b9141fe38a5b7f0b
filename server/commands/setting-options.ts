// Commander's options from the table of settings, and the config from what commander found.
//
//   settings.ts ──addSettings──► --help, parsing ──readConfig──► Config
//
// Commander hands over raw texts; the environment, defaults and checks are the config's own business.

import { closeSync, openSync, readSync } from 'node:fs';
import { type Command, Option } from 'commander';
import {
  CONFIG_FILE_VARIABLE,
  type Config,
  ConfigError,
  type GivenFlag,
  parseConfig,
  unknownVariables,
} from '../core/config.ts';
import { type ConfigFile, MAX_CONFIG_FILE_BYTES, parseConfigFile } from '../core/config-file.ts';
import { printable } from '../core/printable.ts';
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

/** Gives `command` the option that names a config file. */
export function addConfigFile(command: Command): Command {
  return command.option(
    '--config <FILE>',
    `a JSON file with settings, {"port": 9000}; options and environment win`,
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
    file: readConfigFile(command),
    only,
    descriptorLimit: readDescriptorLimit(),
  });
}

function readConfigFile(command: Command): ConfigFile | undefined {
  const path: string | undefined = command.getOptionValue('config') ?? process.env[CONFIG_FILE_VARIABLE];
  if (path === undefined) return undefined;
  const parsed = parseConfigFile(path, readSmallFile(path));
  if (!parsed.ok) throw new ConfigError('INVALID_CONFIG_FILE', parsed.reason);
  return parsed.file;
}

function readSmallFile(path: string): string {
  const bytes = Buffer.alloc(MAX_CONFIG_FILE_BYTES + 1);
  let length = 0;
  try {
    // Piece by piece: a pipe or a device does not say how long it is.
    const file = openSync(path, 'r');
    for (let read = -1; read !== 0; length += read)
      read = readSync(file, bytes, length, bytes.length - length, null);
    closeSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError('INVALID_CONFIG_FILE', `Cannot read the config file ${printable(path)} (${code}).`);
  }
  if (length <= MAX_CONFIG_FILE_BYTES) return bytes.toString('utf8', 0, length);
  const limit = `${MAX_CONFIG_FILE_BYTES / 1024} KiB`;
  throw new ConfigError('INVALID_CONFIG_FILE', `${printable(path)}: a config file is at most ${limit} long.`);
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
