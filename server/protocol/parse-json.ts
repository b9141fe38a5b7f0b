// How both protocols read a text message: JSON that fits a schema, or one sentence that says why not.

import * as v from 'valibot';

/** A message, or the reason why the text is none. */
export type Parsed<T> = { ok: true; message: T } | { ok: false; reason: string };

/** Parses `text` as JSON that fits `schema`; never throws. */
export function parseJson<T>(schema: v.GenericSchema<unknown, T>, text: string): Parsed<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'a text message must be one JSON object' };
  }
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return { ok: true, message: result.output };
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  return { ok: false, reason: path ? `control message, ${path}: ${issue.message}` : issue.message };
}
