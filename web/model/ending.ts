// Why a connection ended, as one sentence for people. PROTOCOL.md, "Endings", is the table behind it.

import { CloseCode } from '../../server/protocol/close-codes.ts';

/** What the gateway calls a target that is not on the operator's list, and one that it knows to be down. */
export const UNKNOWN_TARGET = 'UNKNOWN_TARGET';
export const UNAVAILABLE = 'UNAVAILABLE';

/** What the page knows of an ending. */
export interface EndingFacts {
  /** WebSocket close code. */
  readonly code: number;
  /** Reason of the Close frame; may be empty. */
  readonly reason: string;
  /** The gateway's `error` message, if one came before. */
  readonly error: { readonly code: string; readonly message: string } | undefined;
  /** The TCP connection had been established. */
  readonly wasOpen: boolean;
  /** This page closed the connection itself. */
  readonly closedHere: boolean;
  /** The WebSocket never opened although another one to the same gateway, the observe feed's, is open. */
  readonly webSocketRefused: boolean;
  /** Name of the target, such as `echo`. */
  readonly target: string;
}

export interface Ending {
  readonly sentence: string;
  /** The same in a few words, for a line of the transcript. */
  readonly summary: string;
  /** `good`: in order; `asked`: the user wanted it; `away`: the server left and may come back; `bad`: a failure. */
  readonly tone: 'good' | 'asked' | 'away' | 'bad';
  readonly returns: Returns;
}

/** When the client connects again by itself: `soon` after a wait, `withServer` once that was away and is back. */
export type Returns = 'never' | 'soon' | 'withServer';

/** 1012, service restart (IANA's registry of close codes): a room was reset or a proxy restarted. */
const SERVICE_RESTART = 1012;

export function describeEnding(facts: EndingFacts): Ending {
  if (isOwnClose(facts)) return describeOwnClose(facts);
  return {
    sentence: sentenceFor(facts),
    summary: `${summaryFor(facts)} (${facts.code})`,
    tone: isRefusedByBrowser(facts) ? 'bad' : toneFor(facts.code),
    returns: returnsFor(facts),
  };
}

/** A browser reports the Close of a WebSocket that was not open yet as 1006. */
function isOwnClose({ code, closedHere, wasOpen }: EndingFacts): boolean {
  return closedHere && (code === CloseCode.normal || (code === CloseCode.abnormal && !wasOpen));
}

function describeOwnClose({ code, wasOpen, target }: EndingFacts): Ending {
  const sentence = wasOpen
    ? `Closed by this client (close ${code}): what it had sent still goes to ${target}, echoes to come are discarded.`
    : `Closed by this client before it was connected (close ${code}).`;
  return { sentence, summary: `Closed by this client (${code})`, tone: 'asked', returns: 'never' };
}

/** A gateway that answers another WebSocket did not see this one: most likely the browser opened none. */
function isRefusedByBrowser({ code, webSocketRefused }: EndingFacts): boolean {
  return code === CloseCode.abnormal && webSocketRefused;
}

function returnsFor(facts: EndingFacts): Returns {
  if (toneFor(facts.code) !== 'away') return 'never';
  return facts.code === CloseCode.goingAway || isRefusedByBrowser(facts) ? 'withServer' : 'soon';
}

function toneFor(code: number): Ending['tone'] {
  switch (code) {
    case CloseCode.normal:
      return 'good';
    case CloseCode.resetByClient:
      return 'asked';
    case CloseCode.goingAway:
    case CloseCode.abnormal:
    case SERVICE_RESTART:
      return 'away';
    default:
      return 'bad';
  }
}

