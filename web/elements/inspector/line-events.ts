// What opening a line asks of the inspector: the bytes that the line tells of, or else what it says.
//
//   line of a transcript, of the server's log ──► InspectEvent, InspectFactsEvent ──► <echo-app> ──► inspector

import type { ServerEvent } from '../../../server/protocol/server-event.ts';
import type { Client } from '../../controllers/client.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import type { HighlightKey } from '../../controllers/highlight.ts';
import { formatClock, formatDuration, formatPlural } from '../../model/format.ts';
import { noteFacts, serverEventFacts } from '../../model/inspector/facts.ts';
import { parseHex } from '../../model/payload-source.ts';
import type { LogLine } from '../../model/server-log.ts';
import type { EchoLine, TranscriptLine } from '../../model/transcript.ts';
import { InspectEvent, InspectFactsEvent } from '../common/events.ts';
import type { PeerClient } from '../server/peer-client.ts';

type Inspect = InspectEvent | InspectFactsEvent;

/** A line of the transcript of the client with this `key`. */
export function inspectTranscriptLine(key: HighlightKey, line: TranscriptLine): Inspect {
  const { connection } = line;
  const time = formatClock(line.wallMs);
  switch (line.kind) {
    case 'sent': {
      const { offset: from, bytes } = line;
      return new InspectEvent({ key, connection, direction: 'up', from, bytes, title: time });
    }
    case 'echo': {
      const { receivedFrom: from, echoedBytes: bytes } = line;
      return new InspectEvent({ key, connection, direction: 'down', from, bytes, title: echoTitle(line) });
    }
    case 'unexpected': {
      const { offset: from, bytes } = line;
      const title = `${time} unexpected`;
      return new InspectEvent({ key, connection, direction: 'down', from, bytes, title });
    }
    case 'note':
      return new InspectFactsEvent({ key, title: line.text, facts: noteFacts(line) });
  }
}

/** An event of the server's log, with its line and who was found to be its peer. */
export function inspectServerEvent(
  event: ServerEvent,
  line: LogLine,
  who: PeerClient,
  clients: ClientCollection,
): Inspect {
  const title = [line.time, line.label, line.peer].filter(Boolean).join(' ');
  const facts = serverEventFacts(event);
  const { key } = who;
  if (event.kind !== 'transfer') return new InspectFactsEvent({ key, title, facts });
  const client = clients.clients.find((each) => each.highlightKey === key);
  const connection = event.session === undefined ? undefined : client?.record.connectionOf(event.session);
  if (client && connection !== undefined) return transferOf(client, connection, event, title);
  const bytes = previewOf(event);
  if (bytes === undefined) return new InspectFactsEvent({ key, title, facts, hint: whyNoBytes(event, who) });
  const preview = { bytes, from: event.receivedFrom, total: event.bytesReceived };
  return new InspectFactsEvent({ key, title, facts, preview });
}

type TransferEvent = Extract<ServerEvent, { kind: 'transfer' }>;

function transferOf(client: Client, connection: number, event: TransferEvent, title: string): InspectEvent {
  const key = client.highlightKey;
  return event.bytesReceived > 0
    ? new InspectEvent({
        key,
        connection,
        direction: 'up',
        from: event.receivedFrom,
        bytes: event.bytesReceived,
        title,
      })
    : new InspectEvent({
        key,
        connection,
        direction: 'down',
        from: event.sentFrom,
        bytes: event.bytesSent,
        title,
      });
}

function previewOf({ preview }: TransferEvent): Uint8Array | undefined {
  const parsed = preview === undefined ? undefined : parseHex(preview);
  return parsed?.ok && parsed.bytes.length > 0 ? parsed.bytes : undefined;
}

function whyNoBytes(event: TransferEvent, { client, isGone, text }: PeerClient): string {
  if (isGone) return 'The bytes went with the client’s card, which was closed.';
  if (client) return 'The bytes are from before this page was loaded.';
  if (text === 'crowd') return 'A crowd’s clients keep no bytes.';
  if (event.session !== undefined) return 'A page sees the bytes of no client but its own.';
  return event.bytesReceived === 0
    ? 'The server only sent; it received nothing.'
    : 'The server told no bytes.';
}

function echoTitle({ durationMs, chunks, wallMs }: EchoLine): string {
  const took = durationMs === undefined ? formatClock(wallMs) : `+${formatDuration(durationMs)}`;
  return chunks > 1 ? `${took} in ${formatPlural(chunks, 'chunk')}` : took;
}
