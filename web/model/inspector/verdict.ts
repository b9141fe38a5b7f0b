// A comparison in words: one sentence, and its figures.

import { formatCount, formatPlural } from '../format.ts';
import type { Comparison } from './comparison.ts';
import type { Fact } from './facts.ts';
import { hexByte } from './hex-rows.ts';

/** `good`: all came back the same; `bad`: something differs or is lost; `quiet`: not all is known yet. */
export interface Verdict {
  readonly tone: 'good' | 'bad' | 'quiet';
  readonly sentence: string;
}

export function describeComparison(comparison: Comparison): Verdict {
  const { bytes, same, different, missing, unsent, unkept, isOver, difference } = comparison;
  if (difference) {
    const { offset, sent, received } = difference;
    const sentence = `First difference at offset ${formatCount(offset)}: sent 0x${hexByte(sent)}, received 0x${hexByte(received)}.`;
    return { tone: 'bad', sentence };
  }
  if (same === bytes) {
    const all = bytes === 1 ? 'The byte' : `All ${formatCount(bytes)} bytes`;
    return { tone: 'good', sentence: `${all} came back the same.` };
  }
  if (different > 0 || unkept > 0) {
    return { tone: 'quiet', sentence: 'What came back here is no longer held for comparing.' };
  }
  const so = same === 0 ? 'Nothing' : `${formatCount(same)} of ${formatPlural(bytes, 'byte')}`;
  const came = `${so} came back${isOver ? '' : ' so far'}${same === 0 ? '' : ', the same as sent'}`;
  if (!isOver) return { tone: 'quiet', sentence: `${came}.` };
  const lost = missing > 0 ? `${formatCount(missing)} lost` : '';
  const never = unsent > 0 ? `${formatCount(unsent)} never sent` : '';
  return {
    tone: missing > 0 ? 'bad' : 'quiet',
    sentence: `${came}: ${[lost, never].filter(Boolean).join(', ')}.`,
  };
}

/**
 * The figures that are not 0, unless one is all there is to say; `unexpected`: received bytes beside them that answer
 * nothing.
 */
export function comparisonFacts(comparison: Comparison, unexpected = 0): Fact[] {
  const { same, different, missing, unsent, unkept, isOver } = comparison;
  const figures: readonly (readonly [name: string, bytes: number])[] = [
    ['same', same],
    ['different', different],
    ['came back, not kept', unkept],
    [isOver ? 'lost' : 'on the way', missing],
    [isOver ? 'never sent' : 'not sent yet', unsent],
    ['unexpected', unexpected],
  ];
  const some = figures.filter(([, bytes]) => bytes > 0);
  return (some.length === 1 ? [] : some).map(([name, bytes]) => [name, formatPlural(bytes, 'byte')]);
}
