// All clients of the page: adding, removing with undo, sending to all, and bringing back those that the server lost.
//
//   toolbar ──► ClientCollection ──► Client, Client, Client …
//                    │  ▲
//                    │  └── setServerOnline: who was lost with the server connects again
//                    └────► Measurements, storage

import { backoffDelayMs } from '../model/backoff.ts';
import type { Arrival } from '../model/client-record.ts';
import type { Draft } from '../model/draft.ts';
import type { Ending } from '../model/ending.ts';
import { formatBytes } from '../model/format.ts';
import { nextIdentityIndex } from '../model/identity.ts';
import { MAX_CLIENTS, MAX_SAVED_SESSIONS, type SavedClient, toSavedText } from '../model/saved-page.ts';
import { ChangeSignal } from './change-signal.ts';
import { ClassicScript } from './classic-script.ts';
import { Client, type ClientObserver } from './client.ts';
import { readClock } from './clock.ts';
import type { Measurements } from './measurements.ts';
import { SessionIndex } from './session-index.ts';

/** What the rest of the page wants to hear of the collection, at once and not once a frame. */
export interface CollectionListener {
  /** Something that is stored changed. */
  onStoredChange(): void;
  /** One sentence for screen readers. */
  onAnnouncement(text: string): void;
}

export class ClientCollection implements ClientObserver {
  /** The list, a state in it or the number of open connections changed; not what a single card shows. */
  readonly changes = new ChangeSignal();
  readonly #measurements: Measurements;
  readonly #listener: CollectionListener;
  readonly #scripts = new Map<Client, ClassicScript>();
  readonly #attempts = new Map<Client, number>();
  readonly #sessions = new SessionIndex();
  #clients: readonly Client[] = [];
  #removed: readonly { readonly client: Client; readonly position: number }[] = [];
  #serverOnline = false;

  constructor(measurements: Measurements, listener: CollectionListener) {
    this.#measurements = measurements;
    this.#listener = listener;
  }

  /** In the order of the cards. A new array after each change of the list. */
  get clients(): readonly Client[] {
    return this.#clients;
  }

  /** Clients that {@link undoRemove} would bring back. */
  get removed(): readonly Client[] {
    return this.#removed.map(({ client }) => client);
  }

  /** The client that `session` is or was the bridge session of. */
  ofSession(session: string | undefined): Client | undefined {
    return this.#sessions.get(session);
  }

  /** Whether `client` is on the page; one that was closed may still be spoken of in the log. */
  has(client: Client): boolean {
    return this.#clients.includes(client);
  }

  /** Adds up to `count` clients and connects them; fewer when the page is full. */
  add(count = 1): readonly Client[] {
    const added: Client[] = [];
    while (added.length < count && this.#clients.length + added.length < MAX_CLIENTS) {
      const taken = [...this.#clients, ...this.removed, ...added].map((client) => client.index);
      added.push(new Client(nextIdentityIndex(taken), this));
    }
    this.#clients = [...this.#clients, ...added];
    for (const client of added) client.connect();
    this.#listChanged();
    return added;
  }

  /** Adds a client that runs the classic two messages and closes; undefined when the page is full. */
  addClassic(): Client | undefined {
    const [client] = this.add(1);
    if (client === undefined) return undefined;
    client.name = 'Classic client';
    this.#scripts.set(client, new ClassicScript(client));
    return client;
  }

  /** Brings stored clients back, with new connections. */
  restore(saved: readonly SavedClient[]): void {
    this.#clients = saved.map(({ identity, name, draft, sessions }) => {
      const client = new Client(identity, this);
      client.sessions = sessions;
      for (const session of sessions) this.#sessions.add(session, client);
      client.name = name;
      client.draft = draft;
      return client;
    });
    for (const client of this.#clients) client.connect();
    this.#listChanged();
  }

  /** Closes and takes away; {@link undoRemove} brings these back and no earlier ones. */
  remove(clients: readonly Client[]): void {
    const leaving = new Set(clients);
    this.#removed = this.#clients
      .map((client, position) => ({ client, position }))
      .filter(({ client }) => leaving.has(client));
    this.#clients = this.#clients.filter((client) => !leaving.has(client));
    for (const { client } of this.#removed) {
      client.close();
      this.#scripts.delete(client);
      this.#attempts.delete(client);
    }
    this.#listChanged();
  }

