// The life cycle of a bridge session, as a pure state machine: events in, commands out. It opens no socket and
// reads no clock; server/net/gateway/session.ts feeds it and obeys. The bytes themselves do not pass through
// here: they run from socket to socket, and only what begins, ends or breaks a session asks the relay.
//
//               targetConnected            target's FIN, browser's fin: both halves of `open`
//   connecting ─────────────────► open ───────────────────────────────────► closing ──► closed
//       │                          │ browser's Close                           ▲          ▲
//       │ targetFailed, inactive   └────────► discarding ── targetClosed ──────│──────────┤
//       └──────────────────────────────────────────────────────────────────────┘          │
//                                  WebSocket lost: RST ───────────────────────────────────┘

import type { ClientControl, GatewayControl } from '../protocol/bridge.ts';
import { CloseCode, isOrderlyClose } from '../protocol/close-codes.ts';
import {
  type DialFailure,
  explainDialFailure,
  explainUnavailableTarget,
  explainUnknownTarget,
} from './dial-failure.ts';

/** `plain` is the mode of websockify's clients: no control message in either direction. */
export type RelayMode = 'controlled' | 'plain';

export type RelayPhase =
  /** The target is being dialled; nothing is read from the WebSocket. */
  | 'connecting'
  /** Bytes flow. */
  | 'open'
  /** The browser has gone in order: FIN was sent, the target's echoes are read and thrown away. */
  | 'discarding'
  /** A Close was sent to the browser, its own is awaited. */
  | 'closing'
  /** The WebSocket is gone. */
  | 'closed';

export interface RelayState {
  readonly mode: RelayMode;
  /** Name of the target, as on the operator's list. */
  readonly target: string;
  /** The target is one of the playground's own servers. */
  readonly builtIn: boolean;
  readonly phase: RelayPhase;
  /** FIN was sent to the target. */
  readonly finSent: boolean;
  /** The target's FIN arrived. */
  readonly finReceived: boolean;
  /** The browser itself asked for the FIN; further bytes of its are a violation. */
  readonly finByClient: boolean;
  /** The server is stopping: the session ends in 1001. */
  readonly draining: boolean;
}

/** How a built-in server is to end a connection: FIN behind its echoes, or RST. */
export type ServerEnd = 'fin' | 'rst';

/** Which silence is being timed: see the setting of the same name. */
export type InactivityLimit = 'connectTimeoutMs' | 'idleTimeoutMs' | 'halfOpenTimeoutMs';

export type RelayEvent =
  | { readonly type: 'targetConnected' }
  /** The dial failed. `code` is the errno name. */
  | { readonly type: 'targetFailed'; readonly code: string }
  /** The browser named a target that is not on the list; nothing was dialled. */
  | { readonly type: 'targetUnknown' }
  /** The target does not run, so that there is nothing to dial. `reason` is a sentence. */
  | { readonly type: 'targetUnavailable'; readonly reason: string }
  /** The target's FIN; all its bytes were handed to the WebSocket before. */
  | { readonly type: 'targetFin' }
  /** The open connection broke. `code` is the errno name. */
  | { readonly type: 'targetError'; readonly code: string }
  /** Both directions ended and everything was flushed. */
  | { readonly type: 'targetClosed' }
  /** Nothing moved on the TCP socket for the limit last asked for. */
  | { readonly type: 'inactive' }
  | { readonly type: 'control'; readonly message: ClientControl }
  /** The browser broke the protocol. */
  | { readonly type: 'violation'; readonly reason: string }
  /** A text message above `maxControlBytes`, or bytes above `maxMessageBytes`. */
  | { readonly type: 'messageTooBig' }
  /** Binary arrived although FIN was sent. */
  | { readonly type: 'bytesAfterFin' }
  | { readonly type: 'quotaExceeded' }
  /** The WebSocket is closed; `code` as received, 1006 when it was lost. */
  | { readonly type: 'downstreamClosed'; readonly code: number }
  | { readonly type: 'shutdown' }
  /** The pong to `probe`: all that the browser sent before the ping has been read. */
  | { readonly type: 'probeAnswered' }
  /** `drainTimeoutMs` is over. */
  | { readonly type: 'drainExpired' }
  | { readonly type: 'defect' };

