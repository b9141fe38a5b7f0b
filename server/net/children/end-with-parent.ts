// In a child process: it ends when its parent says so or is gone, and for no other reason.

/** What the parent of a forked module sends to end it. */
export const END_MESSAGE = 'end';

/**
 * Ends this process when its parent sends {@link END_MESSAGE}, and when the channel to it is closed, as the system does
 * however the parent ends, SIGKILL included. SIGINT and SIGTERM are the parent's to hear: it ends its children after what
 * is under way is done.
 */
export function endWithParent(): void {
  process.on('SIGINT', ignoreSignal);
  process.on('SIGTERM', ignoreSignal);
  process.on('message', (message) => {
    if (message === END_MESSAGE) process.exit();
  });
  process.once('disconnect', () => process.exit());
  // Too late to be told.
  if (!process.connected) process.exit();
}

function ignoreSignal(): void {}
