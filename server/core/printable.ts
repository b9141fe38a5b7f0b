// Text from outside made safe for a terminal or a log line: whatever could move the cursor, break the line or
// reorder what is read is shown as an escape instead.

/** C0, DEL and C1 controls; line and paragraph separators; zero-width and bidirectional marks; lone surrogates. */
const unprintable = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** `text` on one line without any control, cut with an ellipsis after `maxLength` characters (UTF-16 units). */
export function printable(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  const shown = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return shown.replace(unprintable, escapeCharacter);
}

/** JavaScript's notation of one character: `\n`, `\u001b`. */
function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0).toString(16).padStart(4, '0');
  return shortEscapes.get(character) ?? `\\u${code}`;
}
