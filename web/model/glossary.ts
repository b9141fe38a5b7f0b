// TCP's words as the page uses them: one sentence each, and where the standard says more.

/** One entry. */
export interface Definition {
  /** As it is written on the page. */
  readonly word: string;
  readonly sentence: string;
  /** Such as `RFC 9293 §3.6`, or a page of the system's manual: `listen(2)`. */
  readonly source: string;
}

const definitions = {
  LISTEN: {
    word: 'LISTEN',
    sentence: 'A server waits here for anybody’s SYN.',
    source: 'RFC 9293 §3.3.2',
  },
  SYN_SENT: {
    word: 'SYN_SENT',
    sentence: 'This end has asked for a connection with SYN and waits for the answer.',
    source: 'RFC 9293 §3.5',
  },
  SYN_RECEIVED: {
    word: 'SYN_RECEIVED',
    sentence: 'A SYN was received and answered with one of our own; only its acknowledgement is missing.',
    source: 'RFC 9293 §3.5',
  },
  ESTABLISHED: {
    word: 'ESTABLISHED',
    sentence: 'The three-way handshake is complete, and bytes can flow both ways.',
    source: 'RFC 9293 §3.3.2',
  },
  FIN_WAIT_1: {
    word: 'FIN_WAIT_1',
    sentence: 'This end has closed with FIN; the FIN, or bytes before it, are not acknowledged yet.',
    source: 'RFC 9293 §3.3.2',
  },
  FIN_WAIT_2: {
    word: 'FIN_WAIT_2',
    sentence: 'This end has sent FIN and can still receive, until the peer sends its own FIN.',
    source: 'RFC 9293 §3.6',
  },
  CLOSING: {
    word: 'CLOSING',
    sentence: 'Both ends sent FIN at the same time; the acknowledgement of ours is still missing.',
    source: 'RFC 9293 §3.6',
  },
  CLOSE_WAIT: {
    word: 'CLOSE_WAIT',
    sentence: 'The peer has sent FIN, and this end can still send until it closes too.',
    source: 'RFC 9293 §3.6',
  },
  LAST_ACK: {
    word: 'LAST_ACK',
    sentence: 'Both FINs are sent, the peer’s first; only the acknowledgement of ours is missing.',
    source: 'RFC 9293 §3.6',
  },
  TIME_WAIT: {
    word: 'TIME_WAIT',
    sentence: 'Both FINs are through; the end that closed first waits until no late segment can be about.',
    source: 'RFC 9293 §3.6.1',
  },
  CLOSED: {
    word: 'CLOSED',
    sentence: 'There is no connection any more.',
    source: 'RFC 9293 §3.3.2',
  },
  inferred: {
    word: 'inferred',
    sentence:
      'Worked out from what the socket did and saw; the kernel’s own state can differ for an instant.',
    source: 'RFC 9293 §3.3.2',
  },
  FIN: {
    word: 'FIN',
    sentence: 'Says “I send no more” and leaves the other direction open: a half-close.',
    source: 'RFC 9293 §3.6',
  },
  RST: {
    word: 'RST',
    sentence: 'Aborts the connection at once, in both directions; bytes on their way are lost.',
    source: 'RFC 9293 §3.5.2',
  },
  pause: {
    word: 'Pause reading',
    sentence:
      'Stops taking bytes from the socket, so that buffers fill and the receive window shrinks to zero.',
    source: 'RFC 9293 §3.8.6',
  },
  RTT: {
    word: 'RTT',
    sentence: 'Round-trip time: from sending a byte to receiving the same byte of the stream back.',
    source: 'RFC 6298',
  },
  recv: {
    word: 'recv',
    sentence: 'Bytes that the server’s socket has received from this peer.',
    source: 'RFC 9293 §3.9.1',
  },
  send: {
    word: 'sent',
    sentence: 'Bytes that the server’s socket has sent back to this peer.',
    source: 'RFC 9293 §3.9.1',
  },
  peer: {
    word: 'peer',
    sentence: 'The other end’s port: with both addresses and the server’s port it names the connection.',
    source: 'RFC 9293 §3.1',
  },
  room: {
    word: 'room',
    sentence:
      'Pages in one room see each other’s connections, never their bytes; ?room=NAME in the address chooses it.',
    source: 'PROTOCOL.md',
  },
  echo: {
    word: 'echo',
    sentence: 'A server that sends every byte back as it came.',
    source: 'RFC 862',
  },
  kernel: {
    word: 'kernel',
    sentence: 'The operating system, which does TCP: it keeps each socket’s state, queues and timers.',
    source: 'RFC 9293 §3.3.1',
  },
  process: {
    word: 'process',
    sentence: 'The program that uses the socket; what it holds itself is not in the kernel’s queues.',
    source: 'RFC 9293 §3.9.1',
  },
  receiveQueue: {
    word: 'receive queue',
    sentence: 'Bytes that the kernel has received and acknowledged, and that the program has not read yet.',
    source: 'RFC 9293 §3.8.6',
  },
  sendQueue: {
    word: 'send queue',
    sentence: 'Bytes that the program has written and the other end has not acknowledged yet.',
    source: 'RFC 9293 §3.3.1',
  },
  zeroWindow: {
    word: 'zero window',
    sentence:
      'The receiver’s buffer is full: it offers no room, and the sender must stop until it does again.',
    source: 'RFC 9293 §3.8.6.1',
  },
  zeroWindowProbe: {
    word: 'zero-window probe',
    sentence: 'The persist timer: when it fires, the sender asks whether the receiver has room again.',
    source: 'RFC 9293 §3.8.6.1',
  },
  kernelTimer: {
    word: 'timer',
    sentence:
      'What the kernel waits for: an acknowledgement, room in a zero window, a sign of life, or the end.',
    source: 'RFC 9293 §3.8',
  },
  retransmit: {
    word: 'retransmission timer',
    sentence: 'When it fires before the acknowledgement comes, the bytes are sent again.',
    source: 'RFC 6298',
  },
  keepalive: {
    word: 'keep-alive timer',
    sentence: 'When it fires on a silent connection, the kernel asks whether the other end is still there.',
    source: 'RFC 9293 §3.8.4',
  },
  timeWait: {
    word: 'TIME_WAIT timer',
    sentence: 'When it fires, the last trace of the connection is gone, and its ports are free again.',
    source: 'RFC 9293 §3.6.1',
  },
  cwnd: {
    word: 'cwnd',
    sentence: 'Congestion window: what may be on its way at once without overloading the network.',
    source: 'RFC 5681 §2',
  },
  retransmissions: {
    word: 'retransmitted',
    sentence: 'Segments that were sent again because no acknowledgement of them came in time.',
    source: 'RFC 9293 §3.8.1',
  },
  acknowledged: {
    word: 'acknowledged',
    sentence: 'Bytes of which the other end’s kernel has said that it has them.',
    source: 'RFC 9293 §3.4',
  },
  windowLimited: {
    word: 'window-limited',
    sentence: 'How long bytes had to wait because the receiver’s window had no room for them.',
    source: 'RFC 9293 §3.8.6',
  },
  peerWindow: {
    word: 'peer’s window',
    sentence: 'Bytes that the other end is ready to take beyond those that it has acknowledged.',
    source: 'RFC 9293 §3.8.6',
  },
  chunk: {
    word: 'chunk',
    sentence: 'What one call moved: TCP keeps every byte and their order, but not where they were cut.',
    source: 'RFC 9293 §3.4',
  },
  tcpRtt: {
    word: 'TCP round trip',
    sentence: 'From the gateway’s write to the TCP socket until as many bytes were read back from it.',
    source: 'RFC 9293 §3.8.1',
  },
  webSocketRtt: {
    word: 'WebSocket round trip',
    sentence: 'From a ping of the gateway to the browser’s pong: the network between the two.',
    source: 'RFC 6455 §5.5.2',
  },
  latencyRest: {
    word: 'What is left',
    sentence: 'The browser and the gateway at work, and bytes that wait for others before them.',
    source: 'RFC 6298',
  },
  target: {
    word: 'target',
    sentence: 'A TCP server that the gateway may dial: the operator lists them, and a page chooses by name.',
    source: 'PROTOCOL.md',
  },
  iterativeServer: {
    word: 'iterative server',
    sentence: 'Serves one client until it has gone, and only then accepts the next one.',
    source: 'accept(2)',
  },
  thread: {
    word: 'thread',
    sentence:
      'A line of execution within a process; a server with one for each connection lets each wait alone.',
    source: 'pthreads(7)',
  },
  processPool: {
    word: 'process pool',
    sentence: 'Several processes made in advance, to which the server hands the connections that it accepts.',
    source: 'fork(2)',
  },
  waits: {
    word: 'waits',
    sentence:
      'The kernel has completed the handshake and keeps what arrives; the server has not turned to it yet (backlog).',
    source: 'listen(2)',
  },
  echoCheck: {
    word: 'Echo Check',
    sentence:
      'Connects to an echo server again and again, each time to try one thing that it has to get right.',
    source: 'RFC 862',
  },
} as const satisfies Record<string, Definition>;

/** A word that the page explains. */
export type GlossaryWord = keyof typeof definitions;

/** What `word` means. */
export function define(word: GlossaryWord): Definition {
  return definitions[word];
}

/** Every entry, in the order of a connection's life. */
export const glossary: readonly Definition[] = Object.values(definitions);
