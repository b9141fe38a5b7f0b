// Has the server run an Echo Check, and keeps what it tells: one check at a time, whose results stay until the next one.
//
//   start(target) ──► WebSocket /check ──start, case, result, end──► CheckRecord ──► views
//   stop() ─────────► Close

import { CHECK_PATH, CHECK_SUBPROTOCOL, parseCheckMessage } from '../../server/protocol/check.ts';
import { LOBBY } from '../../server/protocol/room.ts';
import { CheckRecord } from '../model/check/check-record.ts';
import { announceEnd, describeCheckClose } from '../model/check/check-words.ts';
import { ChangeSignal } from './change-signal.ts';

/** Said of a message that does not parse: page and server are of different versions. */
const NOT_UNDERSTOOD = 'The server told something that this page does not understand. Reload the page.';

export class CheckRun {
  readonly changes = new ChangeSignal();
  readonly record = new CheckRecord();
  readonly #room: string;
  readonly #announce: (text: string) => void;
  #socket: WebSocket | undefined;
  #target = '';

  /** `room`: the page's. `announce`: says how a check ended to screen readers. */
  constructor(room: string, announce: (text: string) => void) {
    this.#room = room;
    this.#announce = announce;
  }

  /** Has the target of this name checked; `only`: the ids of the cases, all by default. Nothing while one goes on. */
  start(target: string, only?: readonly string[]): void {
    if (this.record.isBusy) return;
    this.#target = target;
    const query = new URLSearchParams({ target });
    if (this.#room !== LOBBY) query.set('room', this.#room);
    if (only) query.set('only', only.join());
    const socket = new WebSocket(`${CHECK_PATH}?${query}`, CHECK_SUBPROTOCOL);
    socket.addEventListener('message', this.#onMessage);
    socket.addEventListener('close', this.#onClose);
    this.#socket = socket;
    this.record.begin(only !== undefined);
    this.changes.notify();
  }

  /** What has been found out so far stays. */
  stop(): void {
    if (!this.record.isBusy) return;
    this.record.stopping();
    this.#socket?.close();
    this.changes.notify();
  }

  readonly #onMessage = (event: MessageEvent<unknown>): void => {
    if (event.target !== this.#socket || !this.record.isBusy) return;
    const parsed = parseCheckMessage(String(event.data));
    if (parsed.ok) this.record.apply(parsed.message);
    else {
      this.record.failed(NOT_UNDERSTOOD);
      this.#socket?.close();
    }
    this.#tell();
  };

  readonly #onClose = ({ target, code, reason }: CloseEvent): void => {
    if (target !== this.#socket) return;
    this.#socket = undefined;
    if (!this.record.isBusy) return;
    if (this.record.phase.kind === 'stopping') this.record.stopped();
    else this.record.failed(describeCheckClose(code, reason, this.#target));
    this.#tell();
  };

  #tell(): void {
    this.changes.notify();
    const end = announceEnd(this.record);
    if (end !== undefined) this.#announce(end);
  }
}
