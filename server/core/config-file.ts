// A config file: one JSON object whose keys are the flags without their dashes, and whose values are what the flags take.
//
//   { "port": 9000, "public": true, "target": ["lab=10.0.0.5:7", "old=10.0.0.6:7"] }

import { printable } from './printable.ts';
import { type Field, fields, settings } from './settings.ts';

/** Largest config file, in bytes. */
export const MAX_CONFIG_FILE_BYTES = 64 * 1024;

/** The texts that a file gives to settings. */
export interface ConfigFile {
  /** As it was named. */
  readonly path: string;
  readonly given: Readonly<Partial<Record<Field, readonly string[]>>>;
}

/** What the file says, or one sentence on why it cannot be used. */
export type ParsedConfigFile =
  | { readonly ok: true; readonly file: ConfigFile }
  | { readonly ok: false; readonly reason: string };

/** A setting's key in the file: `max-sessions`. */
export function fileKey(field: Field): string {
  return settings[field].flag.replace(/^--/, '');
}

/** Reads the text of a config file. What its values are worth is checked with all others. */
export function parseConfigFile(path: string, text: string): ParsedConfigFile {
  const refuse = (reason: string) => ({ ok: false, reason: `${printable(path)}: ${reason}` }) as const;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse(`this is no JSON (${printable((error as Error).message, 120)}).`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('a config file is one JSON object, such as {"port": 9000}.');
  }
  const given: Partial<Record<Field, readonly string[]>> = {};
  for (const [key, entry] of Object.entries(value)) {
    const field = fields.find((candidate) => fileKey(candidate) === key);
    if (field === undefined) return refuse(`there is no setting "${printable(key, 80)}".`);
    const texts = readTexts(entry);
    if (texts === undefined) return refuse(`"${key}" is a text, a number, true, false, or a list of those.`);
    if (texts.length > 1 && !('repeatable' in settings[field])) return refuse(`"${key}" takes one value.`);
    given[field] = texts;
  }
  return { ok: true, file: { path, given } };
}

function readTexts(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isPlain = (entry: unknown) =>
    typeof entry === 'string' || typeof entry === 'number' || typeof entry === 'boolean';
  return list.every(isPlain) ? list.map(String) : undefined;
}
