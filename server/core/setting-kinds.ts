// The kinds of value a setting can have: how a text becomes one, what is accepted, and how a refusal says so.
//
//   flag or variable ──decode──► candidate ──check──► value, or: "70000" is not a TCP port; give a whole …
//   createConfig() ───────────────────────►
//
// What cannot be decoded stays the text it is, so that `check` refuses it; there is no silent fallback.

import * as v from 'valibot';
import { MAX_PORT } from '../protocol/endpoint.ts';
import { parseHost, parseOrigin } from './host-name.ts';
import { MODEL_NAMES, type Model } from './targets/models.ts';
import { type NamedTarget, parseTarget, TARGET_NAME } from './targets/named-target.ts';

export interface Kind<T> {
  /** What the value would have been, with its article: `a TCP port`. */
  readonly noun: string;
  /** What is accepted instead, after "give": `a whole number from 0 to 65535`. */
  readonly wanted: string;
  readonly decode: (text: string) => unknown;
  readonly check: v.GenericSchema<unknown, T>;
}

/** Pino's levels, the most talkative first. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Longest delay of a JavaScript timer, in milliseconds; above it, it fires at once. */
const MAX_TIMER_MS = 2_147_483_647;

/** Decimal digits alone: no sign, space, exponent, leading zero or `0x`. */
function decodeWhole(text: string): unknown {
  return /^(0|[1-9]\d*)$/.test(text) ? Number(text) : text;
}

function decodeText(text: string): unknown {
  return text;
}

function decodeSwitch(text: string): unknown {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  return text;
}

/** A whole number between two bounds, both included. */
export function whole(noun: string, min: number, max: number): Kind<number> {
  return {
    noun,
    wanted: `a whole number from ${min} to ${max}`,
    decode: decodeWhole,
    check: v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max)),
  };
}

/** A time in milliseconds that a timer can hold; `zero` says what 0 does, else it is refused. */
export function milliseconds(zero?: string): Kind<number> {
  const kind = whole('a usable time in milliseconds', zero === undefined ? 1 : 0, MAX_TIMER_MS);
  return zero === undefined ? kind : { ...kind, wanted: `${kind.wanted} (0 = ${zero})` };
}

/** A TCP port; 0 lets the system choose a free one. */
export const port = whole('a TCP port', 0, MAX_PORT);

/** A TCP port that something can be reached at. */
export const dialPort = whole('a TCP port', 1, MAX_PORT);

/** An IPv4 or IPv6 address or a host name; comes out lower-case. */
export const host: Kind<string> = {
  noun: 'an address or a host name',
  wanted: 'one such as 127.0.0.1, ::1 or localhost',
  decode: decodeText,
  check: accepting(parseHost),
};

/** Web origins (RFC 6454 §6.2), each in the form that browsers send, none twice. */
export const origins: Kind<readonly string[]> = {
  noun: 'a web origin',
  wanted: 'http:// or https:// with a host and perhaps a port, such as https://lab.example:8443, and no path',
  decode: decodeText,
  check: v.pipe(
    v.array(accepting(parseOrigin)),
    v.transform((list) => [...new Set(list)]),
    v.readonly(),
  ),
};

export const logLevel: Kind<LogLevel> = {
  noun: 'a log level',
  wanted: `one of ${LOG_LEVELS.join(', ')}`,
  decode: decodeText,
  check: v.picklist(LOG_LEVELS),
};

/** Targets by name, each `NAME=HOST:PORT`. */
export const targets: Kind<readonly NamedTarget[]> = {
  noun: 'a target',
  wanted: 'NAME=HOST:PORT such as lab=10.0.0.5:7, the name of letters, digits, ".", "-" and "_"',
  decode: (text) => parseTarget(text) ?? text,
  check: v.pipe(
    v.array(
      v.strictObject({
        name: v.pipe(v.string(), v.regex(TARGET_NAME)),
        host: accepting(parseHost),
        port: dialPort.check,
      }),
    ),
    v.readonly(),
  ),
};

/** The name of a target. */
export const targetName: Kind<string> = {
  noun: 'the name of a target',
  wanted: 'one of the list',
  decode: decodeText,
  check: v.pipe(v.string(), v.regex(TARGET_NAME)),
};

/** Concurrency models, parted by commas; `none` for none. */
export const models: Kind<readonly Model[]> = {
  noun: 'a list of concurrency models',
  wanted: `${MODEL_NAMES.join(', ')}, parted by commas, or none`,
  decode: (text) => (text === 'none' ? [] : text.split(',')),
  check: v.pipe(
    v.array(v.picklist(MODEL_NAMES)),
    v.transform((list) => [...new Set(list)]),
    v.readonly(),
  ),
};

/** On or off; as a flag it takes no value. */
export const toggle: Kind<boolean> = {
  noun: 'a switch',
  wanted: 'true or false',
  decode: decodeSwitch,
  check: v.boolean(),
};

/** A schema that accepts what `parse` does and puts out what it returns. */
function accepting(parse: (text: string) => string | undefined): v.GenericSchema<unknown, string> {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const parsed = parse(dataset.value);
      if (parsed !== undefined) return parsed;
      addIssue({ message: 'refused' });
      return NEVER;
    }),
  );
}
