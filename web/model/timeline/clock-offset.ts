// How the server's clock stands to this page's, from the one thing that is certain: nothing arrives before it was sent.
//
//   up    sent at `page`, arrived at `server`     offset ≤ server − page
//   down  sent at `server`, arrived at `page`     offset ≥ server − page
//
//   windows   … │ 10 s │ 10 s │ 10 s │ now        a moment is judged by its own window and the two beside it
//
// The offset lies between the narrowest bounds. Each window keeps its own, as clocks drift apart: what was drawn a
// minute ago stays where it was. Bounds that contradict each other come from a clock that was set between them: there a
// window is cut off, and what was known before says nothing of what comes after.

/** Length of a window, in milliseconds of the page's clock. */
export const CLOCK_WINDOW_MS = 10_000;

/** Windows that are kept: an hour in which something was said all the time. */
export const MAX_CLOCK_WINDOWS = 360;

/** By how much bounds may cross without a clock having been set: browsers round their clock to this. In milliseconds. */
const ROUNDING_MS = 0.5;

interface ClockWindow {
  readonly sinceMs: number;
  /** A clock was set before it. */
  readonly isCut: boolean;
  least: number | undefined;
  most: number | undefined;
  /** What follows from this window and the two beside it; undefined when it has to be worked out anew. */
  offsetMs: number | undefined;
}

export class ClockOffset {
  readonly #windows: ClockWindow[] = [];

  /** A byte that the page sent at `pageMs` was at the server at `serverMs`. */
  noteUp(pageMs: number, serverMs: number): void {
    const most = serverMs - pageMs;
    const window = this.#windowFor(pageMs, ({ least }) => least !== undefined && least > most + ROUNDING_MS);
    window.most = narrowest(Math.min, window.most, most);
  }

  /** What the server sent at `serverMs` was at the page at `pageMs`. */
  noteDown(serverMs: number, pageMs: number): void {
    const least = serverMs - pageMs;
    const window = this.#windowFor(pageMs, ({ most }) => most !== undefined && most < least - ROUNDING_MS);
    window.least = narrowest(Math.max, window.least, least);
  }

  /** Difference of the server's clock (since the Unix epoch) to the page's monotonic one now, in milliseconds. */
  get offsetMs(): number {
    return this.#offsetOf(this.#windows.length - 1);
  }

  /** A moment of the server's clock by the page's monotonic one. */
  toPageMs(serverMs: number): number {
    const windows = this.#windows;
    const last = windows.length - 1;
    const latest = windows[last];
    if (latest === undefined) return serverMs;
    const byLatest = serverMs - (latest.offsetMs ?? this.#offsetOf(last));
    if (last === 0 || byLatest >= latest.sinceMs) return byLatest;
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((windows[middle] as ClockWindow).sinceMs <= byLatest) low = middle;
      else high = middle - 1;
    }
    return serverMs - this.#offsetOf(low);
  }

  /** The latest window, or a new one where it is over or `contradicts`; its neighbours have to be judged anew, too. */
  #windowFor(pageMs: number, contradicts: (window: ClockWindow) => boolean): ClockWindow {
    let latest = this.#windows.at(-1);
    const isCut = latest !== undefined && contradicts(latest);
    if (latest === undefined || isCut || pageMs - latest.sinceMs >= CLOCK_WINDOW_MS) {
      const sinceMs = Math.max(pageMs, latest?.sinceMs ?? pageMs);
      latest = { sinceMs, isCut, least: undefined, most: undefined, offsetMs: undefined };
      this.#windows.push(latest);
      if (this.#windows.length > MAX_CLOCK_WINDOWS) this.#windows.shift();
    }
    for (const window of this.#windows.slice(-2)) window.offsetMs = undefined;
    return latest;
  }

  #offsetOf(index: number): number {
    const window = this.#windows[index];
    if (window === undefined) return 0;
    window.offsetMs ??= this.#judge(index);
    return window.offsetMs;
  }

  #judge(index: number): number {
    const own = this.#windows[index] as ClockWindow;
    const before = own.isCut ? undefined : this.#windows[index - 1];
    const after = this.#windows[index + 1]?.isCut ? undefined : this.#windows[index + 1];
    const least = narrowest(Math.max, narrowest(Math.max, before?.least, own.least), after?.least);
    const most =
      narrowest(Math.min, narrowest(Math.min, before?.most, own.most), after?.most) ??
      this.#earlierMost(index);
    if (least === undefined) return most ?? 0;
    // Windows side by side may contradict each other a little, where the clocks drift.
    if (most === undefined || most < least - ROUNDING_MS) return own.least ?? least;
    return (least + most) / 2;
  }

  /** While nothing is sent, the observe stream goes on telling the lower bound alone; the upper one is remembered. */
  #earlierMost(index: number): number | undefined {
    for (let at = index; at >= 0; at -= 1) {
      const { most, isCut } = this.#windows[at] as ClockWindow;
      if (most !== undefined || isCut) return most;
    }
    return undefined;
  }
}

function narrowest(
  pick: (one: number, other: number) => number,
  one: number | undefined,
  other: number | undefined,
): number | undefined {
  if (one === undefined) return other;
  return other === undefined ? one : pick(one, other);
}
