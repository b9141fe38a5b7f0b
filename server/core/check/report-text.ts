// An Echo Check as lines at the terminal. A verdict is a word; colour only underlines it.
//
//   pass  smoke                     152 ms  13 bytes came back
//   FAIL  no-newline                 2.0 s  silence for 2.0 s after 0 of 10 bytes
//         TCP knows no lines: …

import type { CaseInfo, CaseResult, Verdict } from '../../protocol/check.ts';
import { countVerdicts } from '../../protocol/check-document.ts';
import { printable } from '../printable.ts';
import { formatDuration } from '../quantities.ts';
import type { CheckReport } from './check-report.ts';

export interface TextStyle {
  readonly color: boolean;
  /** Columns at which hints are wrapped; not at all when absent. */
  readonly width?: number | undefined;
}

/** The words of the verdicts, each of four characters. */
const words: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  slow: 'slow',
  fail: 'FAIL',
  notTestable: 'n/a ',
};

/** Select Graphic Rendition (ECMA-48 §8.3.117): green, yellow, red and bold, faint. */
const colors: Readonly<Record<Verdict, string>> = { pass: '32', slow: '33', fail: '1;31', notTestable: '2' };

const HINT_INDENT = '        ';

/** Columns of `formatDuration`, up to a minute. */
const DURATION_COLUMNS = 7;

/** The first line. */
export function headingLine(target: string, cases: readonly CaseInfo[]): string {
  return `Echo Check of ${target}, ${cases.length === 1 ? '1 case' : `${cases.length} cases`}`;
}

/** What stands where the result will, while a case runs. */
export function runningLine(id: string, index: number, count: number): string {
  return `  ....  ${id}  (${index} of ${count})`;
}

/** One case: its line, and below it the hint when it failed. */
export function resultLines(
  { id, verdict, ms, finding, hint }: CaseResult,
  cases: readonly CaseInfo[],
  style: TextStyle,
): string[] {
  const idColumns = Math.max(...cases.map((info) => info.id.length));
  const word = style.color ? `\u001b[${colors[verdict]}m${words[verdict]}\u001b[0m` : words[verdict];
  const time = formatDuration(ms).padStart(DURATION_COLUMNS);
  const line = `  ${word}  ${id.padEnd(idColumns)}  ${time}  ${printable(finding)}`;
  const hints = hint === undefined ? [] : wrap(hint, style.width);
  return [line, ...hints.map((text) => HINT_INDENT + text)];
}

/** The last line: `37 passed, 1 failed in 5.2 s`, and what has not run. */
export function summaryLine({ end, results, notRun }: CheckReport, ms: number): string {
  const { pass, slow, fail, notTestable } = countVerdicts(results);
  const counts: [number, string][] = [
    [pass, 'passed'],
    [slow, 'slow'],
    [fail, 'failed'],
    [notTestable, 'not testable'],
  ];
  const shown = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const ran = `${shown.length > 0 ? shown.join(', ') : 'no case ran'} in ${formatDuration(ms)}`;
  if (notRun.length === 0) return ran;
  const why = end === 'timedOut' ? 'the time for the whole check is up' : 'stopped';
  return `${ran}; ${why}: ${notRun.length} ${notRun.length === 1 ? 'case' : 'cases'} did not run`;
}

/** The cases as a list: ids, and what each asks. */
export function listLines(cases: readonly CaseInfo[]): string[] {
  const idColumns = Math.max(...cases.map(({ id }) => id.length));
  return cases.map(({ id, title }) => `${id.padEnd(idColumns)}  ${title}`);
}

function wrap(text: string, width: number | undefined): string[] {
  if (width === undefined) return [text];
  const columns = Math.max(20, width - HINT_INDENT.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
