// The figures that the kernel keeps of one end, as text for a table; what it does not give is "–".

import type { KernelDetails, KernelEnd } from '../../../server/protocol/kernel.ts';
import { formatBytes, formatCount, formatDuration } from '../format.ts';
import type { GlossaryWord } from '../glossary.ts';
import type { KernelHistory } from '../kernel-history.ts';
import type { EndName } from '../states/life-cycle.ts';

/** For a figure that is not there. */
export const ABSENT = '–';

/** Samples that are looked at for details, which come less often than the rest: about two seconds' worth. */
const DETAIL_SAMPLES = 8;

/** One row of the table, but for the ends' states. */
export interface FigureRow {
  readonly word: GlossaryWord;
  /** What is shown of an end. */
  readonly show: (figures: EndFigures) => string;
}

export interface EndFigures {
  readonly end: KernelEnd | undefined;
  readonly details: KernelDetails;
}

/** What is known of an end now: its latest sample, and the latest details of it. */
export function figuresOf({ samples, latest }: KernelHistory, name: EndName): EndFigures {
  const pick = (index: number): KernelEnd | undefined => {
    const sample = samples.at(index)?.sample;
    return name === 'client' ? sample?.clientEnd : sample?.serverEnd;
  };
  let details: KernelDetails | undefined;
  for (let back = 1; back <= DETAIL_SAMPLES && details === undefined; back += 1)
    details = pick(samples.length - back)?.details;
  return { end: latest && pick(samples.length - 1), details: details ?? {} };
}

export const figureRows: readonly FigureRow[] = [
  { word: 'receiveQueue', show: ({ end }) => shown(end?.receiveQueue, formatBytes) },
  { word: 'sendQueue', show: ({ end }) => shown(end?.sendQueue, formatBytes) },
  { word: 'kernelTimer', show: ({ end }) => (end ? describeTimer(end) : ABSENT) },
  { word: 'RTT', show: ({ details }) => describeRtt(details) },
  { word: 'peerWindow', show: ({ details }) => shown(details.peerWindowBytes, formatBytes) },
  { word: 'cwnd', show: ({ details }) => describeWindow(details) },
  { word: 'retransmissions', show: ({ details }) => shown(details.retransmissions, formatCount) },
  { word: 'acknowledged', show: ({ details }) => shown(details.bytesAcknowledged, formatBytes) },
  { word: 'windowLimited', show: ({ details }) => shown(details.windowLimitedMs, formatDuration) },
];

/** `none`, `probe in 376 ms, 3 unanswered`, `probe due`. */
export function describeTimer({
  timer,
  timerMs,
  unanswered,
}: Pick<KernelEnd, 'timer' | 'timerMs' | 'unanswered'>): string {
  if (timer === 'none') return 'none';
  return `${TIMER_WORDS[timer]}${describeWait(timerMs)}${unanswered > 0 ? `, ${formatCount(unanswered)} unanswered` : ''}`;
}

/** When a timer fires: the kernel counts in hundredths of a second, so that 0 is any time now. */
function describeWait(timerMs: number | undefined): string {
  if (timerMs === undefined) return '';
  return timerMs > 0 ? ` in ${formatDuration(timerMs)}` : ' due';
}

const TIMER_WORDS: Record<Exclude<KernelEnd['timer'], 'none'>, string> = {
  retransmit: 'retransmit',
  keepalive: 'keep-alive',
  timeWait: 'over',
  zeroWindowProbe: 'probe',
};

/** `0.014 ± 0.007 ms`: on loopback it is far below a tenth of a millisecond. */
function describeRtt({ rttMs, rttVariationMs }: KernelDetails): string {
  if (rttMs === undefined) return ABSENT;
  const digits = rttMs < 1 ? 3 : 1;
  const variation = rttVariationMs === undefined ? '' : ` ± ${rttVariationMs.toFixed(digits)}`;
  return `${rttMs.toFixed(digits)}${variation} ms`;
}

/** `10 × 32.7 kB`: segments, and the bytes of one. */
function describeWindow({ congestionWindow, segmentBytes }: KernelDetails): string {
  if (congestionWindow === undefined) return ABSENT;
  return segmentBytes === undefined
    ? formatCount(congestionWindow)
    : `${formatCount(congestionWindow)} × ${formatBytes(segmentBytes)}`;
}

function shown(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? ABSENT : format(value);
}
