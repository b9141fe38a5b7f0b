// What a line that carries no bytes says, as a table of names and values.

import { formatEndpoint } from '../../../server/protocol/endpoint.ts';
import type { ServerEvent } from '../../../server/protocol/server-event.ts';
import { formatClock, formatCount, formatDuration, formatPlural } from '../format.ts';
import { define } from '../glossary.ts';
import { servedByWords } from '../served-by.ts';
import type { NoteLine } from '../transcript.ts';

/** One row of the table. */
export type Fact = readonly [name: string, value: string];

/** What a note of a transcript says. */
export function noteFacts({ wallMs, connection, text }: NoteLine): Fact[] {
  return [
    ['time', formatClock(wallMs)],
    ['connection', `number ${formatCount(connection)} of this client`],
    ['event', text],
  ];
}

/** What a line of the server's log says, apart from bytes. */
export function serverEventFacts(event: ServerEvent): Fact[] {
  return [['time', formatClock(event.at)], ...partiesOf(event), ...figuresOf(event)];
}

function partiesOf(event: ServerEvent): Fact[] {
  const facts: Fact[] = [['server', event.server]];
  if ('peer' in event) facts.push(['peer', formatEndpoint(event.peer)]);
  if ('connection' in event) facts.push(['server’s connection', `number ${formatCount(event.connection)}`]);
  if ('session' in event && event.session !== undefined) facts.push(['bridge session', event.session]);
  return facts;
}

function figuresOf(event: ServerEvent): Fact[] {
  switch (event.kind) {
    case 'listen':
      return [['listens on', formatEndpoint(event.endpoint)]];
    case 'transfer':
      return [
        [
          'received',
          `${bytesIn(event.receivedFrom, event.bytesReceived)} in ${formatPlural(event.reads, 'read')}`,
        ],
        ['sent', `${bytesIn(event.sentFrom, event.bytesSent)} in ${formatPlural(event.writes, 'write')}`],
      ];
    case 'transfers':
      return [
        ['connections', formatCount(event.connections)],
        ['received', `${formatPlural(event.bytesReceived, 'byte')} in ${formatPlural(event.reads, 'read')}`],
        ['sent', `${formatPlural(event.bytesSent, 'byte')} in ${formatPlural(event.writes, 'write')}`],
      ];
    case 'accept':
      return event.servedBy
        ? [
            ['means', 'the handshake is complete, and the server took the connection over'],
            ['served by', servedByWords(event.servedBy)],
          ]
        : [['means', 'the handshake is complete; the connection waits for its turn']];
    case 'serve':
      return [
        ['means', 'the server turned to the connection, which had waited for its turn'],
        ['waited', formatDuration(event.waitedMs)],
        ['served by', servedByWords(event.servedBy)],
      ];
    case 'fin':
      return [['means', define('FIN').sentence]];
    case 'finSent':
      return [['means', 'the server has sent its FIN first, and the peer may go on sending']];
    case 'close':
      return [
        ['how', `${endings[event.how]}${event.code === undefined ? '' : `: ${event.code}`}`],
        ['received', formatPlural(event.bytesReceived, 'byte')],
        ['sent', formatPlural(event.bytesSent, 'byte')],
        ['lasted', formatDuration(event.durationMs)],
      ];
    case 'refuse':
      return [['why', 'as many connections are open as may be (--max-connections)']];
    case 'stop':
      return [['means', 'the server no longer listens']];
  }
}

const endings = {
  fin: 'both directions ended with FIN',
  reset: 'RST received',
  abort: 'RST sent by the server',
  error: 'failed',
  shutdown: 'the server stopped',
} as const;

/** `bytes 0–11`, `byte 3`, `no bytes`. */
export function byteRange(from: number, bytes: number): string {
  if (bytes === 0) return 'no bytes';
  if (bytes === 1) return `byte ${formatCount(from)}`;
  return `bytes ${formatCount(from)}–${formatCount(from + bytes - 1)}`;
}

function bytesIn(from: number, bytes: number): string {
  return bytes === 0 ? 'no bytes' : `${byteRange(from, bytes)} (${formatPlural(bytes, 'byte')})`;
}
