// What the ladder's events are called: a short label beside them, and one line with all that is known of them.

import type { MarkStep } from '../../../server/protocol/trace.ts';
import { formatBytes, formatClock, formatCount, formatDuration, formatPlural } from '../format.ts';
import { carrying, type Journey } from './journeys.ts';
import type { ChunkItem } from './ladder.ts';
import type { MarkItem } from './ladder-marks.ts';
import { stations, type Timeline } from './timeline.ts';

const markWords: Record<MarkStep, string> = {
  upgrade: 'upgrade',
  dial: 'dial',
  connect: 'connected',
  accept: 'accept',
  serve: 'serve',
  finSent: 'FIN',
  finReceived: 'FIN received',
  rstSent: 'RST',
  rstReceived: 'RST received',
  pause: 'pause',
  resume: 'resume',
  hold: 'hold',
  release: 'release',
  error: 'error',
  close: 'close',
};

const markSentences: Record<MarkStep, string> = {
  upgrade: 'the WebSocket is open',
  dial: 'asks for the TCP connection: SYN',
  connect: 'the handshake is complete',
  accept: 'the server took the connection over',
  serve: 'the server turned to the connection, which had waited',
  finSent: 'sends no more',
  finReceived: 'the peer sends no more',
  rstSent: 'the connection is aborted',
  rstReceived: 'the peer aborted the connection',
  pause: 'reading the TCP socket stops',
  resume: 'reading the TCP socket goes on',
  hold: 'reading the WebSocket stops: the target takes no more',
  release: 'reading the WebSocket goes on',
  error: 'something failed',
  close: 'the end',
};

/** The browser's own end is the WebSocket. */
const browserSentences: Partial<Record<MarkStep, string>> = {
  dial: 'opens the WebSocket',
  connect: 'the gateway says that the TCP connection is established',
  pause: 'asks the gateway to stop reading',
  resume: 'asks the gateway to go on reading',
};

/** Labels of an item from the longest to the shortest: the first that has room is drawn. */
export function itemLabels(item: ChunkItem | MarkItem): readonly string[] {
  if (item.kind === 'mark') {
    const word = item.lane === 'browser' && item.step === 'connect' ? 'open' : markWords[item.step];
    const times = item.count > 1 ? `${formatCount(item.count)} × ` : '';
    const [code = ''] = item.detail.split(' ');
    return item.step === 'close' || item.step === 'error'
      ? [`${times}${word} ${code}`.trimEnd(), `${times}${word}`]
      : [`${times}${word}`];
  }
  const bytes = formatBytes(item.to - item.from);
  return item.count > 1
    ? [`${formatPlural(item.count, item.step)}, ${bytes}`, `${formatCount(item.count)} × ${item.step}`, bytes]
    : [`${item.step} ${bytes}`, bytes];
}

/** `offsets 0 – 11`: the first and the last byte. */
export function formatOffsets({ from, to }: { readonly from: number; readonly to: number }): string {
  return to - from <= 1 ? `byte ${formatCount(from)}` : `bytes ${formatCount(from)} – ${formatCount(to - 1)}`;
}

/** One line on a chunk or a mark. `originMs`: the page's monotonic clock began then, since the Unix epoch. */
export function describeItem(
  item: ChunkItem | MarkItem,
  timeline: Timeline,
  journey: Journey | undefined,
  originMs: number,
): string {
  const where = `${formatClock(originMs + item.atMs)} · ${timeline.laneName(item.lane)}`;
  if (item.kind === 'mark') {
    const sentence =
      (item.lane === 'browser' ? browserSentences[item.step] : undefined) ?? markSentences[item.step];
    const times = item.count > 1 ? ` · ${formatCount(item.count)} times` : '';
    const detail = item.detail === '' ? '' : ` · ${item.detail}`;
    return `${where} · ${markWords[item.step]}: ${sentence}${detail}${times}`;
  }
  const chunks = item.count > 1 ? ` in ${formatPlural(item.count, 'chunk')}` : '';
  const span = item.untilMs > item.atMs ? ` over ${formatDuration(item.untilMs - item.atMs)}` : '';
  const bytes = formatBytes(item.to - item.from);
  return `${where} · ${item.step} ${bytes}${chunks}${span} · ${formatOffsets(item)}${sinceStepBefore(item, timeline, journey)}`;
}

/** How long the item's first byte took since the station before; an echo's first stop is the server's read of it. */
function sinceStepBefore(item: ChunkItem, timeline: Timeline, journey: Journey | undefined): string {
  const before = stations[item.station - 1];
  const [chunk] = carrying(journey?.chunks[item.station - 1] ?? [], item.from, item.from + 1);
  if (before === undefined || chunk === undefined) return '';
  const tookMs = item.atMs - timeline.timeMs(chunk);
  // A run is told by its ends only: its first byte may have gone on before the run was over.
  if (tookMs < 0) return '';
  return ` · ${formatDuration(tookMs)} after ${timeline.laneName(before.lane)} ${before.step}`;
}
