// What elements tell those above them.

import type { HighlightKey } from '../../controllers/highlight.ts';
import type { Fact } from '../../model/inspector/facts.ts';
import type { DockView } from '../../model/saved-page.ts';
import type { Direction } from '../../model/timeline/timeline.ts';

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

/** The list of targets is wanted. */
export class TargetsEvent extends Event {
  constructor() {
    super('echo-targets', { bubbles: true, composed: true });
  }
}

/** A view of the dock is wanted. */
export class ShowViewEvent extends Event {
  readonly view: DockView;

  constructor(view: DockView) {
    super('echo-show-view', { bubbles: true, composed: true });
    this.view = view;
  }
}

/** Which bytes are to be shown. */
export interface InspectedBytes {
  readonly key: HighlightKey;
  /** Numbered from 1, as in the timeline of what `key` stands for. */
  readonly connection: number;
  readonly direction: Direction;
  /** Offset of the first byte in its direction, and how many there are. */
  readonly from: number;
  readonly bytes: number;
  /** What they are beside that: mostly the time. */
  readonly title: string;
}

/** Somebody wants to see bytes of a connection. */
export class InspectEvent extends Event implements InspectedBytes {
  readonly key: HighlightKey;
  readonly connection: number;
  readonly direction: Direction;
  readonly from: number;
  readonly bytes: number;
  readonly title: string;

  constructor({ key, connection, direction, from, bytes, title }: InspectedBytes) {
    super('echo-inspect', { bubbles: true, composed: true });
    this.key = key;
    this.connection = connection;
    this.direction = direction;
    this.from = from;
    this.bytes = bytes;
    this.title = title;
  }
}

/** What a line says that carries no bytes of this page's clients. */
export interface InspectedFacts {
  /** Whose line it is, if anybody's. */
  readonly key: HighlightKey | undefined;
  readonly title: string;
  readonly facts: readonly Fact[];
  /** One sentence beside the facts, such as why there are no bytes. */
  readonly hint?: string;
  /** The first bytes of `total`, which begin at offset `from` of what the server received. */
  readonly preview?: { readonly bytes: Uint8Array; readonly from: number; readonly total: number };
}

/** Somebody wants to see all that a line says. */
export class InspectFactsEvent extends Event {
  readonly what: InspectedFacts;

  constructor(what: InspectedFacts) {
    super('echo-inspect-facts', { bubbles: true, composed: true });
    this.what = what;
  }
}

declare global {
  interface HTMLElementEventMap {
    'echo-inspect': InspectEvent;
    'echo-inspect-facts': InspectFactsEvent;
    'echo-client-focus': ClientFocusEvent;
    'echo-help': HelpEvent;
    'echo-targets': TargetsEvent;
    'echo-show-view': ShowViewEvent;
  }
}
