// The gallery of broken servers (`--gallery`): each has one classic bug, which the Echo Check has to find. The servers are in
// server/net/gallery/, a file each of the same name.

export interface BrokenServer {
  /** As a target. */
  readonly name: string;
  /** The bug, in one line. */
  readonly bug: string;
  /** The case of the Echo Check that is meant for it. */
  readonly caughtBy: string;
}

export const GALLERY: readonly BrokenServer[] = [
  {
    name: 'broken-per-line',
    bug: 'echoes whole lines only, and waits for the newline',
    caughtBy: 'no-newline',
  },
  {
    name: 'broken-one-recv',
    bug: 'takes one recv for one message, and drops what came with it',
    caughtBy: 'pipelined',
  },
  { name: 'broken-1024', bug: 'stops at 1,024 bytes a message', caughtBy: 'size-1025' },
  {
    name: 'broken-partial-send',
    bug: 'forgets what a partial send did not take',
    caughtBy: 'late-reader',
  },
  {
    name: 'broken-utf-8',
    bug: 'decodes the bytes as UTF-8 and encodes them again',
    caughtBy: 'invalid-utf-8',
  },
  { name: 'broken-upper-case', bug: 'answers in capitals', caughtBy: 'smoke' },
  { name: 'broken-first-only', bug: 'closes after the first echo', caughtBy: 'two-messages' },
  { name: 'broken-one-client', bug: 'serves one client at a time', caughtBy: 'five-clients' },
  { name: 'broken-on-reset', bug: 'dies when a client sends RST', caughtBy: 'reset-survived' },
  {
    name: 'broken-unbounded',
    bug: 'buffers echoes that nobody reads, without bound',
    caughtBy: 'unread-flood',
  },
  { name: 'broken-half-close', bug: 'drops what is under way when FIN comes', caughtBy: 'half-close' },
  { name: 'broken-fin', bug: 'ignores the client’s FIN, and never closes', caughtBy: 'server-closes' },
];
