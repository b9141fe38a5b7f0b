// The crowd: many clients without cards that go to several targets at the same moments, so that the servers can be
// compared. It outlives the view that shows it, but not the page.
//
//   start ──plan──► CrowdClient, CrowdClient … ──steps──► CrowdRecord ──► picture
//   stop, or MAX_CROWD_MS ──► each closes at once; over when the last WebSocket has

import type { TargetView } from '../../server/protocol/observe.ts';
import { CrowdRecord, MAX_CROWD_MS } from '../model/crowd/crowd-record.ts';
import { type CrowdForm, type CrowdSettings, parseForm } from '../model/crowd/crowd-settings.ts';
import { ChangeSignal } from './change-signal.ts';
import type { ClientCollection } from './client-collection.ts';
import { readClock } from './clock.ts';
import { CrowdClient, type CrowdClientObserver } from './crowd-client.ts';
import { readStorage, writeStorage } from './preferences-store.ts';

/** `stopping`: everybody was told to close, and some WebSockets have not yet. */
export type CrowdState = 'idle' | 'running' | 'stopping' | 'over';

/**
 * WebSockets of a crowd in their opening handshake at once. Chromium makes those beyond a dozen wait for seconds, at random,
 * and that would tell of the browser and not of the server.
 */
const MAX_HANDSHAKES = 6;

/** Where this tab keeps what stands in the form. */
const STORAGE_KEY = 'echo-bridge.crowd.v1';

/** What a crowd needs of the page's clients. */
type Page = Pick<ClientCollection, 'room' | 'isServerOnline' | 'crowdSessions' | 'crowdClients'>;

export class Crowd implements CrowdClientObserver {
  /** The form, the state or a client's step changed. */
  readonly changes = new ChangeSignal();
  readonly #page: Page;
  /** Called when everybody has gone. */
  readonly #onOver: (record: CrowdRecord) => void;
  readonly #open = new Set<CrowdClient>();
  #form: CrowdForm = parseForm(readStorage(sessionStorage, STORAGE_KEY));
  #state: CrowdState = 'idle';
  #record: CrowdRecord | undefined;
  #startedAtMs = 0;
  #revision = 0;
  /** Dials of the plan that were made. */
  #dialled = 0;
  #arrival: ReturnType<typeof setTimeout> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(page: Page, onOver: (record: CrowdRecord) => void) {
    this.#page = page;
    this.#onOver = onOver;
    addEventListener('pagehide', () => this.stop());
  }

  get form(): CrowdForm {
    return this.#form;
  }

  set form(form: CrowdForm) {
    this.#form = form;
    writeStorage(sessionStorage, STORAGE_KEY, JSON.stringify(form));
    this.changes.notify();
  }

  get state(): CrowdState {
    return this.#state;
  }

  /** The crowd that is shown: the one at work, or the latest; undefined before the first and after {@link clear}. */
  get record(): CrowdRecord | undefined {
    return this.#record;
  }

  /** Grows with each step of a client. */
  get revision(): number {
    return this.#revision;
  }

  get nowMs(): number {
    return readClock().monotonicMs - this.#startedAtMs;
  }

  get room(): string {
    return this.#page.room;
  }

  get isServerOnline(): boolean {
    return this.#page.isServerOnline;
  }

  /** Sends a crowd out; nothing while the one before is not over. `targets`: what is known of them. */
  start(settings: CrowdSettings, targets: ReadonlyMap<string, TargetView>): void {
    if (this.#state === 'running' || this.#state === 'stopping') return;
    this.#record = new CrowdRecord(settings, targets);
    this.#startedAtMs = readClock().monotonicMs;
    this.#dialled = 0;
    this.#state = 'running';
    this.#deadline = setTimeout(() => this.stop(), MAX_CROWD_MS);
    this.#dialDue();
    this.onStep();
  }

  /** Everybody closes at once, those still to come never do. */
  stop(): void {
    if (this.#record === undefined || this.#state !== 'running') return;
    this.#state = 'stopping';
    clearTimeout(this.#arrival);
    const { nowMs } = this;
    for (const dial of this.#record.plan.slice(this.#dialled)) this.#record.traceOf(dial).stopped(nowMs);
    this.#dialled = this.#record.plan.length;
    for (const client of this.#open) client.stop();
    this.onStep();
    this.#endWhenGone();
  }

  /** Forgets the picture; nothing while a crowd is at work. */
  clear(): void {
    if (this.#state !== 'over') return;
    this.#record = undefined;
    this.#state = 'idle';
    this.onStep();
  }

  onUpgrade(): void {
    this.#dialDue();
  }

  onSession(session: string): void {
    this.#page.crowdSessions.add(session);
  }

  onStep(): void {
    this.#page.crowdClients = this.#here;
    this.#revision += 1;
    this.changes.notify();
  }

  onGone(client: CrowdClient): void {
    this.#open.delete(client);
    this.#page.crowdClients = this.#here;
    this.#dialDue();
    this.#endWhenGone();
  }

  /** A timer that comes late, as in a hidden tab, makes up for it. The end of a handshake calls again. */
  readonly #dialDue = (): void => {
    clearTimeout(this.#arrival);
    const record = this.#record as CrowdRecord;
    const { plan, settings } = record;
    for (let next = plan[this.#dialled]; next !== undefined; next = plan[this.#dialled]) {
      const waitMs = next.atMs - this.nowMs;
      if (waitMs > 0) {
        this.#arrival = setTimeout(this.#dialDue, waitMs);
        return;
      }
      if (this.#handshakes >= MAX_HANDSHAKES) return;
      this.#dialled += 1;
      this.#open.add(new CrowdClient(next.target, settings, record.traceOf(next), this));
      this.onStep();
    }
  };

  /** Clients that are here or still to come. */
  get #here(): number {
    const { length = 0 } = this.#record?.plan ?? {};
    return length - this.#dialled + this.#open.size;
  }

  get #handshakes(): number {
    let count = 0;
    for (const client of this.#open) if (client.isInHandshake) count += 1;
    return count;
  }

  #endWhenGone(): void {
    const record = this.#record as CrowdRecord;
    if (this.#open.size > 0 || this.#dialled < record.plan.length || this.#state === 'over') return;
    clearTimeout(this.#deadline);
    this.#state = 'over';
    record.ended(this.nowMs);
    this.onStep();
    this.#onOver(record);
  }
}
