// All clients of the page: adding, removing with undo, sending to all, and bringing back those that the server lost.
//
//   toolbar ──► ClientCollection ──► Client, Client, Client …
//                    │  ▲
//                    │  └── setServerOnline: who was lost with the server connects again
//                    └────► Measurements, storage

import { backoffDelayMs } from '../model/backoff.ts';
import type { ClientLabel } from '../model/client-label.ts';
import type { Arrival } from '../model/client-record.ts';
import type { Draft } from '../model/draft.ts';
import type { Ending } from '../model/ending.ts';
import { formatBytes } from '../model/format.ts';
import { nextIdentityIndex } from '../model/identity.ts';
import { MAX_CLIENTS, MAX_SAVED_SESSIONS, type SavedClient, toSavedText } from '../model/saved-page.ts';
import { ClockOffset } from '../model/timeline/clock-offset.ts';
import { laneLimit } from '../model/timeline/timeline.ts';
import { ChangeSignal } from './change-signal.ts';
import { ClassicScript } from './classic-script.ts';
import { Client, type ClientObserver } from './client.ts';
import { readClock } from './clock.ts';
import { CrowdSessions } from './crowd-sessions.ts';
import type { Measurements } from './measurements.ts';
import { SessionIndex } from './session-index.ts';
import type { TargetList } from './target-list.ts';

/** Clients that were taken away together, each with the place that it had. */
export interface Removal {
  readonly entries: readonly { readonly client: Client; readonly position: number }[];
}

/** What the rest of the page wants to hear of the collection, at once and not once a frame. */
export interface CollectionListener {
  /** A client's connection is established: its `session` can be looked at. */
  onSession(client: Client, session: string): void;
  /** A client was taken away and can no longer be brought back. */
  onForgotten(client: Client): void;
  /** Something that is stored changed. */
  onStoredChange(): void;
  /** One sentence for screen readers. */
  onAnnouncement(text: string): void;
}

export class ClientCollection implements ClientObserver {
  /** The list, a state in it or the number of open connections changed; not what a single card shows. */
  readonly changes = new ChangeSignal();
  readonly clocks = new ClockOffset();
  /** Sessions of this page that have no card. */
  readonly crowdSessions = new CrowdSessions();
  /** Clients of the crowd that are here or still to come: each takes a WebSocket of those that a page can have. */
  crowdClients = 0;
  readonly room: string;
  readonly targets: TargetList;
  readonly #measurements: Measurements;
  readonly #listener: CollectionListener;
  readonly #scripts = new Map<Client, ClassicScript>();
  readonly #attempts = new Map<Client, number>();
  readonly #sessions = new SessionIndex();
  #clients: readonly Client[] = [];
  /** The removal that can still be undone. */
  #removal: Removal | undefined;
  #serverOnline = false;
  /** How often the server went out of reach, and how often it had when a client's connection was established. */
  #outages = 0;
  readonly #outagesAtOpen = new Map<Client, number>();

  /** `room`: the room that all sessions of the page belong to. */
  constructor(room: string, targets: TargetList, measurements: Measurements, listener: CollectionListener) {
    this.room = room;
    this.targets = targets;
    this.#measurements = measurements;
    this.#listener = listener;
  }

  /** In the order of the cards. A new array after each change of the list. */
  get clients(): readonly Client[] {
    return this.#clients;
  }

  /** Clients that {@link undoRemove} would bring back. */
  get removed(): readonly Client[] {
    return this.#removal?.entries.map(({ client }) => client) ?? [];
  }

  /** The client that `session` is or was the bridge session of. */
  ofSession(session: string | undefined): ClientLabel | undefined {
    return this.#sessions.get(session);
  }

  /** Why {@link add} adds fewer than it was asked for; one sentence and what to do. */
  get whyFull(): string {
    return this.crowdClients === 0
      ? `A page holds ${MAX_CLIENTS} clients. Close some to add more.`
      : `A page holds ${MAX_CLIENTS} clients, and the crowd has ${this.crowdClients} of them. Stop it to add more.`;
  }

  /** How many more clients the page can hold. */
  get #free(): number {
    return Math.max(0, MAX_CLIENTS - this.#clients.length - this.crowdClients);
  }

  /** Whether `client` is on the page; one that was closed may still be spoken of in the log. */
  has({ key }: ClientLabel): boolean {
    return this.#clients.some((client) => client.key === key);
  }

