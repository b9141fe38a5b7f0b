// How text becomes a message of a protocol, or a line of a record: JSON that fits a schema, or one sentence that says
// why not.

import * as v from 'valibot';

/** A message, or the reason why the text is none. */
export type Parsed<T> = { ok: true; message: T } | { ok: false; reason: string };

/** What the reason calls the text as a whole, and whatever has the field that is wrong. */
const MESSAGE_WORDS = { whole: 'a text message', part: 'control message' };

/** Parses `text` as JSON that fits `schema`; never throws. `words`: default {@link MESSAGE_WORDS}. */
export function parseJson<T>(
  schema: v.GenericSchema<unknown, T>,
  text: string,
  words = MESSAGE_WORDS,
): Parsed<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: `${words.whole} must be one JSON object` };
  }
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return { ok: true, message: result.output };
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  return { ok: false, reason: path ? `${words.part}, ${path}: ${issue.message}` : issue.message };
}
