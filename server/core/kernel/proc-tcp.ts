// Finds sockets in Linux's table of them, the text of `/proc/net/tcp` and `/proc/net/tcp6`:
//
//   sl  local_address rem_address   st tx_queue:rx_queue tr:tm->when retrnsmt   uid  timeout inode …
//    2: 0100007F:A675 0100007F:CBAC 01 0039B600:00000000 04:00000026 00000000     0        0 11373 …
//
// A busy server has tens of thousands of lines and a watcher wants a handful. So the addresses that are wanted are
// written as the kernel writes them, and a line's are never read: the two ports alone rule out nearly every line.

import type { Endpoint } from '../../protocol/endpoint.ts';
import { KERNEL_TIMERS, type KernelEnd } from '../../protocol/kernel.ts';
import type { TcpState } from '../../protocol/tcp-state.ts';
import { parseHost } from '../host-name.ts';
import { endKey, plainAddress, type SocketEnd } from './socket-end.ts';

/** The order of the bytes in a word of this machine, as `os.endianness()` names it. */
export type Endianness = 'LE' | 'BE';

/** The kernel's timers are told in hundredths of a second (its `USER_HZ`), whatever its own clock is. */
const MS_PER_TICK = 10;

/** Linux's states by number (`include/net/tcp_states.h`); 12 is a handshake that has no socket yet. */
const LINUX_STATES: readonly (TcpState | undefined)[] = [
  undefined,
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECEIVED',
  'FIN_WAIT_1',
  'FIN_WAIT_2',
  'TIME_WAIT',
  'CLOSED',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'SYN_RECEIVED',
];

/** What follows the two addresses: st, tx_queue, rx_queue, tr, tm->when, retrnsmt, uid, timeout (unanswered probes), inode. */
const figures =
  /^ ([0-9A-F]{2}) ([0-9A-F]{8}):([0-9A-F]{8}) ([0-9A-F]{2}):([0-9A-F]{8,16}) ([0-9A-F]{8}) +\d+ +(\d+) +(\d+)/;

/** Digits of an address in the table of IPv4, and in that of IPv6. */
const IPV4_DIGITS = 8;
const IPV6_DIGITS = 32;

/** The ends to look for. */
export interface WantedEnds {
  /** Key of each end by the text of its two addresses, in both tables. */
  readonly keys: ReadonlyMap<string, string>;
  /** The port pairs of these ends, each as {@link portPair} writes it. */
  readonly ports: ReadonlySet<number>;
}

/**
 * Prepares a search. An IPv4 end is looked for in both tables, because a socket of a dual-stack listener is in that
 * of IPv6. An end whose addresses are none is never found.
 */
export function wantEnds(ends: Iterable<SocketEnd>, endianness: Endianness): WantedEnds {
  const keys = new Map<string, string>();
  const ports = new Set<number>();
  for (const end of ends) {
    const local = addressBytes(end.local.address);
    const remote = addressBytes(end.remote.address);
    if (local === undefined || remote === undefined || local.length !== remote.length) continue;
    for (const prefix of local.length === 4 ? [[], MAPPED_PREFIX] : [[]]) {
      const localText = hexEndpoint([...prefix, ...local], end.local, endianness);
      const remoteText = hexEndpoint([...prefix, ...remote], end.remote, endianness);
      keys.set(`${localText} ${remoteText}`, endKey(end));
    }
    ports.add(portPair(end.local.port, end.remote.port));
  }
  return { keys, ports };
}

/** The ends of a listening socket that takes connections to `endpoint`: bound to that address, or to any. */
export function wantListener({ address, port }: Endpoint, endianness: Endianness): WantedEnds {
  const any = addressBytes(address)?.length === 4 ? ['0.0.0.0', '::'] : ['::'];
  const ends = any.flatMap((unspecified) => [
    { local: { address: unspecified, port }, remote: { address: unspecified, port: 0 } },
    { local: { address, port }, remote: { address: unspecified, port: 0 } },
  ]);
  return wantEnds(ends, endianness);
}

/**
 * Adds to `found`, under {@link endKey}, every wanted end that whole lines of either table list. Lines that are
 * malformed, such as the heading, are passed over.
 */