function summaryFor(facts: EndingFacts): string {
  const { code, error, wasOpen, target } = facts;
  const errno = error ? ` ${error.code}` : '';
  switch (code) {
    case CloseCode.normal:
      return 'Closed in order';
    case CloseCode.goingAway:
      return 'Server stopping';
    case SERVICE_RESTART:
      return 'Server restarting';
    case CloseCode.abnormal:
      if (isRefusedByBrowser(facts)) return 'No WebSocket';
      return wasOpen ? 'Gateway lost' : 'No gateway';
    case CloseCode.policyViolation:
      return error?.code === UNKNOWN_TARGET ? `No target “${target}”` : `Closed${errno}`;
    case CloseCode.tryAgainLater:
      return 'No room';
    case CloseCode.targetRefused:
      return error?.code === UNAVAILABLE ? `${target} is not available` : `Refused by ${target}${errno}`;
    case CloseCode.targetUnreachable:
      return `Unreachable${errno}`;
    case CloseCode.connectTimedOut:
      return `No answer${errno}`;
    case CloseCode.idle:
      return 'Idle for too long';
    case CloseCode.targetReset:
      return `Reset by ${target}${errno}`;
    case CloseCode.resetByClient:
      return 'Reset by this client';
    case CloseCode.halfOpenTimedOut:
      return 'Half-open for too long';
    case CloseCode.quotaExceeded:
      return 'Quota used up';
    default:
      return `Closed${errno}`;
  }
}

function sentenceFor(facts: EndingFacts): string {
  const { code, reason, error, wasOpen, target } = facts;
  const errno = error ? `${error.code}, ` : '';
  const why = reason === '' ? '' : `: ${reason}`;
  const server = `The ${target} server`;
  switch (code) {
    case CloseCode.normal:
      return 'Both ends sent FIN and every byte was delivered (close 1000).';
    case CloseCode.goingAway:
      return 'The server is stopping (close 1001). This client comes back with it.';
    case SERVICE_RESTART:
      return 'The server is restarting (close 1012). This client comes back with it.';
    case CloseCode.abnormal:
      if (isRefusedByBrowser(facts)) {
        return 'The WebSocket failed at once though the gateway answers (close 1006): browsers open about 255 in all. Close some clients.';
      }
      return wasOpen
        ? 'The gateway is gone: the WebSocket was lost (close 1006). This client comes back with it.'
        : 'The gateway cannot be reached (close 1006). Is Echo Bridge running?';
    case CloseCode.policyViolation:
      return error
        ? `The gateway knows no target “${target}” (${error.code}, close 1008). Choose another for this client.`
        : `The gateway refused what this page sent (close 1008)${why}.`;
    case CloseCode.messageTooBig:
      return 'A message was larger than the gateway accepts (close 1009).';
    case CloseCode.internalError:
      return 'The gateway failed by a defect of its own (close 1011). Its log says more.';
    case CloseCode.tryAgainLater:
      return `The gateway has no room for another connection (close 1013)${why}. Close some or try again.`;
    case CloseCode.targetRefused:
      // The gateway's own sentence says why, which no code does.
      if (error?.code === UNAVAILABLE) {
        const known = error.message.replace(/[.\s]+$/, '') || `${server} is not available`;
        return `${known} (${errno}close 4100).`;
      }
      return `${server} refused the connection (${errno}close 4100). Is it running?`;
    case CloseCode.targetUnreachable:
      return `${server} cannot be reached (${errno}close 4101). Check its name and the network.`;
    case CloseCode.connectTimedOut:
      return `${server} did not answer the SYN in time (${errno}close 4102). Is a firewall in between?`;
    case CloseCode.idle:
      return 'No byte moved for so long that the gateway reset the connection (close 4103).';
    case CloseCode.targetReset:
      return `${server} reset the connection (${errno}close 4104). Bytes on their way are lost.`;
    case CloseCode.resetByClient:
      return 'Reset by this client: RST was sent, and bytes on their way are lost (close 4105).';
    case CloseCode.halfOpenTimedOut:
      return 'One side sent FIN, the other did not follow in time, so the gateway reset both (close 4106).';
    case CloseCode.quotaExceeded:
      return 'This client sent more bytes than a session may (close 4107).';
    default:
      return `The connection ended (close ${code})${why}.`;
  }
}
