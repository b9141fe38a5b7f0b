// Which bytes a `transfer` line of the server's log speaks of, as the page's highlights name them.

import type { ServerEvent } from '../../../server/protocol/server-event.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import type { ByteRange, HighlightKey } from '../../controllers/highlight.ts';

/** What was received, and what was sent back; nothing for any other event. */
export function transferRanges(
  event: ServerEvent | undefined,
  clients: ClientCollection,
): readonly ByteRange[] {
  if (event?.kind !== 'transfer') return [];
  const { session, receivedFrom, bytesReceived, sentFrom, bytesSent } = event;
  const label = clients.ofSession(session);
  const key: HighlightKey = label ? `client:${label.key}` : `connection:${event.connection}`;
  const client = clients.clients.find(({ highlightKey }) => highlightKey === key);
  // A connection of somebody else is the only one that there is.
  const connection = client ? session && client.record.connectionOf(session) : 1;
  if (!connection) return [];
  const whose = { key, connection } as const;
  return [
    { ...whose, direction: 'up', from: receivedFrom, to: receivedFrom + bytesReceived },
    { ...whose, direction: 'down', from: sentFrom, to: sentFrom + bytesSent },
  ];
}
