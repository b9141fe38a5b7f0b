// An Echo Check as a file: JSON for programs, text for a mail or a report.

import { checkDocument } from '../../../server/protocol/check-document.ts';
import { formatDuration } from '../format.ts';
import type { CheckRecord, CheckRow } from './check-record.ts';
import { summarise, verdictWords } from './check-words.ts';

/** What is lost counts as stopped. */
export function checkToJson({ target = '', phase, rows, results }: CheckRecord): string {
  const end = phase.kind === 'ended' ? phase.how : 'stopped';
  const cases = rows.map(({ info }) => info);
  return `${JSON.stringify(checkDocument(target, end, cases, results), undefined, 2)}\n`;
}

/** A line a case; of those that did not pass with what was expected and where to look. */
export function checkToText(record: CheckRecord): string {
  const { target, rows, totalMs } = record;
  const idWidth = Math.max(0, ...rows.map(({ info }) => info.id.length));
  return [
    `Echo Check of ${target}: ${summarise(record)} · ${formatDuration(totalMs)}`,
    '',
    ...rows.flatMap((row) => rowToText(row, idWidth)),
    '',
  ].join('\n');
}

const VERDICT_WIDTH = Math.max(...Object.values(verdictWords).map(({ word }) => word.length));

function rowToText({ info, result }: CheckRow, idWidth: number): string[] {
  const id = info.id.padEnd(idWidth);
  if (result === undefined) return [`${'not run'.padEnd(VERDICT_WIDTH)}  ${id}  ${info.title}`];
  const { verdict, ms, finding, hint } = result;
  const line = `${verdictWords[verdict].word.padEnd(VERDICT_WIDTH)}  ${id}  ${formatDuration(ms).padStart(8)}  ${finding}`;
  if (verdict === 'pass') return [line];
  const indent = ' '.repeat(VERDICT_WIDTH + 2);
  return [
    line,
    `${indent}expected: ${info.expectation} (${info.source})`,
    ...(hint === undefined ? [] : [`${indent}hint: ${hint}`]),
  ];
}
