// Defaults and fixed bounds that both sides of the protocols know. The operator's settings are in
// server/core/settings.ts; the page's own bounds stand beside what they bound in web/model/.

/** Default of `--max-message-bytes`: largest binary message, in bytes; above it close 1009. */
export const DEFAULT_MAX_MESSAGE_BYTES = 1024 * 1024;

/** Default of `--max-control-bytes`: largest text message, in bytes of UTF-8; above it close 1009. */
export const DEFAULT_MAX_CONTROL_BYTES = 4096;

/**
 * Bytes that a gateway holds for a target before it stops reading the WebSocket. A browser that keeps what it sent
 * beyond the last `taken` within this window can always be heard: its control messages never wait behind bytes
 * that nobody takes.
 */
export const UPSTREAM_WINDOW_BYTES = 256 * 1024;

/** Bytes that the target's socket takes from one `taken` message to the next. */
export const TAKEN_STEP_BYTES = 64 * 1024;

/** Bytes of a payload that a preview shows. */
export const MAX_PREVIEW_BYTES = 64;

/** Events that the observatory's record holds for all rooms together; older ones are counted in `eventsDropped`. */
export const MAX_RECORDED_EVENTS = 10_000;

/** Events that a snapshot carries: the latest of the room. */
export const MAX_SNAPSHOT_EVENTS = 2000;

/** Connections whose bytes get a `transfer` event of their own in one delta; the rest share one `transfers`. */
export const MAX_TRANSFERS_PER_DELTA = 50;

/** Events, changed connections and changed sessions that one delta carries, each; what is beyond waits for the next. */
export const MAX_CHANGES_PER_DELTA = 500;

/** Sessions that are still known after their end, and as many connections, so that a watcher can look at what the kernel keeps of them. */
export const MAX_ENDED_SESSIONS = 1000;

/** Trace entries of all subjects together from one delta to the next; above it, each step's chunks become one run. */
export const MAX_TRACE_ENTRIES_PER_DELTA = 250;

/** Trace entries that a subject keeps from its beginning until somebody looks. */
export const MAX_TRACE_ENTRIES_UNSEEN = 32;

/** Subjects that one watcher may look at, and how many of them with `kernel`; above it close 1008. */
export const MAX_LOOKS = 512;
export const MAX_KERNEL_LOOKS = 8;

/** Messages that a watcher may send at once, and a second on average; above it close 1008. */
export const WATCHER_MESSAGE_BURST = 1000;
export const WATCHER_MESSAGES_PER_SECOND = 50;

/** Largest message of a watcher, in bytes; above it close 1008. */
export const MAX_WATCHER_MESSAGE_BYTES = 512;

/** Bytes queued for a watcher above which it gets nothing more until it has caught up; then a fresh snapshot. */
export const WATCHER_HIGH_WATER_BYTES = 1024 * 1024;

/** How long a watcher may stay behind, in milliseconds; then close 1013. */
export const WATCHER_PATIENCE_MS = 30_000;

/** Pages that may watch at once; above it close 1013. */
export const MAX_WATCHERS = 1000;

/** Echo Checks that run for pages at once, in all and of one room; above it close 1013. */
export const MAX_CHECKS = 4;
export const MAX_CHECKS_PER_ROOM = 1;

/** Connections of a case whose trail is told, and entries of each of its lanes. */
export const MAX_CHECK_TRAILS = 8;
export const MAX_CHECK_TRAIL_ENTRIES = 200;
