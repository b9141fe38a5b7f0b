// The page's clients as the record sees them.

import type { RecordSource } from '../model/record/record-entry.ts';
import type { Client } from './client.ts';

const sources = new WeakMap<Client, RecordSource>();

/** The source of `client`'s events: always the same one. */
export function recordSource(client: Client): RecordSource {
  let source = sources.get(client);
  if (source === undefined) {
    const { label, timeline, record } = client;
    const sessionOf = (connection: number): string | undefined =>
      client.sessions.find((session) => record.connectionOf(session) === connection);
    source = { label, timeline, bytes: record.bytes, sessionOf };
    sources.set(client, source);
  }
  return source;
}