export type RelayCommand =
  /** Begin to read the WebSocket. */
  | { readonly type: 'readDownstream' }
  /** `open` is completed by the session, which knows the endpoints. */
  | { readonly type: 'announceOpen' }
  | { readonly type: 'sendControl'; readonly message: GatewayControl }
  /** FIN behind every byte written before. */
  | { readonly type: 'sendFin' }
  /** RST; queued bytes are lost. */
  | { readonly type: 'reset' }
  | { readonly type: 'setReading'; readonly reading: boolean }
  /** Have the built-in server end the connection from its side. */
  | { readonly type: 'endServer'; readonly how: ServerEnd }
  /** Read the target to its end and throw the bytes away. */
  | { readonly type: 'discard' }
  /** A Close behind every byte sent before. */
  | { readonly type: 'closeDownstream'; readonly code: CloseCode; readonly reason: string }
  | { readonly type: 'limitInactivity'; readonly to: InactivityLimit }
  /** Ping the browser; its pong comes back as `probeAnswered`. */
  | { readonly type: 'probe' };

export interface RelayStep {
  readonly state: RelayState;
  readonly commands: readonly RelayCommand[];
}

/** A session whose target is about to be dialled. */
export function beginRelay(mode: RelayMode, target: string, builtIn: boolean): RelayStep {
  return {
    state: {
      mode,
      target,
      builtIn,
      phase: 'connecting',
      finSent: false,
      finReceived: false,
      finByClient: false,
      draining: false,
    },
    commands: [{ type: 'limitInactivity', to: 'connectTimeoutMs' }],
  };
}

/** What the session becomes on `event`, and what has to be done, in order. Never throws. */
export function stepRelay(state: RelayState, event: RelayEvent): RelayStep {
  if (event.type === 'defect') return onDefect(state);
  switch (state.phase) {
    case 'connecting':
      return stepConnecting(state, event);
    case 'open':
      return stepOpen(state, event);
    case 'discarding':
      return stepDiscarding(state, event);
    case 'closing':
      return stepClosing(state, event);
    case 'closed':
      return stepClosing(state, event);
    default:
      return assertNever(state.phase);
  }
}

function stepConnecting(state: RelayState, event: RelayEvent): RelayStep {
  switch (event.type) {
    case 'targetConnected': {
      const commands: RelayCommand[] = [{ type: 'limitInactivity', to: 'idleTimeoutMs' }];
      if (state.mode === 'controlled') commands.push({ type: 'announceOpen' });
      commands.push({ type: 'readDownstream' });
      if (state.draining) commands.push({ type: 'probe' });
      return { state: { ...state, phase: 'open' }, commands };
    }
    case 'targetFailed':
      return failDial(state, explainDialFailure(state.target, event.code));
    case 'targetUnknown':
      return failDial(state, explainUnknownTarget());
    case 'targetUnavailable':
      return failDial(state, explainUnavailableTarget(state.target, event.reason));
    case 'inactive':
      return failDial(state, explainDialFailure(state.target, 'ETIMEDOUT'));
    case 'downstreamClosed':
      return abandon(state);
    case 'shutdown':
      return { state: { ...state, draining: true }, commands: [] };
    case 'drainExpired':
      return close(state, CloseCode.goingAway, 'the server is stopping', { reset: true });
    default:
      return stay(state);
  }
}

function stepOpen(state: RelayState, event: RelayEvent): RelayStep {
  switch (event.type) {
    case 'control':
      return onControl(state, event.message);
    case 'targetFin':
      return onTargetFin({ ...state, finReceived: true });
    case 'targetClosed':
      return closeInOrder(state, 'both directions ended');
    case 'targetError':
      return close(state, CloseCode.targetReset, `the target reset the connection (${event.code})`, {
        error: { code: event.code, message: `The target reset the connection (${event.code}).` },
      });
    case 'inactive':
      return state.finSent || state.finReceived
        ? close(state, CloseCode.halfOpenTimedOut, 'half-open for too long', { reset: true })
        : close(state, CloseCode.idle, 'no byte in either direction for too long', { reset: true });
    case 'bytesAfterFin':
      return state.finByClient ? violate(state, 'binary message after fin') : stay(state);
    case 'violation':
      return violate(state, event.reason);
    case 'messageTooBig':
      return close(state, CloseCode.messageTooBig, 'message too big', { reset: true });
    case 'quotaExceeded':
      return close(state, CloseCode.quotaExceeded, 'the quota of this session is used up', { reset: true });
    case 'downstreamClosed':
      return isOrderlyClose(event.code) ? discard(state) : abandon(state);
    case 'shutdown':
      return { state: { ...state, draining: true }, commands: [{ type: 'probe' }] };
    case 'probeAnswered':
      // A pong may also come unasked (RFC 6455 §5.5.3).
      return state.draining ? finish(state) : stay(state);
    case 'drainExpired':
      return close(state, CloseCode.goingAway, 'the server is stopping', { reset: true });
    default:
      return stay(state);
  }
}

