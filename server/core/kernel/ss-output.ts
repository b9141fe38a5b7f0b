// Reads what `ss -tin` prints: a line a socket, and what the kernel's `TCP_INFO` says of it at the end of that line
// or (without `-O`) on a line of its own that begins with white space.
//
//   ESTAB 0      3782144 127.0.0.1:42613 127.0.0.1:52140
//   ⇥ bbr rto:208 rtt:4.533/8.983 mss:47616 cwnd:15 bytes_sent:176128 rwnd_limited:512ms(100.0%) retrans:0/1

import type { KernelDetails } from '../../protocol/kernel.ts';
import { endKey } from './socket-end.ts';

/** Figures that are one whole number, by the word of `ss`. */
const COUNTS = {
  cwnd: 'congestionWindow',
  mss: 'segmentBytes',
  snd_wnd: 'peerWindowBytes',
  bytes_sent: 'bytesSent',
  bytes_acked: 'bytesAcknowledged',
  bytes_received: 'bytesReceived',
} as const satisfies Record<string, keyof KernelDetails>;

/** Figures that `ss` leaves out while they are 0, among them the one that shows a zero window. */
const LEFT_OUT_AT_ZERO = {
  snd_wnd: 'peerWindowBytes',
  bytes_sent: 'bytesSent',
  bytes_acked: 'bytesAcknowledged',
  bytes_received: 'bytesReceived',
  retrans: 'retransmissions',
  rwnd_limited: 'windowLimitedMs',
} as const satisfies Record<string, keyof KernelDetails>;

/** State, Recv-Q, Send-Q, then the two endpoints: `127.0.0.1:80`, `[::1]:80`, `[fe80::1]%eth0:80`. */
const socketLine = /^\S+\s+\d+\s+\d+\s+(\S+):(\d+)\s+(\S+):(\d+)(?:\s|$)/;

/** Words of `ss` that its outputs have held, which tells "0" from "this version or kernel does not say". */
export function createSsVocabulary(): Set<string> {
  // Every version of ss knows this one.
  return new Set(['retrans']);
}

/**
 * The details of each socket in `text`, under {@link endKey}. Words of `vocabulary` that a socket lacks count as 0;
 * those that the text holds are added to it first. Anything unknown is passed over.
 */
export function parseSsOutput(text: string, vocabulary: Set<string>): Map<string, KernelDetails> {
  const sockets: { key: string; figures: Map<string, string> }[] = [];
  let figures: Map<string, string> | undefined;
  for (const line of text.split('\n')) {
    if (!/^\s/.test(line)) {
      const key = parseKey(line);
      figures = key === undefined ? undefined : new Map();
      if (key !== undefined && figures !== undefined) sockets.push({ key, figures });
    }
    if (figures === undefined) continue;
    for (const [, word = '', value = ''] of line.matchAll(/(?<=\s)([a-z_]+):(\S+)/g)) {
      figures.set(word, value);
      if (Object.hasOwn(LEFT_OUT_AT_ZERO, word)) vocabulary.add(word);
    }
  }
  // A socket without a congestion window is one that the kernel keeps without TCP_INFO, as in TIME_WAIT.
  return new Map(
    sockets
      .filter((socket) => socket.figures.has('cwnd'))
      .map((socket) => [socket.key, toDetails(socket.figures, vocabulary)]),
  );
}

function parseKey(line: string): string | undefined {
  const [, local, localPort, remote, remotePort] = socketLine.exec(line) ?? [];
  if (local === undefined || remote === undefined) return undefined;
  return endKey({
    local: { address: local.replace(/[[\]]/g, ''), port: Number(localPort) },
    remote: { address: remote.replace(/[[\]]/g, ''), port: Number(remotePort) },
  });
}

function toDetails(figures: ReadonlyMap<string, string>, vocabulary: ReadonlySet<string>): KernelDetails {
  const details: KernelDetails = {};
  for (const [word, name] of Object.entries(LEFT_OUT_AT_ZERO)) {
    if (vocabulary.has(word) && !figures.has(word)) details[name] = 0;
  }
  for (const [word, name] of Object.entries(COUNTS)) assign(details, name, figures.get(word), /^(\d+)$/);
  // Both are decimal fractions; large ones in the form `1e+06`.
  assign(details, 'rttMs', figures.get('rtt'), /^([^/]+)\//, false);
  assign(details, 'rttVariationMs', figures.get('rtt'), /\/(.+)$/, false);
  // Those not acknowledged yet, then all since the beginning.
  assign(details, 'retransmissions', figures.get('retrans'), /^\d+\/(\d+)$/);
  assign(details, 'windowLimitedMs', figures.get('rwnd_limited'), /^(\d+)ms(?:\(|$)/);
  return details;
}

/** Sets a figure to the number that the pattern's group holds; leaves it absent when it holds none. */
function assign(
  details: KernelDetails,
  name: keyof KernelDetails,
  value: string | undefined,
  pattern: RegExp,
  whole = true,
): void {
  const digits = pattern.exec(value ?? '')?.[1];
  const figure = digits === undefined ? Number.NaN : Number(digits);
  if (whole ? Number.isSafeInteger(figure) : Number.isFinite(figure) && figure >= 0) details[name] = figure;
}
