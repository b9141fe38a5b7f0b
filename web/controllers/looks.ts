// What the page looks at: the traces of its own clients always, what is selected besides, and the kernel's view of that
// while a panel shows it and the page is in view. It asks the observe stream for just that, and hands out what comes.
//
//   session opens, selection changes, panel opens ──► look, unlook ──► observatory
//   timeline, kernel history ◄──────── trace, kernel ◄────────────────

import {
  type KernelMessage,
  type Subject,
  subjectKey,
  type TraceMessage,
  type WatcherMessage,
} from '../../server/protocol/observe.ts';
import type { Unsubscribe } from './change-signal.ts';
import type { Client } from './client.ts';
import { type Selected, type Selection, Stranger } from './selection.ts';

interface Look {
  readonly subject: Subject;
  readonly who: Selected;
  /** Which of its connections, as its timeline numbers them. */
  readonly connection: number;
  kernel: boolean;
}

export class Looks {
  readonly #selection: Selection;
  readonly #send: (message: WatcherMessage) => void;
  readonly #looks = new Map<string, Look>();
  /** The latest session of each client. */
  readonly #ofClient = new Map<Client, string>();
  #stranger: string | undefined;
  #kernelPanels = 0;

  /** `send` hands a message to the observe stream, or drops it while there is none. */
  constructor(selection: Selection, send: (message: WatcherMessage) => void) {
    this.#selection = selection;
    this.#send = send;
    selection.changes.subscribe(() => this.#adapt());
    document.addEventListener('visibilitychange', () => this.#adapt());
  }

  /** A panel shows what the kernel says of the selected one, until the returned function is called. */
  showKernel(): Unsubscribe {
    this.#kernelPanels += 1;
    this.#adapt();
    return () => {
      this.#kernelPanels -= 1;
      this.#adapt();
    };
  }

  /** A client's connection is established. */
  sessionOpened(client: Client, session: string): void {
    const before = this.#ofClient.get(client);
    if (before !== undefined) this.#drop(before);
    const subject: Subject = { of: 'session', id: session };
    this.#ofClient.set(client, subjectKey(subject));
    this.#add(subject, client, client.timeline.connection);
    this.#adapt();
  }

  /** A client is gone for good. */
  forget(client: Client): void {
    const key = this.#ofClient.get(client);
    if (key === undefined) return;
    this.#ofClient.delete(client);
    this.#drop(key);
  }

  /** A new observe stream knows of no looks. */
  streamBegan(): void {
    for (const look of this.#looks.values()) this.#tell(look);
  }

  takeTraces({ traces }: TraceMessage): void {
    for (const { subject, lane, entries } of traces) {
      const look = this.#looks.get(subjectKey(subject));
      if (look === undefined) continue;
      look.who.timeline.addTrace(look.connection, lane, entries);
      look.who.changes.notify();
    }
  }

  takeKernel({ since, at, missing, samples }: KernelMessage): void {
    for (const sample of samples) {
      const look = this.#looks.get(sample.subject);
      if (look === undefined || look.connection !== look.who.timeline.connection) continue;
      look.who.kernel.add(at, sample, missing, since);
      look.who.changes.notify();
    }
  }

  #add(subject: Subject, who: Selected, connection: number): void {
    const look = { subject, who, connection, kernel: false };
    this.#looks.set(subjectKey(subject), look);
    this.#tell(look);
  }

  #drop(key: string): void {
    const look = this.#looks.get(key);
    if (look === undefined) return;
    this.#looks.delete(key);
    this.#send({ type: 'unlook', subject: look.subject });
  }

  /** Looks at what is selected, if it is a stranger, and has the kernel asked about it if anybody wants to know. */
  #adapt(): void {
    const selected = this.#selection.current;
    const stranger = selected instanceof Stranger ? selected : undefined;
    const key = stranger && subjectKey(stranger.subject);
    if (key !== this.#stranger) {
      if (this.#stranger !== undefined) this.#drop(this.#stranger);
      this.#stranger = key;
      if (stranger) this.#add(stranger.subject, stranger, stranger.timeline.connection);
    }
    const isWanted = this.#kernelPanels > 0 && !document.hidden;
    for (const look of this.#looks.values()) {
      const kernel = isWanted && look.who === selected;
      if (kernel === look.kernel) continue;
      look.kernel = kernel;
      this.#tell(look);
    }
  }

  #tell({ subject, kernel }: Look): void {
    this.#send({ type: 'look', subject, kernel });
  }
}