function failDial(state: RelayState, { code, message, closeCode, reason }: DialFailure): RelayStep {
  return close(state, closeCode, reason, { error: { code, message }, reset: true });
}

function onControl(state: RelayState, message: ClientControl): RelayStep {
  switch (message.type) {
    case 'fin':
      if (state.finByClient) return violate(state, 'fin was already sent');
      return finish({ ...state, finByClient: true });
    case 'rst':
      return close(state, CloseCode.resetByClient, 'reset as asked', { reset: true });
    case 'pause':
      return { state, commands: [{ type: 'setReading', reading: false }] };
    case 'resume':
      return { state, commands: [{ type: 'setReading', reading: true }] };
    case 'serverFin':
      return endServer(state, 'fin');
    case 'serverRst':
      return endServer(state, 'rst');
    default:
      return assertNever(message);
  }
}

function endServer(state: RelayState, how: ServerEnd): RelayStep {
  if (!state.builtIn) return violate(state, 'only a built-in server can be asked to end');
  return { state, commands: [{ type: 'endServer', how }] };
}

/** The target will send no more. In the plain mode nothing could tell the browser so but a Close. */
function onTargetFin(state: RelayState): RelayStep {
  if (state.mode === 'controlled') {
    return {
      state,
      commands: [
        { type: 'limitInactivity', to: 'halfOpenTimeoutMs' },
        { type: 'sendControl', message: { type: 'fin' } },
      ],
    };
  }
  const { state: finished, commands } = finish(state);
  const ended = closeInOrder(finished, 'the target ended');
  return { state: ended.state, commands: [...commands, ...ended.commands] };
}

/** Ends our direction, unless it is ended: FIN behind what was written. */
function finish(state: RelayState): RelayStep {
  if (state.finSent) return stay(state);
  return {
    state: { ...state, finSent: true },
    commands: [{ type: 'sendFin' }, { type: 'limitInactivity', to: 'halfOpenTimeoutMs' }],
  };
}

/** The browser is gone as after `close(2)`. The target still gets its FIN and must be able to send to the end. */
function discard(state: RelayState): RelayStep {
  const { state: finished, commands } = finish(state);
  return { state: { ...finished, phase: 'discarding' }, commands: [...commands, { type: 'discard' }] };
}

function stepDiscarding(state: RelayState, event: RelayEvent): RelayStep {
  switch (event.type) {
    case 'targetClosed':
    case 'targetError':
      return { state: { ...state, phase: 'closed' }, commands: [] };
    case 'inactive':
    case 'drainExpired':
      return abandon(state);
    default:
      return stay(state);
  }
}

/** The TCP side may still be flushing here, and later: after the target's FIN in the plain mode. */
function stepClosing(state: RelayState, event: RelayEvent): RelayStep {
  switch (event.type) {
    case 'downstreamClosed':
      return { state: { ...state, phase: 'closed' }, commands: [] };
    case 'inactive':
    case 'drainExpired':
      return { state, commands: [{ type: 'reset' }] };
    default:
      return stay(state);
  }
}

function onDefect(state: RelayState): RelayStep {
  return state.phase === 'closing' || state.phase === 'closed'
    ? { state, commands: [{ type: 'reset' }] }
    : close(state, CloseCode.internalError, 'internal error', { reset: true });
}

function violate(state: RelayState, reason: string): RelayStep {
  return close(state, CloseCode.policyViolation, reason, { reset: true });
}

function closeInOrder(state: RelayState, reason: string): RelayStep {
  return state.draining
    ? close(state, CloseCode.goingAway, 'the server is stopping')
    : close(state, CloseCode.normal, reason);
}

interface Ending {
  /** Tell the browser why, in the controlled mode. */
  readonly error?: { readonly code: string; readonly message: string };
  /** The TCP connection is still there and must go. */
  readonly reset?: boolean;
}

function close(state: RelayState, code: CloseCode, reason: string, ending: Ending = {}): RelayStep {
  const commands: RelayCommand[] = [];
  if (ending.reset) commands.push({ type: 'reset' });
  if (ending.error && state.mode === 'controlled') {
    commands.push({ type: 'sendControl', message: { type: 'error', ...ending.error } });
  }
  commands.push({ type: 'closeDownstream', code, reason });
  return { state: { ...state, phase: 'closing' }, commands };
}

/** Nobody is left to tell: RST to the target. */
function abandon(state: RelayState): RelayStep {
  return { state: { ...state, phase: 'closed' }, commands: [{ type: 'reset' }] };
}

function stay(state: RelayState): RelayStep {
  return { state, commands: [] };
}

function assertNever(value: never): never {
  throw new TypeError(`Unexpected value: ${JSON.stringify(value)}`);
}
