// A crowd in sentences: what a target did to its clients, and what became of one of them.

import { formatCount, formatDuration, formatPlural } from '../format.ts';
import { type CrowdFigures, figuresOf } from './crowd-figures.ts';
import type { CrowdRecord } from './crowd-record.ts';
import type { ClientTrace } from './crowd-trace.ts';

/** `1st`, `2nd`, `3rd`, `12th`. */
export function formatOrdinal(number: number): string {
  const teens = number % 100 >= 11 && number % 100 <= 13;
  const ending = teens ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${formatCount(number)}${ending}`;
}

/** A whole crowd that is over, in one sentence. */
export function describeCrowd({ parts }: CrowdRecord): string {
  const words = parts.map(({ target, clients }) => {
    const figures = figuresOf(clients);
    const ended = figures.failed === 0 ? '' : `, ${formatCount(figures.failed)} failed`;
    return `${target}: ${describeTogether(figures)}${ended}`;
  });
  return `The crowd is over. ${words.join('. ')}.`;
}

/** What a target does to its clients, or has done. */
export function describePart(clients: readonly ClientTrace[], figures: CrowdFigures): string {
  const { arrived, finished, failed, stopped } = figures;
  if (finished + failed + stopped < figures.clients) return describeWork(figures);
  if (arrived === 0) return 'Stopped before the first client came.';
  const parts = [describeWait(clients, figures), describeFailures(figures)];
  if (stopped > 0) parts.push(`Stopped with ${formatPlural(stopped, 'client')} still to finish.`);
  return parts.filter((part) => part !== '').join(' ');
}

function describeWork({ arrived, waiting, served, finished, failed }: CrowdFigures): string {
  if (arrived === 0) return 'Nobody has come yet.';
  const is = (count: number): string => `${formatCount(count)} ${count === 1 ? 'is' : 'are'}`;
  const parts = [`${is(served)} served`, `${formatCount(waiting)} ${waiting === 1 ? 'waits' : 'wait'}`];
  if (finished > 0) parts.push(`${formatCount(finished)} ${finished === 1 ? 'has' : 'have'} finished`);
  if (failed > 0) parts.push(`${formatCount(failed)} failed`);
  return `${parts.join(', ')}.`;
}

/** The last client's wait says what it means to come late. */
function describeWait(clients: readonly ClientTrace[], figures: CrowdFigures): string {
  const last = clients.findLast(({ waitedMs }) => waitedMs !== undefined);
  if (last?.waitedMs === undefined) return 'Nobody got an echo.';
  const wait = `The ${formatOrdinal(last.client)} client waited ${formatDuration(last.waitedMs)}`;
  return `${wait}; ${describeTogether(figures)}.`;
}

/** How many were served at the same time, in words that stand within a sentence. */
export function describeTogether({ servedTogether, thereTogether }: CrowdFigures): string {
  if (servedTogether === 0) return 'nobody was served';
  if (thereTogether <= 1) return 'no two were there at the same time';
  return servedTogether === 1
    ? 'one at a time was served'
    : `up to ${formatCount(servedTogether)} were served together`;
}

function describeFailures({ failed, reasons }: CrowdFigures): string {
  const [first, ...others] = reasons;
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` and ${formatPlural(others.length, 'other reason')}`;
  return `${formatPlural(failed, 'client')} failed: ${first.reason}${more}.`;
}

/** What became of `client`, up to now. `others`: all clients of its target. */
export function describeClient(client: ClientTrace, others: readonly ClientTrace[], nowMs: number): string {
  const { dialledAtMs, establishedAtMs, firstEchoAtMs } = client;
  const name = `Client ${client.client}`;
  if (dialledAtMs === undefined)
    return `${name} ${client.end === undefined ? 'is still to come' : 'never came'}.`;
  if (firstEchoAtMs === undefined) {
    if (client.end === undefined) {
      const what = establishedAtMs === undefined ? 'dials' : 'waits for its first echo';
      return `${name} ${what}: ${formatDuration(nowMs - dialledAtMs)} so far.`;
    }
    return `${name} ${describeEnd(client, dialledAtMs)} It got no echo.`;
  }
  const waited = `${name} waited ${formatDuration(firstEchoAtMs - dialledAtMs)} for its first echo`;
  const before = whileServed(client, others);
  const ending = client.end === undefined ? '' : ` It ${describeEnd(client, dialledAtMs)}`;
  return `${waited}${before === '' ? '' : `, while ${before}`}.${ending || describeProgress(client)}`;
}

function describeProgress({ echoes, phase }: ClientTrace): string {
  const doing = phase === 'thinking' ? 'thinks' : phase === 'leaving' ? 'leaves' : 'is served';
  return ` ${formatPlural(echoes, 'echo', 'echoes')} so far; it ${doing}.`;
}

function describeEnd({ end, endedAtMs = 0, reason, echoes }: ClientTrace, dialledAtMs: number): string {
  const after = formatDuration(endedAtMs - dialledAtMs);
  const all = echoes === 1 ? 'its echo' : `all ${formatCount(echoes)} echoes`;
  switch (end) {
    case 'failed':
      return `failed after ${after}: ${reason}.`;
    case 'stopped':
      return `was stopped after ${after}.`;
    default:
      return `had ${all} and closed after ${after}.`;
  }
}

/** Whom the server was busy with until it turned to `client`: those whose turn ended while it waited. */
function whileServed(client: ClientTrace, others: readonly ClientTrace[]): string {
  const { dialledAtMs = 0, firstEchoAtMs = 0 } = client;
  const served = others
    .filter((other) => {
      const { servedToMs } = other;
      return (
        other !== client &&
        servedToMs !== undefined &&
        servedToMs > dialledAtMs &&
        servedToMs <= firstEchoAtMs
      );
    })
    .map((other) => other.client);
  if (served.length === 0) return '';
  if (served.length === 1) return `client ${served[0]} was served`;
  return `clients ${formatRanges(served)} were served`;
}

/** `2 and 5`, `2 to 6`, `2 to 4 and 9`; numbers rise. */
export function formatRanges(numbers: readonly number[]): string {
  const ranges: { from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && number === last.to + 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  const words = ranges.flatMap(({ from, to }) => {
    if (from === to) return [`${from}`];
    return to === from + 1 ? [`${from}`, `${to}`] : [`${from} to ${to}`];
  });
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} and ${last}`;
}
