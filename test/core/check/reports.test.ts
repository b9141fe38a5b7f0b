// What a check comes to, as text, JSON and JUnit's XML.

import { describe, expect, it } from 'vitest';
import { type CheckReport, isPassed } from '../../../server/core/check/check-report.ts';
import { toJunit } from '../../../server/core/check/report-junit.ts';
import {
  headingLine,
  listLines,
  resultLines,
  runningLine,
  summaryLine,
} from '../../../server/core/check/report-text.ts';
import type { CaseInfo, CaseResult } from '../../../server/protocol/check.ts';
import { checkDocument } from '../../../server/protocol/check-document.ts';

const info = (id: string): CaseInfo => ({
  id,
  title: `Title of ${id}`,
  source: 'RFC 862',
  description: 'Sends.',
  expectation: 'Comes back.',
  limitMs: 1000,
});

const cases = ['smoke', 'no-newline', 'nul', 'half-close', 'size-1'].map(info);
const results: CaseResult[] = [
  { id: 'smoke', verdict: 'pass', ms: 0.8, finding: '13 bytes came back' },
  {
    id: 'no-newline',
    verdict: 'fail',
    ms: 2004,
    finding: 'silence <&> "it"',
    hint: 'Call recv. Do not wait.',
  },
  { id: 'nul', verdict: 'slow', ms: 812, finding: '\u001b[2J\n' },
  { id: 'half-close', verdict: 'notTestable', ms: 3, finding: 'no socket' },
];
const report: CheckReport = { end: 'stopped', results, notRun: [info('size-1')] };
const complete: CheckReport = { end: 'complete', results: results.slice(0, 1), notRun: [] };

describe('as text', () => {
  const plain = { color: false };

  it('is aligned, and shows no control character of the server’s', () => {
    expect(results.flatMap((result) => resultLines(result, cases, plain))).toEqual([
      '  pass  smoke        0.8 ms  13 bytes came back',
      '  FAIL  no-newline    2.0 s  silence <&> "it"',
      '        Call recv. Do not wait.',
      '  slow  nul          812 ms  \\u001b[2J\\n',
      '  n/a   half-close   3.0 ms  no socket',
    ]);
  });

  it('underlines a verdict with colour where that is wanted', () => {
    expect(resultLines(results[0] as CaseResult, cases, { color: true })).toEqual([
      '  \u001b[32mpass\u001b[0m  smoke        0.8 ms  13 bytes came back',
    ]);
  });

  it('wraps hints at the terminal’s width', () => {
    const failed: CaseResult = {
      id: 'nul',
      verdict: 'fail',
      ms: 1,
      finding: 'x',
      hint: 'one two three four five six',
    };
    expect(resultLines(failed, cases, { color: false, width: 30 }).slice(1)).toEqual([
      '        one two three four',
      '        five six',
    ]);
  });

  it.each<[CheckReport, string]>([
    [complete, '1 passed in 5.2 s'],
    [report, '1 passed, 1 slow, 1 failed, 1 not testable in 5.2 s; stopped: 1 case did not run'],
    [
      { end: 'timedOut', results: [], notRun: cases },
      'no case ran in 5.2 s; the time for the whole check is up: 5 cases did not run',
    ],
  ])('is summed up', (summed, line) => {
    expect(summaryLine(summed, 5200)).toBe(line);
  });

  it('has a heading, a line of what runs, and a list', () => {
    expect(headingLine('[::1]:7', cases)).toBe('Echo Check of [::1]:7, 5 cases');
    expect(headingLine('[::1]:7', cases.slice(0, 1))).toBe('Echo Check of [::1]:7, 1 case');
    expect(runningLine('nul', 3, 5)).toBe('  ....  nul  (3 of 5)');
    expect(listLines(cases.slice(0, 2))).toEqual([
      'smoke       Title of smoke',
      'no-newline  Title of no-newline',
    ]);
  });
});

it('as JSON has what each case asked and came to', () => {
  expect(checkDocument('h:7', report.end, cases, report.results)).toEqual({
    target: 'h:7',
    end: 'stopped',
    counts: { pass: 1, slow: 1, fail: 1, notTestable: 1, notRun: 1 },
    results: results.map((result) => ({ ...info(result.id), ...result })),
    notRun: ['size-1'],
  });
});

it('as JUnit’s XML has failures and what was skipped, and only characters that XML allows', () => {
  expect(toJunit('h:7', cases, report, 5200)).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="Echo Check of h:7" tests="5" failures="1" errors="0" skipped="2" time="5.200">
    <testcase name="smoke" classname="echo-check" time="0.001"><system-out>13 bytes came back</system-out></testcase>
    <testcase name="no-newline" classname="echo-check" time="2.004"><failure message="silence &lt;&amp;&gt; &quot;it&quot;">Call recv. Do not wait.</failure></testcase>
    <testcase name="nul" classname="echo-check" time="0.812"><system-out>slow: \ufffd[2J&#10;</system-out></testcase>
    <testcase name="half-close" classname="echo-check" time="0.003"><skipped message="no socket"/></testcase>
    <testcase name="size-1" classname="echo-check" time="0.000"><skipped message="did not run"/></testcase>
  </testsuite>
</testsuites>
`,
  );
});

it('is passed when every case had its time and none failed', () => {
  expect(isPassed(complete)).toBe(true);
  expect(isPassed({ ...complete, end: 'timedOut' })).toBe(false);
  expect(isPassed({ ...complete, results })).toBe(false);
  expect(isPassed({ ...complete, results: results.slice(2) })).toBe(true);
});
