// One event of the built-in servers as one line of their log: what happened, to which peer, and the figures.

import { formatEndpoint } from '../../server/protocol/endpoint.ts';
import type { ServerEvent } from '../../server/protocol/server-event.ts';
import { formatBytes, formatClock, formatDuration, formatPlural, formatPort } from './format.ts';
import { servedByWords } from './served-by.ts';

/** The columns of a log line. */
export interface LogLine {
  readonly id: number;
  readonly time: string;
  /** The word of the event, such as `accept`. */
  readonly label: string;
  /** Name of the server that it happened at. */
  readonly server: string;
  readonly peer: string;
  readonly detail: string;
  readonly tone: 'normal' | 'quiet' | 'bad';
  /** The connection that it happened to, if it happened to one. */
  readonly connection: number | undefined;
  readonly session: string | undefined;
}

export function describeServerEvent(event: ServerEvent): LogLine {
  const common = {
    id: event.id,
    time: formatClock(event.at),
    server: event.server,
    peer: 'peer' in event ? formatPort(event.peer.port) : '',
    connection: 'connection' in event ? event.connection : undefined,
    session: 'session' in event ? event.session : undefined,
  };
  switch (event.kind) {
    case 'listen':
      return { ...common, label: 'listen', detail: formatEndpoint(event.endpoint), tone: 'normal' };
    case 'accept':
      return {
        ...common,
        label: 'accept',
        detail: `from ${event.peer.address} · ${event.servedBy ? servedByWords(event.servedBy) : 'waits for its turn'}`,
        tone: 'normal',
      };
    case 'serve':
      return {
        ...common,
        label: 'serve',
        detail: `waited ${formatDuration(event.waitedMs)} · ${servedByWords(event.servedBy)}`,
        tone: 'normal',
      };
    case 'transfer':
      return { ...common, label: 'recv · send', detail: transferDetail(event), tone: 'quiet' };
    case 'transfers':
      return {
        ...common,
        label: 'recv · send',
        detail: `${formatPlural(event.connections, 'more connection')}: ${transferDetail(event)}`,
        tone: 'quiet',
      };
    case 'fin':
      return { ...common, label: 'FIN', detail: 'the peer sends no more', tone: 'normal' };
    case 'finSent':
      return { ...common, label: 'FIN sent', detail: 'the server sends no more', tone: 'normal' };
    case 'close':
      return {
        ...common,
        label: 'close',
        detail: closeDetail(event),
        tone: isFailure(event.how) ? 'bad' : 'normal',
      };
    case 'refuse':
      return { ...common, label: 'refuse', detail: 'no room: as many are open as may be', tone: 'bad' };
    case 'stop':
      return { ...common, label: 'stop', detail: 'no longer listening', tone: 'bad' };
  }
}

/**
 * A line as text, for filtering, copying and the text export; `client` is the name the page has for the peer. With
 * `namesServer` it says at which server.
 */
export function logText(line: LogLine, client: string, namesServer = false): string {
  const server = namesServer ? line.server : '';
  return [line.time, server, line.label, line.peer, line.detail, client]
    .filter((part) => part !== '')
    .join('  ');
}

function transferDetail(event: {
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly reads: number;
}): string {
  const reads = event.reads > 1 ? ` in ${formatPlural(event.reads, 'read')}` : '';
  if (event.bytesReceived === event.bytesSent) return `${formatBytes(event.bytesReceived)}${reads}`;
  return `${formatBytes(event.bytesReceived)}${reads} · ${formatBytes(event.bytesSent)} back`;
}

function closeDetail(event: Extract<ServerEvent, { kind: 'close' }>): string {
  const code = event.code === undefined ? '' : ` ${event.code}`;
  const how = {
    fin: 'both FIN',
    reset: `reset${code}`,
    abort: 'RST sent',
    error: `error${code}`,
    shutdown: 'server stopped',
  }[event.how];
  const { bytesReceived, bytesSent } = event;
  const figures =
    event.how === 'fin' && bytesReceived === bytesSent
      ? `${formatBytes(bytesReceived)} echoed`
      : `${formatBytes(bytesReceived)} in, ${formatBytes(bytesSent)} out`;
  return `${how} · ${figures} · ${formatDuration(event.durationMs)}`;
}

function isFailure(how: Extract<ServerEvent, { kind: 'close' }>['how']): boolean {
  return how === 'reset' || how === 'abort' || how === 'error';
}
