// Clients of a crowd as a test makes them: told in steps, as a transcript of what happened and when.

import { ClientTrace } from '../../../web/model/crowd/crowd-trace.ts';

type Step = 'dialled' | 'established' | 'sent' | 'byte' | 'echo' | 'fin' | 'finished' | 'failed' | 'stopped';

/** `trace(1, [0, 'dialled'], [2, 'established'] …)`: times in milliseconds since the crowd's start. */
export function trace(
  client: number,
  ...steps: readonly (readonly [atMs: number, step: Step])[]
): ClientTrace {
  const made = new ClientTrace(client);
  for (const [atMs, step] of steps) tell(made, atMs, step);
  return made;
}

function tell(made: ClientTrace, atMs: number, step: Step): void {
  switch (step) {
    case 'dialled':
      return made.dialled(atMs);
    case 'established':
      return made.established(atMs);
    case 'sent':
      return made.sent(atMs);
    case 'byte':
      return made.received(atMs, false);
    case 'echo':
      return made.received(atMs, true);
    case 'fin':
      return made.finSent(atMs);
    case 'finished':
      return made.finished(atMs);
    case 'failed':
      return made.failed(atMs, 'Refused ECONNREFUSED (4100)');
    case 'stopped':
      return made.stopped(atMs);
  }
}

/** One that came at `comesMs`, got its first echo at `servedMs`, sent FIN at `finMs` and closed a millisecond later. */
export function whole(client: number, comesMs: number, servedMs: number, finMs: number): ClientTrace {
  return trace(
    client,
    [comesMs, 'dialled'],
    [comesMs + 1, 'established'],
    [comesMs + 1, 'sent'],
    [servedMs, 'echo'],
    [finMs, 'fin'],
    [finMs + 1, 'finished'],
  );
}

/** As an iterative server treats them: ten milliseconds apart, each served for a hundred. */
export function oneByOne(clients: number): ClientTrace[] {
  return Array.from({ length: clients }, (_, index) =>
    whole(index + 1, index * 10, 2 + index * 100, 100 + index * 100),
  );
}

/** As an event loop treats them: each gets its echo at once and stays for a hundred milliseconds. */
export function together(clients: number): ClientTrace[] {
  return Array.from({ length: clients }, (_, index) =>
    whole(index + 1, index * 10, 2 + index * 10, 102 + index * 10),
  );
}
