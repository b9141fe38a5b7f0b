// An Echo Check as JUnit's XML, which continuous integration shows: a test suite with a test case for each case. What is
// not testable, or did not run, is skipped; a slow one has passed and says so in its output.

import type { CaseInfo, CaseResult } from '../../protocol/check.ts';
import { countVerdicts } from '../../protocol/check-document.ts';
import type { CheckReport } from './check-report.ts';

/** The whole document. `cases` are those that were to run; `ms` is what the check took. */
export function toJunit(target: string, cases: readonly CaseInfo[], report: CheckReport, ms: number): string {
  const { results, notRun } = report;
  const { fail, notTestable } = countVerdicts(results);
  const suite = attributes({
    name: `Echo Check of ${target}`,
    tests: cases.length,
    failures: fail,
    errors: 0,
    skipped: notTestable + notRun.length,
    time: seconds(ms),
  });
  const ran = results.map((result) => testCase(result.id, result.ms, outcome(result)));
  const skipped = notRun.map(({ id }) =>
    testCase(id, 0, `<skipped${attributes({ message: 'did not run' })}/>`),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite${suite}>`,
    ...ran,
    ...skipped,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(id: string, ms: number, content: string): string {
  const head = `    <testcase${attributes({ name: id, classname: 'echo-check', time: seconds(ms) })}`;
  return `${head}>${content}</testcase>`;
}

function outcome({ verdict, finding, hint }: CaseResult): string {
  switch (verdict) {
    case 'fail':
      return `<failure${attributes({ message: finding })}>${escapeXml(hint ?? '')}</failure>`;
    case 'notTestable':
      return `<skipped${attributes({ message: finding })}/>`;
    case 'slow':
      return `<system-out>${escapeXml(`slow: ${finding}`)}</system-out>`;
    case 'pass':
      return `<system-out>${escapeXml(finding)}</system-out>`;
    default:
      return verdict satisfies never;
  }
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** What XML 1.0 §2.2 does not allow in a document, not even escaped. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escapeXml(text: string): string {
  return (
    text
      .replace(forbidden, '\ufffd')
      .replace(/[&<>"']/g, (character) => entities[character] ?? '')
      // As they are, a reader turns them into blanks within an attribute (XML 1.0 §3.3.3).
      .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
  );
}
