// The concurrency models: built-in echo servers that serve their clients in different ways, so that the difference is felt.
// Each is a real server on a port of its own (server/net/models/).

/** By the word that `--models` takes. */
export const MODELS = {
  iterative: {
    target: 'echo-iterative',
    description: 'one client at a time: the next one waits until it has gone',
  },
  forked: { target: 'echo-forked', description: 'a pool of processes that are handed the accepted sockets' },
  threads: {
    target: 'echo-threads',
    description: 'a thread a connection, in Python: socket and threading',
  },
} as const;

export type Model = keyof typeof MODELS;

export const MODEL_NAMES = Object.keys(MODELS) as Model[];

/** What `echo` itself is. */
export const ECHO_DESCRIPTION = 'one event loop, all clients at once';
