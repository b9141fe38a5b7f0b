// The check protocol, `/check`: an Echo Check of one target, run by the server and told case by case. Begin with PROTOCOL.md.
//
//   page  ──── opens /check?target=NAME&room=ROOM&only=ID,ID ──►  server, which dials the target itself
//         ◄── start, then case and result in turn, end ─────────
//         ──── Close ──────────────────────────────────────────►  stops it

import * as v from 'valibot';
import { endpointSchema } from './endpoint.ts';
import { MAX_CHECK_TRAIL_ENTRIES, MAX_CHECK_TRAILS } from './limits.ts';
import { type Parsed, parseJson } from './parse-json.ts';
import { traceEntrySchema } from './trace.ts';

export const CHECK_PATH = '/check';

export const CHECK_SUBPROTOCOL = 'echo-bridge.check.v1';

/** What the sessions of a check's connections begin with; no bridge session does. */
export const CHECK_SESSION_PREFIX = 'check:';

/** Whether a session is a check's. */
export function isCheckSession(id: string): boolean {
  return id.startsWith(CHECK_SESSION_PREFIX);
}

/**
 * What a case comes to. `slow`: all as expected, but late. `notTestable`: nothing was learnt, as where the server cannot be
 * reached at all.
 */
export const VERDICTS = ['pass', 'slow', 'fail', 'notTestable'] as const;
export type Verdict = (typeof VERDICTS)[number];

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const caseInfoSchema = v.strictObject({
  /** Such as `half-close`. */
  id: v.string(),
  title: v.string(),
  /** Where the expectation comes from, such as `RFC 862`. */
  source: v.string(),
  /** What the check does. */
  description: v.string(),
  /** What an echo server does then. */
  expectation: v.string(),
  /** Time after which the case ends as failed, in milliseconds. */
  limitMs: v.number(),
});

/** What there is to know of a case before it runs. */
export type CaseInfo = v.InferOutput<typeof caseInfoSchema>;

const trailSchema = v.strictObject({
  /** The observatory's session of this connection. */
  session: v.string(),
  /** The check's own end, once connected. */
  local: v.optional(endpointSchema),
  /** What the check did, in the steps of the gateway's lane; the latest of many are summed up. */
  gateway: v.pipe(v.array(traceEntrySchema), v.maxLength(MAX_CHECK_TRAIL_ENTRIES)),
  /** What a built-in server did, from its beginning. */
  server: v.pipe(v.array(traceEntrySchema), v.maxLength(MAX_CHECK_TRAIL_ENTRIES)),
});

/** What happened on one connection of a case. */
export type Trail = v.InferOutput<typeof trailSchema>;

const caseResultSchema = v.strictObject({
  id: v.string(),
  verdict: v.picklist(VERDICTS),
  /** How long it took, in milliseconds. */
  ms: v.number(),
  /** One sentence: what was seen. */
  finding: v.string(),
  /** Where to look for the mistake; of a case that failed. */
  hint: v.optional(v.string()),
});

/** How a case ended. */
export type CaseResult = v.InferOutput<typeof caseResultSchema>;

/** `complete`: every case ran. `stopped`: somebody stopped it. `timedOut`: the limit of the whole check was reached. */
const CHECK_ENDS = ['complete', 'stopped', 'timedOut'] as const;
export type CheckEnd = (typeof CHECK_ENDS)[number];

const checkMessageSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('start'),
    target: v.string(),
    /** In the order in which they run. */
    cases: v.array(caseInfoSchema),
  }),
  /** This case runs now. */
  v.strictObject({ type: v.literal('case'), id: v.string() }),
  v.strictObject({
    type: v.literal('result'),
    result: caseResultSchema,
    /** Of its first connections; `trailsOmitted` further ones there were. */
    trails: v.pipe(v.array(trailSchema), v.maxLength(MAX_CHECK_TRAILS)),
    trailsOmitted: count,
  }),
  /** A Close 1000 follows. */
  v.strictObject({ type: v.literal('end'), how: v.picklist(CHECK_ENDS) }),
]);

/** Messages, server → page. A page sends none. */
export type CheckMessage = v.InferOutput<typeof checkMessageSchema>;

/** Reads a message of a check; never throws. */
export function parseCheckMessage(text: string): Parsed<CheckMessage> {
  return parseJson(checkMessageSchema, text);
}
