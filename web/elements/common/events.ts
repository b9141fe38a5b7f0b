// What elements tell those above them.

/** Somebody wants to be taken to a client's message box. */
export class ClientFocusEvent extends Event {
  readonly key: number;

  /** `key`: the client's. */
  constructor(key: number) {
    super('echo-client-focus', { bubbles: true, composed: true });
    this.key = key;
  }
}

/** The list of keys is wanted. */
export class HelpEvent extends Event {
  constructor() {
    super('echo-help', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'echo-client-focus': ClientFocusEvent;
    'echo-help': HelpEvent;
  }
}
