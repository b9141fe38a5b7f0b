// Starting a process holds this one up for some milliseconds. A dozen of them are therefore started one by one, and whatever else
// there is to do comes in between.

const waiting: (() => void)[] = [];

/** Calls `start` in a later turn of the event loop that is its alone. */
export function startInTurn(start: () => void): void {
  waiting.push(start);
  if (waiting.length === 1) setImmediate(startNext);
}

function startNext(): void {
  waiting[0]?.();
  waiting.shift();
  if (waiting.length > 0) setImmediate(startNext);
}
