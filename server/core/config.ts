// The validated, frozen configuration, from the table in settings.ts. Pure: flags, environment and the system's
// descriptor limit and the config file are handed in.
//
//   flags ───────┐
//   environment ─┼──parseConfig──► candidates ──┐
//   config file ─┤                              │
//   tests ───────┴──createConfig────────────────┴──► check ──► Config, or ConfigError with one line

import * as v from 'valibot';
import { type ConfigFile, fileKey } from './config-file.ts';
import { isLoopbackHost } from './host-name.ts';
import { printable } from './printable.ts';
import { environmentVariable, type Field, fields, type Setting, settings, type ValueOf } from './settings.ts';
import { BUILT_IN_NAMES, listTargets } from './targets/list-targets.ts';

/** Every setting with its value; see settings.ts for units and meaning. */
export type Config = { readonly [F in Field]: ValueOf<F> };

export type ConfigErrorCode =
  /** A value that its setting does not take. */
  | 'INVALID_SETTING'
  /** A config file that cannot be read or is none. */
  | 'INVALID_CONFIG_FILE'
  /** An address that other machines reach, without `--public`. */
  | 'NOT_PUBLIC';

/** A configuration that is refused; `message` is one line for the operator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code: ConfigErrorCode;

  constructor(code: ConfigErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What the process can learn about itself and the config depends on. */
export interface Surroundings {
  /** File descriptors that the process may hold; `undefined` where that is not known. */
  readonly descriptorLimit?: number | undefined;
}

/** The texts given to a flag in order, or `true` for a switch. */
export type GivenFlag = readonly string[] | true | undefined;

/** As `process.env`; the variables of other programs are not looked at. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What was asked for, in its raw form. */
export interface ConfigSources extends Surroundings {
  readonly flags: Readonly<Partial<Record<Field, GivenFlag>>>;
  readonly environment: Environment;
  readonly file?: ConfigFile | undefined;
  /** Settings that count; the others keep their defaults. All by default. */
  readonly only?: readonly Field[];
}

/** The environment's name for the config file. */
export const CONFIG_FILE_VARIABLE = 'ECHO_BRIDGE_CONFIG';

/** Descriptors a session holds: WebSocket, TCP socket, and the echo server's end of that. */
const DESCRIPTORS_PER_SESSION = 3;

/** Descriptors kept for what is no session: listeners, log, epoll, files of the page. */
const RESERVED_DESCRIPTORS = 64;

/** A value to be checked, and how a refusal calls it. */
interface Candidate {
  readonly value: unknown;
  /** `--port`, `ECHO_BRIDGE_PORT` or the field. */
  readonly origin: string;
  /** The value as it was written. */
  readonly text?: string | undefined;
}

/**
 * The config of these values and, for the rest, the defaults.
 * @throws {ConfigError} when a value is refused
 */
export function createConfig(values: Partial<Config> = {}, surroundings: Surroundings = {}): Config {
  const candidates = new Map<Field, Candidate>();
  for (const field of fields) {
    if (values[field] !== undefined) candidates.set(field, { value: values[field], origin: field });
  }
  return check(candidates, surroundings);
}

/**
 * The config that flags, environment and config file ask for; a flag wins over its variable, and that over the file.
 * @throws {ConfigError} when a value is refused
 */
export function parseConfig(sources: ConfigSources): Config {
  const { flags, environment, file, only = fields, descriptorLimit } = sources;
  const candidates = new Map<Field, Candidate>();
  for (const field of only) {
    const candidate = readSources(settings[field], flags[field], environment) ?? readFile(field, file);
    if (candidate) candidates.set(field, candidate);
  }
  return check(candidates, { descriptorLimit });
}

/**
 * The value of one setting outside the config, such as the client's `--port`.
 * @throws {ConfigError} when it is refused
 */
export function parseSetting<T>(setting: Setting<T>, flag: GivenFlag, environment: Environment): T {
  const candidate = readSources(setting, flag, environment);
  return candidate ? checkOne(setting, candidate) : setting.default;
}

/** Variables that begin with `ECHO_BRIDGE_` but are no setting's, such as a misspelt one. */
export function unknownVariables(environment: Environment): string[] {
  const known = new Set([
    CONFIG_FILE_VARIABLE,
    ...fields.map((field) => environmentVariable(settings[field])),
  ]);
  return Object.keys(environment).filter((name) => name.startsWith('ECHO_BRIDGE_') && !known.has(name));
}

