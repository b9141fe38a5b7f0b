// The one table of settings. The command line's flags, the environment's variables, the fields, types, checks and
// defaults of `Config` (config.ts) and the README's table all come from it; a new setting is one entry here.
//
//   field maxSessions ── flag --max-sessions ── variable ECHO_BRIDGE_MAX_SESSIONS

import { DEFAULT_TARGET } from '../protocol/bridge.ts';
import { DEFAULT_MAX_CONTROL_BYTES, DEFAULT_MAX_MESSAGE_BYTES } from '../protocol/limits.ts';
import * as kinds from './setting-kinds.ts';
import { MODEL_NAMES, type Model } from './targets/models.ts';
import type { NamedTarget } from './targets/named-target.ts';

export interface Setting<T> {
  /** `--max-sessions`. */
  readonly flag: `--${string}`;
  /** Environment variable, where it does not follow the flag. */
  readonly variable?: string;
  readonly kind: kinds.Kind<T>;
  readonly default: T;
  /** Default under `--public`, where it differs. */
  readonly publicDefault?: T;
  /** What a table says instead of the plain default. */
  readonly defaultNote?: string;
  /** What stands for the value in `--help`; a switch has none. */
  readonly valueName?: string;
  /** The flag may be given several times; in the environment commas part the values. */
  readonly repeatable?: true;
  /** One phrase, with the unit. */
  readonly description: string;
}

const GIB = 1024 ** 3;
const count = kinds.whole('a usable number', 1, 1_000_000);

/** Smallest `--max-control-bytes`: every control message of PROTOCOL.md fits into it. */
const MIN_CONTROL_BYTES = 32;

export const settings = {
  /** Address or name where page and WebSockets listen. */
  host: {
    flag: '--host',
    valueName: 'ADDRESS',
    kind: kinds.host,
    default: '127.0.0.1',
    description: 'where page and WebSockets listen',
  },
  /** Port of page and WebSockets; 0: any free one. */
  port: {
    flag: '--port',
    valueName: 'PORT',
    kind: kinds.port,
    default: 8080,
    description: 'port of page and WebSockets (0 = any free one)',
  },
  /** Address or name where the TCP echo server listens. */
  echoHost: {
    flag: '--echo-host',
    valueName: 'ADDRESS',
    kind: kinds.host,
    default: '127.0.0.1',
    description: 'where the TCP echo server listens',
  },
  /** Port of the TCP echo server; 0: any free one. */
  echoPort: {
    flag: '--echo-port',
    valueName: 'PORT',
    kind: kinds.port,
    default: 65_432,
    description: 'port of the TCP echo server (0 = any free one)',
  },
  /** TCP servers besides the built-in ones that clients may be carried to. */
  targets: {
    flag: '--target',
    valueName: 'NAME=HOST:PORT',
    kind: kinds.targets,
    default: [],
    defaultNote: 'built-in ones',
    repeatable: true,
    description: 'a further TCP server that clients may be carried to, repeatable',
  },
  /** Name of the target that is dialled unless a client chooses another. */
  defaultTarget: {
    flag: '--default-target',
    valueName: 'NAME',
    kind: kinds.targetName,
    default: DEFAULT_TARGET,
    description: 'the target that is dialled unless a client chooses another',
  },
  /** Built-in servers of other concurrency models. */
  models: {
    flag: '--models',
    valueName: 'NAMES',
    kind: kinds.models,
    default: MODEL_NAMES,
    defaultNote: MODEL_NAMES.join(','),
    description: 'built-in servers of other concurrency models, parted by commas (none = echo alone)',
  },
  /** The gallery of broken servers, for the Echo Check to find out. */
  gallery: {
    flag: '--gallery',
    kind: kinds.toggle,
    default: false,
    defaultNote: 'off',
    description: 'a dozen broken servers as further targets, for the Echo Check to find out',
  },
  /** Origins that may connect besides the page's own. */
  allowedOrigins: {
    flag: '--allowed-origin',
    valueName: 'ORIGIN',
    kind: kinds.origins,
    default: [],
    defaultNote: 'same origin',
    repeatable: true,
    description: 'a further web origin that may connect, repeatable',
  },
  /** Strict defaults, and leave to listen on an address that is not loopback. */
  public: {
    flag: '--public',
    kind: kinds.toggle,
    default: false,
    defaultNote: 'off',
    description: 'strict defaults; needed to listen on an address that is not loopback',
  },
  /** Bridge sessions at once; above it close 1013. */
  maxSessions: {
    flag: '--max-sessions',
    valueName: 'N',
    kind: count,
    default: 10_000,
    defaultNote: '10000, or what the descriptor limit allows (three a session)',
    description: 'bridge sessions at once',
  },
  /** Bridge sessions at once from one address; above it close 1013. */
  maxSessionsPerAddress: {
    flag: '--max-sessions-per-address',
    valueName: 'N',
    kind: count,
    default: 1000,
    publicDefault: 50,
    description: 'bridge sessions at once from one address',
  },
  /** Connections that the TCP echo server holds at once; further ones are closed. */
  maxConnections: {
    flag: '--max-connections',
    valueName: 'N',
    kind: count,
    default: 10_000,
    description: 'connections of the TCP echo server at once',
  },
  /** Largest binary message in bytes; above it close 1009. */
  maxMessageBytes: {
    flag: '--max-message-bytes',
    valueName: 'BYTES',
    kind: kinds.whole('a usable size in bytes', 1, GIB),
    default: DEFAULT_MAX_MESSAGE_BYTES,
    description: 'largest binary message, in bytes',
  },
  /** Largest text message in bytes of UTF-8; above it close 1009. */
  maxControlBytes: {
    flag: '--max-control-bytes',
    valueName: 'BYTES',
    kind: kinds.whole('a usable size in bytes', MIN_CONTROL_BYTES, GIB),
    default: DEFAULT_MAX_CONTROL_BYTES,
    description: 'largest text message, in bytes',
  },
  /** Bytes waiting in a WebSocket at which its TCP socket is paused; it goes on at a quarter. */
  highWaterBytes: {
    flag: '--high-water-bytes',
    valueName: 'BYTES',
    kind: kinds.whole('a usable size in bytes', 1, GIB),
    default: 1024 * 1024,
    description: 'bytes waiting in a WebSocket at which its TCP socket is paused; it goes on at a quarter',
  },
  /** Time to reach a target, in milliseconds; then close 4102. */
  connectTimeoutMs: {
    flag: '--connect-timeout-ms',
    valueName: 'MS',
    kind: kinds.milliseconds(),
    default: 5000,
    description: 'time to reach a target, in milliseconds',
  },
  /** Time without a byte in either direction, in milliseconds, then close 4103; 0 = off. */
  idleTimeoutMs: {
    flag: '--idle-timeout-ms',
    valueName: 'MS',
    kind: kinds.milliseconds('off'),
    default: 0,
    publicDefault: 600_000,
    description: 'time without a byte in either direction, in milliseconds (0 = off)',
  },
  /** Time without a byte after one FIN was seen, in milliseconds; then close 4106. */
  halfOpenTimeoutMs: {
    flag: '--half-open-timeout-ms',
    valueName: 'MS',
    kind: kinds.milliseconds(),
    default: 60_000,
    description: 'time without a byte after one side sent FIN, in milliseconds',
  },
  /** Time between two pings, in milliseconds; 0 = off. A peer that misses one whole interval is dropped. */
  heartbeatMs: {
    flag: '--heartbeat-ms',
    valueName: 'MS',
    kind: kinds.milliseconds('off'),
    default: 30_000,
    description: 'time between two pings, in milliseconds (0 = off)',
  },
  /** How long a stopping server waits for what is under way, in milliseconds; 0: not at all. */
  drainTimeoutMs: {
    flag: '--drain-timeout-ms',
    valueName: 'MS',
    kind: kinds.milliseconds('do not wait'),
    default: 3000,
    description: 'how long stopping waits for what is under way, in milliseconds',
  },
  /** Bytes that one session may send, then close 4107; 0 = off. */
  sessionQuotaBytes: {
    flag: '--session-quota-bytes',
    valueName: 'BYTES',
    kind: kinds.whole('a usable size in bytes', 0, Number.MAX_SAFE_INTEGER),
    default: 0,
    description: 'bytes that one session may send (0 = off)',
  },
  /** Least level that is logged. */
  logLevel: {
    flag: '--log-level',
    valueName: 'LEVEL',
    kind: kinds.logLevel,
    default: 'info',
    description: `least level that is logged: ${kinds.LOG_LEVELS.join(', ')}`,
  },
} as const satisfies { readonly [field: string]: AnySetting };