export function findEnds(lines: string, wanted: WantedEnds, found: Map<string, KernelEnd>): void {
  for (const { key, figures: text } of wantedLines(lines, wanted)) {
    const end = parseFigures(text);
    if (end !== undefined) found.set(key, end);
  }
}

/** The inodes of the wanted ends, by which a process's descriptors name them: `socket:[11373]`. */
export function findInodes(lines: string, wanted: WantedEnds): number[] {
  return Array.from(wantedLines(lines, wanted), ({ figures: text }) =>
    Number(figures.exec(text)?.[8] ?? 0),
  ).filter((inode) => inode > 0);
}

/** A line that may be a wanted end's. */
interface WantedLine {
  readonly key: string;
  /** What follows its addresses. */
  readonly figures: string;
}

function* wantedLines(lines: string, wanted: WantedEnds): Generator<WantedLine> {
  for (let start = 0; start < lines.length; ) {
    const newline = lines.indexOf('\n', start);
    const stop = newline < 0 ? lines.length : newline;
    const line = findLine(lines, start, stop, wanted);
    if (line !== undefined) yield line;
    start = stop + 1;
  }
}

function findLine(
  lines: string,
  start: number,
  stop: number,
  { keys, ports }: WantedEnds,
): WantedLine | undefined {
  let colon = start;
  while (colon < stop && lines.charCodeAt(colon) !== COLON) colon += 1;
  const local = colon + 2;
  const digits = lines.charCodeAt(local + IPV4_DIGITS) === COLON ? IPV4_DIGITS : IPV6_DIGITS;
  const localPort = local + digits + 1;
  const remotePort = localPort + 5 + digits + 1;
  const rest = remotePort + 4;
  if (rest >= stop || !ports.has(portPair(hexPort(lines, localPort), hexPort(lines, remotePort)))) {
    return undefined;
  }
  const key = keys.get(lines.slice(local, rest));
  return key === undefined ? undefined : { key, figures: lines.slice(rest, stop) };
}

function parseFigures(text: string): KernelEnd | undefined {
  const [
    ,
    stateText = '',
    sendQueue = '',
    receiveQueue = '',
    timerText = '',
    when = '',
    retransmits = '',
    probes,
  ] = figures.exec(text) ?? [];
  const state = LINUX_STATES[hex(stateText)];
  if (state === undefined) return undefined;
  const timer = KERNEL_TIMERS[hex(timerText)] ?? 'none';
  return {
    state,
    receiveQueue: hex(receiveQueue),
    sendQueue: hex(sendQueue),
    timer,
    ...(timer !== 'none' && { timerMs: hex(when) * MS_PER_TICK }),
    unanswered: hex(retransmits) + Number(probes),
  };
}

function hex(digits: string): number {
  return Number.parseInt(digits, 16);
}

const COLON = 0x3a;

/** The port that four upper-case digits give; some other number when they are none. */
function hexPort(text: string, at: number): number {
  let port = 0;
  for (let index = at; index < at + 4; index += 1) {
    const code = text.charCodeAt(index);
    port = (port << 4) | (code <= 0x39 ? code - 0x30 : code - 0x37);
  }
  return port;
}

/** Two ports as one 32-bit number. */
function portPair(local: number, remote: number): number {
  return (local << 16) | remote;
}

/** What stands before an IPv4 address in an IPv4-mapped one (RFC 4291 §2.5.5.2). */
const MAPPED_PREFIX = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** The 4 or 16 bytes of an address in network order; `undefined` when it is none. */
function addressBytes(address: string): readonly number[] | undefined {
  const host = parseHost(plainAddress(address));
  if (host === undefined) return undefined;
  if (/^\d+(\.\d+){3}$/.test(host)) return host.split('.').map(Number);
  if (!host.includes(':')) return undefined;
  const [head = [], tail = []] = host.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].flatMap((group) => [hex(group) >> 8, hex(group) & 0xff]);
}

/** An endpoint as the kernel writes it: each word of four bytes as a number of this machine, then the port. */
function hexEndpoint(bytes: readonly number[], { port }: Endpoint, endianness: Endianness): string {
  const words = Array.from({ length: bytes.length / 4 }, (_, word) => bytes.slice(word * 4, word * 4 + 4));
  const ordered = words.flatMap((word) => (endianness === 'LE' ? word.reverse() : word));
  const address = ordered.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${address}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}
