// All traces of an observatory: made when they are first needed, handed to those who look, and told from one interval
// to the next within one budget.

import { MAX_TRACE_ENTRIES_PER_DELTA } from '../../protocol/limits.ts';
import type { Subject } from '../../protocol/observe.ts';
import { type Looker, Trace, type TraceSurroundings } from './trace.ts';
import type { TrackedConnection, TrackedSession } from './tracked.ts';

/** What can be looked at, resolved: what is known of it now, its end included. */
export interface Sight {
  readonly session?: TrackedSession | undefined;
  readonly connection?: TrackedConnection | undefined;
}

export class Tracing {
  readonly #budget = { left: MAX_TRACE_ENTRIES_PER_DELTA };
  /** Traces that somebody looks at and that have entries. */
  readonly #newsworthy = new Set<Trace>();
  readonly #surroundings: TraceSurroundings;

  /** `now` gives milliseconds since the Unix epoch, with fractions. */
  constructor(now: () => number) {
    const onNews = (trace: Trace) => this.#newsworthy.add(trace);
    this.#surroundings = { now, budget: this.#budget, onNews };
  }

  /** The trace of a session, from now on told by it. */
  ofSession(session: TrackedSession): Trace {
    if (session.trace) return session.trace;
    const { source } = session;
    session.trace = new Trace('gateway', { of: 'session', id: source.id }, this.#surroundings);
    source.traceTo(session.trace);
    return session.trace;
  }

  ofConnection(tracked: TrackedConnection): Trace {
    const { id, session } = tracked;
    const subject: Subject =
      session === undefined ? { of: 'connection', id } : { of: 'session', id: session };
    tracked.trace ??= new Trace('server', subject, this.#surroundings);
    return tracked.trace;
  }

  /** A connection turned out to be a session's: it is looked at by the same. */
  join(tracked: TrackedConnection, session: TrackedSession): void {
    if (tracked.trace) tracked.trace.subject = { of: 'session', id: session.source.id };
    const { keptEntries } = session.source;
    if (keptEntries !== undefined) tracked.trace?.keep(keptEntries);
    for (const looker of session.trace?.lookers ?? []) this.ofConnection(tracked).addLooker(looker);
  }

  /** `looker` wants the traces of what it sees from now on. */
  look(sight: Sight, looker: Looker): void {
    const { session } = sight;
    if (session) this.ofSession(session).addLooker(looker);
    // A session's connection that is not known yet is looked at once it is.
    const connection = connectionOf(sight);
    if (connection) this.ofConnection(connection).addLooker(looker);
  }

  unlook(sight: Sight, looker: Looker): void {
    sight.session?.trace?.removeLooker(looker);
    connectionOf(sight)?.trace?.removeLooker(looker);
  }

  /**
   * Begins a new interval, and returns traces with news; whoever takes them takes their entries. Once they have as many
   * entries as an interval may have, the other traces wait for the next, and sum up what happens meanwhile.
   */
  take(): Trace[] {
    this.#budget.left = MAX_TRACE_ENTRIES_PER_DELTA;
    const taken: Trace[] = [];
    let entries = 0;
    for (const trace of this.#newsworthy) {
      if (entries >= MAX_TRACE_ENTRIES_PER_DELTA) break;
      this.#newsworthy.delete(trace);
      entries += trace.newsCount;
      // One may have lost its lookers, and with them its entries, since it had news.
      if (trace.newsCount > 0) taken.push(trace);
    }
    return taken;
  }
}

/** The server's end of what is looked at. */
export function connectionOf({ session, connection }: Sight): TrackedConnection | undefined {
  return session ? session.connection : connection;
}
