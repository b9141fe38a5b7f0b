// Where the bytes of one connection are at a moment: what each stop on the way holds, and who keeps them from going on.
//
//   up     browser ─╳─► gateway's buffer ─► send queue ══TCP══► receive queue ─╳─► server
//   down   browser ◄─── gateway's buffer ◄─╳─ receive queue ◄══TCP══ send queue ◄─── server's buffer
//
//   ╳ a valve: closed while nobody reads          ══ stands still in a zero window

import type { KernelDetails, KernelEnd, KernelSample } from '../../../server/protocol/kernel.ts';
import type { TcpState } from '../../../server/protocol/tcp-state.ts';
import type { KernelHistory } from '../kernel-history.ts';
import type { Direction } from '../timeline/timeline.ts';

/** The two kernels' queues of one direction; undefined where the kernel does not tell. */
export interface Wire {
  readonly sendQueue: number | undefined;
  readonly receiveQueue: number | undefined;
  /** The window that the receiver offers, as the sender's kernel has it. */
  readonly windowBytes: number | undefined;
  readonly zeroWindow: ZeroWindow | undefined;
}

/** The receiver takes no more. */
export interface ZeroWindow {
  /** When the sender asks again, in milliseconds; undefined where the kernel does not tell. */
  readonly probeInMs: number | undefined;
  /** Probes that brought no room so far. */
  readonly unanswered: number;
}

/** States in which an end may have bytes to send, or its FIN. */
const SENDING: readonly TcpState[] = ['ESTABLISHED', 'CLOSE_WAIT', 'FIN_WAIT_1', 'CLOSING', 'LAST_ACK'];

/** `details`: the sender's latest, which may be older than the sample. Default: the sample's own. */
export function wireOf(
  sample: KernelSample | undefined,
  direction: Direction,
  details?: KernelDetails,
): Wire {
  const { sender, receiver } = endsOf(sample, direction);
  return {
    sendQueue: sender?.sendQueue,
    receiveQueue: receiver?.receiveQueue,
    windowBytes: (details ?? sender?.details)?.peerWindowBytes,
    zeroWindow: zeroWindowOf(sender, receiver),
  };
}

/** Whether the sender is held by a zero window. */
export function zeroWindowOf(
  sender: KernelEnd | undefined,
  receiver: KernelEnd | undefined,
): ZeroWindow | undefined {
  if (sender === undefined || !SENDING.includes(sender.state)) return undefined;
  const probes = sender.timer === 'zeroWindowProbe';
  // The details may be older than the table; a window of bytes that are long gone holds nobody.
  const isShut =
    sender.details?.peerWindowBytes === 0 && (sender.sendQueue > 0 || (receiver?.receiveQueue ?? 0) > 0);
  if (!probes && !isShut) return undefined;
  return { probeInMs: probes ? sender.timerMs : undefined, unanswered: probes ? sender.unanswered : 0 };
}

/** The most that one stop held in any sample of a history, in bytes. */
export function mostHeld({ samples }: KernelHistory): number {
  let most = 0;
  for (let index = 0; index < samples.length; index += 1) {
    const sample = samples.at(index)?.sample;
    if (sample === undefined) continue;
    const { clientEnd, serverEnd, process } = sample;
    const held = [
      clientEnd?.sendQueue,
      clientEnd?.receiveQueue,
      serverEnd?.sendQueue,
      serverEnd?.receiveQueue,
    ];
    most = Math.max(
      most,
      ...[...held, process.upstream, process.downstream, process.server].map((bytes) => bytes ?? 0),
    );
  }
  return most;
}

function endsOf(
  sample: KernelSample | undefined,
  direction: Direction,
): { readonly sender: KernelEnd | undefined; readonly receiver: KernelEnd | undefined } {
  return direction === 'up'
    ? { sender: sample?.clientEnd, receiver: sample?.serverEnd }
    : { sender: sample?.serverEnd, receiver: sample?.clientEnd };
}