  /** Puts the clients that were removed last back in their places, with new connections. */
  undoRemove(): void {
    const clients = [...this.#clients];
    for (const { client, position } of this.#removed) {
      if (clients.length >= MAX_CLIENTS) break;
      clients.splice(position, 0, client);
      this.reconnect(client);
    }
    this.#clients = clients;
    this.#removed = [];
    this.#listChanged();
  }

  /** The removed clients are gone for good; their letters are free again. */
  forgetRemoved(): void {
    this.#removed = [];
  }

  reconnect(client: Client): void {
    client.isReturning = false;
    client.reconnect();
    this.changes.notify();
  }

  reconnectEnded(): void {
    for (const client of this.#clients) {
      if (client.record.phase === 'ended') this.reconnect(client);
    }
  }

  /** Sends `text` from every client that can send, and says how many those were. */
  sendToAll(text: string): { readonly sent: number; readonly error: string | undefined } {
    let sent = 0;
    let error: string | undefined;
    for (const client of this.#clients) {
      if (!client.canSend) continue;
      const result = client.send('text', text);
      if (result.ok) sent += 1;
      else error = result.error;
    }
    return { sent, error: sent > 0 ? undefined : (error ?? 'No client can send. Add one or connect again.') };
  }

  /** The server can be reached again, or no longer. */
  setServerOnline(online: boolean): void {
    if (this.#serverOnline === online) return;
    this.#serverOnline = online;
    if (!online) return;
    for (const client of this.#clients) {
      if (client.isReturning) this.#return(client);
    }
  }

  /** What is stored of the cards. */
  toSaved(): readonly SavedClient[] {
    return this.#clients.map((client) => ({
      identity: client.index,
      name: client.name,
      draft: toSavedDraft(client.draft),
      sessions: [...client.sessions],
    }));
  }

  onClientOpen(client: Client): void {
    this.#attempts.delete(client);
    this.#noteSession(client);
    this.#scripts.get(client)?.onOpen();
    this.#listener.onAnnouncement(`${client.title} is established`);
    this.changes.notify();
  }

  onClientSent(_client: Client, bytes: number): void {
    this.#measurements.noteSent(bytes);
  }

  onClientArrival(client: Client, bytes: number, arrival: Arrival): void {
    this.#measurements.noteReceived(bytes, arrival.rttsMs);
    this.#scripts.get(client)?.onArrival(arrival);
    const echo = arrival.completed.at(-1);
    if (echo === undefined || !client.awaitsEchoWord) return;
    client.awaitsEchoWord = false;
    const verdict = echo.difference ? 'with a difference' : 'all the same';
    this.#listener.onAnnouncement(`${client.title}: ${formatBytes(echo.bytes)} echoed, ${verdict}`);
  }

  onClientEnded(client: Client, ending: Ending): void {
    this.#scripts.delete(client);
    if (!this.#clients.includes(client)) return;
    this.#listener.onAnnouncement(`${client.title}: ${ending.sentence}`);
    if (ending.serverWentAway) this.#expectReturn(client);
    this.changes.notify();
  }

  onClientEdited(client: Client): void {
    if (this.#clients.includes(client)) this.#listener.onStoredChange();
  }

  #noteSession(client: Client): void {
    const { session } = client.record;
    if (session === undefined) return;
    client.sessions = [...client.sessions, session].slice(-MAX_SAVED_SESSIONS);
    this.#sessions.add(session, client);
    this.#listener.onStoredChange();
  }

  #expectReturn(client: Client): void {
    if (!client.isReturning) client.record.remark('Comes back with the server', readClock());
    client.isReturning = true;
    // While the server is away its return is what wakes the client. The Close of a session can arrive before
    // that of the observe stream, so whether it is away is asked again when the time has come.
    const attempt = this.#attempts.get(client) ?? 0;
    this.#attempts.set(client, attempt + 1);
    setTimeout(
      () => {
        if (this.#serverOnline && client.isReturning) this.#return(client);
      },
      backoffDelayMs(attempt, Math.random()),
    );
  }

  #return(client: Client): void {
    if (client.record.phase !== 'ended' || !this.#clients.includes(client)) return;
    client.connect();
    client.isReturning = false;
    this.changes.notify();
  }

  #listChanged(): void {
    this.#listener.onStoredChange();
    this.changes.notify();
  }
}

function toSavedDraft({ mode, texts }: Draft): Draft {
  return {
    mode,
    texts: {
      text: toSavedText(texts.text),
      hex: toSavedText(texts.hex),
      generate: toSavedText(texts.generate),
    },
  };
}