function readSources(
  setting: Setting<unknown>,
  flag: GivenFlag,
  environment: Environment,
): Candidate | undefined {
  if (flag === true) return { value: true, origin: setting.flag };
  if (flag !== undefined) return decode(setting, setting.flag, flag);
  const variable = environmentVariable(setting);
  const text = environment[variable];
  if (text === undefined) return undefined;
  return decode(setting, variable, setting.repeatable ? text.split(',') : [text]);
}

function readFile(field: Field, file: ConfigFile | undefined): Candidate | undefined {
  const texts = file?.given[field];
  return texts && decode(settings[field], `${file?.path}: ${fileKey(field)}`, texts);
}

function decode({ kind, repeatable }: Setting<unknown>, origin: string, texts: readonly string[]): Candidate {
  if (repeatable) return { value: texts.map(kind.decode), origin };
  const text = texts.at(-1) ?? '';
  return { value: kind.decode(text), origin, text };
}

function check(candidates: ReadonlyMap<Field, Candidate>, surroundings: Surroundings): Config {
  const asked = candidates.get('public');
  const isPublic = asked !== undefined && checkOne(settings.public, asked);
  const values: Partial<Record<Field, unknown>> = {};
  for (const field of fields) {
    const candidate = candidates.get(field);
    values[field] = candidate
      ? checkOne<unknown>(settings[field], candidate)
      : defaultOf(field, isPublic, surroundings);
  }
  // Every field was just set to what its own schema put out, or to its own default.
  const config = Object.freeze(values) as Config;
  refuseTargets(config, candidates);
  refuseExposure(config, 'host', candidates);
  refuseExposure(config, 'echoHost', candidates);
  return config;
}

function checkOne<T>({ kind }: Setting<T>, { value, origin, text }: Candidate): T {
  const result = v.safeParse(kind.check, value, { abortEarly: true });
  if (result.success) return Object.freeze(result.output);
  const shown = text ?? result.issues[0].input;
  throw new ConfigError(
    'INVALID_SETTING',
    `${origin}: ${show(shown)} is not ${kind.noun}; give ${kind.wanted}.`,
  );
}

function defaultOf(field: Field, isPublic: boolean, { descriptorLimit }: Surroundings): unknown {
  const setting: Setting<unknown> = settings[field];
  if (field === 'maxSessions' && descriptorLimit !== undefined) {
    const affordable = Math.floor((descriptorLimit - RESERVED_DESCRIPTORS) / DESCRIPTORS_PER_SESSION);
    return Math.max(1, Math.min(settings.maxSessions.default, affordable));
  }
  return isPublic && setting.publicDefault !== undefined ? setting.publicDefault : setting.default;
}

/** Whoever reaches the bridge or the echo server can use it, so the operator has to say that this is meant. */
function refuseExposure(
  config: Config,
  field: 'host' | 'echoHost',
  candidates: ReadonlyMap<Field, Candidate>,
): void {
  const address = config[field];
  if (config.public || isLoopbackHost(address)) return;
  const name = candidates.get(field)?.origin ?? settings[field].flag;
  throw new ConfigError(
    'NOT_PUBLIC',
    `${name}: other machines could reach ${address} and open connections here; ` +
      'say that this is meant with --public, or choose a loopback address such as 127.0.0.1.',
  );
}

/** Each name stands for one server, and the default is one of them. */
function refuseTargets(config: Config, candidates: ReadonlyMap<Field, Candidate>): void {
  const originOf = (field: Field) => candidates.get(field)?.origin ?? settings[field].flag;
  const names = new Set(BUILT_IN_NAMES);
  for (const { name } of config.targets) {
    if (names.has(name)) {
      const taken = BUILT_IN_NAMES.has(name) ? 'is the name of a built-in server' : 'is given twice';
      throw new ConfigError(
        'INVALID_SETTING',
        `${originOf('targets')}: "${name}" ${taken}; choose another name.`,
      );
    }
    names.add(name);
  }
  const listed = listTargets(config).map(({ name }) => name);
  if (listed[0] === config.defaultTarget) return;
  throw new ConfigError(
    'INVALID_SETTING',
    `${originOf('defaultTarget')}: there is no target "${config.defaultTarget}"; there are ${listed.join(', ')}.`,
  );
}

/** A value for one line of text, quoted when it is a text. */
function show(value: unknown): string {
  if (typeof value === 'string') return `"${printable(value, 80)}"`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : `this ${typeof value}`;
}
