// Standard output and standard error as a command uses them.

/** Prints lines to standard output. */
export function printLines(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Prints one line to standard error. */
export function printError(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * Lets the process live on when standard output or error can no longer be written: a reader that has gone away
 * (`echo-bridge | head -1`, EPIPE) or a terminal that was closed (EIO) must not end the service.
 */
export function outliveReaders(): void {
  process.stdout.on('error', ignoreError);
  process.stderr.on('error', ignoreError);
}

/** Time that a reader gets for the last lines, in milliseconds. */
const FLUSH_TIMEOUT_MS = 500;

/** Ends the process once what was printed has reached its reader, or will not. */
export function exitAfterOutput(status: number): void {
  setTimeout(() => process.exit(status), FLUSH_TIMEOUT_MS);
  process.stdout.write('', () => process.exit(status));
}

function ignoreError(): void {}
