// The README tells the truth about the settings: its table is the one in server/core/settings.ts.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { defaultText, settings } from '../server/core/settings.ts';

/** Rows of Markdown tables, cells trimmed. */
const rows = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `--'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

it('lists every setting with its default and meaning, in order', () => {
  const expected = Object.values(settings).map((setting) => {
    const name = 'valueName' in setting ? `${setting.flag} ${setting.valueName}` : setting.flag;
    return [`\`${name}\``, defaultText(setting), setting.description];
  });
  expect(rows).toEqual(expected);
});
