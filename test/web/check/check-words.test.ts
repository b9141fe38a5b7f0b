// What is said of a check: to the eye, to the ear, and in files.

import { describe, expect, it } from 'vitest';
import type { CheckMessage, Verdict } from '../../../server/protocol/check.ts';
import { checkToJson, checkToText } from '../../../web/model/check/check-file.ts';
import { CheckRecord } from '../../../web/model/check/check-record.ts';
import { announceEnd, describeCheckClose, summarise } from '../../../web/model/check/check-words.ts';
import { infoOf } from '../../support/check-messages.ts';

const NONE: Record<Verdict, number> = { pass: 0, slow: 0, fail: 0, notTestable: 0 };

/** A check of `lab` whose cases came to these verdicts, in turn; `undefined`: it did not come to that one. */
function createRecord(
  verdicts: readonly (Verdict | undefined)[],
  how: 'complete' | 'stopped' | 'timedOut' = 'complete',
  isPart = false,
): CheckRecord {
  const record = new CheckRecord();
  record.begin(isPart);
  record.apply({ type: 'start', target: 'lab', cases: verdicts.map((_, index) => infoOf(`case-${index}`)) });
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict === undefined) continue;
    const result = {
      id: `case-${index}`,
      verdict,
      ms: 1500,
      finding: `finding ${index}`,
      ...(verdict === 'fail' ? { hint: `hint ${index}` } : {}),
    };
    const message: CheckMessage = { type: 'result', result, trails: [], trailsOmitted: 0 };
    record.apply(message);
  }
  record.apply({ type: 'end', how });
  return record;
}

describe('the summary', () => {
  it.each([
    ['29 pass, 1 slow, 1 fails', { pass: 29, slow: 1, fail: 1 }, 0],
    ['1 passes, 2 fail', { pass: 1, fail: 2 }, 0],
    ['31 pass', { pass: 31 }, 0],
    ['1 fails, 30 not testable', { fail: 1, notTestable: 30 }, 0],
    ['12 pass, 19 not run', { pass: 12 }, 19],
    ['nothing', {}, 0],
  ])('%s', (sentence, counts, notRun) => {
    expect(summarise({ counts: { ...NONE, ...counts }, notRun })).toBe(sentence);
  });
});

describe('what is announced at the end', () => {
  it('sums a check up', () => {
    expect(announceEnd(createRecord(['pass', 'pass', 'fail']))).toBe('Echo Check of lab: 2 pass, 1 fails');
  });

  it('says that it did not come to its end', () => {
    expect(announceEnd(createRecord(['pass', undefined], 'stopped'))).toBe(
      'Echo Check of lab stopped: 1 passes, 1 not run',
    );
    expect(announceEnd(createRecord(['pass', undefined], 'timedOut'))).toBe(
      'Echo Check of lab ran out of time: 1 passes, 1 not run',
    );
  });

  it('names the one case that was run again', () => {
    expect(announceEnd(createRecord(['slow'], 'complete', true))).toBe(
      'Echo Check of lab: Title of case-0: slow',
    );
  });

  it('is why there was none, and nothing while it goes on', () => {
    const record = new CheckRecord();
    record.begin(false);
    expect(announceEnd(record)).toBeUndefined();
    record.failed('lab cannot be checked: it does not run.');
    expect(announceEnd(record)).toBe('lab cannot be checked: it does not run.');
  });
});

describe('why there is no check', () => {
  it.each([
    [1013, 'a check runs in this room already', 'The check has to wait: a check runs in this room already.'],
    [4100, 'python3 was not found', 'lab cannot be checked: python3 was not found.'],
    [1008, 'unknown target', 'The server refuses to check lab: unknown target.'],
    [1001, 'the server is stopping', 'The server is stopping, and the check with it.'],
    [1011, '', 'The check failed by a defect of this program; its log says more.'],
    [1006, '', 'The connection to the server was lost (close 1006), and the check with it.'],
    [4100, '', 'lab cannot be checked.'],
    [4100, 'It is a sentence.', 'lab cannot be checked: It is a sentence.'],
  ])('%i %s', (code, reason, sentence) => {
    expect(describeCheckClose(code, reason, 'lab')).toBe(sentence);
  });
});

describe('a check as a file', () => {
  it('as text has a line a case, and of those that did not pass what to do', () => {
    expect(checkToText(createRecord(['pass', 'fail', undefined], 'stopped'))).toBe(
      [
        'Echo Check of lab: 1 passes, 1 fails, 1 not run · 3.0 s',
        '',
        'pass          case-0     1.5 s  finding 0',
        'fail          case-1     1.5 s  finding 1',
        '              expected: case-1 is expected (RFC case-1)',
        '              hint: hint 1',
        'not run       case-2  Title of case-2',
        '',
      ].join('\n'),
    );
  });

  it('as JSON has all that is known of each case', () => {
    const file = JSON.parse(checkToJson(createRecord(['fail', undefined], 'timedOut')));
    expect(file).toEqual({
      target: 'lab',
      end: 'timedOut',
      counts: { ...NONE, fail: 1, notRun: 1 },
      results: [{ ...infoOf('case-0'), verdict: 'fail', ms: 1500, finding: 'finding 0', hint: 'hint 0' }],
      notRun: ['case-1'],
    });
  });
});