  /** Adds up to `count` clients and connects them to `target`, by default that of new clients; fewer when the page is full. */
  add(count = 1, target = this.targets.current): readonly Client[] {
    const added: Client[] = [];
    const most = Math.min(count, this.#free);
    while (added.length < most) {
      const taken = [...this.#clients, ...this.removed, ...added].map((client) => client.index);
      added.push(new Client(nextIdentityIndex(taken), this, { target }));
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
    this.#clients = saved.map(({ identity, name, target, draft, sessions }) => {
      const client = new Client(identity, this, { target, isStored: true });
      client.sessions = sessions;
      for (const session of sessions) this.#sessions.add(session, client.label);
      client.name = name;
      client.draft = draft;
      return client;
    });
    for (const client of this.#clients) client.connect();
    this.#listChanged();
  }

  /** Closes and takes away. {@link undoRemove} brings back what the latest removal took, and no earlier one. */
  remove(clients: readonly Client[]): Removal {
    const leaving = new Set(clients);
    const entries = this.#clients
      .map((client, position) => ({ client, position }))
      .filter(({ client }) => leaving.has(client));
    const removal = { entries };
    if (this.#removal) this.forget(this.#removal);
    this.#removal = removal;
    this.#clients = this.#clients.filter((client) => !leaving.has(client));
    for (const { client } of entries) {
      client.close();
      this.#scripts.delete(client);
      this.#attempts.delete(client);
    }
    this.#listChanged();
    return removal;
  }

  /** Puts the clients of `removal` back in their places, with new connections; nothing unless it is the latest. */
  undoRemove(removal: Removal): void {
    if (removal !== this.#removal) return;
    const clients = [...this.#clients];
    for (const { client, position } of removal.entries.slice(0, this.#free)) {
      clients.splice(position, 0, client);
      this.reconnect(client);
    }
    this.#clients = clients;
    this.#removal = undefined;
    this.#listChanged();
  }

  /** The clients of `removal` are gone for good and their letters free again; nothing unless it is the latest. */
  forget(removal: Removal): void {
    if (removal !== this.#removal) return;
    this.#removal = undefined;
    for (const { client } of removal.entries) this.#listener.onForgotten(client);
  }

  reconnect(client: Client): void {
    client.isReturning = false;
    client.reconnect();
    this.changes.notify();
  }

  /** Has `client` leave its target for another one. */
  changeTarget(client: Client, target: string): void {
    client.changeTarget(target);
    this.#listener.onStoredChange();
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
    if (!online) {
      this.#outages += 1;
      return;
    }
    for (const client of this.#clients) {
      if (client.isReturning) this.#return(client);
    }
  }

  get isServerOnline(): boolean {
    return this.#serverOnline;
  }

  /** What is stored of the cards. */
  toSaved(): readonly SavedClient[] {
    return this.#clients.map((client) => ({
      identity: client.index,
      name: client.name,
      target: client.target,
      draft: toSavedDraft(client.draft),
      sessions: [...client.sessions],
    }));
  }

  onClientOpen(client: Client): void {
    this.#attempts.delete(client);
    client.isReturning = false;
    this.#countOpen();
    this.#outagesAtOpen.set(client, this.#outages);
    this.#noteSession(client);
    this.#scripts.get(client)?.onOpen();
    this.#listener.onAnnouncement(`${client.title} is established`);
    this.changes.notify();
  }

  onClientSent(_client: Client, bytes: number): void {
    this.#measurements.noteSent(bytes);
  }

  onClientArrival(client: Client, bytes: number, arrival: Arrival): void {
    this.#measurements.noteReceived(client.key, bytes, arrival.rttsMs);
    this.#scripts.get(client)?.onArrival(arrival);
    const echo = arrival.completed.at(-1);
    if (echo === undefined || !client.awaitsEchoWord) return;
    client.awaitsEchoWord = false;
    const verdict = echo.difference ? 'with a difference' : 'all the same';
    this.#listener.onAnnouncement(`${client.title}: ${formatBytes(echo.bytes)} echoed, ${verdict}`);
  }

  onClientEnded(client: Client, ending: Ending): void {
    this.#scripts.delete(client);
    const outagesAtOpen = this.#outagesAtOpen.get(client);
    this.#outagesAtOpen.delete(client);
    this.#countOpen();
    if (!this.#clients.includes(client)) return;
    // One that tries to come back in vain keeps the ending that was announced before.
    if (client.record.ending === ending) {
      this.#listener.onAnnouncement(`${client.title}: ${ending.sentence}`);
    }
    // A server that stops says so to its clients one by one: to some of them perhaps only once it is back already.
    const wasAway = outagesAtOpen !== undefined && outagesAtOpen !== this.#outages;
    this.#expectReturn(client, ending, wasAway);
    this.changes.notify();
  }

  onClientCanSendChanged(_client: Client): void {
    this.changes.notify();
  }

  onClientEdited(client: Client): void {
    if (this.#clients.includes(client)) this.#listener.onStoredChange();
  }

  #noteSession(client: Client): void {
    const { session } = client.record;
    if (session === undefined) return;
    client.sessions = [...client.sessions, session].slice(-MAX_SAVED_SESSIONS);
    this.#sessions.add(session, client.label);
    this.#listener.onSession(client, session);
    this.#listener.onStoredChange();
  }

  #expectReturn(client: Client, ending: Ending, serverWasAway: boolean): void {
    if (ending.returns === 'never') {
      client.isReturning = false;
      return;
    }
    if (!client.isReturning && ending.tone === 'away') {
      client.record.remark('Comes back with the server', readClock());
    }
    client.isReturning = true;
    // setServerOnline brings it back; to try before would be in vain.
    if (ending.returns === 'withServer' && !serverWasAway) return;
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
  }

  #countOpen(): void {
    this.#measurements.noteOpenConnections(
      this.#clients.filter(({ record }) => record.phase === 'open').length,
    );
  }

  #listChanged(): void {
    const held = [...this.#clients, ...this.removed];
    const limit = laneLimit(held.length);
    for (const { timeline } of held) timeline.limitLanes(limit);
    this.#countOpen();
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
