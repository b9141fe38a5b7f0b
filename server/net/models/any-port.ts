// A model listens on its own port, and on any free one where somebody else has that: it is dialled by name.

import { ListenError } from '../../core/listen-failure.ts';

/** What `listenOn` makes of `port`, or of 0 where that is taken. */
export async function onAnyPort<T>(port: number, listenOn: (port: number) => Promise<T>): Promise<T> {
  try {
    return await listenOn(port);
  } catch (error) {
    if (!(error instanceof ListenError) || error.code !== 'EADDRINUSE') throw error;
    return listenOn(0);
  }
}