export type AnySetting =
  | Setting<string>
  | Setting<number>
  | Setting<boolean>
  | Setting<readonly string[]>
  | Setting<readonly NamedTarget[]>
  | Setting<readonly Model[]>
  | Setting<kinds.LogLevel>;

/** A setting by its field in `Config`. */
export type Field = keyof typeof settings;

/** Value of a setting. */
export type ValueOf<F extends Field> = (typeof settings)[F]['kind'] extends kinds.Kind<infer T> ? T : never;

/** All fields, in the order of the table. */
export const fields = Object.keys(settings) as Field[];

/** What the scripted client takes. It finds the server by the variables that moved it, but has flags of its own. */
export const clientSettings = {
  host: {
    ...settings.echoHost,
    flag: '--host',
    variable: environmentVariable(settings.echoHost),
    description: 'address or name of the server',
  },
  port: {
    ...settings.echoPort,
    flag: '--port',
    variable: environmentVariable(settings.echoPort),
    kind: kinds.dialPort,
    description: 'port of the server',
  },
} as const satisfies { readonly [field: string]: AnySetting };

/** The environment variable beside a flag: `--max-sessions` ↔ `ECHO_BRIDGE_MAX_SESSIONS`. */
export function environmentVariable({ flag, variable }: Pick<AnySetting, 'flag' | 'variable'>): string {
  return variable ?? `ECHO_BRIDGE_${flag.replace(/^--/, '').replaceAll('-', '_').toUpperCase()}`;
}

/** A setting's default, for a table or `--help`. */
export function defaultText(setting: AnySetting): string {
  const usual = setting.defaultNote ?? String(setting.default);
  return setting.publicDefault === undefined ? usual : `${usual} (public: ${setting.publicDefault})`;
}
