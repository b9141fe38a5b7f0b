// Who is at the other end of one of the servers' connections: a client of this page, somebody else's session, or a native
// client.

import { html, type TemplateResult } from 'lit';
import { isCheckSession } from '../../../server/protocol/check.ts';
import type { ClientCollection } from '../../controllers/client-collection.ts';
import type { HighlightKey } from '../../controllers/highlight.ts';
import type { ClientLabel } from '../../model/client-label.ts';
import { clientMark } from '../common/client-mark.ts';

/** The other end of a connection. */
export interface PeerClient {
  /** This page's client, if it is one. */
  readonly client: ClientLabel | undefined;
  /** Its card was closed; only the log still speaks of it. */
  readonly isGone: boolean;
  readonly key: HighlightKey | undefined;
  /** For filtering and exporting: `A`, `crowd`, `Echo Check`, `another page`, `native`. */
  readonly text: string;
}

/** What a connection is called that is none of this page's clients'. */
export function strangerWord(clients: ClientCollection, session: string | undefined): string {
  if (session === undefined) return 'native';
  if (clients.crowdSessions.has(session)) return 'crowd';
  return isCheckSession(session) ? 'Echo Check' : 'another page';
}

/** Finds out whose `connection` it is: `session` is the one that it belongs to, if any. */
export function peerClient(
  clients: ClientCollection,
  connection: number | undefined,
  session: string | undefined,
): PeerClient {
  const client = clients.ofSession(session);
  if (client) {
    const isGone = !clients.has(client);
    return { client, isGone, key: `client:${client.key}`, text: client.identity.letter };
  }
  if (connection === undefined) return { client: undefined, isGone: false, key: undefined, text: '' };
  const text = strangerWord(clients, session);
  return { client: undefined, isGone: false, key: `connection:${connection}`, text };
}

/** The mark of a client of this page, or a word for one of somebody else's. */
export function renderPeerClient({ client, isGone, text }: PeerClient): TemplateResult {
  if (client === undefined) return html`<span class="stranger" title=${text}>${text}</span>`;
  return isGone
    ? html`<span class="gone" title="This client’s card was closed">${clientMark(client.identity)}</span>`
    : clientMark(client.identity);
}
