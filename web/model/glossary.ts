// TCP's words as the page uses them: one sentence each, and where the standard says more.

/** One entry. */
export interface Definition {
  /** As it is written on the page. */
  readonly word: string;
  readonly sentence: string;
  /** Such as `RFC 9293 §3.6`. */
  readonly source: string;
}

const definitions = {
  SYN_SENT: {
    word: 'SYN_SENT',
    sentence: 'This end has asked for a connection with SYN and waits for the answer.',
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
  echo: {
    word: 'echo',
    sentence: 'A server that sends every byte back as it came.',
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
